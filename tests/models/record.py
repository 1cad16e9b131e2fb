"""Makes the files of one TensorFlow in a folder, by that TensorFlow (1.4 to 1.15, Python 3.6, 3.7):

    python tests/models/record.py tests/models/tf1155

- `model.ckpt*`: a trained small network, with its `.meta`; `bare/`: its checkpoint without one;
- `v1/`: the same weights in the older format, without a `.meta`;
- `frozen.pb`, `frozen.pbtxt`: the network, its variables folded;
- `saved_model/`: with a signature;
- `rnn.ckpt*`: a dynamic RNN of LSTM cells;
- `expected.npz`: inputs, and what that TensorFlow computes from them.
"""

import os
import pathlib
import shutil
import sys

import numpy as np
import tensorflow as tf


def network():
    X = tf.placeholder(tf.float32, (None, 6, 6, 1), name="X")
    y = tf.placeholder(tf.int64, (None,), name="y")
    training = tf.placeholder_with_default(False, (), name="training")
    hidden = tf.layers.conv2d(X, 4, 3, padding="same", name="conv")
    hidden = tf.layers.batch_normalization(hidden, training=training, momentum=0.9, name="bn")
    hidden = tf.layers.max_pooling2d(tf.nn.elu(hidden), 2, 2)
    hidden = tf.layers.dense(tf.reshape(hidden, (-1, 36)), 8, tf.nn.relu, name="hidden1")
    hidden = tf.layers.dense(hidden, 8, tf.nn.relu, name="hidden2")
    hidden = tf.layers.dropout(hidden, 0.5, training=training)
    logits = tf.layers.dense(hidden, 3, name="logits")
    probabilities = tf.nn.softmax(logits, name="probabilities")
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(xentropy, name="loss")
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.MomentumOptimizer(0.01, 0.9).minimize(loss)
    return X, y, training, logits, probabilities, step


def rnn():
    X = tf.placeholder(tf.float32, (None, 5, 3), name="X")
    cell = tf.contrib.rnn.BasicLSTMCell(4)
    _outputs, state = tf.nn.dynamic_rnn(cell, X, dtype=tf.float32)
    return X, tf.layers.dense(state.h, 2, name="logits")


def write(folder):
    random = np.random.RandomState(0)
    images = random.randn(16, 6, 6, 1).astype(np.float32)
    labels = random.randint(0, 3, 16)
    sequences = random.randn(7, 5, 3).astype(np.float32)
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(42)
        X, y, training, logits, probabilities, step = network()
        saver = tf.train.Saver()
        session.run(tf.global_variables_initializer())
        for _ in range(20):
            session.run(step, {X: images, y: labels, training: True})
        saver.save(session, str(folder / "model.ckpt"), write_state=False)
        for name in ("bare", "v1"):
            (folder / name).mkdir()
        saver.save(session, str(folder / "bare" / "model.ckpt"), write_meta_graph=False)
        old = tf.train.Saver(write_version=tf.train.SaverDef.V1)
        old.save(session, str(folder / "v1" / "model.ckpt"), write_meta_graph=False)
        frozen = tf.graph_util.convert_variables_to_constants(
            session, session.graph_def, ["probabilities"]
        )
        tf.train.write_graph(frozen, str(folder), "frozen.pb", as_text=False)
        tf.train.write_graph(frozen, str(folder), "frozen.pbtxt")
        builder = tf.saved_model.builder.SavedModelBuilder(str(folder / "saved_model"))
        signature = tf.saved_model.signature_def_utils.predict_signature_def(
            {"images": X}, {"scores": logits, "probabilities": probabilities}
        )
        builder.add_meta_graph_and_variables(session, ["serve"], {"serving_default": signature})
        builder.save()
        scores, likely = session.run([logits, probabilities], {X: images})
    with tf.Graph().as_default(), tf.Session() as session:
        tf.set_random_seed(42)
        X, logits = rnn()
        session.run(tf.global_variables_initializer())
        tf.train.Saver().save(session, str(folder / "rnn.ckpt"), write_state=False)
        states = session.run(logits, {X: sequences})
    np.savez(
        str(folder / "expected.npz"),
        images=images, labels=labels, sequences=sequences,
        logits=scores, probabilities=likely, rnn=states,
    )  # fmt: skip


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    target = pathlib.Path(sys.argv[1])
    shutil.rmtree(str(target), ignore_errors=True)
    target.mkdir(parents=True)
    write(target)
