import hashlib

import numpy as np
import pytest

from tf1_graphs.datasets import (
    DATASETS,
    FASHION_MNIST_CLASSES,
    Dataset,
    load_fashion_mnist,
    load_mnist,
)
from tf1_graphs.datasets.idx import encode_idx
from tf1_graphs.errors import InputError

from .conftest import data_file

LOADERS = {"mnist": load_mnist, "fashion-mnist": load_fashion_mnist}


@pytest.fixture(params=LOADERS)
def name(request):
    return request.param


@pytest.fixture
def install(home, name, monkeypatch):
    """Put four files in place of a data set's and register their hashes."""

    def install(contents):
        files = tuple(data_file(file, content) for file, content in contents.items())
        monkeypatch.setitem(DATASETS, name, Dataset(name, "A few images", files, "none"))
        monkeypatch.setenv("TF1_GRAPHS_DATA", str(home))
        (home / name).mkdir()
        for file, content in contents.items():
            (home / name / file).write_bytes(content)

    return install


def few_images():
    return {
        "train-images-idx3-ubyte": np.full((3, 28, 28), 7, np.uint8),
        "train-labels-idx1-ubyte": np.array([0, 1, 2], np.uint8),
        "t10k-images-idx3-ubyte": np.full((2, 28, 28), 9, np.uint8),
        "t10k-labels-idx1-ubyte": np.array([3, 4], np.uint8),
    }


def test_each_file_becomes_its_array(install, name):
    arrays = few_images()
    install({file: encode_idx(array) for file, array in arrays.items()})
    images = LOADERS[name]()
    loaded = (images.x_train, images.y_train, images.x_test, images.y_test)
    for found, expected in zip(loaded, arrays.values(), strict=True):
        np.testing.assert_array_equal(found, expected)
        assert not found.flags.writeable


def test_file_that_is_not_idx_is_named(install, name):
    contents = {file: encode_idx(array) for file, array in few_images().items()}
    install(contents | {"t10k-labels-idx1-ubyte": b"7,2,1"})
    with pytest.raises(InputError, match=f"{name}/t10k-labels-idx1-ubyte is not an IDX file"):
        LOADERS[name]()


def test_missing(name):
    with pytest.raises(InputError, match=f"the data set {name} is not here"):
        LOADERS[name]()


def test_ten_class_names():
    assert len(set(FASHION_MNIST_CLASSES)) == 10


@pytest.mark.usefixtures("real_files")
def test_real_images(name):
    images = LOADERS[name]()
    for array, shape in [
        (images.x_train, (60000, 28, 28)),
        (images.y_train, (60000,)),
        (images.x_test, (10000, 28, 28)),
        (images.y_test, (10000,)),
    ]:
        assert array.shape == shape
        assert array.dtype == np.uint8
    assert set(np.unique(images.y_train)) == set(range(10))
    # The hash of the labels' file without its header of eight bytes: the order is the file's.
    file = DATASETS[name].files[1]
    header = bytes.fromhex("000008010000ea60")
    assert hashlib.sha256(header + images.y_train.tobytes()).hexdigest() == file.sha256


@pytest.mark.usefixtures("real_files")
def test_first_labels_and_class_balance():
    assert load_mnist().y_test[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert np.bincount(load_fashion_mnist().y_train).tolist() == [6000] * 10
