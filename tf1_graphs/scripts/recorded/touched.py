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
from tf1_graphs.errors import InputError
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
            for path in _checkpoint_files(prefix):
                self._written(path, in_place=False)
            self.prefixes[prefix] = True
            if prefix not in self.known:
                self._note(prefix, kind="saver", there=_checkpoint_files(prefix))

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
                for path in _checkpoint_files(saver):
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
            if not mine:
                for suffix in (".index", ".data-00000-of-00001"):
                    Path(prefix + suffix).touch()

    def install_snapshot(self):
        """Put all files of the snapshot in place, and take away what is no part of it."""
        with self.quietly():
            for path in self._snapshot:
                self._place(path)
            for prefix in self.prefixes:
                for path in _checkpoint_files(prefix):
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

    def changed_reads(self):
        """Return the paths of files that the run only read and that are other files now."""
        found = []
        for path, content in self.known.items():
            if content["kind"] == "read" and not _is_same(path, content):
                found.append(path)
        return found

    def set_aside(self):
        """Put the files back to what they were when the run began; keep those of now aside.

        What was set aside by an earlier launch that did not get to its checkpoint stays there.
        """
        aside = self.run.path / "aside"
        aside.mkdir(exist_ok=True)
        plan_path = aside / "plan.json"
        plan = json.loads(plan_path.read_text()) if plan_path.exists() else {}
        is_new = not plan_path.exists()
        present = [path for path in self._run_files() if os.path.lexists(path)]
        if is_new:
            plan = {path: str(number) for number, path in enumerate(present)}
            files.atomic_write(plan_path, json.dumps(plan))
        for path in present:
            target = aside / plan.get(path, "again")
            if path not in plan or (target.exists() and not is_new):
                os.unlink(path)  # of a launch that was stopped while it ran again
            else:
                copy(path, target, may_link=True)
                os.unlink(path)
        self._restore_before()

    def _run_files(self):
        """Yield the files that the run has made or changed."""
        for path, content in self.known.items():
            if content["kind"] in ("made", "changed"):
                if not os.path.isdir(path):
                    yield path
            elif content["kind"] == "events":
                there = set(content["there"])
                yield from (
                    it for it in glob.glob(glob.escape(path) + ".out.tfevents.*") if it not in there
                )
            elif content["kind"] == "saver":
                there = set(content["there"])
                pattern = glob.escape(path)
                mine = _checkpoint_files(path) + glob.glob(pattern + ".*tempstate*")
                yield from (it for it in mine if it not in there)

    def _restore_before(self):
        for path, content in self.known.items():
            if content["kind"] == "folder removed":
                os.makedirs(path, exist_ok=True)
        for path, content in self.known.items():
            if content["kind"] == "changed":
                os.makedirs(os.path.dirname(path), exist_ok=True)
                copy(self.run.path / "before" / content["before"], path, may_link=False)
        folders = [path for path, content in self.known.items() if content["kind"] == "folder"]
        for path in sorted(folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                os.rmdir(path)

    def put_back(self):
        """Undo `set_aside`: the files are again what they were before this launch."""
        aside = self.run.path / "aside"
        if not (aside / "plan.json").exists():
            return
        with self.quietly():
            for path in list(self._run_files()):
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path)
            for path, name in json.loads((aside / "plan.json").read_text()).items():
                if (aside / name).exists():
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    copy(aside / name, path, may_link=True)
            shutil.rmtree(aside)

    def drop_aside(self):
        """Forget what was set aside: the run has come past it."""
        with self.quietly():
            shutil.rmtree(self.run.path / "aside", ignore_errors=True)

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


def _is_same(path, content):
    try:
        found = os.stat(path)
        if found.st_size != content["size"]:
            return False
        if found.st_mtime_ns == content["mtime"]:
            return True
        return "sha256" in content and files.sha256(path) == content["sha256"]
    except OSError:
        return False


def copy(source, target, may_link):
    """Copy a file, by a link where nothing writes into it and the file system has links."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(target)
    if may_link:
        with contextlib.suppress(OSError):
            os.link(source, target, follow_symlinks=False)
            return
    shutil.copy2(source, target, follow_symlinks=False)


def _checkpoint_files(prefix):
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


def refuse_changed(touched, resume):
    """Refuse to go on where a file that the run only read is another now.

    Raises:
        InputError: one is; the text names it.
    """
    if changed := touched.changed_reads():
        more = f" (and {len(changed) - 1} more)" if len(changed) > 1 else ""
        raise InputError(
            f"{changed[0]}{more} has changed since the run read it, so that it would take another "
            f"course: put the file back, and {resume}; or begin a new run"
        )
