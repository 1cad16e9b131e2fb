"""Writes and reads a sweep's own folder, which is beside the runs that it consists of.

| file | content |
|---|---|
| `sweep.json` | the plan, and the runs that it came to; written whole, by atomic replace |
| `outcomes.jsonl` | one line for each run of each launch: state, seconds, place, error |
| `table.csv`, `table.parquet` | the results, one row a run |

The runs themselves are ordinary run directories: what they say of themselves counts.
"""

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs.manifest import versions
from tf1_graphs.runs.run_directory import read_manifest


@dataclass(frozen=True)
class SweepFolder:
    """The paths of a sweep's files.

    Attributes:
        path: the folder, `<runs>/<experiment>/sweeps/<name>`.
    """

    path: Path

    @property
    def plan(self):
        """The plan and the runs."""
        return self.path / "sweep.json"

    @property
    def outcomes(self):
        """What became of each run in each launch."""
        return self.path / "outcomes.jsonl"

    def table(self, suffix):
        """The results, as `table.csv` or `table.parquet`."""
        return self.path / f"table{suffix}"

    def run(self, name):
        """Path of one of the sweep's runs."""
        return self.path.parent.parent / name


def find(text, runs_dir):
    """Return the folder of the sweep that a text names: its path, or its name under `runs_dir`.

    Raises:
        InputError: there is none; those that there are are named.
    """
    found = sorted(path.parent for path in Path(runs_dir).glob("*/sweeps/*/sweep.json"))
    matches = [path for path in found if path.name == text]
    if Path(text, "sweep.json").is_file():
        matches = [Path(text)]
    if len(matches) == 1:
        return SweepFolder(matches[0])
    if matches:
        raise InputError(f"{text} are several sweeps: name one of {_listed(matches)}")
    there = f"there are {_listed(found)}" if found else "`tf1-graphs sweep NAME` makes one"
    raise InputError(f"{text} is no sweep, neither a folder nor one under {runs_dir}; {there}")


def admit(folder, plan, first):
    """Compare a plan with that of the folder, if there is one.

    Args:
        folder: the `SweepFolder`.
        plan: the `Plan`.
        first: names of the runs that the plan comes to, of a genetic search in its first
            generation.

    Raises:
        InputError: the folder is of another sweep, or of one whose candidates were drawn otherwise.
    """
    if not folder.plan.exists():
        return
    content = read(folder)
    before, now = content["plan"], json.loads(json.dumps(dataclasses.asdict(plan)))
    differences = [
        f"{key}: {before.get(key)} there, {now[key]} here"
        for key in now
        if before.get(key) != now[key]
    ]
    if differences:
        raise InputError(
            f"{folder.path} is another sweep ({'; '.join(differences)}): give this one another "
            "--name; runs that both have are not trained twice"
        )
    if [run["run"] for run in content["runs"]][: len(first)] != first:
        raise InputError(
            f"{folder.path} was drawn by other versions of tf1_graphs or scikit-learn, and today's "
            "draw other candidates; its results stand: give this sweep another --name"
        )


def write(folder, plan, runs, reference=None):
    """Write `sweep.json`.

    Args:
        folder: the `SweepFolder`.
        plan: the `Plan`.
        runs: list of {"run", "seed", "settings"}, in the order planned.
        reference: where the experiment is found, a `Reference`, or None.
    """
    content = {
        "plan": dataclasses.asdict(plan),
        "reference": reference and reference.as_json(),
        "runs": runs,
        "versions": versions(),
    }
    files.atomic_write(folder.plan, json.dumps(content, indent=1, allow_nan=False) + "\n")


def read(folder):
    """Return the content of `sweep.json`.

    Raises:
        InputError: it cannot be read as JSON.
    """
    try:
        return json.loads(folder.plan.read_text())
    except ValueError as error:
        raise InputError(f"{folder.plan} is not valid JSON ({error})") from None


def manifest_of(run):
    """Return a run's manifest; an empty one where there is none that can be read."""
    try:
        return read_manifest(run)
    except (InputError, OSError):
        return {}


def add_outcome(folder, run, outcome):
    """Append what became of a run."""
    row = {"run": run, **dataclasses.asdict(outcome), "seconds": round(outcome.seconds, 3)}
    for name in ("path", "artefact", "number"):
        del row[name]
    with open(folder.outcomes, "a") as file:
        file.write(json.dumps(row) + "\n")


def read_outcomes(folder):
    """Return {run: list of outcomes, oldest first}; a line that was half written is left out."""
    found = {}
    if folder.outcomes.exists():
        for line in folder.outcomes.read_text().split("\n"):
            try:
                row = json.loads(line)
            except ValueError:
                continue
            found.setdefault(row["run"], []).append(row)
    return found


def _listed(paths):
    return ", ".join(map(str, paths))
