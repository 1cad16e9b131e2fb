"""Bad input to estimators and Keras: one line each that says what is wrong, where, what to do."""

import json

import pytest

from tests import commands

# In a process of its own: the drop-in switches the whole process to graphs.
CODE = """
import importlib.util, json, sys
import numpy as np
from tf1_graphs import tf1 as tf

estimator, tpu = tf.estimator, tf.contrib.tpu
X = np.zeros((8, 4), np.float32)


def model_fn(features, labels, mode, params):
    predictions = tf.layers.dense(features, params["units"])
    loss = tf.reduce_mean(tf.square(predictions)) if params.get("loss", True) else None
    step = tf.train.get_global_step()
    train_op = tf.train.GradientDescentOptimizer(0.1).minimize(predictions, step)
    return estimator.EstimatorSpec(mode, predictions, loss, train_op)


def data(width=4):
    return lambda: tf.data.Dataset.from_tensor_slices((X[:, :width], X[:, :1])).batch(4)


def columns(width=4):
    examples = lambda: tf.data.Dataset.from_tensor_slices(({"x": X}, X[:, :1])).batch(4)
    column = tf.feature_column.numeric_column("x", shape=[width])
    return estimator.DNNRegressor([3], [column], "model"), examples


def train(width=4, **params):
    estimator.Estimator(model_fn, "model", params={"units": 1, **params}).train(data(width))


def of_tpu(**settings):
    spec = lambda features, labels, mode, params: tpu.TPUEstimatorSpec(mode, train_op=tf.no_op())
    use_tpu = settings.pop("use_tpu", False)
    config = tpu.RunConfig(model_dir="tpu", **settings)
    made = tpu.TPUEstimator(spec, config=config, use_tpu=use_tpu, train_batch_size=8)
    made.train(lambda params: data()())


class Twice(tf.keras.layers.Layer):
    def call(self, inputs):
        return 2 * inputs


def saved(layer):
    model = tf.keras.Sequential([tf.keras.layers.Dense(2, input_shape=(3,)), layer])
    model.save("model.h5", include_optimizer=False)
    return "model.h5"


def with_other_bytecode():
    import h5py

    with h5py.File(saved(tf.keras.layers.Lambda(lambda x: x)), "a") as file:
        config = json.loads(file.attrs["model_config"])
        config["config"]["layers"][-1]["config"]["function"][0] = "4wAAAAA="
        file.attrs["model_config"] = json.dumps(config)
    tf.keras.models.load_model("model.h5")


def told(function, *arguments, **keywords):
    try:
        function(*arguments, **keywords)
    except Exception as error:
        return [type(error).__name__, getattr(error, "message", str(error))]


found = {"no loss": told(train, loss=False)}
train()
found["other sizes"] = told(train, 3)
found["another model"] = told(lambda: columns()[0].train(columns()[1]))
found["a column of other sizes"] = told(lambda: columns(5)[0].train(columns()[1]))
found["no loss of a TPUEstimator"] = told(of_tpu)
found["use_tpu"] = told(of_tpu, use_tpu=True)
found["master"] = told(of_tpu, master="grpc://10.0.0.1:8470")
found["address"] = told(tf.contrib.cluster_resolver.TPUClusterResolver, "grpc://10.0.0.1:8470")
found["custom layer"] = told(lambda: tf.keras.models.load_model(saved(Twice())))
found["bytecode"] = told(with_other_bytecode)
print(json.dumps(found))
"""
EXPECTED = {
    "no loss": ("ValueError", "no loss for the mode 'train'"),
    "other sizes": ("InvalidArgumentError", "dense/kernel is [4, 1] in it and [3, 1] here"),
    "another model": ("NotFoundError", "has no dnn/hiddenlayer_0/bias, "),
    "a column of other sizes": ("ValueError", "'x' with examples of the shape (4,)"),
    "no loss of a TPUEstimator": ("ValueError", "no loss for the mode 'train'"),
    "use_tpu": ("ValueError", "give use_tpu=False"),
    "master": ("ValueError", "RunConfig(master='grpc://10.0.0.1:8470') wants a TPU"),
    "address": ("ValueError", "Leave the address out"),
    "custom layer": ("ValueError", "custom_objects={'Twice': Twice}"),
    "bytecode": ("ValueError", "model.load_weights(file)"),
}
WITHOUT_KERAS = """
from tf1_graphs.tf1 import keras_package
keras_package.installed = lambda: False
from tf1_graphs import tf1 as tf
try:
    tf.contrib.keras.models
except AttributeError as error:
    print(error)
"""


def run(code, folder):
    done = commands.python("-c", code, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return json.loads(run(CODE, tmp_path_factory.mktemp("bad")).splitlines()[-1])


@pytest.mark.parametrize("case", EXPECTED)
def test_one_line(found, case):
    kind, words = EXPECTED[case]
    assert found[case][0] == kind
    assert words in found[case][1]
    assert "\n" not in found[case][1]


def test_contrib_keras_without_its_extra(tmp_path):
    (line,) = run(WITHOUT_KERAS, tmp_path).splitlines()
    assert line.startswith("tf.contrib.keras.models is not supported: ")
    assert line.endswith("pip install 'tf1_graphs[keras]'")
