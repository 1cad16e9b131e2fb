"""Builds the tree of name scopes."""

import collections
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A name scope and what is in it: its ops by type, and the scopes inside.

    Attributes:
        name: the last part of its name; the root's is empty.
        ops: number of ops by type, without those of the scopes inside.
        children: the scopes inside, by name.
    """

    name: str
    ops: collections.Counter
    children: dict

    @property
    def total(self):
        """Number of ops, those of the scopes inside included."""
        return self.ops.total() + sum(child.total for child in self.children.values())


def scopes(graph):
    """Return the graph's name scopes as a tree of `Scope`; the root has no name."""
    found = {"": Scope("", collections.Counter(), {})}
    for operation in graph.get_operations():
        _scope(operation.name.rpartition("/")[0], found).ops[operation.type] += 1
    return found[""]


def _scope(name, found):
    if name not in found:
        outer, _, last = name.rpartition("/")
        found[name] = Scope(last, collections.Counter(), {})
        _scope(outer, found).children[last] = found[name]
    return found[name]


def as_json(scope):
    """Return a scope as JSON has it: `name`, `ops` in all, `types` of its own, `scopes` inside."""
    inside = [as_json(child) for child in scope.children.values()]
    return {
        "name": scope.name,
        "ops": scope.ops.total() + sum(child["ops"] for child in inside),
        "types": dict(sorted(scope.ops.items())),
        "scopes": inside,
    }
