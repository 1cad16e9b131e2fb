"""Run an unmodified TensorFlow 1 notebook."""

import os
import sys

from tf1_graphs.errors import InputError
from tf1_graphs.files import atomic_write

STARTUP = "from tf1_graphs.scripts.import_hook import install; install({folder!r})"


def run_notebook(path, output=None, timeout=None):
    """Execute a notebook's code cells in a kernel of their own, and write the executed copy.

    The cells import the drop-in as `tensorflow`. The kernel runs in the notebook's folder, as
    Jupyter does it.

    Args:
        path: the notebook's.
        output: path of the executed copy; by default `NAME.executed.ipynb` beside the notebook.
        timeout: seconds that a cell may take; None does not limit it.

    Returns:
        `(output, error)`: the path of the copy, and None or the text of the exception that ended
        the run; the copy then has the cells up to it.

    Raises:
        InputError: there is no such file, it is no notebook, or nbclient is not installed.
    """
    path = os.fspath(path)
    if not os.path.isfile(path):
        raise InputError(f"there is no notebook {path!r}: give the path of an .ipynb file")
    nbclient, nbformat = _libraries()
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, KeyError) as problem:
        raise InputError(f"{path} is not a notebook: {problem}") from None
    folder = os.path.dirname(os.path.abspath(path))
    client = nbclient.NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        resources={"metadata": {"path": folder}},
        extra_arguments=[f"--IPKernelApp.exec_lines={STARTUP.format(folder=folder)}"],
    )
    error = None
    try:
        client.execute()
    except nbclient.exceptions.CellExecutionError as failure:
        error = str(failure)
    output = os.fspath(output) if output else f"{os.path.splitext(path)[0]}.executed.ipynb"
    atomic_write(output, nbformat.writes(notebook))
    return output, error


def _libraries():
    try:
        import nbclient
        import nbformat
    except ModuleNotFoundError as missing:
        raise InputError(
            f"running a notebook needs {missing.name}: "
            f"{os.path.basename(sys.executable)} -m pip install 'tf1_graphs[notebook]'"
        ) from None
    return nbclient, nbformat
