"""The first edition's networks: fully_connected, arg_scope, batch_norm."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf
from tensorflow.contrib.framework import arg_scope
from tensorflow.contrib.layers import batch_norm, dropout, fully_connected, l2_regularizer

n_inputs, n_outputs = 20, 4
rng = np.random.RandomState(0)
centers = rng.randn(n_outputs, n_inputs)
labels = rng.randint(n_outputs, size=400)
images = (centers[labels] + 1.5 * rng.randn(400, n_inputs)).astype(np.float32)

tf.reset_default_graph()
tf.set_random_seed(42)
np.random.seed(42)
X = tf.placeholder(tf.float32, shape=(None, n_inputs), name="X")
y = tf.placeholder(tf.int64, shape=(None), name="y")
is_training = tf.placeholder(tf.bool, shape=(), name="is_training")
he_init = tf.contrib.layers.variance_scaling_initializer()
bn_params = {"is_training": is_training, "decay": 0.9, "updates_collections": None, "scale": True}
with tf.contrib.framework.arg_scope(
    [fully_connected],
    activation_fn=tf.nn.elu,
    weights_initializer=he_init,
    normalizer_fn=batch_norm,
    normalizer_params=bn_params,
    weights_regularizer=l2_regularizer(0.001),
):
    hidden1 = fully_connected(X, 15, scope="hidden1")
    hidden1_drop = dropout(hidden1, 0.8, is_training=is_training)
    hidden2 = fully_connected(hidden1_drop, 10, scope="hidden2")
    with arg_scope([fully_connected], normalizer_fn=None):
        logits = fully_connected(hidden2, n_outputs, activation_fn=None, scope="outputs")
with tf.name_scope("loss"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    reg_losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    loss = tf.add_n([tf.reduce_mean(xentropy)] + reg_losses, name="loss")
training_op = tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss)
accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, y, 1), tf.float32))
init = tf.global_variables_initializer()
print([v.op.name for v in tf.trainable_variables()])
with tf.Session() as sess:
    sess.run(init)
    for epoch in range(4):
        for indices in np.array_split(np.random.permutation(300), 10):
            feed = {is_training: True, X: images[indices], y: labels[indices]}
            sess.run(training_op, feed_dict=feed)
        feed = {is_training: False, X: images[300:], y: labels[300:]}
        print(epoch, "Test accuracy:", accuracy.eval(feed_dict=feed))
