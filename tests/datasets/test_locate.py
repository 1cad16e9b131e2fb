import contextlib
import gzip
import hashlib
import importlib
import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from tf1_graphs.datasets import DATASETS, Dataset, find, locate
from tf1_graphs.datasets.idx import encode_idx
from tf1_graphs.datasets.locate import KERAS_MNIST_ARRAYS
from tf1_graphs.errors import InputError

from .conftest import TOY_CONTENTS, data_file

PLACES = ["own/toy", "cache/tf1_graphs/toy", ".keras/datasets/toy", "debian/toy"]


@pytest.fixture
def own(home, monkeypatch):
    """The user's own folder of data sets, named by the environment variable."""
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(home / "own"))
    return home / "own"


def write(folder, name, content, compressed=False):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (f"{name}.gz" if compressed else name)
    path.write_bytes(gzip.compress(content) if compressed else content)
    return path


@pytest.mark.usefixtures("toy", "own")
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("place", PLACES)
def test_each_place_in_each_form(home, place, compressed):
    paths = {
        name: write(home / place, name, content, compressed)
        for name, content in TOY_CONTENTS.items()
    }
    assert find("toy") == paths
    assert locate("toy") == TOY_CONTENTS


@pytest.mark.usefixtures("toy", "own")
def test_places_are_searched_in_order(home):
    for place in reversed(PLACES):
        later_form = write(home / place, "first.data", b"", compressed=True)
        assert find("toy")["first.data"] == later_form
        preferred = write(home / place, "first.data", b"")
        assert find("toy")["first.data"] == preferred


@pytest.mark.usefixtures("toy", "own")
def test_files_may_lie_in_different_places(home):
    for place, (name, content) in zip(PLACES, TOY_CONTENTS.items(), strict=False):
        write(home / place, name, content)
    assert locate("toy") == TOY_CONTENTS


@pytest.mark.usefixtures("toy")
def test_folders_of_the_user_are_expanded(home, monkeypatch):
    for name, content in TOY_CONTENTS.items():
        write(home / "somewhere/toy", name, content)
    monkeypatch.setenv("TF1_GRAPHS_DATA", "~/somewhere")
    assert locate("toy") == TOY_CONTENTS


@pytest.mark.usefixtures("toy")
def test_keras_home_is_respected(home, monkeypatch):
    monkeypatch.setenv("KERAS_HOME", str(home / "elsewhere"))
    path = write(home / "elsewhere/datasets/toy", "first.data", b"", compressed=True)
    assert find("toy")["first.data"] == path


@pytest.mark.usefixtures("toy")
def test_empty_variable_counts_as_unset(home, monkeypatch):
    monkeypatch.setenv("TF1_GRAPHS_DATA", "")
    monkeypatch.chdir(home)
    write(home / "toy", "first.data", TOY_CONTENTS["first.data"])
    assert find("toy")["first.data"] is None


@pytest.mark.usefixtures("toy")
def test_missing_data_says_where_it_was_looked_for_and_what_to_do(home, own):
    with pytest.raises(InputError, match="the data set toy is not here") as caught:
        locate("toy")
    message = str(caught.value)
    assert "\n" not in message
    assert all(str(home / place) in message for place in PLACES)
    assert str(own) in message
    assert "`tf1-graphs data fetch toy`" in message
    assert "set TF1_GRAPHS_DATA" in message


@pytest.mark.usefixtures("toy")
def test_one_missing_file_is_named(home):
    write(home / PLACES[1], "first.data", TOY_CONTENTS["first.data"])
    with pytest.raises(InputError, match=r"no second\.data\[\.gz\] in "):
        locate("toy")


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("compressed", [False, True], ids=["plain", "gz"])
def test_wrong_content_is_an_error_even_if_a_good_copy_follows(home, own, toy, compressed):
    for name, content in TOY_CONTENTS.items():
        write(home / PLACES[1], name, content)
    path = write(own / "toy", "first.data", b"another content", compressed)
    with pytest.raises(InputError, match=r"is not the original toy/first\.data") as caught:
        locate("toy")
    message = str(caught.value)
    assert "\n" not in message
    assert str(path) in message
    assert hashlib.sha256(b"another content").hexdigest() in message
    assert toy.files[0].sha256 in message
    assert "remove it, then run `tf1-graphs data fetch toy`" in message


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize("kept", [0, 1, 5, 30, -9, -1])
def test_truncated_gzip(own, kept):
    path = write(own / "toy", "first.data", TOY_CONTENTS["first.data"], compressed=True)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"first\.data\.gz .*remove it, then run"):
        locate("toy")


