"""The commit protocol: what counts, what is verified, and what a power loss leaves."""

import itertools
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import checkpoint, state_file
from tf1_graphs.runs.checkpoint import Position


def write(prefix):
    """Write what a Saver would: two files whose content tells the prefix."""
    for suffix in (".data-00000-of-00001", ".index"):
        Path(prefix + suffix).write_bytes(f"{Path(prefix).name}{suffix}".encode() * 20)


def commit(folder, position, **options):
    state = {"number": np.array(position.epoch * 100 + position.step), "keys": np.arange(5)}
    checkpoint.commit(folder, position, write, state, **options)


@pytest.fixture
def folder(tmp_path):
    checkpoint.begin(tmp_path / "checkpoints")
    return tmp_path / "checkpoints"


def test_nothing_is_committed_at_the_beginning(folder):
    assert checkpoint.committed(folder) == (None, None, [])
    assert checkpoint.committed(folder / "not there") == (None, None, [])


def test_the_last_commit_counts(folder):
    for epoch in (1, 2, 5):
        commit(folder, Position(epoch))
    position, state, warnings = checkpoint.committed(folder)
    assert (position, warnings) == (Position(5), [])
    assert state["number"] == 500
    assert (folder / "model.ckpt.epoch").read_bytes() == b"5"


def test_an_interrupted_epoch_comes_after_its_beginning(folder):
    commit(folder, Position(2))
    commit(folder, Position(2, 7))
    commit(folder, Position(2, 12))
    assert checkpoint.committed(folder)[0] == Position(2, 12)
    assert (folder / "model.ckpt.epoch").read_bytes() == b"2"


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_the_last_ones_are_kept(folder, keep):
    for epoch in range(1, 6):
        commit(folder, Position(epoch), keep=keep)
    kept = sorted(path.name for path in folder.glob("*.state.npz"))
    assert kept == [f"model.ckpt-{epoch}.state.npz" for epoch in range(6 - keep, 6)]


def test_what_killed_processes_left_is_deleted_after_the_next_commit(folder):
    for name in ("model.ckpt-9.index", "model.ckpt-1.index.tempstate12", "model.ckpt-2+3.data-0"):
        (folder / name).touch()
    commit(folder, Position(1))
    assert sorted(path.name for path in folder.iterdir()) == [
        "model.ckpt-1.data-00000-of-00001",
        "model.ckpt-1.index",
        "model.ckpt-1.state.npz",
        "model.ckpt.epoch",
    ]


def test_a_checkpoint_that_the_epoch_file_does_not_reach_does_not_count(folder, monkeypatch):
    commit(folder, Position(1))

    def fail(*_arguments):
        raise OSError("no space left")

    monkeypatch.setattr(files, "atomic_write", fail)
    with pytest.raises(OSError, match="no space left"):
        commit(folder, Position(2))
    assert checkpoint.committed(folder)[0] == Position(1)


@pytest.mark.parametrize("suffix", [".data-00000-of-00001", ".index", ".state.npz"])
@pytest.mark.parametrize("damage", ["truncate", "remove", "empty"])
def test_a_damaged_file_falls_back_to_the_checkpoint_before(folder, suffix, damage):
    commit(folder, Position(1))
    commit(folder, Position(2))
    path = folder / f"model.ckpt-2{suffix}"
    content = path.read_bytes()
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "truncate" else b"")
    position, state, warnings = checkpoint.committed(folder)
    assert (position, state["number"]) == (Position(1), 100)
    assert "model.ckpt-2" in warnings[0]


@pytest.mark.parametrize("suffix", [".data-00000-of-00001", ".index", ".state.npz"])
def test_every_flipped_byte_is_noticed_or_changes_nothing(folder, suffix):
    commit(folder, Position(1))
    commit(folder, Position(2))
    _, before, _ = checkpoint.committed(folder)
    path = folder / f"model.ckpt-2{suffix}"
    content = path.read_bytes()
    noticed = 0
    for index in range(0, len(content), 3):
        flipped = bytearray(content)
        flipped[index] ^= 1 << index % 8
        path.write_bytes(flipped)
        position, state, _ = checkpoint.committed(folder)
        if position == Position(1):
            noticed += 1
            continue
        # Bytes of a zip archive that stand for nothing, such as a member's date.
        assert suffix == ".state.npz"
        assert state.keys() == before.keys()
        assert all(np.array_equal(state[key], before[key]) for key in state)
    assert noticed > len(content) // 3 * 0.6


