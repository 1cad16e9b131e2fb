"""Holds the commands, without logic of their own: each imports what it calls when it is called."""

from tf1_graphs.cli import numpy_later  # isort: skip, before what imports NumPy
from tf1_graphs.cli import (
    beginning,
    kernels,
    looking,
    reporting,
    sweeping,
    tools,
    trained,
    training,
)
from tf1_graphs.cli.group import main

__all__ = [
    "beginning",
    "kernels",
    "looking",
    "main",
    "numpy_later",
    "reporting",
    "sweeping",
    "tools",
    "trained",
    "training",
]
