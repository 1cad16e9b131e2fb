"""Explains how the seeds of two graphs' random ops differ.

An op without a seed of its own takes the number of ops built before it. So one node more shifts
every default seed after it by one, and with it the initial values.
"""

import itertools

SHOWN_CAUSES = 3


def seed_differences(here, there, pairs, alignment):
    """Describe the seeds that differ.

    Args:
        here: list of `Node`.
        there: list of `Node`.
        pairs: (place here, place there) of the nodes to compare.
        alignment: the `Alignment` of all nodes.

    Returns:
        List of (place here, line).
    """
    random = [(i, j) for i, j in pairs if "seed2" in here[i].attributes]
    return [*_graph_seeds(here, there, random), *_op_seeds(here, there, random, alignment)]


def _graph_seeds(here, there, random):
    differing = {}
    for i, j in random:
        both = here[i].attributes["seed"], there[j].attributes.get("seed", "none")
        if both[0] != both[1]:
            differing.setdefault(both, []).append(i)
    for (mine, its), places in differing.items():
        first = places[0]
        yield (
            first,
            f"graph seed {mine} here, {its} there (from node {first} {here[first].name} on)",
        )


def _op_seeds(here, there, random, alignment):
    """Yield one line for each run of default seeds that are shifted by the same number."""
    shifts = []
    for i, j in random:
        mine, its = here[i].attributes["seed2"], there[j].attributes.get("seed2", "none")
        shift = int(mine) - int(its) if its != "none" else None
        is_default = shift == i - j
        if is_default and shift:
            shifts.append((shift, i))
        elif shift != 0:
            yield i, f"node {i} {here[i].name}: op seed {mine} here, {its} there"
    start = 0
    for shift, run in itertools.groupby(shifts, key=lambda item: item[0]):
        places = [i for _, i in run]
        first = places[0]
        many = "1 default seed shifts" if len(places) == 1 else f"{len(places)} default seeds shift"
        causes = _causes(here, there, alignment, start, first)
        yield (
            first,
            f"from node {first} {here[first].name} on, {many} by {shift:+} because {causes}",
        )
        start = first


def _causes(here, there, alignment, start, end):
    """Say which nodes before a place are on one side only, from another place on."""
    more = [here[i].name for i in alignment.here_only if start <= i < end]
    fewer = [there[j].name for j, i in alignment.there_only if start <= i <= end]
    texts = [
        f"{_names(names)} {'is' if len(names) == 1 else 'are'} {how} before it"
        for names, how in ((more, "added"), (fewer, "missing"))
        if names
    ]
    return " and ".join(texts) or "nodes stand in another order before it"


def _names(names):
    shown = ", ".join(names[:SHOWN_CAUSES])
    return shown if len(names) <= SHOWN_CAUSES else f"{shown} and {len(names) - SHOWN_CAUSES} more"
