import os

import pytest

from tf1_graphs.sweeps.artefacts import pack, unpack


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def packed(tmp_path):
    run = tmp_path / "there" / "seed-0"
    (run / "checkpoints").mkdir(parents=True)
    (run / "checkpoints" / "model.ckpt.epoch").write_text("3")
    (run / "metrics.csv").write_text("epoch,loss\n0,0.5\n")
    (run / ".lock").touch()
    return pack(run)


def test_a_run_arrives_without_its_lock(tmp_path, packed):
    unpack(packed, tmp_path / "here" / "seed-0")
    assert files_of(tmp_path / "here") == {
        "seed-0/checkpoints/model.ckpt.epoch": b"3",
        "seed-0/metrics.csv": b"epoch,loss\n0,0.5\n",
    }


def test_it_takes_the_place_of_what_was_there(tmp_path, packed):
    (tmp_path / "seed-0" / "checkpoints").mkdir(parents=True)
    (tmp_path / "seed-0" / "checkpoints" / "model.ckpt-1.index").touch()
    unpack(packed, tmp_path / "seed-0")
    assert "seed-0/checkpoints/model.ckpt-1.index" not in files_of(tmp_path)
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_what_was_there_stands_when_it_cannot_be_written(tmp_path, packed, monkeypatch):
    (tmp_path / "seed-0").mkdir()
    (tmp_path / "seed-0" / "metrics.csv").write_text("before")

    def full(*_arguments, **_options):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("tarfile.TarFile.extractall", full)
    with pytest.raises(OSError, match="No space left"):
        unpack(packed, tmp_path / "seed-0")
    assert [path.name for path in tmp_path.iterdir() if path.name != "there"] == ["seed-0"]
    assert (tmp_path / "seed-0" / "metrics.csv").read_text() == "before"
