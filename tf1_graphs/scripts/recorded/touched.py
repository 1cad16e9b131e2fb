"""Knows which files a script's run uses, and puts them back to what they were when it began.

Python's audit events and TensorFlow's own functions tell of each file before it is used for the
first time. What was there is kept in the run directory before the script writes over it.
"""

import contextlib
import glob
import json
import os
import re
import shutil
import site
import stat
import sys
import sysconfig
import threading
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.runs import journal

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_HASHED = 64 * 2**20  # bytes up to which a file that is read is compared by its content
_SYSTEM = ("/proc/", "/sys/", "/dev/", "/etc/", "/usr/", "/lib/", "/lib64/")
BESIDE = ".random.json"
"""Ends the name of the file that `beside` writes with a script's own checkpoint."""
_SAVED = re.compile(r"\.(index|data-\d{5}-of-\d{5}|random\.json)$")
_PACKAGE = str(Path(__file__).resolve().parents[2])


class Touched:
    """The files of a run.

    Attributes:
        run: the `RunDirectory`.
        known: {path: what is recorded of it}.
        prefixes: prefixes of the checkpoints that the script's savers wrote.
    """

    def __init__(self, run, record, is_quiet):
        """Begin with nothing known.

        Args:
            run: the `RunDirectory`.
            record: function that takes the bytes of a record for the journal.
            is_quiet: function that tells whether the program, not the script, is at work.
        """
        self.run = run
        self.known = {}
        self.prefixes = {}
        self._record = record
        self._is_quiet = is_quiet
        self._local = threading.local()
        self._active = False
        self._left_alone = _left_alone(run)
        self._snapshot = {}

    def install(self):
        """Be told of files from now on."""
        self._active = True
        sys.addaudithook(self._audit)

    @contextlib.contextmanager
    def quietly(self):
        """Leave out what is done meanwhile by this thread."""
        before = getattr(self._local, "quiet", False)
        self._local.quiet = True
        try:
            yield
        finally:
            self._local.quiet = before

    def _audit(self, event, args):
        if not self._active or event not in _EVENTS:
            return
        if getattr(self._local, "quiet", False) or self._is_quiet():
            return
        with self.quietly():
            _EVENTS[event](self, *args)

    def writing(self, kind, path):
        """Take note of what TensorFlow's own Python is about to do, as `observe_files` says it."""
        if getattr(self._local, "quiet", False):
            return
        with self.quietly():
            if kind == "remove tree":
                self._tree(path)
            elif kind == "folder":
                self._folder(path)
            else:
                self._written(path, kind == "write")

    def event_file(self, prefix):
        """Take note of an event file that is about to be made."""
        with self.quietly():
            prefix = os.path.abspath(prefix)
            if prefix not in self.known:
                there = glob.glob(glob.escape(prefix) + ".out.tfevents.*")
                self._note(prefix, kind="events", there=there)

    def saving(self, prefix):
        """Take note that a session is about to write a checkpoint."""
        with self.quietly():
            prefix = os.path.abspath(prefix)
            self._folder(os.path.dirname(prefix))  # the session makes it
            for path in checkpoint_files(prefix):
                self._written(path, in_place=False)
            self.prefixes[prefix] = True
            if prefix not in self.known:
                self._note(prefix, kind="saver", there=checkpoint_files(prefix))

    def _opened(self, path, _mode, flags):
        if not isinstance(path, str | bytes | os.PathLike):
            return
        if flags & _WRITES:
            self._written(path, in_place=True)
        else:
            self._read(path)

    def _read(self, path):
        path = self._own(path)
        if path is None or path in self.known:
            return
        with contextlib.suppress(OSError):
            found = os.stat(path)
            if stat.S_ISREG(found.st_mode):
                self._note(path, kind="read", **fingerprint(path))

    def _written(self, path, in_place):
        """Keep what is there before a file is written, moved or deleted."""
        path = self._own(path)
        if path is None or self.known.get(path, {}).get("kind") in ("made", "changed"):
            return
        saver = self.known.get(_SAVED.sub("", path), {})
        if saver.get("kind") == "saver" and path not in saver["there"]:
            return
        if os.path.lexists(path):
            if os.path.isdir(path):
                return
            self._note(path, kind="changed", before=self._keep(path, in_place))
        else:
            self._note(path, kind="made")

    def _keep(self, path, in_place):
        folder = self.run.path / "before"
        folder.mkdir(exist_ok=True)
        target = folder / f"{len(list(folder.iterdir()))}"
        copy(path, target, may_link=not in_place)
        files.sync(target)
        return target.name

    def _folder(self, path, *_):
        path = self._own(path)
        while path is not None and not os.path.exists(path) and path not in self.known:
            self._note(path, kind="folder")
            path = self._own(os.path.dirname(path))

    def _moved(self, source, target, *_):
        if isinstance(source, str | bytes | os.PathLike) and os.path.isdir(source):
            self._tree(source)
            return
        self._written(source, in_place=False)
        self._written(target, in_place=False)

    def _removed(self, path, *_):
        self._written(path, in_place=False)

    def _removed_folder(self, path, *_):
        path = self._own(path)
        if path is not None and path not in self.known and os.path.isdir(path):
            self._note(path, kind="folder removed")

    def _tree(self, path, *_):
        path = self._own(path)
        if path is None:
            return
        for folder, _folders, names in os.walk(path, topdown=False):
            for name in names:
                self._written(os.path.join(folder, name), in_place=False)
            self._removed_folder(folder)

    def _own(self, path):
        """Return the absolute path of a file that is the script's concern, or None."""
        try:
            path = os.path.abspath(os.fsdecode(path))
        except (TypeError, ValueError):
            return None
        if path.startswith(self._left_alone) or "__pycache__" in path:
            return None
        return path

    def _note(self, path, **content):
        before = self.known.get(path)
        if before is not None and before["kind"] == "read" and content["kind"] == "changed":
            content["read"] = {key: before[key] for key in ("size", "sha256") if key in before}
        self.known[path] = content
        self._record(json.dumps({"path": path, **content}).encode())

    # What follows is done between launches, and where a run goes on.

    def learn(self, records):
        """Take over what the records of a journal say of files, with the call before which."""
        number = 0
        for kind, record in records:
            number += kind == journal.CALL
            if kind == journal.FILE:
                content = json.loads(record)
                self.known[content.pop("path")] = {**content, "call": number}

    def forget_after(self, number):
        """Forget what was learned of files that were first used behind a call."""
        late = [path for path, it in self.known.items() if it.get("call", 0) > number]
        for path in late:
            del self.known[path]

    def snapshot(self, prefix):
        """Keep what the script's savers wrote beside a checkpoint of the run.

        Args:
            prefix: of the checkpoint's files.

        Returns:
            {path of the script's file: name of the copy}.
        """
        kept = {}
        with self.quietly():
            for saver in self.prefixes:
                for path in checkpoint_files(saver):
                    name = f"{os.path.basename(prefix)}.file-{len(kept)}"
                    copy(path, os.path.join(os.path.dirname(prefix), name), may_link=True)
                    kept[path] = name
        return kept

    def expect(self, kept):
        """Say which files of `snapshot` come back where they were written."""
        self._snapshot = kept

    def bring_back(self, prefix):
        """Put a checkpoint that a session wrote where it was; an empty one if it was lost since."""
        with self.quietly():
            prefix = os.path.abspath(prefix)
            self.prefixes[prefix] = True
            mine = [path for path in self._snapshot if _is_of(path, prefix)]
            for path in mine:
                self._place(path)
            os.makedirs(os.path.dirname(prefix), exist_ok=True)
            if not glob.glob(glob.escape(prefix) + ".data-*"):
                Path(prefix + ".data-00000-of-00001").touch()
            Path(prefix + ".index").touch()

    def install_snapshot(self):
        """Put all files of the snapshot in place, and take away what is no part of it."""
        with self.quietly():
            for path in self._snapshot:
                self._place(path)
            for prefix in self.prefixes:
                for path in checkpoint_files(prefix):
                    if path not in self._snapshot and not os.path.getsize(path):
                        os.unlink(path)

    def _place(self, path):
        source = self.run.checkpoints / self._snapshot[path]
        if os.path.exists(path) and os.path.samefile(path, source):
            return
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        copy(source, path, may_link=True)

    def helpers(self):
        """Return the hashes of the Python files that the run has read, by path."""
        return {
            path: content["sha256"]
            for path, content in self.known.items()
            if content["kind"] == "read" and path.endswith(".py") and "sha256" in content
        }