@pytest.mark.parametrize("content", [b"", b"two", b"-1", b"2.0", b"\xff\x00"])
def test_a_bad_epoch_file_falls_back_to_the_newest_checkpoint(folder, content):
    commit(folder, Position(1))
    commit(folder, Position(2))
    (folder / "model.ckpt.epoch").write_bytes(content)
    position, _, warnings = checkpoint.committed(folder)
    assert position == Position(2)
    assert "is not a number" in warnings[0]


def test_a_missing_epoch_file_falls_back_to_the_newest_checkpoint(folder):
    commit(folder, Position(2))
    (folder / "model.ckpt.epoch").unlink()
    position, _, warnings = checkpoint.committed(folder)
    assert position == Position(2)
    assert "is not there" in warnings[0]


def test_an_epoch_file_without_its_checkpoint_falls_back_to_an_older_one(folder):
    commit(folder, Position(1))
    (folder / "model.ckpt.epoch").write_text("7")
    position, _, warnings = checkpoint.committed(folder)
    assert position == Position(1)
    assert warnings == ["the checkpoint model.ckpt-7 is not there"]


def test_no_checkpoint_that_verifies_is_an_error_not_a_new_start(folder):
    commit(folder, Position(1))
    (folder / "model.ckpt-1.index").write_bytes(b"damaged")
    with pytest.raises(InputError, match=r"no checkpoint in .* can be used: .*index is damaged"):
        checkpoint.committed(folder)
    for path in folder.glob("model.ckpt-1*"):
        path.unlink()
    with pytest.raises(InputError, match=r"the checkpoint model\.ckpt-1 is not there"):
        checkpoint.committed(folder)


class Disk:
    """A model of what a power loss leaves of a folder.

    File contents are durable as of their last fsync; names as of the folder's last fsync. Every
    write, sync, rename and deletion is an event, after which the power may fail.
    """

    def __init__(self, folder, monkeypatch):
        self.folder, self.events = folder, []
        self.synced, self.names = {}, {}
        for path in folder.iterdir():
            self.synced[path.stat().st_ino] = path.read_bytes()
        self._sync_names()
        self._patch(monkeypatch)

    def _sync_names(self):
        self.names = {path.name: path.stat().st_ino for path in self.folder.iterdir()}

    def _snapshot(self):
        durable = {name: self.synced.get(inode, b"") for name, inode in self.names.items()}
        self.events.append(durable)

    def _patch(self, monkeypatch):
        fsync, replace, unlink = os.fsync, Path.replace, Path.unlink

        def synced(descriptor):
            fsync(descriptor)
            path = Path(f"/proc/self/fd/{descriptor}").resolve()
            if path == self.folder:
                self._sync_names()
            elif path.parent == self.folder:
                self.synced[path.stat().st_ino] = path.read_bytes()
            self._snapshot()

        def replaced(path, target):
            result = replace(path, target)
            # The worst case both ways: some file systems bring a rename to the disk at once.
            self._snapshot()
            if Path(target).parent == self.folder:
                self.events.append(
                    {**self.events[-1], Path(target).name: Path(target).read_bytes()}
                )
            return result

        def unlinked(path, **arguments):
            unlink(path, **arguments)
            if path.parent == self.folder:
                self._snapshot()
                self.names.pop(path.name, None)  # a deletion may be durable at once
                self._snapshot()

        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(Path, "replace", replaced)
        monkeypatch.setattr(Path, "unlink", unlinked)


def test_whenever_the_power_fails_a_committed_checkpoint_is_left(folder, tmp_path, monkeypatch):
    commit(folder, Position(1))
    with monkeypatch.context() as patched:
        disk = Disk(folder, patched)
        disk._snapshot()
        reached = []
        for position in (Position(2), Position(2, 3), Position(3), Position(4)):
            commit(folder, position)
            reached.append((len(disk.events), position))
    for index, durable in enumerate(disk.events):
        crashed = tmp_path / f"crashed{index}"
        crashed.mkdir()
        for name, content in durable.items():
            (crashed / name).write_bytes(content)
        position, state, _ = checkpoint.committed(crashed)
        finished = [Position(1), *(done for count, done in reached if count <= index)]
        assert position >= finished[-1]
        assert state["number"] == position.epoch * 100 + position.step
        shutil.rmtree(crashed)


def test_positions_are_in_order():
    positions = [Position(1), Position(1, 2), Position(1, 10), Position(2), Position(10)]
    assert all(a < b for a, b in itertools.pairwise(positions))


def test_a_state_file_that_does_not_fit_is_named():
    """/dev/full takes no byte, and its error names no file."""
    with pytest.raises(OSError, match=r"No space left") as caught:
        state_file.write(Path("/dev/full"), {"epoch": np.int64(1)})
    assert caught.value.filename == "/dev/full"
