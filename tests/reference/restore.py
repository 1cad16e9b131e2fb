"""Restore a checkpoint of ours on real TensorFlow 1.15.5, measure it, and train on.

usage: python restore.py restored/model.ckpt-51 restored/restored.tf1155.json

Needs TensorFlow 1.15.5, NumPy and scikit-learn; it knows nothing of this package. The graph is
article 000's, built with `tf.layers`. NumPy's generator is replayed for the epochs that are done.
"""

import json
import sys

import numpy as np
import tensorflow as tf
from sklearn.datasets import make_moons

DONE, UNTIL = 51, 101


def build():
    """Build the article's graph."""
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, 2), name="X")
        y = tf.placeholder(tf.int32, shape=(None), name="y")
    regularizer = tf.contrib.layers.l2_regularizer(0.01)
    with tf.name_scope("full-connect-layer"):
        fc1 = tf.layers.dense(X, 6, tf.nn.elu, kernel_regularizer=regularizer, name="fc1")
        fc2 = tf.layers.dense(fc1, 4, tf.nn.elu, kernel_regularizer=regularizer, name="fc2")
    with tf.name_scope("output"):
        logits = tf.layers.dense(fc2, 2, kernel_regularizer=regularizer, name="output")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    global_step = tf.Variable(0, trainable=False)
    with tf.name_scope("train"):
        train_op = tf.train.AdamOptimizer(0.001).minimize(loss, global_step=global_step)
    with tf.name_scope("eval"):
        correct = tf.nn.in_top_k(logits, y, 1)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
    return X, y, train_op, loss, accuracy, global_step


def main(prefix, target):
    """Restore, measure, train to epoch 100, measure again."""
    points, labels = make_moons(2000, noise=0.1, random_state=42)
    X, y, train_op, loss, accuracy, global_step = build()
    test = {X: points[-400:], y: labels[-400:]}
    rng = np.random.RandomState(42)
    for _ in range(DONE * 32):
        rng.randint(0, 1600, 64)
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    found = {"tensorflow": tf.__version__}
    with tf.Session(config=config) as session:
        tf.train.Saver().restore(session, prefix)
        found["step"] = int(session.run(global_step))
        found["restored"] = [float(value) for value in session.run([loss, accuracy], test)]
        for _ in range((UNTIL - DONE) * 32):
            rows = rng.randint(0, 1600, 64)
            session.run(train_op, {X: points[rows], y: labels[rows]})
        found["epoch_100"] = [float(value) for value in session.run([loss, accuracy], test)]
    with open(target, "w") as file:
        json.dump(found, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
