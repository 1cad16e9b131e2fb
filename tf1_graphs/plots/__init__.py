"""Draws runs, figures and functions, each with a text that says what the picture shows."""

from tf1_graphs.plots.figure import Plot, png, save
from tf1_graphs.plots.replicates import replicates
from tf1_graphs.plots.run import of_run, write

__all__ = ["Plot", "of_run", "png", "replicates", "save", "write"]
