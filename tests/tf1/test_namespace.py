"""The drop-in's names: what it has, what it does to the process, what it refuses."""

import json

import pytest

from tests import commands

CODE = """
import json
import sys
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.layers import fully_connected
from tf1_graphs.tf1.contrib.keras import initializers
from tf1_graphs.tf1.python.ops import constant_op, gen_nn_ops as nn_ops

facts = {
    "graphs": not tf.executing_eagerly(),
    "dimensions": tf.placeholder(tf.float32, [3]).shape[0].value == 3,
    "reference variables": tf.Variable(1.0).op.type == "VariableV2",
    "switch and merge": tf.cond(tf.constant(True), lambda: 1, lambda: 2).op.type == "Merge",
    "identity comparison": isinstance(tf.constant(1) == 1, bool),
    "one object by every path": fully_connected is tf.contrib.layers.fully_connected,
    "every alias is rebuilt": tf.random.uniform is tf.random_uniform,
    "moved names": tf.contrib.data.Dataset is tf.data.Dataset
    and tf.contrib.keras.api.keras.initializers.zeros is tf.keras.initializers.zeros,
    "old private names": nn_ops._max_pool_grad.__name__ == "max_pool_grad"
    and callable(constant_op.constant),
    "listed": {"placeholder", "layers"} <= set(dir(tf)),
}
tf.reset_default_graph()
tf.set_random_seed(1)
tf.no_op()
facts["seeds after a reset"] = tf.random_normal([1]).op.inputs[0].op.inputs[0].op.get_attr("seed2")


def message(name):
    value = tf
    try:
        for part in name.split("."):
            value = getattr(value, part)
    except tf.MissingSymbolError as error:
        # With a name, Python would add "Did you mean: 'disable_eager_execution'?".
        return str(error) if error.name is None else f"{error.name!r} is left to Python to explain"


print(json.dumps([facts, {name: message(name) for name in sys.argv[1:]}]))
"""


MESSAGES = {
    "estimator.DNNClassifer": "estimator.DNNClassifer is not supported: did you mean",
    "contrib.slim.conv2": "contrib.slim.conv2 is not supported: TensorFlow 2 has no tf.contrib",
    "contrib.learn.SVM": "contrib.learn.SVM is not supported: use tf.estimator",
    "enable_eager_execution": "enable_eager_execution is not supported: the drop-in builds graphs",
    "nn.reluu": "nn.reluu is not supported: did you mean tf.nn.relu?",
    "layers.dens": "layers.dens is not supported: tf1_graphs does not rebuild it; "
    "did you mean tf.layers.dense?",
    "nothing": "nothing is not supported: neither tf1_graphs nor TensorFlow's compat.v1 has it",
}


@pytest.fixture(scope="module")
def said():
    done = commands.python("-c", CODE, *MESSAGES)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_process_is_tensorflow_1(said):
    facts, _ = said
    # The op seed is the number of ops built before: no_op, shape, mean and stddev.
    assert facts.pop("seeds after a reset") == 4
    assert [fact for fact, holds in facts.items() if not holds] == []


@pytest.mark.parametrize("name", MESSAGES)
def test_a_missing_name_says_what_replaces_it(said, name):
    assert said[1][name].startswith(f"tf.{MESSAGES[name]}")
