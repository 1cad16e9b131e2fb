"""The registry of experiments: one module an article, each entry explicit."""

from tf1_graphs.articles.registry import EXPERIMENTS, describe, find

__all__ = ["EXPERIMENTS", "describe", "find"]
