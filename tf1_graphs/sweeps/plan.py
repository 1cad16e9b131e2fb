"""Makes the plan of a sweep from what a command line gives."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass

from tf1_graphs.errors import InputError
from tf1_graphs.sweeps import space

POPULATION = 8


@dataclass(frozen=True)
class Plan:
    """What a sweep is; two launches of the same plan are the same sweep.

    Attributes:
        experiment: the experiment's name.
        method: `grid`, `random` or `genetic`.
        seeds: of the runs, each candidate's.
        settings: what each setting can be, as given, such as `0.1,0.2` or `log:1e-4:1e-2`.
        count: candidates that are drawn at random, or generations.
        population: candidates of a generation.
        by: column by which the genetic search selects.
        search_seed: of what is drawn.
        epochs: number of epochs, or None for each experiment's.
        corrected: whether all errata that can be repaired are.
        threads: TensorFlow's; the weights' last bits depend on it.
    """

    experiment: str
    method: str
    seeds: tuple[int, ...]
    settings: dict[str, str]
    count: int = 0
    population: int = 0
    by: str = ""
    search_seed: int = 42
    epochs: int | None = None
    corrected: bool = False
    threads: int = 1

    @property
    def name(self):
        """Name of the sweep unless it is given one: the method and the plan's hash."""
        digest = hashlib.sha256(json.dumps(dataclasses.asdict(self)).encode()).hexdigest()
        return f"{self.method}-{digest[:8]}"


def make(experiment, seeds, pairs, methods, by=None, population=None, **given):
    """Return the `Plan` that a command line asks for.

    Args:
        experiment: the `Experiment`.
        seeds: such as `0:20` or `1,2,5`.
        pairs: list of `key=values`; see `space.parse`.
        methods: {"grid", "random", "genetic"}: what was given of each, falsy where nothing was.
        by: column by which the genetic search selects.
        population: candidates of a generation.
        given: other fields of the plan.

    Raises:
        InputError: what was given cannot be used, or does not go together.
    """
    chosen = [method for method, value in methods.items() if value] or ["grid"]
    if len(chosen) > 1:
        raise InputError(f"one search at a time: got {' and '.join(f'--{m}' for m in chosen)}")
    (method,) = chosen
    varied = space.parse(experiment, pairs)
    if method != "grid" and not varied:
        raise InputError(
            f"--{method} draws settings: say which with --set, such as --set noise=0.1,0.2"
        )
    if method == "genetic" and not by:
        raise InputError(
            "--genetic improves a column of metrics.csv: name it with --by, such as --by loss"
        )
    if method != "genetic" and (by or population):
        raise InputError(
            "--by and --population are for --genetic; `tf1-graphs compare` sorts by a column"
        )
    return Plan(
        experiment=experiment.name,
        method=method,
        seeds=space.parse_seeds(seeds),
        settings=dict(pair.split("=", 1) for pair in pairs),
        count=0 if method == "grid" else methods[method],
        population=(population or POPULATION) if method == "genetic" else 0,
        by=by or "",
        **given,
    )
