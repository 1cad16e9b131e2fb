"""Builds the graphs of article 002."""

from functools import partial

from tf1_graphs import layers
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.tensorflow1 import tf

N_INPUTS = 28 * 28
N_HIDDEN1 = 300
N_HIDDEN2 = 100
N_OUTPUTS = 10


def build(settings):
    """Build the article's complete listing.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | X | [batch, 784] | float32 | images, pixels in [0, 1] |
    | y | y | unknown | int32 | digit of each image |
    | training | training | [] | bool | whether mini-batch statistics are used |
    | bn1 | dnn/Elu | [batch, 300] | float32 | first hidden layer |
    | bn2 | dnn/Elu_1 | [batch, 100] | float32 | second hidden layer |
    | logits | dnn/batch_normalization_2/batchnorm/add_1 | [batch, 10] | float32 | |
    | loss | loss/loss | [] | float32 | mean cross-entropy in nats |
    | accuracy | eval/Mean | [] | float32 | fraction in [0, 1] |
    """
    X = tf.placeholder(tf.float32, shape=(None, N_INPUTS), name="X")
    y = tf.placeholder(tf.int32, shape=(None), name="y")
    training = tf.placeholder_with_default(False, shape=(), name="training")
    with tf.name_scope("dnn"):
        he_init = tf.variance_scaling_initializer()
        batch_norm_layer = partial(
            layers.batch_normalization, training=training, momentum=settings.momentum
        )
        dense_layer = partial(layers.dense, kernel_initializer=he_init)
        hidden1 = dense_layer(X, N_HIDDEN1, name="hidden1")
        bn1 = tf.nn.elu(batch_norm_layer(hidden1))
        hidden2 = dense_layer(bn1, N_HIDDEN2, name="hidden2")
        bn2 = tf.nn.elu(batch_norm_layer(hidden2))
        logits_before_bn = dense_layer(bn2, N_OUTPUTS, name="outputs")
        logits = batch_norm_layer(logits_before_bn)
    return _train_and_evaluate(settings, X, y, training, logits)


def build_first_listing(settings):
    """Build the article's first listing: the same layers, in no name scope, by Glorot's weights.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | X | [batch, 784] | float32 | images, pixels in [0, 1] |
    | training | training | [] | bool | whether mini-batch statistics are used |
    | bn1_act | Elu | [batch, 300] | float32 | first hidden layer; as printed, nothing reads it |
    | bn2_act | Elu_1 | [batch, 100] | float32 | second hidden layer |
    | logits | batch_normalization_2/batchnorm/add_1 | [batch, 10] | float32 | |
    | y | y | unknown | int32 | digit of each image; from the second listing, like what follows |
    """
    X = tf.placeholder(tf.float32, shape=(None, N_INPUTS), name="X")
    training = tf.placeholder_with_default(False, shape=(), name="training")
    batch_norm_layer = partial(
        layers.batch_normalization, training=training, momentum=settings.momentum
    )
    hidden1 = layers.dense(X, N_HIDDEN1, name="hidden1")
    bn1_act = tf.nn.elu(batch_norm_layer(hidden1))
    hidden2 = layers.dense(bn1_act if 1 in settings.corrected else X, N_HIDDEN2, name="hidden2")
    bn2_act = tf.nn.elu(batch_norm_layer(hidden2))
    logits_before_bn = layers.dense(bn2_act, N_OUTPUTS, name="outputs")
    logits = batch_norm_layer(logits_before_bn)
    y = tf.placeholder(tf.int32, shape=(None), name="y")
    return _train_and_evaluate(settings, X, y, training, logits)


def _train_and_evaluate(settings, X, y, training, logits):
    """Build the second half of the complete listing."""
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
    with tf.name_scope("train"):
        optimizer = tf.train.GradientDescentOptimizer(settings.learning_rate)
        training_op = optimizer.minimize(loss)
    with tf.name_scope("eval"):
        correct = tf.nn.in_top_k(logits, y, 1)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss, "accuracy": accuracy},
        update_ops=tuple(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        training=training,
        logits=logits,
    )
