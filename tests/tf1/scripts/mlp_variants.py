"""Deep networks: activations, clipping, dropout, max-norm, decay, regularization, optimizers."""

# ruff: noqa - old code, as it is found

from functools import partial

import numpy as np
import tensorflow as tf

n_inputs, n_hidden1, n_hidden2, n_outputs = 20, 30, 10, 4
rng = np.random.RandomState(0)
centers = rng.randn(n_outputs, n_inputs)
labels = rng.randint(n_outputs, size=400)
images = (centers[labels] + 1.5 * rng.randn(400, n_inputs)).astype(np.float32)
X_train, X_valid = images[:300], images[300:]
y_train, y_valid = labels[:300], labels[300:]
he_init = tf.variance_scaling_initializer()


def reset_graph(seed=42):
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    np.random.seed(seed)


def shuffle_batch(X, y, batch_size):
    rnd_idx = np.random.permutation(len(X))
    for batch_idx in np.array_split(rnd_idx, len(X) // batch_size):
        yield X[batch_idx], y[batch_idx]


def leaky_relu(z, name=None):
    return tf.maximum(0.01 * z, z, name=name)


def selu(z, scale=1.0507009873554805, alpha=1.6732632423543772):
    return scale * tf.where(z >= 0.0, z, alpha * tf.nn.elu(z))


def minimize(optimizer):
    return lambda loss: optimizer().minimize(loss)


def clipped(loss):
    optimizer = tf.train.GradientDescentOptimizer(0.05)
    grads_and_vars = optimizer.compute_gradients(loss)
    capped_gvs = [(tf.clip_by_value(grad, -0.1, 0.1), var) for grad, var in grads_and_vars]
    return optimizer.apply_gradients(capped_gvs)


def decayed(loss):
    global_step = tf.Variable(0, trainable=False, name="global_step")
    learning_rate = tf.train.exponential_decay(0.1, global_step, 30, 1 / 10)
    optimizer = tf.train.MomentumOptimizer(learning_rate, momentum=0.9)
    return optimizer.minimize(loss, global_step=global_step)


def run(name, activation, make_training_op, dropout_rate=0.0, max_norm=None, l1=None, init=he_init):
    reset_graph()
    X = tf.placeholder(tf.float32, shape=(None, n_inputs), name="X")
    y = tf.placeholder(tf.int32, shape=(None), name="y")
    training = tf.placeholder_with_default(False, shape=(), name="training")
    regularizer = tf.contrib.layers.l1_regularizer(l1) if l1 else None
    dense = partial(
        tf.layers.dense,
        activation=activation,
        kernel_initializer=init,
        kernel_regularizer=regularizer,
    )
    with tf.name_scope("dnn"):
        inputs = X
        if dropout_rate:
            inputs = tf.layers.dropout(X, dropout_rate, training=training)
        hidden1 = dense(inputs, n_hidden1, name="hidden1")
        if dropout_rate:
            hidden1 = tf.layers.dropout(hidden1, dropout_rate, training=training)
        hidden2 = dense(hidden1, n_hidden2, name="hidden2")
        logits = dense(hidden2, n_outputs, activation=None, name="outputs")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        base_loss = tf.reduce_mean(xentropy, name="avg_xentropy")
        reg_losses = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
        loss = tf.add_n([base_loss] + reg_losses, name="loss")
    with tf.name_scope("train"):
        training_op = make_training_op(loss)
    with tf.name_scope("eval"):
        correct = tf.nn.in_top_k(logits, y, 1)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
    if max_norm:
        for layer in ("hidden1", "hidden2"):
            weights = tf.get_default_graph().get_tensor_by_name(layer + "/kernel:0")
            clipped_weights = tf.clip_by_norm(weights, clip_norm=max_norm, axes=1)
            tf.add_to_collection("max_norm", tf.assign(weights, clipped_weights))
    clip_all_weights = tf.get_collection("max_norm")
    init_op = tf.global_variables_initializer()
    accuracies = []
    with tf.Session() as sess:
        init_op.run()
        for epoch in range(4):
            for X_batch, y_batch in shuffle_batch(X_train, y_train, 30):
                sess.run(training_op, feed_dict={training: True, X: X_batch, y: y_batch})
                if clip_all_weights:
                    sess.run(clip_all_weights)
            accuracies.append(accuracy.eval(feed_dict={X: X_valid, y: y_valid}))
        last_loss = loss.eval(feed_dict={X: X_valid, y: y_valid})
    print(name, accuracies, "%.4f" % last_loss)


gradient_descent = minimize(lambda: tf.train.GradientDescentOptimizer(0.05))
run("relu", tf.nn.relu, gradient_descent)
run("elu", tf.nn.elu, gradient_descent)
run("selu by hand", selu, gradient_descent)
run("selu", tf.nn.selu, gradient_descent)
run("leaky relu", leaky_relu, gradient_descent)
run("default initializer", tf.nn.relu, gradient_descent, init=None)
run("clipped", tf.nn.relu, clipped)
run("decayed", tf.nn.relu, decayed)
run("dropout", tf.nn.relu, gradient_descent, dropout_rate=0.5)
run("max-norm", tf.nn.relu, gradient_descent, max_norm=1.0)
run("l1", tf.nn.relu, gradient_descent, l1=0.001)
run("momentum", tf.nn.relu, minimize(lambda: tf.train.MomentumOptimizer(0.01, 0.9)))
run(
    "nesterov",
    tf.nn.relu,
    minimize(lambda: tf.train.MomentumOptimizer(0.01, 0.9, use_nesterov=True)),
)
run("adagrad", tf.nn.relu, minimize(lambda: tf.train.AdagradOptimizer(learning_rate=0.05)))
run("rmsprop", tf.nn.relu, minimize(lambda: tf.train.RMSPropOptimizer(0.01, 0.9, momentum=0.9)))
run("adam", tf.nn.relu, minimize(lambda: tf.train.AdamOptimizer(learning_rate=0.01)))
