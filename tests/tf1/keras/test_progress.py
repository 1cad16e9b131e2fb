"""A line an epoch, as Keras printed it with `verbose=2`."""

import re

import pytest

from tests import commands

SCRIPT = """
import numpy as np
import tensorflow as tf

tf.set_random_seed(1)
model = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(3,))])
model.compile("sgd", "mse", metrics=["acc"])
x, y = np.ones((12, 3)), np.full((12, 2), 1e3)
model.fit(x, y, verbose=2, epochs=2, batch_size=5, validation_split=0.25)
model.fit(x, 1e-4 * y, verbose=2, batch_size=4)
"""
# What 1.15.5 printed, but for the times.
PRINTED = """\
Train on 9 samples, validate on 3 samples
Epoch 1/2
9/9 - 0s - loss: 965581.2222 - acc: 1.0000 - val_loss: 849721.1875 - val_acc: 1.0000
Epoch 2/2
9/9 - 0s - loss: 820113.1042 - acc: 1.0000 - val_loss: 721707.6875 - val_acc: 1.0000
Train on 12 samples
12/12 - 0s - loss: 20883.7480 - acc: 1.0000
"""


def test_lines(tmp_path):
    pytest.importorskip("tf_keras")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = commands.python("-m", "tf1_graphs.scripts.execute", script)
    assert done.returncode == 0, done.stderr
    assert re.sub(r" - \d+s - ", " - 0s - ", done.stdout) == PRINTED
