"""Train Keras' models on more seeds than keras_tf210.json has: run with TensorFlow 1.15.5 or 2.1.0.

With the same initial weights and order of examples, our graph of 300 and 100 neurons has the loss
and the accuracies of Keras on 1.15.5 in all printed digits after the first epoch; what is left to
compare is chance, and two seeds say little about that.

    python -m tests.agreement.record_keras DATA.npz deep 0 1 2 >> lines.jsonl

`DATA.npz` has `x`, `y`, `xt`, `yt`: the scaled training and test parts as `fashion.load_scaled`
returns them. Each line is an entry of keras.json.
"""

import json
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras

HIDDEN_SIZES = {"mlp_scaled": (300, 100), "deep": (100,) * 20}


def train(name, seed, data):
    keras.backend.clear_session()
    np.random.seed(seed)
    tf.compat.v1.set_random_seed(seed)
    model = keras.Sequential([keras.layers.InputLayer((784,))])
    for size in HIDDEN_SIZES[name]:
        model.add(keras.layers.Dense(size, "relu"))
    model.add(keras.layers.Dense(10, "softmax"))
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(data["x"], data["y"], epochs=10, verbose=0)
    test = model.evaluate(data["xt"], data["yt"], verbose=0)
    return {
        "name": name,
        "version": tf.__version__,
        "seed": seed,
        "test": [float(value) for value in test],
        "params": model.count_params(),
    }


if __name__ == "__main__":
    arrays = np.load(sys.argv[1])
    for number in sys.argv[3:]:
        print(json.dumps(train(sys.argv[2], int(number), arrays)), flush=True)
