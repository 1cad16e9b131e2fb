"""Parameters on disk: every bit comes back, and nothing else is accepted."""

import os

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import initial_parameters, load_parameters, save_parameters


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_every_bit_comes_back(tmp_path, dtype):
    params = initial_parameters(np.random.RandomState(0), (1, 6, 6), 2, 3, 4, dtype=dtype)
    save_parameters(tmp_path / "p.npz", params)
    loaded = load_parameters(tmp_path / "p.npz", shapes=None)
    assert set(loaded) == set(params)
    assert all(loaded[k].tobytes() == v.tobytes() for k, v in params.items())
    assert {v.dtype for v in loaded.values()} == {np.dtype(dtype)}


def test_the_articles_network_is_the_default(tmp_path, params):
    article = initial_parameters(np.random.RandomState(0))
    save_parameters(tmp_path / "article.npz", article)
    assert np.array_equal(load_parameters(tmp_path / "article.npz")["W2"], article["W2"])
    save_parameters(tmp_path / "other.npz", params)
    with pytest.raises(InputError, match=r"other.npz: .* expected W1 \[30, 1, 5, 5\], found \[3"):
        load_parameters(tmp_path / "other.npz")


def test_a_failed_save_leaves_the_old_file(tmp_path, params, monkeypatch):
    save_parameters(tmp_path / "p.npz", params)
    before = (tmp_path / "p.npz").read_bytes()

    def full(descriptor):
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        save_parameters(tmp_path / "p.npz", {k: v + 1 for k, v in params.items()})
    assert (tmp_path / "p.npz").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["p.npz"]


def test_save_refuses_another_networks_parameters(tmp_path, params):
    with pytest.raises(InputError, match="expected b3"):
        save_parameters(tmp_path / "p.npz", params | {"b3": np.zeros(9)})
    assert not (tmp_path / "p.npz").exists()


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"none.npz cannot be read: No such file"):
        load_parameters(tmp_path / "none.npz")


def test_every_truncation_is_refused(tmp_path, params):
    save_parameters(tmp_path / "p.npz", params)
    content = (tmp_path / "p.npz").read_bytes()
    for length in range(0, len(content), 97):
        (tmp_path / "p.npz").write_bytes(content[:length])
        with pytest.raises(InputError, match=r"damaged or not an .npz file"):
            load_parameters(tmp_path / "p.npz", shapes=None)


def test_a_flipped_byte_of_the_data_is_refused(tmp_path, params):
    save_parameters(tmp_path / "p.npz", params)
    content = bytearray((tmp_path / "p.npz").read_bytes())
    place = bytes(content).index(params["W2"].tobytes())
    content[place + 3] ^= 1
    (tmp_path / "p.npz").write_bytes(content)
    with pytest.raises(InputError, match=r"damaged or not an .npz file"):
        load_parameters(tmp_path / "p.npz", shapes=None)


def test_python_objects_are_refused(tmp_path, params):
    np.savez(tmp_path / "p.npz", **(params | {"b3": np.array([print] * 4)}))
    with pytest.raises(InputError, match=r"damaged or not an .npz file: Object arrays"):
        load_parameters(tmp_path / "p.npz", shapes=None)


def test_other_contents_are_refused(tmp_path, params):
    np.savez(tmp_path / "extra.npz", **params, more=np.zeros(2))
    with pytest.raises(InputError, match=r"extra.npz: expected the parameters .*'more'"):
        load_parameters(tmp_path / "extra.npz", shapes=None)
    np.save(tmp_path / "single.npy", np.zeros(3))
    with pytest.raises(InputError, match=r"damaged or not an .npz file"):
        load_parameters(tmp_path / "single.npy")


def test_values_that_are_not_finite_are_refused(tmp_path, params):
    params["W3"][1, 2] = np.nan
    save_parameters(tmp_path / "p.npz", params)
    with pytest.raises(InputError, match=r"p.npz: expected finite values in W3"):
        load_parameters(tmp_path / "p.npz", shapes=None)
