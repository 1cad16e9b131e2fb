"""ReLUs that share a threshold: get_variable, scopes, collections."""

# ruff: noqa - old code, as it is found

import numpy as np
import tensorflow as tf


def reset_graph(seed=42):
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    np.random.seed(seed)


def relu(X):
    with tf.name_scope("relu"):
        w_shape = (int(X.get_shape()[1]), 1)
        w = tf.Variable(tf.random_normal(w_shape), name="weights")
        b = tf.Variable(0.0, name="bias")
        z = tf.add(tf.matmul(X, w), b, name="z")
        return tf.maximum(z, 0.0, name="max")


reset_graph()
X = tf.placeholder(tf.float32, shape=(None, 3), name="X")
relus = [relu(X) for i in range(5)]
output = tf.add_n(relus, name="output")
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(output.eval(feed_dict={X: [[1, 2, 3], [-1, 0, 2]]}))


def shared_relu(X):
    with tf.variable_scope("relu", reuse=tf.AUTO_REUSE):
        threshold = tf.get_variable("threshold", shape=(), initializer=tf.constant_initializer(0.5))
    w_shape = (int(X.get_shape()[1]), 1)
    w = tf.Variable(tf.random_normal(w_shape), name="weights")
    b = tf.Variable(0.0, name="bias")
    z = tf.add(tf.matmul(X, w), b, name="z")
    return tf.maximum(z, threshold, name="max")


reset_graph()
X = tf.placeholder(tf.float32, shape=(None, 3), name="X")
for relu_index in range(5):
    with tf.variable_scope("relu", reuse=(relu_index >= 1)) as scope:
        last = shared_relu(X)
print([v.op.name for v in tf.global_variables()], last.name)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print(last.eval(feed_dict={X: [[1, 2, 3], [-1, 0, 2]]}))

reset_graph()
with tf.variable_scope("my_scope"):
    x0 = tf.get_variable("x", shape=(), initializer=tf.constant_initializer(0.0))
    x1 = tf.Variable(0.0, name="x")
    x2 = tf.Variable(0.0, name="x")
with tf.variable_scope("my_scope", reuse=True):
    x3 = tf.get_variable("x")
    x4 = tf.Variable(0.0, name="x")
with tf.variable_scope("", default_name="", reuse=True):
    x5 = tf.get_variable("my_scope/x")
for x in (x0, x1, x2, x3, x4, x5):
    print(x.op.name)
print(x0 is x3 and x3 is x5)

reset_graph()
a = tf.Variable(np.random.rand(), name="a")
x1 = tf.Variable(1)
graph = tf.Graph()
with graph.as_default():
    x2 = tf.Variable(2)
print(x1.graph is tf.get_default_graph(), x2.graph is graph, tf.get_default_graph() is graph)
with tf.Session() as sess:
    a.initializer.run()
    print(a.eval())
try:
    x1 = tf.get_variable("twice", [1])
    tf.get_variable("twice", [1])
except ValueError as ex:
    print(str(ex).split(".")[0])
