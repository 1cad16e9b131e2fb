"""Builds the graph of article 000."""

from tf1_graphs import layers
from tf1_graphs.experiments.experiment import BookGraph
from tf1_graphs.tensorflow1 import tf

N_INPUTS = 2
N_OUTPUTS = 2


def build(settings):
    """Build the article's graph.

    | tensor | name | shape | dtype | meaning |
    |---|---|---|---|---|
    | X | input/X | [batch, 2] | float32 | points |
    | y | input/y | unknown | int32 | moon of each point, 0 or 1 |
    | fc1 | full-connect-layer/fc1/Elu | [batch, 6] | float32 | first hidden layer |
    | fc2 | full-connect-layer/fc2/Elu | [batch, 4] | float32 | second hidden layer |
    | logits | output/output/BiasAdd | [batch, 2] | float32 | |
    | loss | loss/loss | [] | float32 | mean cross-entropy in nats |
    | predictions | eval/ArgMax | [batch] | int64 | predicted moon |
    | accuracy | eval/Mean | [] | float32 | fraction in [0, 1] |
    """
    with tf.name_scope("input"):
        X = tf.placeholder(tf.float32, shape=(None, N_INPUTS), name="X")
        y = tf.placeholder(tf.int32, shape=(None), name="y")
    regularizer = layers.l2_regularizer(settings.regularization)
    with tf.name_scope("full-connect-layer"):
        fc1 = layers.dense(X, 6, activation=tf.nn.elu, kernel_regularizer=regularizer, name="fc1")
        fc2 = layers.dense(fc1, 4, activation=tf.nn.elu, kernel_regularizer=regularizer, name="fc2")
    with tf.name_scope("output"):
        logits = layers.dense(fc2, N_OUTPUTS, kernel_regularizer=regularizer, name="output")
    with tf.name_scope("loss"):
        xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
        loss = tf.reduce_mean(xentropy, name="loss")
        loss_summary = tf.summary.scalar("loss", loss)
        objective = loss
        if 1 in settings.corrected:
            objective = tf.add_n([loss, *tf.losses.get_regularization_losses()], name="objective")
    global_step = tf.Variable(0, trainable=False)
    with tf.name_scope("train"):
        optimizer = tf.train.AdamOptimizer(settings.learning_rate)
        grads_and_vars = optimizer.compute_gradients(objective)
        training_op = optimizer.apply_gradients(grads_and_vars, global_step=global_step)
    with tf.name_scope("eval"):
        predictions = tf.argmax(logits, 1)
        correct = tf.nn.in_top_k(logits, y, 1)
        accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))
        acc_summary = tf.summary.scalar("acc", accuracy)
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=training_op,
        metrics={"loss": loss, "accuracy": accuracy},
        summary=tf.summary.merge([loss_summary, acc_summary]),
        predictions=predictions,
        logits=logits,
    )
