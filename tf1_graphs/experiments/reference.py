"""Finds an experiment in a file, `article.py[:NAME]`, or in a module, `package.module:NAME`."""

import dataclasses
import hashlib
import importlib
import re
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import checking
from tf1_graphs.experiments.experiment import Experiment
from tf1_graphs.experiments.own_code import trouble

_FILE = re.compile(r"(?P<place>.+\.py)(?::(?P<name>.+))?")
_MODULE = re.compile(r"(?P<place>[A-Za-z_][\w.]*):(?P<name>.+)")


@dataclass(frozen=True)
class Reference:
    """Where an experiment comes from, as a command takes it.

    Attributes:
        text: `moons`, `/folder/article.py:digits` or `package.module:digits`.
        package: the package that announces it; "" if none does.
        sha256: of the file; "" of an announced one.
        content: the file's bytes, which a worker elsewhere is sent; None unless it is a file.
    """

    text: str
    package: str = ""
    sha256: str = ""
    content: bytes | None = field(default=None, repr=False)

    def as_json(self):
        """Return what `run.json` keeps of it."""
        kept = {"text": self.text, "package": self.package, "sha256": self.sha256}
        return {name: value for name, value in kept.items() if value}

    @property
    def shown(self):
        """The text as it is typed in this folder."""
        place, separator, name = self.text.rpartition(":")
        if self.content is None or not Path(place).is_relative_to(Path.cwd()):
            return self.text
        return f"{Path(place).relative_to(Path.cwd())}{separator}{name}"


def leads_to_code(text):
    """Tell whether a text names a file or a module, and not an announced experiment."""
    return bool(_FILE.fullmatch(text) or _MODULE.fullmatch(text))


def load(text, announced=()):
    """Return the experiment that a file or a module defines.

    Args:
        text: `article.py`, `article.py:NAME` or `package.module:NAME`; NAME is an experiment's
            name, or that of the variable that holds it.
        announced: experiments that a file may import without defining them.

    Raises:
        InputError: it cannot be imported, or defines no such experiment, or several.
    """
    if found := _FILE.fullmatch(text):
        path = Path(found["place"]).absolute()
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(
                f"{found['place']} cannot be read: {error.strerror}; "
                "`tf1-graphs new NAME` writes a file to begin with"
            ) from None
        return of_content(content, path, found["name"], announced)
    found = _MODULE.fullmatch(text)
    module = _import(found["place"])
    experiment = _chosen(module, found["place"], found["name"], ())
    path = getattr(module, "__file__", None)
    sha256 = hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
    text = f"{found['place']}:{experiment.name}"
    return dataclasses.replace(experiment, reference=Reference(text, sha256=sha256))


def of_content(content, path, name=None, announced=()):
    """Return the experiment that a file's content defines; the file need not be there.

    Args:
        content: the file's bytes.
        path: absolute path of the file, for its messages; its folder can be imported from.
        name: as in `load`.
        announced: as in `load`.

    Raises:
        InputError: as `load`.
    """
    module = _executed(content, Path(path))
    experiment = _chosen(module, Path(path).name, name, announced)
    text = f"{path}:{experiment.name}"
    found = Reference(text, sha256=hashlib.sha256(content).hexdigest(), content=content)
    return dataclasses.replace(experiment, reference=found)


def of(experiment):
    """Return the `Reference` of an experiment that a Python program made, or None.

    It is found again where the module that defines its `build` holds it in a variable.
    """
    module = sys.modules.get(getattr(experiment.training.build, "__module__", None))
    path = getattr(module, "__file__", None)
    held = module and any(one is experiment for one in _experiments(module).values())
    if not held or path is None or not Path(path).exists():
        return None
    content = Path(path).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if "." in module.__name__:
        return Reference(f"{module.__name__}:{experiment.name}", sha256=sha256)
    return Reference(f"{Path(path).absolute()}:{experiment.name}", "", sha256, content)


def _import(name):
    if str(Path.cwd()) not in sys.path:
        sys.path.append(str(Path.cwd()))  # as `python -m` has it
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise InputError(
                f"there is no module {error.name}: install its package, or name the file, as in "
                "`article.py:NAME`"
            ) from None
        raise InputError(trouble(f"{name} cannot be imported", error)) from error
    except (Exception, SystemExit) as error:
        raise InputError(trouble(f"{name} cannot be imported", error)) from error


def _executed(content, path):
    """Return the module that a file's content makes; the same one for the same content."""
    identity = hashlib.sha256(f"{path}\n".encode() + content).hexdigest()
    name = f"tf1_graphs_article_{identity[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    if path.parent.is_dir() and str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))  # as `python article.py` has it
    module = types.ModuleType(name)
    module.__file__ = str(path)
    # Dataclasses, and what resolves their annotations, look the module up.
    sys.modules[name] = module
    try:
        exec(compile(content, str(path), "exec", dont_inherit=True), module.__dict__)
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, KeyboardInterrupt):
            raise
        raise InputError(trouble(f"{path} cannot be imported", error, path)) from error
    return module


def _experiments(module):
    """Return the experiments in a module's variables, each once, by variable."""
    found = {}
    for variable, value in vars(module).items():
        for one in value if isinstance(value, tuple | list) else (value,):
            if isinstance(one, Experiment) and not any(one is other for other in found.values()):
                found[variable if one is value else f"{variable}.{one.name}"] = one
    return found


def _chosen(module, place, name, announced):
    """Return the one experiment that is asked for, checked."""
    found = {
        variable: one
        for variable, one in _experiments(module).items()
        if not any(one is other for other in announced)
    }
    if not found:
        raise InputError(
            f"{place} defines no experiment: give a variable the value Experiment(…); "
            "`tf1-graphs new NAME` writes a file that does"
        )
    names = [one.name for one in found.values()]
    if twice := [one for one in dict.fromkeys(names) if names.count(one) > 1]:
        variables = [variable for variable, one in found.items() if one.name == twice[0]]
        raise InputError(
            f"{place} defines two experiments named {twice[0]!r} ({' and '.join(variables)}): "
            "give each its own name"
        )
    if name is None and len(names) > 1:
        raise InputError(
            f"{place} defines {', '.join(names)}: name one of them, such as {place}:{names[0]}"
        )
    chosen = {one.name: one for one in reversed(found.values())}
    chosen = {**found, **chosen}.get(name) if name else next(iter(found.values()))
    if chosen is None:
        raise InputError(f"{place} defines no experiment {name!r}; it defines {', '.join(names)}")
    checking.check(chosen, place)
    return chosen
