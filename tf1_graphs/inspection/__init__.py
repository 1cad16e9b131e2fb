"""A graph in words, in pictures, and compared node for node with a recorded one."""

from tf1_graphs.inspection.dot import dot
from tf1_graphs.inspection.facts import facts
from tf1_graphs.inspection.finding import find
from tf1_graphs.inspection.reading import load
from tf1_graphs.inspection.recordings import against, differences, recorded
from tf1_graphs.inspection.scopes import scopes
from tf1_graphs.inspection.subject import of_graph
from tf1_graphs.inspection.svg import svg
from tf1_graphs.inspection.words import describe, verdict

__all__ = [
    "against",
    "describe",
    "differences",
    "dot",
    "facts",
    "find",
    "load",
    "of_graph",
    "recorded",
    "scopes",
    "svg",
    "verdict",
]
