"""Writes the graphs that a script executes and the scalars that it fetches.

Both go into event files, for TensorBoard, and the scalars besides into `scalars.csv`, one row each:
number of the call, the tensor's name, the value in its shortest digits.
"""

import contextlib
from collections.abc import Mapping

import numpy as np

from tf1_graphs import files
from tf1_graphs.runs import script_runs
from tf1_graphs.scripts.recorded.calls import names
from tf1_graphs.tensorboard import event_files

_SCALARS = (np.floating, np.integer)


def fetched(fetches, values):
    """Yield (tensor's name, value) of each scalar that a call fetched."""
    if isinstance(values, _SCALARS):
        if getattr(fetches, "name", None) or isinstance(fetches, str):
            yield names(fetches).removesuffix(":0"), values
    elif isinstance(fetches, list | tuple) and isinstance(values, list | tuple):
        for fetch, value in zip(fetches, values, strict=False):
            if value is not None:
                yield from fetched(fetch, value)
    elif isinstance(fetches, Mapping) and isinstance(values, Mapping):
        for key, fetch in fetches.items():
            yield from fetched(fetch, values.get(key))


class Scalars:
    """What is not written yet, and the files that it goes to.

    Attributes:
        run: the `RunDirectory`.
        last: {tensor's name: its last value}.
    """

    def __init__(self, run):
        self.run = run
        self.last = {}
        self._pending = []
        self._writers = {}
        self._versions = {}
        self._stack = contextlib.ExitStack()

    def add(self, number, graph, fetches, values):
        """Keep the scalars of a call."""
        if values is None and graph in self._versions:
            return
        found = list(fetched(fetches, values))
        if found or graph not in self._versions:
            self._pending.append((number, graph, found))
            self._versions.setdefault(graph, None)

    def begin(self, after):
        """Go on behind a call: rows of later ones are written again."""
        if self.run.scalars.exists():
            kept = [row for row in script_runs.rows(self.run) if row[0] <= after]
            lines = [f"{','.join(map(str, row))}\n" for row in kept]
            files.atomic_write(self.run.scalars, "".join(lines))
            self.last = {name: value for _, name, value in kept}

    def flush(self):
        """Write what was kept, and the graphs where they have grown."""
        lines = []
        for number, graph, found in self._pending:
            writer = self._writer(graph, number)
            if found:
                writer.add_scalars(number, {name: float(value) for name, value in found})
            for name, value in found:
                self.last[name] = value
                lines.append(f"{number},{name},{value!s}\n")
        self._pending = []
        for graph, writer in self._writers.items():
            if self._versions[graph] != graph.version:
                self._versions[graph] = graph.version
                writer.add(graph_def=graph.as_graph_def(add_shapes=True).SerializeToString())
            writer.flush()
        if lines:
            with open(self.run.scalars, "a") as file:
                file.write("".join(lines))

    def _writer(self, graph, number):
        if graph not in self._writers:
            index = len(self._writers) + 1
            folder = self.run.logs if index == 1 else self.run.logs / f"graph-{index}"
            folder.parent.mkdir(parents=True, exist_ok=True)
            opened = event_files.writer(folder, number)
            self._writers[graph] = self._stack.enter_context(opened)
        return self._writers[graph]

    def close(self):
        """Write all, and close the files."""
        self.flush()
        self._stack.close()
