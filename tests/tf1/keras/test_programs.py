"""Twenty seeded Keras programs, as TensorFlow 1.15.5 ran them; and Keras without its extra."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from tests import commands
from tests.once import once

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "recorded.json").read_text())


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    pytest.importorskip("tf_keras")

    def make(path):
        done = commands.python("-m", "tests.tf1.keras.record", path, env=with_the_drop_in())
        assert done.returncode == 0, done.stderr

    return json.loads(once(tmp_path_factory, "keras_programs.json", make).read_text())


def with_the_drop_in():
    return {**os.environ, "DROP_IN": "1"}


def flat(value):
    if isinstance(value, list):
        return [item for part in value for item in flat(part)]
    return [value]


def test_twenty_are_recorded_and_none_as_an_error():
    assert len(RECORDED) == 20
    assert [name for name, item in RECORDED.items() if isinstance(item, dict)] == []


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_printed(found, name):
    assert not isinstance(found[name], dict), found[name]
    given, expected = flat(found[name]), flat(RECORDED[name])
    texts = [item for item in expected if isinstance(item, str)]
    assert [item for item in given if isinstance(item, str)] == texts
    # Recorded on another processor, whose approximations of roots and quotients differ.
    np.testing.assert_allclose(
        [item for item in given if not isinstance(item, str)],
        [item for item in expected if not isinstance(item, str)],
        rtol=1e-6,
        atol=1e-7,
    )


WITHOUT = """
from tf1_graphs.tf1 import keras_package
keras_package.installed = lambda: False
from tf1_graphs import tf1 as tf
try:
    tf.keras.layers.Dense(1)
except AttributeError as error:
    print(error)
"""


def test_without_the_extra_the_error_names_it():
    done = commands.python("-c", WITHOUT)
    assert done.stdout.strip() == (
        "tf.keras.layers is not supported: Keras 3 does not build TensorFlow 1 graphs; tf.keras is "
        "the package tf_keras: pip install 'tf1_graphs[keras]'"
    )


def test_models_and_their_training_are_printed_as_they_were():
    pytest.importorskip("tf_keras")
    done = commands.python("-m", "tests.tf1.keras.printed", env=with_the_drop_in())
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == (HERE / "printed.txt").read_text().splitlines()
