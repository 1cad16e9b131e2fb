"""A machine without data, a toy data set, and no way to the network."""

import hashlib
import importlib
import socket

import pytest

from tf1_graphs.datasets import DATASETS, DataFile, Dataset

TOY_CONTENTS = {"first.data": b"the first file\n" * 1000, "second.data": b"the second file\n"}


def data_file(name, content, urls=(), member=""):
    return DataFile(name, hashlib.sha256(content).hexdigest(), tuple(urls), member)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """An empty home; `TF1_GRAPHS_DATA` unset; none of the machine's own data sets in sight."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("TF1_GRAPHS_DATA", raising=False)
    monkeypatch.delenv("KERAS_HOME", raising=False)
    # By name, because the package exports a function of the same name.
    locate = importlib.import_module("tf1_graphs.datasets.locate")
    monkeypatch.setattr(locate, "DEBIAN_FOLDER", tmp_path / "debian")
    return tmp_path


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Look-ups of any other host than this one fail the test."""
    look_up = socket.getaddrinfo

    def look_up_local(host, *args, **kwargs):
        assert host == "127.0.0.1", f"a test tried to reach {host}"
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", look_up_local)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def toy(monkeypatch):
    """A registered data set of two small files, `TOY_CONTENTS`."""
    files = tuple(data_file(name, content) for name, content in TOY_CONTENTS.items())
    dataset = Dataset("toy", "Two small files", files, "none")
    monkeypatch.setitem(DATASETS, "toy", dataset)
    return dataset
