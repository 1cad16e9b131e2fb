"""Run an unmodified TensorFlow 1 notebook."""

from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.files import atomic_write

STARTUP = (
    "from tf1_graphs.scripts.import_hook import install; install({folder!r}); "
    "from tf1_graphs.scripts.numpy_1 import be_numpy_1; be_numpy_1(); "
    "del install, be_numpy_1"
)


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
    path = Path(path)
    if not path.is_file():
        raise InputError(f"there is no notebook {path}: give the path of an .ipynb file")
    nbclient, nbformat = _libraries()
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, KeyError) as problem:
        raise InputError(f"{path} is not a notebook: {problem}") from None
    folder = str(path.resolve().parent)
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
    output = Path(output) if output else path.with_suffix(".executed.ipynb")
    atomic_write(output, nbformat.writes(notebook))
    return output, error


def _libraries():
    try:
        import nbclient
        import nbformat
    except ModuleNotFoundError as missing:
        raise InputError(
            f"running a notebook needs {missing.name}: python -m pip install 'tf1_graphs[notebook]'"
        ) from None
    return nbclient, nbformat
