"""What a user sees when a disk fills up, a folder is taken, or files are damaged."""

import os
import resource
import shutil
import signal
import subprocess
import sys

import pytest

from tests.training.experiments import DROPOUT
from tests.training.runs import bits
from tests.training.runs import train_unobserved as train
from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs.run_directory import RunDirectory

EPOCHS = 4


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    return bits(train(DROPOUT, tmp_path_factory.mktemp("uninterrupted"), EPOCHS))


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A run of three epochs; its last checkpoints are of the second and of the third."""
    return train(DROPOUT, tmp_path_factory.mktemp("begun"), 3)


@pytest.fixture
def run(begun, tmp_path):
    """A copy of it, to be damaged."""
    return RunDirectory(shutil.copytree(begun.path, tmp_path, dirs_exist_ok=True))


@pytest.mark.parametrize(
    ("limit", "histograms", "file"),
    [
        (300, 0, r"run\.json"),
        (1200, 0, r"model\.ckpt-4\.data"),
        (4000, 0, r"model\.ckpt-4\.state\.npz"),
        (4000, 1, "the event file could not be written"),
    ],
)
def test_a_file_size_limit_stops_the_run_and_nothing_is_lost(
    tmp_path, run, uninterrupted, limit, histograms, file
):
    before = bits(run)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, unlimited[1]))
    try:
        with pytest.raises(OSError, match=file) as raised:
            train(DROPOUT, tmp_path, EPOCHS, histograms=histograms)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    assert "File too large" in str(raised.value)
    for name, content in before.items():
        if name.startswith("checkpoints/"):
            assert (tmp_path / name).read_bytes() == content
    assert (run.checkpoints / "model.ckpt.epoch").read_text() == "3"
    assert bits(train(DROPOUT, tmp_path, EPOCHS)) == uninterrupted


@pytest.mark.parametrize("suffix", ["data-00000-of-00001", "index", "state.npz"])
def test_a_damaged_file_falls_back_and_says_so(tmp_path, run, uninterrupted, suffix):
    path = run.checkpoints / f"model.ckpt-3.{suffix}"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    said = []
    assert bits(train(DROPOUT, tmp_path, EPOCHS, say=said.append)) == uninterrupted
    assert said[0].startswith(f"Warning: model.ckpt-3.{suffix} is damaged")
    assert said[1] == "Warning: using the checkpoint model.ckpt-2 instead"
    assert said[2] == "Training was interrupted. Continuing at epoch 2"


def test_a_damaged_epoch_file_falls_back_and_says_so(tmp_path, run, uninterrupted):
    (run.checkpoints / "model.ckpt.epoch").write_text("tree")
    said = []
    assert bits(train(DROPOUT, tmp_path, EPOCHS, say=said.append)) == uninterrupted
    assert "is not a number: b'tree'" in said[0]


def test_damage_to_all_checkpoints_does_not_start_over(tmp_path, run):
    for path in run.checkpoints.glob("*.index"):
        path.write_bytes(b"")
    with pytest.raises(InputError, match=r"no checkpoint in .* can be used: .*--fresh"):
        train(DROPOUT, tmp_path, EPOCHS)


def test_metrics_without_a_last_line_end_are_cut(tmp_path, run, uninterrupted):
    with open(run.metrics, "a") as file:
        file.write("3,0.12")
    assert bits(train(DROPOUT, tmp_path, EPOCHS)) == uninterrupted


def test_a_second_process_is_refused_with_the_holders_pid(tmp_path):
    with files.lock(tmp_path):
        script = (
            "from pathlib import Path\n"
            "from tf1_graphs import files\n"
            "from tf1_graphs.errors import InputError\n"
            "try:\n"
            f"    with files.lock(Path({str(tmp_path)!r})): print('entered')\n"
            "except InputError as error: print(error)\n"
        )
        answer = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
    assert f"in use by process {os.getpid()}" in answer


def test_the_lock_dies_with_its_process(tmp_path):
    script = (
        "import time\n"
        "from pathlib import Path\n"
        "from tf1_graphs import files\n"
        f"with files.lock(Path({str(tmp_path)!r})): print('held', flush=True); time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(InputError, match=f"in use by process {holder.pid}"), files.lock(tmp_path):
        pass
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with files.lock(tmp_path):
        assert (tmp_path / ".lock.pid").read_text() == f"{os.getpid()}\n"


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be made: Not a directory"):
        train(DROPOUT, tmp_path / "file" / "run", 1)
