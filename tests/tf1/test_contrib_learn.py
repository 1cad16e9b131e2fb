"""`tf.contrib.learn.datasets` and `tf.contrib.keras`: names, and the data that 1.15.5 gave."""

import json

import pytest

from tests import commands

# In a process of its own: the drop-in switches the whole process to graphs.
CODE = """
import json
import numpy as np
from pathlib import Path
from tf1_graphs import tf1 as tf

learn, keras = tf.contrib.learn, tf.contrib.keras
base = learn.python.learn.datasets.base
iris = learn.datasets.load_dataset("iris")
Path("with.csv").write_text("2,2,a,b\\n1.5,2,0\\n3,4.5,1\\n")
Path("without.csv").write_text("1.5,2,0\\n3,4.5,1\\n")


def read(load, name):
    data, target = load(name, np.int64, np.float32)
    return [data.tolist(), target.tolist()]


def refused(load, *arguments):
    try:
        load(*arguments)
    except (ValueError, AttributeError) as error:
        return str(error)


print(json.dumps({
    "iris": [iris.data.shape, iris.data.dtype.name, iris.data[[0, 34, 37]].tolist(),
             np.bincount(iris.target).tolist()],
    "with header": read(base.load_csv_with_header, "with.csv"),
    "without header": read(base.load_csv_without_header, "without.csv"),
    "a file that is there": base.maybe_download("with.csv", ".", "nowhere"),
    "unknown": refused(learn.datasets.load_dataset, "roses"),
    "gone": refused(lambda: learn.datasets.load_boston()),
    "gone by name": refused(lambda: learn.datasets.load_dataset("boston")),
    "one-hot": keras.utils.to_categorical([0, 1]).tolist(),
    "keras": keras.datasets is tf.keras.datasets and keras.api.keras is tf.keras,
}))
"""
ROWS = [[[1.5, 2.0], [3.0, 4.5]], [0, 1]]
EXPECTED = {
    # Of TensorFlow's file, which differs in three numbers from Fisher's.
    "iris": [
        [150, 4],
        "float64",
        [[5.1, 3.5, 1.4, 0.2], [4.9, 3.1, 1.5, 0.1], [4.9, 3.1, 1.5, 0.1]],
        [50, 50, 50],
    ],
    "with header": ROWS,
    "without header": ROWS,
    "a file that is there": "with.csv",
    "unknown": "Name of dataset is not found: roses",
    "one-hot": [[1.0, 0.0], [0.0, 1.0]],
    "keras": True,
}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    done = commands.python("-c", CODE, cwd=tmp_path_factory.mktemp("learn"))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_there(found, name):
    assert found[name] == EXPECTED[name]


def test_a_data_set_that_is_gone(found):
    assert "boston_housing" in found["gone"]
    assert "boston_housing" in found["gone by name"]
