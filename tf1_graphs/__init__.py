"""TensorFlow 1 graphs on today's TensorFlow: the same digits, the same run, the same graph.

The public names are those of `__all__`, the package `tf1_graphs.layers` and the drop-in
`tf1_graphs.tf1`; everything else is private by its place. Each is imported when it is first used.
"""

import importlib

__version__ = "0.2.0"

_ROOMS = {
    "BookGraph": "tf1_graphs.experiments.experiment",
    "Erratum": "tf1_graphs.experiments.experiment",
    "Experiment": "tf1_graphs.experiments.experiment",
    "Published": "tf1_graphs.experiments.experiment",
    "PublishedFigure": "tf1_graphs.experiments.experiment",
    "Source": "tf1_graphs.experiments.experiment",
    "Trained": "tf1_graphs.experiments.experiment",
    "Training": "tf1_graphs.experiments.experiment",
    "data_file": "tf1_graphs.datasets.own",
    "load_run": "tf1_graphs.interactive.calls",
    "new_graph": "tf1_graphs.tensorflow1",
    "reproduce": "tf1_graphs.interactive.calls",
    "resume": "tf1_graphs.interactive.calls",
    "setting": "tf1_graphs.experiments.settings",
    "tf": "tf1_graphs.tensorflow1",
    "train": "tf1_graphs.interactive.calls",
}

# The drop-in is not in it: importing it switches the process to TensorFlow 1, which neither a star
# import nor a tool that looks at every name should do.
__all__ = [*_ROOMS, "layers"]


def __getattr__(name):
    if name in _ROOMS:
        value = getattr(importlib.import_module(_ROOMS[name]), name)
    elif name in ("layers", "tf1"):
        value = importlib.import_module(f"tf1_graphs.{name}")
    else:
        raise AttributeError(f"module 'tf1_graphs' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted([*__all__, "__version__"])
