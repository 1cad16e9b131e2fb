import math

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.sweeps import search
from tf1_graphs.sweeps.plan import Plan
from tf1_graphs.sweeps.space import Distribution

SPACE = {
    "optimizer": ["adam", "sgd"],
    "learning_rate": Distribution(1e-4, 1.0, log=True, whole=False),
    "layers": Distribution(1, 8, log=False, whole=True),
}


def plan(method, count=0, population=0, search_seed=42):
    return Plan("any", method, (0,), {}, count, population, search_seed=search_seed)


def distance(candidates):
    """Best at adam, learning rate 0.01, 4 layers."""
    return np.array(
        [
            -abs(math.log10(float(candidate["learning_rate"])) + 2)
            - abs(int(candidate["layers"]) - 4)
            - (candidate["optimizer"] != "adam")
            for candidate in candidates
        ]
    )


def test_a_grid_is_every_combination_in_the_order_given():
    space = {"b": ["2", "1"], "a": ["x", "y"]}
    (found,) = search.generations(plan("grid"), space, None)
    assert found == [
        {"b": "2", "a": "x"},
        {"b": "2", "a": "y"},
        {"b": "1", "a": "x"},
        {"b": "1", "a": "y"},
    ]
    assert list(search.generations(plan("grid"), {}, None)) == [[{}]]


def test_a_grid_has_no_distributions():
    with pytest.raises(InputError, match=r"learning_rate is a distribution: .* --random N"):
        search.grid(SPACE)


def test_random_candidates_are_different_and_decided_by_the_seed():
    (found,) = search.generations(plan("random", 10), SPACE, None)
    (again,) = search.generations(plan("random", 10), SPACE, None)
    (other,) = search.generations(plan("random", 10, search_seed=1), SPACE, None)
    assert found == again != other
    assert len({tuple(candidate.values()) for candidate in found}) == 10


def test_random_candidates_of_a_small_grid_end_with_it():
    space = {"a": ["1", "2", "3"]}
    assert sorted(it["a"] for it in search.random(space, 10, np.random.RandomState(0))) == [
        "1",
        "2",
        "3",
    ]


def test_generations_improve_and_are_decided_by_the_seed():
    generations = list(search.generations(plan("genetic", 12, 10), SPACE, distance))
    again = list(search.generations(plan("genetic", 12, 10), SPACE, distance))
    assert generations == again
    assert [len(generation) for generation in generations] == [10] * 12
    best = [distance(generation).max() for generation in generations]
    assert best == sorted(best)
    assert best[-1] > best[0]
    assert distance(generations[-1]).mean() > distance(generations[0]).mean()


def test_the_best_stays_and_children_have_their_parents_values_unless_they_mutate(monkeypatch):
    candidates = search.random(SPACE, 6, np.random.RandomState(3))
    monkeypatch.setattr(search, "MUTATION", 0)
    found = search.next_generation(
        SPACE, candidates, distance(candidates), np.random.RandomState(0)
    )
    assert found[0] == candidates[distance(candidates).argmax()]
    for child in found:
        for key, value in child.items():
            assert value in {candidate[key] for candidate in candidates}


def test_diverged_candidates_are_the_worst():
    candidates = [{"layers": str(i)} for i in range(1, 5)]
    fitness = np.array([math.nan, -math.inf, -0.5, -0.9])
    found = search.next_generation(
        {"layers": Distribution(1, 8, log=False, whole=True)},
        candidates,
        fitness,
        np.random.RandomState(0),
    )
    assert found[0] == {"layers": "3"}


def test_selection_prefers_the_better(monkeypatch):
    """Of 4 candidates, the best is either parent's with probability 4/10."""
    monkeypatch.setattr(search, "MUTATION", 0)
    monkeypatch.setattr(search, "ATTEMPTS", 1)
    candidates = [{"layers": str(i)} for i in range(4)]
    rng = np.random.RandomState(0)
    children = [
        child["layers"]
        for _ in range(500)
        for child in search.next_generation(
            {"layers": Distribution(0, 3, log=False, whole=True)}, candidates, np.arange(4.0), rng
        )[1:]
    ]
    shares = np.bincount(np.array(children, int)) / len(children)
    np.testing.assert_allclose(shares, [0.1, 0.2, 0.3, 0.4], atol=0.05)
