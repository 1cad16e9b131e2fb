"""The registry of experiments: one module an article, each entry explicit."""

from tf1_graphs.articles.registry import EXPERIMENTS, describe, find, of_run

__all__ = ["EXPERIMENTS", "describe", "find", "of_run"]
