"""Run scripts as `tf1-graphs run` does, each in a copy of a process that has TensorFlow already.

usage: python -m tests.tf1.run_scripts FOLDER SCRIPT...    (writes FOLDER/NAME.out and NAME.err)
"""

import os
import sys
from pathlib import Path

from tf1_graphs import tf1  # noqa: F401 - once for all the copies
from tf1_graphs.scripts import execute


def main(folder, scripts):
    for script in scripts:
        child = os.fork()
        if child == 0:
            for descriptor, kind in ((1, "out"), (2, "err")):
                output = os.path.join(folder, f"{Path(script).stem}.{kind}")  # noqa: PTH118
                os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT), descriptor)
            execute.main([script])
            sys.stdout.flush()
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
