"""A pretrained network: imported, its lower layers frozen, cached, and restored by name."""

# ruff: noqa - old code, as it is found

import os
import tempfile

import numpy as np
import tensorflow as tf

n_inputs, n_outputs = 20, 4
rng = np.random.RandomState(0)
centers = rng.randn(n_outputs, n_inputs)
labels = rng.randint(n_outputs, size=400)
images = (centers[labels] + 1.5 * rng.randn(400, n_inputs)).astype(np.float32)
X_train, X_valid, y_train, y_valid = images[:300], images[300:], labels[:300], labels[300:]
folder = tempfile.mkdtemp()


def reset_graph(seed=42):
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    np.random.seed(seed)


def shuffle_batch(X, y, batch_size):
    rnd_idx = np.random.permutation(len(X))
    for batch_idx in np.array_split(rnd_idx, len(X) // batch_size):
        yield X[batch_idx], y[batch_idx]


reset_graph()
X = tf.placeholder(tf.float32, shape=(None, n_inputs), name="X")
y = tf.placeholder(tf.int32, shape=(None), name="y")
with tf.name_scope("dnn"):
    hidden1 = tf.layers.dense(X, 30, activation=tf.nn.relu, name="hidden1")
    hidden2 = tf.layers.dense(hidden1, 20, activation=tf.nn.relu, name="hidden2")
    hidden3 = tf.layers.dense(hidden2, 10, activation=tf.nn.relu, name="hidden3")
    logits = tf.layers.dense(hidden3, n_outputs, name="outputs")
with tf.name_scope("loss"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(xentropy, name="loss")
with tf.name_scope("eval"):
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
with tf.name_scope("train"):
    optimizer = tf.train.GradientDescentOptimizer(0.05)
    grads_and_vars = optimizer.compute_gradients(loss)
    capped_gvs = [(tf.clip_by_value(grad, -1.0, 1.0), var) for grad, var in grads_and_vars]
    training_op = optimizer.apply_gradients(capped_gvs)
for op in (X, y, accuracy, training_op):
    tf.add_to_collection("my_important_ops", op)
init = tf.global_variables_initializer()
saver = tf.train.Saver()
path = os.path.join(folder, "my_model_final.ckpt")
with tf.Session() as sess:
    init.run()
    for epoch in range(3):
        for X_batch, y_batch in shuffle_batch(X_train, y_train, 30):
            sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
        print(epoch, "Validation accuracy:", accuracy.eval(feed_dict={X: X_valid, y: y_valid}))
    saver.save(sess, path)

reset_graph()
saver = tf.train.import_meta_graph(path + ".meta")
X, y, accuracy, training_op = tf.get_collection("my_important_ops")
with tf.Session() as sess:
    saver.restore(sess, path)
    for epoch in range(2):
        for X_batch, y_batch in shuffle_batch(X_train, y_train, 30):
            sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
        print(epoch, "Validation accuracy:", accuracy.eval(feed_dict={X: X_valid, y: y_valid}))

reset_graph()
saver = tf.train.import_meta_graph(path + ".meta")
X = tf.get_default_graph().get_tensor_by_name("X:0")
y = tf.get_default_graph().get_tensor_by_name("y:0")
hidden2 = tf.get_default_graph().get_tensor_by_name("dnn/hidden2/Relu:0")
new_hidden3 = tf.layers.dense(hidden2, 12, activation=tf.nn.relu, name="new_hidden3")
new_logits = tf.layers.dense(new_hidden3, n_outputs, name="new_outputs")
with tf.name_scope("new_loss"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=new_logits)
    loss = tf.reduce_mean(xentropy, name="loss")
with tf.name_scope("new_eval"):
    correct = tf.nn.in_top_k(new_logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
with tf.name_scope("new_train"):
    optimizer = tf.train.MomentumOptimizer(0.05, 0.9)
    train_vars = tf.get_collection(tf.GraphKeys.TRAINABLE_VARIABLES, scope="new_")
    training_op = optimizer.minimize(loss, var_list=train_vars)
init = tf.global_variables_initializer()
print([v.name for v in train_vars])
with tf.Session() as sess:
    init.run()
    saver.restore(sess, path)
    h2_cache = sess.run(hidden2, feed_dict={X: X_train})
    for epoch in range(3):
        for hidden2_batch, y_batch in shuffle_batch(h2_cache, y_train, 30):
            sess.run(training_op, feed_dict={hidden2: hidden2_batch, y: y_batch})
        print(epoch, "Validation accuracy:", accuracy.eval(feed_dict={X: X_valid, y: y_valid}))

reset_graph()
X = tf.placeholder(tf.float32, shape=(None, n_inputs), name="X")
y = tf.placeholder(tf.int32, shape=(None), name="y")
with tf.name_scope("dnn"):
    hidden1 = tf.layers.dense(X, 30, activation=tf.nn.relu, name="hidden1")
    hidden2 = tf.layers.dense(hidden1, 20, activation=tf.nn.relu, name="hidden2")
    hidden2_stop = tf.stop_gradient(hidden2)
    logits = tf.layers.dense(hidden2_stop, n_outputs, name="new_outputs")
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
accuracy = tf.reduce_mean(tf.cast(tf.nn.in_top_k(logits, y, 1), tf.float32))
training_op = tf.train.GradientDescentOptimizer(0.05).minimize(loss)
init = tf.global_variables_initializer()
reuse_vars = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope="hidden[12]")
restore_saver = tf.train.Saver(reuse_vars)
new_saver = tf.train.Saver()
graph = tf.get_default_graph()
assign_kernel = graph.get_operation_by_name("hidden1/kernel/Assign")
init_kernel = assign_kernel.inputs[1]
original_w = np.arange(n_inputs * 30).reshape(n_inputs, 30) / 1000.0
with tf.Session() as sess:
    init.run()
    restore_saver.restore(sess, path)
    for epoch in range(3):
        for X_batch, y_batch in shuffle_batch(X_train, y_train, 30):
            sess.run(training_op, feed_dict={X: X_batch, y: y_batch})
        print(epoch, "Validation accuracy:", accuracy.eval(feed_dict={X: X_valid, y: y_valid}))
    sess.run(init, feed_dict={init_kernel: original_w})
    print(np.round(sess.run("hidden1/kernel:0")[0, :4], 4))
