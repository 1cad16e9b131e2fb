"""Runs an unmodified TensorFlow 1 notebook."""

import contextlib
import signal
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.files import atomic_write

STARTUP = "from tf1_graphs.scripts.kernel import begin; begin({path!r}); del begin"


def run_notebook(path, output=None, timeout=None, environment=None):
    """Execute a notebook's code cells in a kernel of their own, and write the executed copy.

    The cells import the drop-in as `tensorflow`. The kernel runs in the notebook's folder, as
    Jupyter does it.

    Args:
        path: the notebook's.
        output: path of the executed copy; by default `NAME.executed.ipynb` beside the notebook.
        timeout: seconds that a cell may take; None does not limit it.
        environment: of the kernel, which says how it is recorded; by default this process's.

    Ctrl-C and SIGTERM interrupt the cell that runs, as Jupyter's stop button does, and end the run.

    Returns:
        `(output, error, status)`: the path of the copy; None, or the text of what ended the run:
        the copy then has the cells up to it; and the exit status, 0, or 1 where a cell failed, or
        128 + n where signal n stopped the run, or killed the kernel.

    Raises:
        InputError: there is no such file, it is no notebook, or nbclient is not installed.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(f"there is no notebook {path}: give the path of an .ipynb file")
    nbclient, nbformat = _libraries()
    try:
        notebook = nbformat.read(path, as_version=4)
    # The last two: JSON of another kind.
    except (ValueError, KeyError, AttributeError, nbformat.ValidationError) as problem:
        raise InputError(f"{path} is not a notebook: {str(problem).splitlines()[0]}") from None
    for cell in notebook.cells:
        if cell.cell_type == "code":  # what is stored is no output of a cell that is not reached
            cell.outputs, cell.execution_count = [], None
    folder = str(path.resolve().parent)
    client = nbclient.NotebookClient(
        notebook,
        timeout=timeout,
        kernel_name="python3",
        startup_timeout=600,  # it imports TensorFlow before it answers
        resources={"metadata": {"path": folder}},
        extra_arguments=[f"--IPKernelApp.exec_lines={STARTUP.format(path=str(path.resolve()))}"],
    )
    error, status = _execute(client, nbclient.exceptions, environment)
    output = Path(output) if output else path.with_suffix(".executed.ipynb")
    atomic_write(output, nbformat.writes(notebook))
    return output, error, status


def _execute(client, exceptions, environment):
    """Execute the cells, and return the error and the exit status as `run_notebook` does."""
    import asyncio

    cells, signals = [], {}

    def interrupt(number):
        signals[number] = asyncio.ensure_future(client.km.interrupt_kernel())

    def before(cell, cell_index):
        if signals:
            raise InterruptedError  # the cell before has caught its KeyboardInterrupt
        cells.append(cell)
        # In place of nbclient's own handlers, which take the kernel away under the running cell.
        with contextlib.suppress(RuntimeError):  # not in the main thread
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, interrupt, number)

    client.on_cell_start = before
    # Started here: nbclient's handlers are not there yet, and Ctrl-C is a KeyboardInterrupt.
    client.create_kernel_manager()
    client.start_new_kernel(**({} if environment is None else {"env": environment}))
    client.start_new_kernel_client()
    kernel = client.km.provisioner.process  # where it dies, the manager forgets it
    error, killed_by = None, 0
    try:
        client.execute()
    except InterruptedError:
        error = "interrupted"
    except exceptions.CellExecutionError as failure:
        error = str(failure)
    except exceptions.DeadKernelError:
        error = f"the kernel died while it executed this cell:\n{cells[-1].source}"
        killed_by = max(0, -(kernel.poll() or 0))
    stopped_by = next(iter(signals), killed_by)
    return error, 128 + stopped_by if stopped_by else int(error is not None)


def _libraries():
    try:
        import ipykernel  # noqa: F401, the kernel is started by its name
        import nbclient
        import nbformat
    except ModuleNotFoundError as missing:
        raise InputError(
            f"running a notebook needs {missing.name}: python -m pip install 'tf1_graphs[notebook]'"
        ) from None
    return nbclient, nbformat
