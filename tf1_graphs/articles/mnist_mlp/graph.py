"""Builds the graphs of article 001 and of its upstream notebook."""

from tf1_graphs import layers
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.tensorflow1 import tf

N_INPUTS = 28 * 28
N_HIDDEN_1 = 128
N_HIDDEN_2 = 256
N_CLASSES = 10


def build(settings):
    """Build the article's graph.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 784] | float32 | images, pixels in [0, 1] |
    | y | input/y | [batch] | int64 | digit of each image |
    | fc1 | neural_net/fc1/Relu | [batch, 128] | float32 | first hidden layer |
    | fc2 | neural_net/fc2/Relu | [batch, 256] | float32 | second hidden layer |
    | out | neural_net/out/BiasAdd | [batch, 10] | float32 | logits |
    | loss | loss/loss | [] | float32 | mean cross-entropy in nats |
    | predictions | eval/ArgMax | [batch] | int64 | digit of the largest score |
    | accuracy | eval/accuracy | [] | float32 | fraction in [0, 1] |
    """
    return _build(settings, has_fc2=True, softmax_in_the_network=False)


def build_double_softmax(settings):
    """Build the upstream notebook's graph, whose loss applies softmax to probabilities.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 784] | float32 | images, pixels in [0, 1] |
    | y | input/y | [batch] | int64 | digit of each image |
    | fc1 | neural_net/fc1/Relu | [batch, 128] | float32 | the only hidden layer as printed |
    | fc2 | neural_net/fc2/Relu | [batch, 256] | float32 | only where erratum 2 is repaired |
    | out | neural_net/out/Softmax | [batch, 10] | float32 | probabilities; BiasAdd as repaired |
    | loss | loss/loss | [] | float32 | mean cross-entropy in nats of their softmax |
    | predictions | eval/ArgMax | [batch] | int64 | digit of the largest score |
    | accuracy | eval/accuracy | [] | float32 | fraction in [0, 1] |
    """
    return _build(
        settings,
        has_fc2=2 in settings.corrected,
        softmax_in_the_network=1 not in settings.corrected,
    )


def _build(settings, has_fc2, softmax_in_the_network):
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, N_INPUTS), name="X")
        y = tf.placeholder(tf.int64, shape=(None,), name="y")
    with tf.name_scope("neural_net"):
        hidden = layers.dense(X, N_HIDDEN_1, activation=tf.nn.relu, name="fc1")
        if has_fc2:
            hidden = layers.dense(hidden, N_HIDDEN_2, activation=tf.nn.relu, name="fc2")
        activation = tf.nn.softmax if softmax_in_the_network else None
        out = layers.dense(hidden, N_CLASSES, activation=activation, name="out")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=out)
        loss = tf.reduce_mean(xentropy, name="loss")
        loss_summary = tf.summary.scalar("loss", loss)
    with tf.name_scope("train"):
        optimizer = tf.train.GradientDescentOptimizer(settings.learning_rate)
        training_op = optimizer.minimize(loss)
    with tf.name_scope("eval"):
        predictions = tf.argmax(out, 1)
        correct = tf.equal(predictions, y)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32), name="accuracy")
        accuracy_summary = tf.summary.scalar("accuracy", accuracy)
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss, "accuracy": accuracy},
        summary=tf.summary.merge([loss_summary, accuracy_summary]),
        predictions=predictions,
        logits=out,
    )
