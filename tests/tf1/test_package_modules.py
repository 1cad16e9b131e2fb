"""Private modules of Keras and the estimators, as scripts of TensorFlow 1 imported them."""

import pytest

from tests import commands

IMPORTS = """
import tensorflow as tf
from tensorflow.python.keras.engine import base_layer, network
from tensorflow.python.keras.engine.training import Model
from tensorflow.python.keras.layers.core import Dense
from tensorflow.python.keras.layers.recurrent import LSTM, RNN
from tensorflow.python.keras.utils import conv_utils, tf_utils
from tensorflow.python.keras.utils.generic_utils import has_arg
from tensorflow.python.keras.saving import model_config
from tensorflow.python.keras.datasets.mnist import load_data
from tensorflow.keras.utils.generic_utils import CustomObjectScope
from tensorflow.python.estimator.canned.head import _Head
from tensorflow.python.estimator.canned.optimizers import get_optimizer_instance
from tensorflow.python.estimator.estimator import Estimator
from tensorflow.python.estimator.inputs import numpy_io
from tensorflow.python.keras._impl.keras import backend
from tensorflow.python.keras._impl.keras.layers import Conv2D

assert backend.int_shape is tf.keras.backend.int_shape and Conv2D is tf.keras.layers.Conv2D
assert base_layer.Layer is tf.keras.layers.Layer
assert Model is tf.keras.Model and issubclass(Model, network.Network)
assert Dense is tf.keras.layers.Dense
assert LSTM is tf.keras.layers.LSTM and issubclass(LSTM, RNN)
assert conv_utils.normalize_tuple(3, 2, "size") == (3, 3)
assert tf_utils.is_symbolic_tensor(tf.constant(1))
assert has_arg(lambda x, training: x, "training")
assert callable(model_config.model_from_json)
assert load_data is tf.keras.datasets.mnist.load_data
assert CustomObjectScope is tf.keras.utils.CustomObjectScope
assert "has_arg" in dir(tf.keras.utils.generic_utils)
assert Estimator is tf.estimator.Estimator
assert hasattr(_Head, "create_estimator_spec")
assert isinstance(get_optimizer_instance("Adagrad", 0.1), tf.train.AdagradOptimizer)
assert numpy_io.numpy_input_fn is tf.estimator.inputs.numpy_input_fn
try:
    tf.python.keras.engine.topology
except AttributeError as error:
    print(error)
try:
    tf.keras.utils.multi_gpu_model
except AttributeError as error:
    print(error)
"""


def test_they_are_the_public_classes_and_the_packages_functions(tmp_path):
    pytest.importorskip("tf_keras")
    script = tmp_path / "script.py"
    script.write_text(IMPORTS)
    done = commands.python("-m", "tf1_graphs.scripts.execute", script)
    assert done.returncode == 0, done.stderr
    module, several = done.stdout.splitlines()
    assert module.startswith("tf.python.keras.engine.topology is not supported: ")
    assert several.startswith("tf.keras.utils.multi_gpu_model is not supported: it ran a copy")
