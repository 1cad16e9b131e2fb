"""Tables of runs, which are written here by hand, in each state."""

import csv
import json
import math

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.sweeps import sweep_folder, table
from tf1_graphs.sweeps.plan import Plan
from tf1_graphs.sweeps.sweep_folder import SweepFolder
from tf1_graphs.sweeps.worker import Outcome

LOSSES = {"seed-0": 0.5, "seed-0-noise=0.2": math.nan, "seed-1": 0.25, "seed-1-noise=0.2": None}


@pytest.fixture
def folder(tmp_path):
    """A sweep of four runs: finished, diverged, interrupted, failed; one more is not begun."""
    folder = SweepFolder(tmp_path / "any" / "sweeps" / "grid-1")
    folder.path.mkdir(parents=True)
    runs = [
        {"run": name, "seed": int(name[5]), "settings": {"noise": noise, "rate": 0.1}}
        for name, noise in zip([*LOSSES, "seed-2"], [0.1, 0.2, 0.1, 0.2, 0.1], strict=True)
    ]
    for planned, (name, loss) in zip(runs, LOSSES.items(), strict=False):
        run = RunDirectory(folder.run(name))
        run_directory.write_manifest(run, planned)
        if loss is not None:
            with open(run.metrics, "a") as file:
                for epoch in range(2):
                    run_directory.write_metrics_row(file, epoch, {"loss": np.float32(loss)})
        if name.startswith("seed-0"):
            run_directory.write_results(run, {"accuracy": np.float32(0.9), "noise": loss})
    failed = Outcome("", "failed", 1.5, "host 1", "no space left")
    sweep_folder.add_outcome(folder, "seed-1-noise=0.2", failed)
    sweep_folder.add_outcome(folder, "seed-0", Outcome("", "interrupted", 2.0, "host 1"))
    sweep_folder.add_outcome(folder, "seed-0", Outcome("", "finished", 3.25, "host 1"))
    plan = Plan("any", "grid", (0, 1, 2), {"noise": "0.1,0.2"})
    sweep_folder.write(folder, plan, runs)
    return folder


def test_rows(folder):
    first, diverged, interrupted, failed, missing = table.rows(folder)
    assert first == {
        "run": "seed-0",
        "seed": 0,
        "noise": 0.1,
        "epochs_done": 2,
        "loss": np.float32(0.5),
        "accuracy": 0.9,
        "best_noise": 0.5,
        "seconds": 5.2,
        "state": "finished",
        "error": "",
    }
    assert math.isnan(diverged["loss"])
    assert math.isnan(diverged["best_noise"])
    assert (interrupted["state"], interrupted["epochs_done"]) == ("interrupted", 2)
    assert (failed["state"], failed["error"]) == ("failed", "no space left")
    assert missing["state"] == "not begun"


def test_another_run_in_its_place_is_not_the_sweeps(folder):
    run_directory.write_manifest(RunDirectory(folder.run("seed-0")), {"seed": 7})
    row = table.rows(folder)[0]
    assert row["epochs_done"] == 0
    assert "loss" not in row
    assert row["state"] == "interrupted"


def test_the_best_is_first_and_what_has_no_number_last(folder):
    found = table.rows(folder)
    by_loss = [row["run"] for row in table.best_first(found, "loss")]
    assert by_loss[:2] == ["seed-1", "seed-0"]
    by_accuracy = table.best_first([{"accuracy": 0.1}, {}, {"accuracy": 0.2}], "accuracy")
    assert by_accuracy == [{"accuracy": 0.2}, {"accuracy": 0.1}, {}]


def test_a_column_that_there_is_not(folder):
    with pytest.raises(InputError, match="there is no column 'lost'; there are run, seed, noise"):
        table.best_first(table.rows(folder), "lost")


def test_text_leaves_out_empty_columns(folder):
    lines = table.text(table.rows(folder)[:1])
    assert lines[0].split() == [
        *("run", "seed", "noise", "epochs_done", "loss", "accuracy", "best_noise"),
        *("seconds", "state"),
    ]
    assert lines[1].split() == ["seed-0", "0", "0.1", "2", "0.5", "0.9", "0.5", "5.2", "finished"]


def test_json_is_strict(folder):
    for row in table.rows(folder):
        json.dumps(table.as_json(row), allow_nan=False)
    assert table.as_json(table.rows(folder)[1])["loss"] == "NaN"


def test_csv_and_parquet_hold_the_same_rows(folder):
    parquet = pytest.importorskip("pyarrow.parquet")
    found = table.rows(folder)
    assert table.write(folder, found) == [folder.table(".csv"), folder.table(".parquet")]
    with open(folder.table(".csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["run"] for row in rows] == [*LOSSES, "seed-2"]
    assert rows[0]["loss"] == "0.5"
    columns = parquet.read_table(folder.table(".parquet")).to_pydict()
    assert list(columns) == list(rows[0])
    assert columns["loss"][0] == 0.5
    assert columns["accuracy"][2] is None


def test_a_sweep_is_found_by_its_name_or_folder(folder, tmp_path):
    assert sweep_folder.find("grid-1", tmp_path) == folder
    assert sweep_folder.find(str(folder.path), "elsewhere") == folder
    with pytest.raises(InputError, match=r"grid-2 is no sweep, .*; there are .*sweeps/grid-1"):
        sweep_folder.find("grid-2", tmp_path)
    with pytest.raises(InputError, match="`tf1-graphs sweep NAME` makes one"):
        sweep_folder.find("grid-2", tmp_path / "empty")


def test_another_plan_under_the_same_name_is_refused(folder):
    planned = [run["run"] for run in sweep_folder.read(folder)["runs"]]
    sweep_folder.admit(folder, Plan("any", "grid", (0, 1, 2), {"noise": "0.1,0.2"}), planned)
    with pytest.raises(InputError, match=r"is another sweep \(seeds: \[0, 1, 2\] there"):
        sweep_folder.admit(folder, Plan("any", "grid", (0, 1), {"noise": "0.1,0.2"}), planned)


def test_half_a_line_of_outcomes_is_left_out(folder):
    with open(folder.outcomes, "a") as file:
        file.write('{"run": "seed-1"')
    assert list(sweep_folder.read_outcomes(folder)) == ["seed-1-noise=0.2", "seed-0"]
