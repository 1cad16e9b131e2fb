"""`tf.contrib.learn.datasets` and `tf.contrib.keras`: names, and the data that 1.15.5 gave."""

import numpy as np
import pytest

from tf1_graphs import tf1 as tf

learn = tf.contrib.learn


def test_irises_are_those_of_tensorflow():
    iris = learn.datasets.load_dataset("iris")
    assert iris.data.shape == (150, 4)
    assert iris.data.dtype == np.float64
    # Of TensorFlow's file, which differs in three numbers from Fisher's.
    assert iris.data[[0, 34, 37]].tolist() == [
        [5.1, 3.5, 1.4, 0.2],
        [4.9, 3.1, 1.5, 0.1],
        [4.9, 3.1, 1.5, 0.1],
    ]
    assert np.bincount(iris.target).tolist() == [50, 50, 50]


def test_files_of_comma_separated_values(tmp_path):
    base = learn.python.learn.datasets.base
    (tmp_path / "with.csv").write_text("2,2,a,b\n1.5,2,0\n3,4.5,1\n")
    (tmp_path / "without.csv").write_text("1.5,2,0\n3,4.5,1\n")
    for load, name in (
        (base.load_csv_with_header, "with.csv"),
        (base.load_csv_without_header, "without.csv"),
    ):
        data, target = load(tmp_path / name, np.int64, np.float32)
        assert data.tolist() == [[1.5, 2.0], [3.0, 4.5]]
        assert target.tolist() == [0, 1]
    assert base.maybe_download("with.csv", tmp_path, "nowhere") == str(tmp_path / "with.csv")


def test_an_unknown_data_set_and_one_that_is_gone():
    with pytest.raises(ValueError, match="Name of dataset is not found: roses"):
        learn.datasets.load_dataset("roses")
    with pytest.raises(AttributeError, match="boston_housing"):
        learn.datasets.load_boston()


def test_contrib_keras_is_keras():
    keras = tf.contrib.keras
    assert keras.utils.to_categorical([0, 1]).tolist() == [[1.0, 0.0], [0.0, 1.0]]
    assert keras.datasets is tf.keras.datasets
    assert keras.api.keras is tf.keras
