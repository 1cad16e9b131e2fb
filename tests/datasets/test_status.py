import gzip

import pytest

from tf1_graphs.datasets import DATASETS, FileStatus, status, verify
from tf1_graphs.errors import InputError

from .conftest import TOY_CONTENTS


@pytest.fixture
def folder(home, toy):
    """The toy data set's folder in the user cache."""
    folder = home / "cache/tf1_graphs/toy"
    folder.mkdir(parents=True)
    return folder


def test_status_of_a_machine_without_data():
    rows = status()
    assert [(row.dataset, row.file) for row in rows] == [
        (dataset.name, file.name) for dataset in DATASETS.values() for file in dataset.files
    ]
    assert {(row.path, row.state) for row in rows} == {(None, "missing")}


def test_status_does_not_read(folder):
    path = folder / "second.data.gz"
    path.write_bytes(b"damaged")
    assert [row for row in status() if row.dataset == "toy"] == [
        FileStatus("toy", "first.data", None, "missing"),
        FileStatus("toy", "second.data", path, "found"),
    ]


def test_verify_good_files(folder):
    (folder / "first.data").write_bytes(TOY_CONTENTS["first.data"])
    (folder / "second.data.gz").write_bytes(gzip.compress(TOY_CONTENTS["second.data"]))
    assert verify("toy") == [
        FileStatus("toy", "first.data", folder / "first.data", "ok"),
        FileStatus("toy", "second.data", folder / "second.data.gz", "ok"),
    ]


def test_verify_reports_every_bad_file(folder, toy):
    (folder / "first.data").write_bytes(b"another content")
    (folder / "second.data.gz").write_bytes(b"damaged")
    first, second = verify("toy")
    assert (first.state, second.state) == ("wrong hash", "unreadable")
    assert f"expected {toy.files[0].sha256}" in first.detail
    assert "second.data.gz is damaged or cannot be read" in second.detail


def test_verify_missing_files():
    assert {row.state for row in verify("mnist")} == {"missing"}


def test_verify_all(folder):
    assert {row.dataset for row in verify()} == set(DATASETS)


def test_verify_unknown():
    with pytest.raises(InputError, match="unknown data set 'toys'"):
        verify("toys")


@pytest.mark.usefixtures("real_files")
def test_verify_real_data():
    assert {row.state for row in verify()} == {"ok"}
