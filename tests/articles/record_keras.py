"""Record what Keras of real TensorFlow computes: run with TensorFlow 1.15.5.

python -m tests.articles.record_keras > tests/articles/keras.tf1155.json
"""

import json
from types import SimpleNamespace

import numpy as np
import tensorflow as tf
from tensorflow import keras

from tests.articles.keras_cases import (
    BATCH_SIZE,
    EARLY_STOPPING,
    EPOCHS,
    NETWORKS,
    data,
    kernels,
)


def network(hidden_sizes, kind):
    layers = keras.layers
    model = keras.Sequential([layers.InputLayer((784,))])
    for size in hidden_sizes:
        model.add(
            layers.Dense(size, None if kind == "bn_before" else kind.replace("bn_after", "relu"))
        )
        if kind.startswith("bn"):
            model.add(layers.BatchNormalization())
        if kind == "bn_before":
            model.add(layers.Activation("relu"))
    model.add(layers.Dense(10, "softmax"))
    return model


def train(hidden_sizes, kind):
    keras.backend.clear_session()
    model = network(hidden_sizes, kind)
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    for index, kernel in enumerate(kernels(hidden_sizes)):
        dense[index].set_weights([kernel, np.zeros(kernel.shape[1], np.float32)])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    (x, y), valid = data()
    fitted = model.fit(
        x, y, BATCH_SIZE, EPOCHS, verbose=0, shuffle=False, validation_data=valid
    ).history
    return {
        "history": {
            name.replace("acc", "accuracy"): [float(value) for value in values]
            for name, values in fitted.items()
        },
        "evaluate": [float(value) for value in model.evaluate(*valid, verbose=0)],
        "first_weights": [float(w[0] if w.ndim == 1 else w[0, 0]) for w in model.get_weights()],
        "parameters": model.count_params(),
    }


def stops_after(losses, patience, min_delta):
    callback = keras.callbacks.EarlyStopping(patience=patience, min_delta=min_delta)
    callback.model = SimpleNamespace(stop_training=False)
    callback.on_train_begin()
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"val_loss": loss})
        if callback.model.stop_training:
            return epoch + 1
    return None


if __name__ == "__main__":
    recording = {
        "tensorflow": tf.__version__,
        "networks": {name: train(*network) for name, network in NETWORKS.items()},
        "early_stopping": [stops_after(*case) for case in EARLY_STOPPING],
    }
    print(json.dumps(recording, indent=1))
