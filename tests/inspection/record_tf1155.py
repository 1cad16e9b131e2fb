"""Makes the files in `tf1155/`, with TensorFlow 1.15.5 (Python 3.7):

    python tests/inspection/record_tf1155.py tests/inspection/tf1155

- `run/`: the event file of a script that trains a small convolutional network;
- `one_more.pb`: the GraphDef of the same script with one constant more, before the first layer.
"""

import pathlib
import sys

import tensorflow as tf


def build(one_more):
    tf.set_random_seed(42)
    X = tf.placeholder(tf.float32, (None, 28, 28, 1), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    if one_more:
        tf.constant(3.0, name="extra/three")
    hidden = tf.layers.conv2d(X, 8, 5, strides=2, padding="same", activation=tf.nn.relu, name="c1")
    hidden = tf.layers.max_pooling2d(hidden, 2, 2)
    hidden = tf.layers.conv2d(hidden, 16, 3, dilation_rate=2, name="c2")
    logits = tf.layers.dense(tf.layers.flatten(hidden), 10, name="logits")
    loss = tf.losses.sparse_softmax_cross_entropy(y, logits)
    with tf.name_scope("train"):
        optimizer = tf.train.MomentumOptimizer(0.1, 0.9)
        optimizer.minimize(loss, tf.train.get_or_create_global_step())
    tf.summary.scalar("loss", loss)
    tf.global_variables_initializer()
    tf.train.Saver()


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    with tf.Graph().as_default() as graph:
        build(one_more=False)
        writer = tf.summary.FileWriter(str(folder / "run"), graph)
        writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="loss", simple_value=2.3)]), 1)
        writer.close()
    (written,) = (folder / "run").iterdir()
    written.rename(folder / "run" / "events.out.tfevents.1.tf1155")
    with tf.Graph().as_default() as graph:
        build(one_more=True)
        (folder / "one_more.pb").write_bytes(graph.as_graph_def().SerializeToString())
