"""The rooms of the package: what a module may import, read from the source."""

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import pytest

import tf1_graphs

ROOT = Path(tf1_graphs.__file__).parent
# The floor of each room: a module imports from its own room and from the floors below it.
FLOORS = {
    "__main__": 9,
    "cli": 8,
    "interactive": 8,
    "bench": 7,
    "reports": 7,
    "sweeps": 6,
    "judging": 5,
    "articles": 5,
    "exporting": 5,
    "scripts": 4,
    "plots": 4,
    "doctor": 4,
    "inspection": 4,
    "training": 3,
    "tf1": 3,
    "experiments": 2,
    "layers": 2,
    "runs": 2,
    "datasets": 2,
    "numpy_cnn": 2,
    "tensorboard": 2,
    "tensorflow1": 1,
    "files": 1,
    "numpy1": 1,
    "tables": 1,
    "errors": 0,
    "__init__": 0,
}


def module_name(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


MODULES = {module_name(path): path for path in sorted(ROOT.rglob("*.py"))}


def imports(module):
    """The full names that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} has a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_modules(module):
    """The modules of this package that a module imports."""
    for name in imports(module):
        package, *parts = name.split(".")
        if package == "tf1_graphs":
            while parts and ".".join(parts) not in MODULES:
                parts.pop()
            yield ".".join(parts) or "__init__"


def part(module):
    """The row of the table that a module belongs to."""
    return module.split(".")[0]


def test_every_module_is_in_the_table():
    assert {part(module) for module in MODULES} <= FLOORS.keys()


@pytest.mark.parametrize("module", MODULES)
def test_a_room_imports_from_the_floors_below_it(module):
    for target in imported_modules(module):
        here, there = part(module), part(target)
        assert here == there or FLOORS[there] < FLOORS[here], f"{module} imports {target}"


def test_there_are_no_cycles():
    graph = {module: set(imported_modules(module)) - {module} for module in MODULES}
    graphlib.TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("module", [m for m in MODULES if part(m) != "tensorflow1"])
def test_tensorflow1_is_the_sole_door_to_tensorflow(module):
    roots = {name.split(".")[0] for name in imports(module)}
    # Keras itself is a contender of the benchmark.
    allowed = {"keras"} if module == "bench.contenders" else set()
    assert not roots & {"tensorflow", "keras", "tf_keras"} - allowed


@pytest.mark.parametrize("folder", [ROOT, Path(__file__).parent], ids=lambda path: path.name)
def test_no_file_has_more_than_400_lines(folder):
    lengths = {path: len(path.read_text().splitlines()) for path in folder.rglob("*.py")}
    assert [path for path, length in lengths.items() if length > 400] == []


def test_names_that_are_absent_on_purpose():
    """The drop-in alone follows TensorFlow's names, such as `tf.keras.utils`."""
    names = {module.split(".")[-1] for module in MODULES if part(module) != "tf1"}
    assert not {"utils", "base"} & names


def test_what_must_start_fast_does_not_import_tensorflow():
    code = """
import sys
import tf1_graphs.cli, tf1_graphs.articles, tf1_graphs.numpy_cnn, tf1_graphs.experiments.settings
print({"tensorflow", "keras", "sklearn", "matplotlib"} & set(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
