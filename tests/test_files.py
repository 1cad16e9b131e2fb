import hashlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tf1_graphs import files
from tf1_graphs.errors import InputError, os_error


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("content", "written"), [("Łódź", "Łódź".encode()), (b"\0\xff", b"\0\xff")]
)
def test_atomic_write(tmp_path, content, written):
    path = tmp_path / "model.ckpt.epoch"
    path.write_text("something that is longer than the new content")
    files.atomic_write(path, content)
    assert contents(tmp_path) == {"model.ckpt.epoch": written}


def test_atomic_write_makes_a_new_file(tmp_path):
    files.atomic_write(tmp_path / "new", "7")
    assert contents(tmp_path) == {"new": b"7"}


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", ["os.fsync", "pathlib.Path.replace", "tf1_graphs.files.open"])
def test_a_crash_before_the_rename_leaves_the_old_content(tmp_path, monkeypatch, at, error):
    path = tmp_path / "run.json"
    path.write_text("old")

    def crash(*_args, **_kwargs):
        raise error

    monkeypatch.setattr(at, crash, raising=False)
    with pytest.raises(type(error)):
        files.atomic_write(path, "new")
    monkeypatch.undo()
    assert contents(tmp_path) == {"run.json": b"old"}


def test_a_crash_in_the_middle_of_writing(tmp_path, monkeypatch):
    class Full:
        def __init__(self, path, mode):
            self.file = Path(path).open(mode)  # noqa: SIM115 - closed as `open` closes it

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def write(self, data):
            self.file.write(data[:1])
            raise OSError(28, "No space left on device")

    path = tmp_path / "run.json"
    path.write_text("old")
    monkeypatch.setattr(files, "open", Full, raising=False)
    with pytest.raises(OSError, match="No space left"):
        files.atomic_write(path, "new")
    assert contents(tmp_path) == {"run.json": b"old"}


def test_the_content_is_on_the_disk_before_the_name_and_the_name_before_the_return(
    tmp_path, monkeypatch
):
    path = tmp_path / "run.json"
    path.write_text("old")
    calls = []
    fsync, replace = os.fsync, Path.replace

    def recorded_fsync(descriptor):
        is_folder = os.path.samestat(os.fstat(descriptor), tmp_path.stat())
        calls.append(("fsync", "the folder" if is_folder else "the file", path.read_text()))
        fsync(descriptor)

    def recorded_replace(self, target):
        calls.append(("replace", self.name, self.read_text()))
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", recorded_fsync)
    monkeypatch.setattr(Path, "replace", recorded_replace)
    files.atomic_write(path, "new")
    assert calls == [
        ("fsync", "the file", "old"),
        ("replace", ".run.json.tmp", "new"),
        ("fsync", "the folder", "new"),
    ]


def test_atomic_write_into_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        files.atomic_write(tmp_path / "nowhere" / "run.json", "new")


@pytest.mark.parametrize("first", ["a", "b", "c"])
def test_files_that_belong_together_are_all_new_or_all_old(tmp_path, monkeypatch, first):
    paths = [tmp_path / name for name in "abc"]
    for path in paths:
        path.write_text("old")
    before = contents(tmp_path)
    names = sorted("abc", key=lambda name: name != first)
    too_long = {tmp_path / name: "new" * 1000 if name == "b" else b"new" for name in names}

    def full(descriptor):
        if os.fstat(descriptor).st_size > 1000:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left") as caught:
        files.atomic_writes(too_long)
    assert caught.value.filename == str(tmp_path / "b")
    monkeypatch.undo()
    assert contents(tmp_path) == before
    files.atomic_writes(dict.fromkeys(paths, "new"))
    assert contents(tmp_path) == {"a": b"new", "b": b"new", "c": b"new"}


def test_a_folder_in_the_way_of_one_file_leaves_the_others(tmp_path):
    (tmp_path / "b").mkdir()
    with pytest.raises(IsADirectoryError, match=f"{tmp_path}/b'"):
        files.atomic_writes({tmp_path / "a": "new", tmp_path / "b": "new"})
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError(13, "Permission denied", str(self), None, str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError) as caught:
        files.atomic_write(tmp_path / "run.json", "new")
    assert os_error(caught.value) == f"{tmp_path}/run.json: Permission denied"


def test_a_file_that_a_user_named_is_replaced(tmp_path, monkeypatch):
    path = tmp_path / "graph.svg"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        files.write(path, "new")
    monkeypatch.undo()
    assert contents(tmp_path) == {"graph.svg": b"old"}
    files.write(path, "new")
    assert contents(tmp_path) == {"graph.svg": b"new"}


def test_a_link_and_a_pipe_stay_what_they_are(tmp_path):
    files.write("/dev/null", "new")
    assert Path("/dev/null").is_char_device()
    (tmp_path / "link").symlink_to(tmp_path / "file")
    files.write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "new"
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    files.write(tmp_path / "pipe", "new")
    assert os.read(reader, 9) == b"new"
    os.close(reader)


def test_sync_of_what_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="nothing"):
        files.sync(tmp_path / "nothing")


def test_sha256(tmp_path):
    path = tmp_path / "data"
    path.write_bytes(b"abc" * 100_000)
    assert files.sha256(path) == hashlib.sha256(b"abc" * 100_000).hexdigest()


HOLD = """
import sys
from tf1_graphs import files
with files.lock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds `tmp_path` until it is told to end."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_lock_refuses_a_second_process_and_names_the_first(tmp_path, holder):
    with (
        pytest.raises(InputError, match=f"{tmp_path} is in use by process {holder.pid}: wait"),
        files.lock(tmp_path),
    ):
        pass


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_lock_dies_with_its_process(tmp_path, holder, number):
    holder.send_signal(number)
    assert holder.wait() == -number
    with files.lock(tmp_path):
        assert (tmp_path / ".lock.pid").read_text() == f"{os.getpid()}\n"


def test_lock_is_freed_at_the_end(tmp_path, holder):
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert holder.wait() == 0
    assert not (tmp_path / ".lock.pid").exists()
    with files.lock(tmp_path):
        pass


def test_lock_is_freed_by_an_exception(tmp_path):
    with pytest.raises(KeyError, match="any"), files.lock(tmp_path):
        raise KeyError("any")
    with files.lock(tmp_path):
        pass


def test_lock_within_one_process(tmp_path):
    with (
        files.lock(tmp_path),
        pytest.raises(InputError, match=f"in use by process {os.getpid()}"),
        files.lock(tmp_path),
    ):
        pass


def test_lock_of_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / ".lock").mkdir()
    with pytest.raises(InputError, match=f"{tmp_path} cannot be written"), files.lock(tmp_path):
        pass
