"""Compute all cases here: `python -m tests.bits.here FOLDER ARITHMETIC...` writes ARITHMETIC.json.

A process has one arithmetic. The graphs, which are the same, are built once, and computed in a fork
for each.
"""

import json
import os
import sys
from pathlib import Path

from tests.bits.cases import build, compute
from tests.bits.record import digest
from tf1_graphs import tf1
from tf1_graphs.tensorflow1 import kernels


def main(folder, *arithmetics):
    graphs = build(tf1)
    children = []
    for arithmetic in arithmetics:
        child = os.fork()
        if not child:
            os.environ["TF1_GRAPHS_ARITHMETIC"] = arithmetic
            found = {name: digest(value) for name, value in compute(tf1, graphs=graphs)}
            content = json.dumps([found, kernels.processor()])
            Path(folder, f"{arithmetic}.json").write_text(content)
            return
        children.append(child)
    for child in children:
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
