"""Prints models and their training, for the text to be compared; times are taken out.

usage: python -m tests.tf1.keras.printed > tests/tf1/keras/printed.txt     (TensorFlow 1.15.5)

Runs on Python 3.7.
"""

# ruff: noqa: UP031 - Python 3.7 runs it too

import contextlib
import io
import itertools
import os
import re
import sys
import time

import numpy as np

TIMES = (
    (r"ETA: [\d:]+s?", "ETA"),
    (r"\d+(us|ms|s)/(step|sample)", r"TIME/\2"),
    (r" - \d+s", " - TIME"),
)


def rounded(values):
    """Return results with their types; processors differ in the last digits."""
    return [(type(value).__name__, "%.4f" % value) for value in values]


def layers_and_training(tf, x, y):
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            layers.Dense(4, activation="relu", input_shape=(3,)),
            layers.BatchNormalization(),
            layers.Dense(1, activation="sigmoid", name="an_output_layer_with_a_long_name"),
        ]
    )
    model.compile("sgd", "binary_crossentropy", metrics=["accuracy", "mae"])
    model.summary()
    model.fit(x, y, epochs=2, batch_size=4, validation_data=(x, y))
    model.fit(x, y, epochs=1, batch_size=10, verbose=2)
    history = model.fit(x, y, epochs=2, batch_size=4, verbose=2, validation_split=0.3)
    for name, values in sorted(history.history.items()):
        print(name, rounded(values))
    print(rounded(model.evaluate(x, y)), rounded(model.evaluate(x, y, batch_size=3)))
    model.evaluate(x, y, verbose=2, batch_size=3)
    model.predict(x, verbose=1)
    model.predict(x, verbose=1, batch_size=3)

    def halves():
        return ((x[i : i + 5], y[i : i + 5]) for i in itertools.cycle([0, 5]))

    # A generator each: how much of one is taken ahead depends on a thread.
    model.fit_generator(halves(), steps_per_epoch=2, epochs=2)
    model.evaluate_generator(halves(), steps=2, verbose=1)
    data = tf.data.Dataset.from_tensor_slices((x, y)).batch(5)
    model.fit(data.repeat(), steps_per_epoch=2, epochs=2)
    model.fit(data, epochs=2)
    print(rounded(model.evaluate(data, steps=2)))
    print(len(tf.get_default_graph().get_operations()))


def functional(tf, x, y):
    layers = tf.keras.layers
    first, second = tf.keras.Input((3,)), tf.keras.Input((3,), name="second")
    hidden = layers.Dense(2)(first)
    output = layers.Dense(1)(layers.concatenate([hidden, second]))
    model = tf.keras.Model([first, second], [output, hidden])
    model.summary()
    model.summary(line_length=120)
    tf.keras.Model(first, layers.Dense(2)(hidden)).summary()
    model.compile("sgd", "mse", loss_weights=[1.0, 0.5])
    model.fit([x, x], [y, x[:, :2]], epochs=1)
    print(rounded(model.evaluate([x, x], [y, x[:, :2]], batch_size=4)))


def subclassed(tf, x, y):
    class Model(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.hidden, self.output_layer = tf.keras.layers.Dense(3), tf.keras.layers.Dense(2)

        def call(self, inputs):
            return self.output_layer(self.hidden(inputs))

    model = Model()
    model.compile("sgd", "mse")
    model.fit(x, x[:, :2])
    model.summary()


def recurrent(tf, x, y):
    layers = tf.keras.layers
    parts = [layers.Embedding(10, 4, input_length=5), layers.LSTM(3), layers.Dropout(0.5)]
    tf.keras.Sequential(parts).summary()


def bar(tf, x, y):
    progress = tf.keras.utils.Progbar(5, interval=0)
    for number in range(5):
        progress.add(1, [("small", number * 1e-4), ("a", np.float32(number))])
    progress = tf.keras.utils.Progbar(None, interval=0, stateful_metrics=["a"])
    progress.update(3, [("a", 2.0)])


def all_printed(tf):
    """Return what the programs print, one after the other, without times and backspaces."""
    random = np.random.RandomState(0)
    x = random.uniform(size=(10, 3)).astype(np.float32)
    y = (x.sum(1) > 1.5).astype(np.float32)
    printed = io.StringIO()
    clock = itertools.count()
    # Each reading of the clock is later than a bar's interval.
    time.time = lambda: next(clock) * 0.07
    with contextlib.redirect_stdout(printed):
        for program in (layers_and_training, functional, subclassed, recurrent, bar):
            print("---", program.__name__)
            tf.keras.backend.clear_session()
            config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
            tf.keras.backend.set_session(tf.Session(config=config))
            tf.set_random_seed(1)
            np.random.seed(1)
            program(tf, x, y)
    text = re.sub("\b+", "", printed.getvalue())
    for pattern, name in TIMES:
        text = re.sub(pattern, name, text)
    return "\n".join(line.rstrip() for line in re.split("[\n\r]", text) if line.strip())


def main():
    if os.environ.get("DROP_IN"):
        from tf1_graphs import tf1 as tf
    else:
        import tensorflow as tf
    tf.logging.set_verbosity(tf.logging.ERROR)
    sys.stdout.write(all_printed(tf) + "\n")


if __name__ == "__main__":
    main()
