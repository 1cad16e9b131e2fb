"""Aligns the nodes of two graphs."""

import difflib
from dataclasses import dataclass

ALIKE = 0.75


@dataclass(frozen=True)
class Alignment:
    """Two lists of nodes side by side; all numbers are places in the lists.

    Attributes:
        pairs: (here, there) of each node that is in both, in order of here.
        here_only: places of nodes that are only in the first list.
        there_only: (place there, place here before which it would stand).
        renamed: name here by name there, where they differ.
        moved: places here of nodes that stand elsewhere in the order there.
    """

    pairs: tuple
    here_only: tuple
    there_only: tuple
    renamed: dict
    moved: tuple


def align(here, there):
    """Align two lists of `Node`: by name, and where names differ by what is alike otherwise."""
    names_here, names_there = [n.name for n in here], [n.name for n in there]
    matcher = difflib.SequenceMatcher(None, names_here, names_there, autojunk=False)
    pairs, here_only, there_only, renamed = [], [], [], {}
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        block = _renamings(here[i1:i2], there[j1:j2])
        pairs += [(i1 + i, j1 + j) for i, j in block]
        renamed |= {there[j1 + j].name: here[i1 + i].name for i, j in block}
        of_here, of_there = {i1 + i for i, _ in block}, {j1 + j for _, j in block}
        here_only += [i for i in range(i1, i2) if i not in of_here]
        for j in range(j1, j2):
            if j not in of_there:
                before = [i1 + i for i, other in block if j1 + other > j]
                there_only.append((j, before[0] if before else i2))
    place_there = {there[j].name: j for j, _ in there_only}
    moved = [i for i in here_only if here[i].name in place_there]
    pairs += [(i, place_there[here[i].name]) for i in moved]
    elsewhere = {here[i].name for i in moved}
    return Alignment(
        tuple(sorted(pairs)),
        tuple(i for i in here_only if here[i].name not in elsewhere),
        tuple((j, i) for j, i in there_only if there[j].name not in elsewhere),
        renamed,
        tuple(moved),
    )


def _renamings(here, there):
    """Return pairs of places of nodes that are the same but for their scopes.

    They are taken for renamed if they are most of what differs; a few that are alike may be chance.
    """
    known = {node.name for node in here} & {node.name for node in there}
    keys = [
        [node.name if node.name in known else (node.op, node.name.split("/")[-1]) for node in side]
        for side in (here, there)
    ]
    blocks = difflib.SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
    pairs = [(i + k, j + k) for i, j, size in blocks for k in range(size)]
    alike = len(pairs) >= ALIKE * max(len(here), len(there))
    return [(i, j) for i, j in pairs if here[i].name != there[j].name] if alike else []
