"""Epochs, a Saver, and an epoch file that decides where the script begins."""

import os
from datetime import datetime

import numpy as np
import tensorflow as tf
from sklearn.datasets import make_moons

X_all, y_all = make_moons(200, noise=0.1, random_state=42)
tf.set_random_seed(42)
np.random.seed(42)
X = tf.placeholder(tf.float32, (None, 2), name="X")
y = tf.placeholder(tf.int32, (None), name="y")
hidden = tf.layers.dense(X, 6, activation=tf.nn.elu)
logits = tf.layers.dense(hidden, 2)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
summary = tf.summary.scalar("loss", loss)
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)
path = "./chickpoints/model.ckpt"
writer = tf.summary.FileWriter(
    "./logs/" + datetime.utcnow().strftime("%Y%m%d%H%M%S"), tf.get_default_graph()
)
saver = tf.train.Saver()
with tf.Session() as sess:
    if os.path.isfile(path + ".epoch"):
        with open(path + ".epoch", "rb") as f:
            start = int(f.read())
        print("Training was interrupted. Continuing at epoch", start)
        saver.restore(sess, path)
    else:
        start = 0
        sess.run(tf.global_variables_initializer())
    for epoch in range(start, 8):
        for _ in range(5):
            batch = np.random.randint(0, 160, 20)
            sess.run(train_op, feed_dict={X: X_all[batch], y: y_all[batch]})
        value, text = sess.run([loss, summary], feed_dict={X: X_all[160:], y: y_all[160:]})
        writer.add_summary(text, epoch)
        if epoch % 2 == 0:
            print("Epoch:", epoch, "\tLoss:", value)
            saver.save(sess, path)
            with open(path + ".epoch", "wb") as f:
                f.write(b"%d" % (epoch + 1))
    saver.save(sess, "./chickpoints/model")
    print(logits.eval(feed_dict={X: X_all[160:]}).tobytes().hex()[:64])
