import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.sweeps.space import Distribution, parse, parse_seeds, settings_of

MOONS = find("moons")


@pytest.mark.parametrize(
    ("text", "seeds"),
    [
        ("0:3", (0, 1, 2)),
        ("1,2,5", (1, 2, 5)),
        ("42", (42,)),
        ("5,0:2,1", (5, 0, 1)),
    ],
)
def test_seeds(text, seeds):
    assert parse_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "1:2:3", "-1", "1,", "0.5", ":", "3:"])
def test_seeds_of_another_form(text):
    with pytest.raises(InputError, match=r"expected seeds as 0:20, which are 0 to 19, or as 1,2,5"):
        parse_seeds(text)


@pytest.mark.parametrize("text", ["5:5", "7:3", "1,2:2"])
def test_an_empty_range_of_seeds(text):
    with pytest.raises(InputError, match="is empty: the second number must be above the first"):
        parse_seeds(text)


def test_values_and_distributions():
    pairs = ["noise=0.1,0.2,0.1", "learning_rate=log:1e-4:1e-2", "batch_size=int:16:64"]
    assert parse(MOONS, pairs) == {
        "noise": ["0.1", "0.2"],
        "learning_rate": Distribution(1e-4, 1e-2, log=True, whole=False),
        "batch_size": Distribution(16, 64, log=False, whole=True),
    }
    whole = Distribution(8, 128, log=True, whole=True)
    assert parse(MOONS, ["batch_size=log:8:128"]) == {"batch_size": whole}


def test_of_a_list_of_numbers_one_value_is_joined_by_plus():
    (values,) = parse(MOONS, ["corrected=1,1+2"]).values()
    assert values == ["1", "1+2"]
    assert settings_of(MOONS, {"corrected": "1+2"}).corrected == (1, 2)


@pytest.mark.parametrize(
    ("pair", "message"),
    [
        ("noyse=1,2", "there is no setting 'noyse'; did you mean noise"),
        ("noyse=log:1:2", "there is no setting 'noyse'; did you mean noise"),
        ("noise", "expected a setting as key=value or key=value,value, got 'noise'"),
        ("noise=0.1,-2", r"noise takes a number from 0 on, got -2\.0"),
        ("noise=0.1,", "noise takes a number from 0 on, got ''"),
        ("noise=log:0:1", "noise: log:low:high takes numbers above 0, got 0:1"),
        ("noise=log:1:0.1", r"noise: low must be below high in log:low:high, got 1:0\.1"),
        ("noise=log:0.1", r"noise: expected log:low:high, got log:0\.1"),
        ("test_ratio=log:0.1:2", r"test_ratio takes a number from 0\.01 to 0\.99, got 2\.0"),
        ("batch_size=int:0:4", "batch_size takes a whole number from 1 on, got 0"),
        ("noise=int:0.1:4", r"noise: int:low:high takes whole numbers, got 0\.1:4"),
        ("noise=normal:0:1", "noise takes a number from 0 on, got 'normal:0:1'"),
    ],
)
def test_bad_values(pair, message):
    with pytest.raises(InputError, match=message):
        parse(MOONS, [pair])


def test_a_setting_given_twice():
    with pytest.raises(InputError, match="noise is given twice: name all its values at once"):
        parse(MOONS, ["noise=0.1", "noise=0.2"])


def test_log_uniform_draws_lie_within_the_bounds_and_their_logarithms_are_even():
    values = Distribution(1e-4, 1e-2, log=True, whole=False)
    rng = np.random.RandomState(0)
    drawn = np.array([float(values.rvs(rng)) for _ in range(2000)])
    assert drawn.min() >= 1e-4
    assert drawn.max() <= 1e-2
    below, _ = np.histogram(np.log10(drawn), bins=[-4, -3.5, -3, -2.5, -2])
    np.testing.assert_allclose(below / 2000, 0.25, atol=0.04)


def test_integers_include_both_bounds():
    values = Distribution(1, 4, log=False, whole=True)
    rng = np.random.RandomState(0)
    assert {values.rvs(rng) for _ in range(100)} == {"1", "2", "3", "4"}


def test_what_is_drawn_is_a_value_of_the_setting():
    rng = np.random.RandomState(0)
    for pair in ("learning_rate=log:1e-4:1e-2", "batch_size=log:8:128", "epochs=int:1:9"):
        space = parse(MOONS, [pair])
        for _ in range(20):
            settings_of(MOONS, {key: values.rvs(rng) for key, values in space.items()})