@pytest.mark.usefixtures("toy")
def test_every_flipped_byte_of_a_gzip_is_harmless_or_an_error(own):
    path = write(own / "toy", "second.data", TOY_CONTENTS["second.data"], compressed=True)
    write(own / "toy", "first.data", TOY_CONTENTS["first.data"])
    good = path.read_bytes()
    accepted = []
    for position in range(len(good)):
        bad = bytearray(good)
        bad[position] ^= 0xFF
        path.write_bytes(bad)
        with contextlib.suppress(InputError):
            accepted.append(locate("toy"))
    assert all(contents == TOY_CONTENTS for contents in accepted)
    assert len(accepted) < len(good) / 2


@pytest.mark.usefixtures("toy")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may read any file")
def test_file_without_read_permission(own):
    write(own / "toy", "first.data", b"").chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        locate("toy")


@pytest.mark.usefixtures("toy")
def test_folder_that_cannot_be_looked_into(monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(InputError, match=r"first\.data cannot be looked for: Permission denied"):
        find("toy")


@pytest.mark.parametrize("function", [locate, find])
def test_unknown_data_set(function):
    with pytest.raises(InputError, match="unknown data set 'toys'"):
        function("toys")


@pytest.fixture
def mnist_arrays(monkeypatch):
    """A small stand-in for MNIST under its own name, as Keras's arrays."""
    generator = np.random.default_rng(0)
    shapes = {"x_train": (6, 28, 28), "y_train": (6,), "x_test": (2, 28, 28), "y_test": (2,)}
    arrays = {name: generator.integers(0, 256, shape, np.uint8) for name, shape in shapes.items()}
    files = tuple(
        data_file(name, encode_idx(arrays[member])) for name, member in KERAS_MNIST_ARRAYS.items()
    )
    monkeypatch.setitem(DATASETS, "mnist", Dataset("mnist", "A few digits", files, "none"))
    return arrays


@pytest.fixture
def keras_mnist(home):
    """The path at which Keras keeps MNIST."""
    path = home / ".keras/datasets/mnist.npz"
    path.parent.mkdir(parents=True)
    return path


def test_mnist_of_keras(keras_mnist, mnist_arrays):
    np.savez_compressed(keras_mnist, **mnist_arrays)
    assert set(find("mnist").values()) == {keras_mnist}
    assert locate("mnist") == {
        name: encode_idx(mnist_arrays[member]) for name, member in KERAS_MNIST_ARRAYS.items()
    }


def test_mnist_of_keras_with_another_pixel(keras_mnist, mnist_arrays):
    mnist_arrays["x_test"][1, 2, 3] ^= 1
    np.savez(keras_mnist, **mnist_arrays)
    with pytest.raises(InputError, match="is not the original mnist/t10k-images-idx3-ubyte"):
        locate("mnist")


@pytest.mark.usefixtures("mnist_arrays")
def test_mnist_of_keras_that_is_damaged(keras_mnist, mnist_arrays):
    np.savez_compressed(keras_mnist, **mnist_arrays)
    good = keras_mnist.read_bytes()
    for kept in (0, 10, len(good) // 2, len(good) - 1):
        keras_mnist.write_bytes(good[:kept])
        with pytest.raises(InputError, match=r"mnist\.npz is damaged or cannot be read"):
            locate("mnist")


class Trap:
    """An object whose pickle creates a file when it is read."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


@pytest.mark.usefixtures("mnist_arrays")
def test_no_pickle_is_run(home, keras_mnist):
    sprung = home / "sprung"
    for save in (
        lambda: keras_mnist.write_bytes(pickle.dumps(Trap(sprung))),
        lambda: np.savez(keras_mnist, x_train=np.array([Trap(sprung)], dtype=object)),
    ):
        save()
        with pytest.raises(InputError, match="damaged or cannot be read"):
            locate("mnist")
        assert not sprung.exists()


@pytest.mark.usefixtures("mnist_arrays")
@pytest.mark.parametrize(
    "save",
    [
        lambda path: np.savez(path, images=np.zeros(3)),
        lambda path: np.savez(path, x_train=np.zeros((6, 28, 28))),
        lambda path: np.save(path.open("wb"), np.zeros(3, np.uint8)),
    ],
    ids=["other names", "other type", "one bare array"],
)
def test_keras_file_of_another_kind(keras_mnist, save):
    save(keras_mnist)
    with pytest.raises(InputError, match="damaged or cannot be read"):
        locate("mnist")


def test_own_folder_alone_needs_no_pooch(own, toy, monkeypatch):
    for name, content in TOY_CONTENTS.items():
        write(own / "toy", name, content)
    module = importlib.import_module("tf1_graphs.datasets.locate")
    monkeypatch.setattr(module, "cache_folder", lambda dataset: pytest.fail("looked further"))
    assert locate("toy") == TOY_CONTENTS


@pytest.mark.parametrize("name", ["mnist", "fashion-mnist", "california-housing"])
def test_real_data(real_files, name):
    assert all(path.is_relative_to(real_files) for path in find(name).values())
    assert list(locate(name)) == [file.name for file in DATASETS[name].files]
