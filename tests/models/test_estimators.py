"""An estimator's `model_dir`: inspected, run and exported with the graph that evaluated."""

import numpy as np
import pytest
from click.testing import CliRunner

from tests import commands
from tf1_graphs import exporting, inspection
from tf1_graphs.cli import main

# In a process of its own: the drop-in switches the whole process to graphs.
CODE = """
import sys
import numpy as np
from tf1_graphs import tf1 as tf

X = np.random.RandomState(0).normal(size=(32, 4)).astype(np.float32)
y = (X.sum(1) > 0).astype(np.int32)
inputs = tf.estimator.inputs.numpy_input_fn
examples = {
    "iterator": lambda: tf.data.Dataset.from_tensor_slices(({"x": X}, y)).batch(8),
    "queue": inputs({"x": X}, y, 8, shuffle=False),
}
for name, input_fn in examples.items():
    estimator = tf.estimator.DNNClassifier(
        [8],
        [tf.feature_column.numeric_column("x", shape=[4])],
        name,
        dropout=0.5,
        config=tf.estimator.RunConfig(tf_random_seed=42),
    )
    estimator.train(input_fn)
    estimator.evaluate(input_fn)
    found = estimator.predict(inputs({"x": X}, None, 32, shuffle=False))
    np.savez(name + ".npz", x=X, found=[row["probabilities"] for row in found])
"""
INPUT = {"iterator": "IteratorGetNext", "queue": "fifo_queue_DequeueUpTo_1"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("estimators")
    done = commands.python("-c", CODE, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(params=INPUT)
def model(request, folder):
    """The `model_dir`, a file with its input, and what the estimator predicted."""
    held = np.load(folder / f"{request.param}.npz")
    data = folder / f"{request.param}_data.npz"
    np.savez(data, **{INPUT[request.param]: held["x"]})
    return folder / request.param, data, held["found"]


def test_inspected_is_the_graph_that_trained_with_its_values(model):
    subject, _ = inspection.find(str(model[0]))
    assert subject.title.endswith("model.ckpt-4.meta")
    assert subject.values.shapes["dnn/hiddenlayer_0/kernel"] == (4, 8)
    assert any("gradients/" in node.name for node in subject.graph_def.node)


def test_predicted_is_what_the_estimator_predicts(model):
    path, data, expected = model
    found = exporting.predict(path, [str(data)], say=lambda line: None)
    # In the arithmetic of this process, which may not be the estimator's.
    np.testing.assert_allclose(*found.values(), expected, rtol=1e-5)


def test_exported_gives_the_same_bits(model, tmp_path):
    path, data, _ = model
    arguments = ["export", str(path), str(tmp_path / "saved"), "--sample", str(data)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].startswith("the graph that evaluated, ")
    assert lines[-1].endswith("equal, all 64 numbers to the last bit")
