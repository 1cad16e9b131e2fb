"""Reads what a sweep varies: seeds, and settings as lists of values or as distributions."""

import dataclasses
import typing

from tf1_graphs.errors import InputError
from tf1_graphs.experiments import settings as settings_module

DIGITS = 4
"""Significant digits of a number that is drawn: it stands in the run directory's name."""


@dataclasses.dataclass(frozen=True)
class Distribution:
    """Numbers to draw: evenly, or log-uniformly with density 1 / (x log(high / low)).

    Attributes:
        low: the lowest.
        high: the highest.
        log: whether it is the logarithm that is uniform.
        whole: whether the numbers are whole.

    References:
        Article 003, the last section: `scipy.stats.reciprocal(1e-4, 1e-2)`.
    """

    low: float
    high: float
    log: bool
    whole: bool

    def rvs(self, random_state):
        """Draw one number, as text, for scikit-learn's `ParameterSampler`.

        Args:
            random_state: NumPy's `RandomState`.
        """
        from scipy import stats

        if not self.log:
            return str(stats.randint(self.low, self.high + 1).rvs(random_state=random_state))
        drawn = stats.loguniform(self.low, self.high).rvs(random_state=random_state)
        rounded = round(drawn) if self.whole else float(f"{drawn:.{DIGITS}g}")
        return str(min(max(rounded, self.low), self.high))


def parse(experiment, pairs):
    """Return what each setting of a sweep can be.

    Args:
        experiment: the `Experiment`.
        pairs: iterable of `key=value`, `key=value,value`, `key=log:low:high` and
            `key=int:low:high`. Of a setting that is a list of numbers, such as `corrected`, one
            value is joined by `+`.

    Returns:
        {setting: list of texts, or `Distribution`}, in the order given.

    Raises:
        InputError: a setting that there is not, or values that it cannot take.

    Example:
        `parse(find("moons"), ["noise=0.1,0.2", "learning_rate=log:1e-4:1e-2"])`
    """
    types = {name: it.type for name, it in settings_module.fields(experiment.settings).items()}
    space = {}
    for pair in pairs:
        key, separator, text = pair.partition("=")
        if not separator:
            raise InputError(f"expected a setting as key=value or key=value,value, got {pair!r}")
        if key in space:
            raise InputError(f"the setting {key} is given twice: name all its values at once")
        kind, _, bounds = text.partition(":")
        if kind in ("log", "int") and bounds:
            space[key] = _range(experiment, key, kind, bounds, types.get(key))
        else:
            space[key] = list(dict.fromkeys(text.split(",")))
            for value in space[key]:
                settings_of(experiment, {key: value})
    return space


def settings_of(experiment, candidate, epochs=None, corrected=False):
    """Return the settings of a candidate, {setting: text}.

    Raises:
        InputError: a setting that there is not, or a value that it cannot take.
    """
    pairs, known = [], settings_module.fields(experiment.settings)
    for key, text in candidate.items():
        lists = key in known and typing.get_origin(known[key].type) is tuple
        pairs.append(f"{key}={text.replace('+', ',') if lists else text}")
    return settings_module.parse(experiment, pairs, epochs, corrected)


def _range(experiment, key, kind, bounds, type_):
    """Return the distribution that `log:low:high` or `int:low:high` stands for."""
    shape = f"{kind}:low:high"
    ends = bounds.split(":")
    if len(ends) != 2:
        raise InputError(f"the setting {key}: expected {shape}, got {kind}:{bounds}")
    for end in ends:
        settings_of(experiment, {key: end})
    whole = kind == "int" or type_ is int
    try:
        low, high = (int(end) if whole else float(end) for end in ends)
    except ValueError:
        numbers = "whole numbers" if whole else "numbers"
        raise InputError(f"the setting {key}: {shape} takes {numbers}, got {bounds}") from None
    if low >= high:
        raise InputError(f"the setting {key}: low must be below high in {shape}, got {bounds}")
    if kind == "log" and low <= 0:
        raise InputError(f"the setting {key}: {shape} takes numbers above 0, got {bounds}")
    return Distribution(low, high, kind == "log", whole)


def parse_seeds(text):
    """Return the seeds that a text stands for.

    Args:
        text: `0:20`, which are 0 to 19, as Python's `range` has it; `1,2,5`; or both, `0:3,7`.

    Returns:
        Tuple of different seeds, in the order given.

    Raises:
        InputError: the text is of another form, or the range is empty.
    """
    seeds = []
    for part in text.split(","):
        try:
            bounds = [int(bound) for bound in part.split(":")]
        except ValueError:
            bounds = []
        if len(bounds) not in (1, 2) or min(bounds) < 0:
            raise InputError(
                f"expected seeds as 0:20, which are 0 to 19, or as 1,2,5, got {text!r}"
            )
        chosen = range(*bounds) if len(bounds) == 2 else bounds
        if not chosen:
            raise InputError(
                f"the range of seeds {part} is empty: the second number must be above the first"
            )
        seeds += chosen
    return tuple(dict.fromkeys(seeds))