_EVENTS = {
    "open": Touched._opened,
    "os.remove": Touched._removed,
    "os.rename": Touched._moved,
    "os.mkdir": Touched._folder,
    "os.rmdir": Touched._removed_folder,
    "os.truncate": lambda self, path, _size: self._written(path, in_place=True),
    "shutil.rmtree": Touched._tree,
}


def fingerprint(path):
    """Return what a file is compared by: its size, and its hash if it is not too large for that."""
    found = os.stat(path)
    result = {"size": found.st_size, "mtime": found.st_mtime_ns}
    if found.st_size <= _HASHED:
        result["sha256"] = files.sha256(path)
    return result


def copy(source, target, may_link):
    """Copy a file, by a link where nothing writes into it and the file system has links."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(target)
    if may_link:
        with contextlib.suppress(OSError):
            os.link(source, target, follow_symlinks=False)
            return
    shutil.copy2(source, target, follow_symlinks=False)


def checkpoint_files(prefix):
    """Return the paths of a checkpoint that a session wrote, and of what is beside it."""
    escaped = glob.escape(prefix)
    patterns = (".index", ".data-?????-of-?????", BESIDE)
    return sorted(path for it in patterns for path in glob.glob(escaped + it))


def _is_of(path, prefix):
    return _SAVED.sub("", path) == prefix


def _left_alone(run):
    """Return the beginnings of paths that are no concern of the script."""
    python = {
        sys.prefix,
        sys.base_prefix,
        *sysconfig.get_paths().values(),
        site.getusersitepackages(),
    }
    home = os.path.expanduser("~")
    kept = (".cache/", ".config/matplotlib", ".keras/keras.json", ".ipython", ".jupyter")
    caches = [f"{home}/{it}" for it in (*kept, ".local/share/jupyter")]
    own = str(run.path.resolve())
    folders = [*(path.rstrip("/") + "/" for path in python if len(path) > 1), _PACKAGE + "/"]
    return (*folders, *_SYSTEM, *caches, own + "/", os.path.abspath(run.path) + "/")
