"""Compares two graphs, and says in words what differs, the first cause first."""

import itertools
from dataclasses import dataclass, field

from tf1_graphs.inspection.alignment import align
from tf1_graphs.inspection.changes import attribute_changes, input_changes
from tf1_graphs.inspection.seeds import seed_differences
from tf1_graphs.inspection.subject import is_auxiliary, is_gradient
from tf1_graphs.tensorflow1 import tf

COLLECTIONS = (
    tf.GraphKeys.TRAINABLE_VARIABLES,
    tf.GraphKeys.GLOBAL_VARIABLES,
    tf.GraphKeys.UPDATE_OPS,
    tf.GraphKeys.SUMMARIES,
    tf.GraphKeys.REGULARIZATION_LOSSES,
    tf.GraphKeys.LOSSES,
)
SHOWN_NAMES = 3


@dataclass(frozen=True)
class Comparison:
    """What comparing two graphs gave.

    Attributes:
        differences: a line each; empty if the graphs are the same.
        compared: what was compared, in words.
        notes: what was left out, a line each.
        weights: of values of variables, the rows of `compare_values`.
    """

    differences: list
    compared: str
    notes: list
    weights: list = field(default_factory=list)


def compare(here, there, gradients=True, attributes=True, part=False, auxiliary=False):
    """Compare two lists of `Node`.

    Args:
        here: of the graph that is inspected.
        there: of the one that it is compared with.
        gradients: whether what `tf.gradients` builds is compared; it differs between versions of
            TensorFlow.
        attributes: whether attributes other than the seeds are compared.
        part: the other one may end before the graph does.
        auxiliary: whether nodes that save, restore or initialize are compared where only one graph
            has them; if not, they still are a cause of default seeds that shift.

    Returns:
        `Comparison`.
    """
    alignment = align(here, there)
    end = alignment.pairs[-1][0] + 1 if part and alignment.pairs else len(here)

    def is_compared(node):
        return gradients or not is_gradient(node.name)

    only_here = [i for i in alignment.here_only if i < end and is_compared(here[i])]
    only_there = [(j, i) for j, i in alignment.there_only if is_compared(there[j])]
    notes = []
    if not auxiliary:
        notes += _auxiliary_notes(here, only_here, "here")
        notes += _auxiliary_notes(there, [j for j, _ in only_there], "there")
        only_here = [i for i in only_here if not is_auxiliary(here[i].name)]
        only_there = [(j, i) for j, i in only_there if not is_auxiliary(there[j].name)]
    found = [*_only(here, [(i, i) for i in only_here], "", "added")]
    found += _only(there, only_there, " there", "missing")
    found += _renamed(here, there, alignment)
    moved = [i for i in alignment.moved if is_compared(here[i])]
    if moved:
        verb = "stands" if len(moved) == 1 else "stand"
        found.append((moved[0], f"{_listed(here, moved)} {verb} in another order there"))
    pairs = [(i, j) for i, j in alignment.pairs if is_compared(here[i])]
    renamed = alignment.renamed
    for i, j in pairs:
        changes = list(input_changes(here[i], there[j], renamed, gradients))
        changes += attribute_changes(here[i], there[j], renamed) if attributes else ()
        found += [(i, f"node {i} {here[i].name}: {change}") for change in changes]
    found += seed_differences(here, there, pairs, alignment)
    if end < len(here):
        notes.append(
            f"not compared: what follows the recording's last node here ({len(here) - end})"
        )
    if not attributes:
        notes.append("not compared: attributes other than seeds, which the recording does not have")
    if not gradients:
        counts = [sum(is_gradient(node.name) for node in side) for side in (here, there)]
        notes.append(
            f"not compared: the {counts[0]} nodes of tf.gradients here, {counts[1]} there, "
            "which each version of TensorFlow builds in its own way"
        )
    lines = [line for _, line in sorted(found, key=lambda item: item[0])]
    return Comparison(lines, f"{len(pairs)} nodes", notes)


def _only(listed, places, side, how):
    """Describe runs of nodes that one side alone has; `places` are (place, place here)."""
    for _, run in itertools.groupby(enumerate(places), key=lambda item: item[1][0] - item[0]):
        run = [pair for _, pair in run]
        verb = "is" if len(run) == 1 else "are"
        yield run[0][1], f"{_listed(listed, [place for place, _ in run], side)} {verb} {how} here"


def _listed(nodes, places, side=""):
    """Name nodes by number and name, and by what they have in common if they are many."""
    names = [nodes[place].name for place in places]
    if len(places) == 1:
        return f"node {places[0]}{side} {names[0]} ({nodes[places[0]].op})"
    shown = ", ".join([*names[:SHOWN_NAMES], "…"] if len(names) > SHOWN_NAMES else names)
    return f"nodes {places[0]} to {places[-1]}{side} ({len(places)}: {shown})"


def _renamed(here, there, alignment):
    runs = []
    for i, j in alignment.pairs:
        if here[i].name != there[j].name:
            if runs and runs[-1][-1][0] == i - 1:
                runs[-1].append((i, j))
            else:
                runs.append([(i, j)])
    for run in runs:
        i, j = run[0]
        more = f" and {len(run) - 1} more after it" if len(run) > 1 else ""
        yield i, f"node {i}{more}: named {here[i].name} here, {there[j].name} there"


def _auxiliary_notes(listed, places, where):
    names = [listed[place].name for place in places]
    scopes = dict.fromkeys(name.partition("/")[0] for name in names if is_auxiliary(name))
    count = sum(map(is_auxiliary, names))
    if not count:
        return []
    return [f"left out: {count} nodes {where} that save or initialize ({', '.join(scopes)})"]


def compare_collections(here, there, keys=COLLECTIONS):
    """Compare what collections hold.

    Args:
        here: names by collection.
        there: the other graph's.
        keys: the collections to compare.

    Returns:
        A line for each difference.
    """
    lines = []
    for key in keys:
        mine, its = list(here.get(key, ())), list(there.get(key, ()))
        for names, others, how in ((mine, its, "added"), (its, mine, "missing")):
            only = [name for name in names if name not in others]
            verb = "is" if len(only) == 1 else "are"
            lines += [f"collection {key}: {', '.join(only)} {verb} {how} here"] * bool(only)
        if sorted(mine) == sorted(its) and mine != its:
            lines.append(f"collection {key}: {mine} here, {its} there: another order")
    return lines
