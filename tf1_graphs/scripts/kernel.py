"""Prepares a notebook's kernel: its cells mean what they meant in TensorFlow 1's time.

A notebook is Python 2's if it says so, or, where it says nothing, if its cells together are no
Python 3. Its cells are then translated one by one, as IPython compiles them.
"""

import json
from pathlib import Path

from tf1_graphs.scripts import compiling, import_hook, old_libraries, python_2, sources
from tf1_graphs.scripts.numpy_1 import be_numpy_1
from tf1_graphs.scripts.recorded import launching


def begin(path):
    """Prepare this kernel for the notebook that it will execute.

    Args:
        path: the notebook's.
    """
    from IPython import get_ipython

    import_hook.install(Path(path).parent)
    be_numpy_1()
    old_libraries.python_3()
    compiling.install()
    shell = get_ipython()
    if is_python_2(path):
        compiling.tell(path)
        shell.compile.ast_parse = _translating()
    shell.ast_transformers.append(compiling.transformer())
    launching.in_kernel(path)


def is_python_2(path):
    """Tell whether a notebook's cells are Python 2."""
    told = json.loads(Path(path).read_text(encoding="utf-8")).get("metadata", {})
    version = str(told.get("language_info", {}).get("version", ""))
    if version:
        return version.startswith("2")
    try:
        text = "\n".join(source for _, source in sources.cells(Path(path)))
        return python_2.parse(text, path)[1]
    except SyntaxError:
        return False


def _translating():
    """Make what IPython calls for the syntax tree of a cell."""
    futures = []

    def ast_parse(source, filename="<unknown>", symbol="exec"):
        futures.extend(line for line in source.splitlines() if line.startswith("from __future__"))
        return python_2.translated(source, filename, earlier="\n".join(futures))

    return ast_parse
