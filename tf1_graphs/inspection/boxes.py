"""Holds the boxes and arrows of a picture, and joins or leaves out those that add nothing."""

import collections
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MANY = 3  # so many boxes that the same arrows lead to and from are drawn as one
SHOWN_LINES = 8


@dataclass(frozen=True)
class Box:
    """A scope, or an op in no scope.

    Attributes:
        name: full name; of several drawn as one, how many, and the first.
        kind: `input`, `variables`, `ops` or `training`.
        lines: what it says below its name.
    """

    name: str
    kind: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Picture:
    """What is drawn.

    Attributes:
        title: one line.
        boxes: in order of creation.
        arrows: shapes of the tensors, as text, by (name of the box that they come from, and of the
            one that they go to).
        auxiliary: number of ops by what they do: saving, initializing, summaries; they are told,
            but not drawn.
    """

    title: str
    boxes: Sequence[Box]
    arrows: Mapping[tuple[str, str], Sequence[str]]
    auxiliary: Mapping[str, int]


def without_what_follows(arrows, kinds):
    """Leave out arrows to the training where the boxes between lead there too."""
    sources, targets = _neighbours(arrows)
    reach = functools.cache(lambda name: _reached(name, targets))

    def follows(source, target):
        return kinds[target] == "training" and any(
            between in reach(source)
            # In a cycle, one would be left out because of the other.
            and source not in reach(between)
            and between not in reach(target)
            for between in sources[target]
        )

    return {pair: shapes for pair, shapes in arrows.items() if not follows(*pair)}


def _neighbours(arrows):
    """Return the boxes that lead to each box, and those that each one leads to."""
    sources, targets = collections.defaultdict(list), collections.defaultdict(list)
    for start, end in arrows:
        sources[end].append(start)
        targets[start].append(end)
    return sources, targets


def _reached(name, targets):
    reached, waiting = set(), [name]
    while waiting:
        found = set(targets.get(waiting.pop(), ())) - reached
        reached |= found
        waiting += found
    return reached


def variables_where_used(boxes, arrows):
    """Write variables that one box alone uses into that box: TensorFlow 1 has scopes for both."""
    _, users = _neighbours(arrows)
    inside = {
        box.name: users[box.name][0]
        for box in boxes
        if box.kind == "variables" and len(users[box.name]) == 1
    }
    kept, used = [], collections.defaultdict(list)
    for box in boxes:
        used[inside.get(box.name)].append(f"{box.name}: {', '.join(box.lines)}")
    for box in boxes:
        texts = _cut(used[box.name])
        if box.name not in inside:
            kept.append(Box(box.name, box.kind, [*box.lines, *texts]))
    return kept, {pair: shapes for pair, shapes in arrows.items() if pair[0] not in inside}


def _cut(lines):
    """Leave lines out in the middle, if they are many."""
    if len(lines) > SHOWN_LINES:
        lines[SHOWN_LINES - 2 : -1] = [f"… {len(lines) - SHOWN_LINES + 1} more …"]
    return lines


def together(drawn):
    """Draw boxes of one kind as one that the same arrows lead to and from, if they are many."""
    groups = {}
    before, after = _neighbours(drawn.arrows)
    for box in drawn.boxes:
        sources, targets = frozenset(before[box.name]), frozenset(after[box.name])
        alone = None if sources or targets else box.name
        groups.setdefault((box.kind, sources, targets, alone), []).append(box)
    names, boxes = {}, []
    for group in groups.values():
        if len(group) >= MANY and group[0].kind != "input":
            group_box = _one_of(group)
            boxes.append(group_box)
            names |= {box.name: group_box.name for box in group}
        else:
            boxes += group
            names |= {box.name: box.name for box in group}
    arrows = {}
    for (start, end), shapes in drawn.arrows.items():
        arrows.setdefault((names[start], names[end]), []).extend(shapes)
    return Picture(drawn.title, boxes, arrows, drawn.auxiliary)


def _one_of(group):
    lines = _cut([f"{box.name}: {', '.join(box.lines)}" for box in group])
    return Box(f"{len(group)} scopes: {group[0].name} …", group[0].kind, lines)
