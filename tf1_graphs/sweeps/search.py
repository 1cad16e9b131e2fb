"""Chooses the candidates: all of a grid, some drawn at random, or generations of them.

A candidate is {setting: text}. Everything is decided by the search's seed and by what was measured,
never by the order in which runs end: the same search tries the same candidates again.
"""

import warnings

import numpy as np
from sklearn.model_selection import ParameterGrid, ParameterSampler

from tf1_graphs.errors import InputError

MUTATION = 0.2
"""Probability that a setting of a child is drawn anew."""

ATTEMPTS = 100
"""How many draws it may take to find a candidate that was not there before."""


def generations(plan, space, fitness):
    """Yield the candidates to train, generation by generation; a grid is one, as is a draw.

    Args:
        plan: the `Plan`.
        space: what each setting can be.
        fitness: function of a generation that was trained: one number a candidate, the higher the
            better.

    Yields:
        List of candidates.
    """
    rng = np.random.RandomState(plan.search_seed)
    if plan.method == "grid":
        yield grid(space)
    elif plan.method == "random":
        yield random(space, plan.count, rng)
    else:
        candidates = random(space, plan.population, rng)
        yield candidates
        for _ in range(plan.count - 1):
            candidates = next_generation(space, candidates, fitness(candidates), rng)
            yield candidates


def grid(space):
    """Return every combination of the settings' values; the last setting varies fastest.

    Raises:
        InputError: a setting is a distribution.
    """
    for key, values in space.items():
        if not isinstance(values, list):
            raise InputError(
                f"the setting {key} is a distribution: draw from it with --random N or --genetic N"
            )
    # Scikit-learn has the settings in alphabetical order; here, that of the command line counts.
    return sorted(
        ParameterGrid(space),
        key=lambda candidate: [values.index(candidate[key]) for key, values in space.items()],
    )


def random(space, count, rng):
    """Draw different candidates; fewer than `count` where there are no more."""
    found = []
    for candidate in _draws(space, count, rng):
        if candidate not in found:
            found.append(candidate)
        if len(found) == count:
            break
    return found


def next_generation(space, candidates, fitness, rng):
    """Select, cross and mutate: the article's way from one set of candidates to the next.

    A candidate survives, and has children, with a probability that falls evenly with its rank: the
    best of n has weight n, the worst 1. The best stays as it is. Each setting of another comes from
    either parent, and is drawn anew with probability 0.2.

    Args:
        space: what each setting can be.
        candidates: the generation, which was trained.
        fitness: one number a candidate, the higher the better; NaN is the worst.
        rng: NumPy's `RandomState`.

    Returns:
        As many candidates as there were.

    References:
        Article 003, search strategies: "A. initial set of candidates, train, the model's metric is
        the probability of survival; B. selection, crossover, mutation give the next set; C. back
        to A".
    """
    worst_first = np.argsort(np.where(np.isnan(fitness), -np.inf, fitness), kind="stable")
    weights = np.empty(len(candidates))
    weights[worst_first] = np.arange(1, len(candidates) + 1)
    probabilities = weights / weights.sum()

    def child():
        mother, father = (
            candidates[i] for i in rng.choice(len(candidates), size=2, p=probabilities)
        )
        crossed = {key: (mother, father)[rng.randint(2)][key] for key in space}
        (drawn,) = ParameterSampler(space, 1, random_state=rng)
        return {key: (drawn if rng.uniform() < MUTATION else crossed)[key] for key in space}

    generation = [candidates[worst_first[-1]]]
    while len(generation) < len(candidates):
        generation.append(_new(child, generation))
    return generation


def _draws(space, count, rng):
    """Yield candidates, many more than `count`; of lists alone, each different one once."""
    with warnings.catch_warnings(action="ignore", category=UserWarning):  # fewer than asked for
        for drawn in ParameterSampler(space, ATTEMPTS * count, random_state=rng):
            yield {key: drawn[key] for key in space}


def _new(draw, known):
    """Draw a candidate that is not known, if one is found."""
    for _ in range(ATTEMPTS):
        candidate = draw()
        if candidate not in known:
            break
    return candidate
