"""Runs one script as `python SCRIPT` does: `python -m tf1_graphs.scripts.execute SCRIPT ARGS…`.

The differences are what `import tensorflow` gives the script, and that
Python, NumPy and other libraries have what they had when it was written.
"""

import atexit
import os
import sys
import traceback
import types
from pathlib import Path

from tf1_graphs.scripts import compiling, old_libraries
from tf1_graphs.scripts.import_hook import install
from tf1_graphs.scripts.numpy_1 import be_numpy_1
from tf1_graphs.scripts.recorded import launching


def main(arguments):
    """Become the script.

    Args:
        arguments: the script's path and its own arguments.
    """
    # As Python does: the file's path without following links, the folder after following them.
    path = os.path.abspath(arguments[0])  # noqa: PTH100
    sys.argv = list(arguments)
    sys.path[0] = str(Path(path).resolve().parent)
    install(sys.path[0])
    be_numpy_1()
    old_libraries.python_3()
    compiling.install()
    with open(path, "rb") as file:
        source = file.read()
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__builtins__ = sys.modules["builtins"]
    sys.modules["__main__"] = module
    sys.excepthook = _only_frames_of(path)
    recorder = launching.in_process(path)
    if recorder is None:
        exec(compiling.compiled(source, path), module.__dict__)
        return
    atexit.register(recorder.finish)  # the script's own come first
    try:
        exec(compiling.compiled(source, path), module.__dict__)
    except SystemExit as ended:
        code = ended.code
        recorder.status = code if isinstance(code, int) else int(code is not None)
        raise
    except BaseException:
        recorder.status = 1
        raise


def _only_frames_of(path):
    """Make an exception hook that leaves out how the script was started."""

    def hook(kind, error, trace):
        while trace is not None and trace.tb_frame.f_code.co_filename != path:
            trace = trace.tb_next
        traceback.print_exception(kind, error, trace)

    return hook


if __name__ == "__main__":
    main(sys.argv[1:])
