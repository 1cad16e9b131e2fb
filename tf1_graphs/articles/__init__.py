"""The registry of experiments: one module an article, each entry explicit."""

from tf1_graphs.articles.registry import EXPERIMENTS, find

__all__ = ["EXPERIMENTS", "find"]
