"""Describes a graph in words and pictures, and compares it with another node for node."""

from tf1_graphs.inspection.description import describe, verdict
from tf1_graphs.inspection.dot import dot
from tf1_graphs.inspection.facts import facts
from tf1_graphs.inspection.finding import find
from tf1_graphs.inspection.narrowing import narrowed
from tf1_graphs.inspection.reading import load
from tf1_graphs.inspection.recordings import against, differences, page, read_recording
from tf1_graphs.inspection.scopes import scopes
from tf1_graphs.inspection.subject import of_graph
from tf1_graphs.inspection.svg import svg

__all__ = [
    "against",
    "describe",
    "differences",
    "dot",
    "facts",
    "find",
    "load",
    "narrowed",
    "of_graph",
    "page",
    "read_recording",
    "scopes",
    "svg",
    "verdict",
]
