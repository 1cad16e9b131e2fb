"""Names and files of a run directory."""

import json
import math

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.settings import parse
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory


@pytest.mark.parametrize(
    ("pairs", "name"),
    [
        ([], "seed-42"),
        (["noise=0.2"], "seed-42-noise=0.2"),
        (["corrected=1,2", "noise=0.2"], "seed-42-noise=0.2-corrected=1+2"),
        (["noise=0.1"], "seed-42"),
    ],
)
def test_a_run_is_named_by_its_seed_and_what_differs(pairs, name):
    assert run_directory.run_name(42, parse(find("moons"), pairs)) == name


@pytest.fixture
def run(tmp_path):
    with open(tmp_path / "metrics.csv", "a") as file:
        for epoch in range(4):
            metrics = {"loss": np.float32(1) / 3 + epoch, "accuracy": np.float32(0.9742)}
            run_directory.write_metrics_row(file, epoch, metrics)
    return RunDirectory(tmp_path)


def test_metrics_are_the_shortest_digits(run):
    lines = run.metrics.read_text().splitlines()
    assert lines[:2] == ["epoch,loss,accuracy", "0,0.33333334,0.9742"]


def test_metrics_come_back_with_their_bits(run):
    rows = run_directory.read_metrics(run)
    assert rows[2] == {"loss": np.float32(1) / 3 + 2, "accuracy": np.float32(0.9742)}
    assert all(isinstance(value, np.float32) for value in rows[0].values())


@pytest.mark.parametrize(("epochs", "left"), [(0, 0), (1, 1), (3, 3), (4, 4), (9, 4)])
def test_rows_of_epochs_that_are_done_again_are_cut(run, epochs, left):
    kept = run_directory.cut_metrics(run, epochs)
    assert len(kept) == left == len(run_directory.read_metrics(run))


def test_half_a_row_is_cut(run):
    with open(run.metrics, "a") as file:
        file.write("4,0.1")
    assert len(run_directory.cut_metrics(run, 9)) == 4
    assert run.metrics.read_text().endswith("0.9742\n")


def test_no_metrics(tmp_path):
    run = RunDirectory(tmp_path)
    assert run_directory.cut_metrics(run, 3) == []
    assert run_directory.read_metrics(run) == ()
    assert run_directory.read_measurements(run) is None


def test_a_record_has_epochs_and_results(run):
    run.results.write_text(json.dumps({"results": {"recall": 0.5}}))
    measured = run_directory.read_measurements(run)
    assert measured.results == {"recall": 0.5}
    assert measured.column("accuracy").tolist() == [np.float32(0.9742)] * 4


def test_results_are_strict_json_and_come_back(run):
    measured = {
        "loss": np.float32(0.1),
        "rows": 7,
        "lost": math.nan,
        "up": np.float32(np.inf),
        "down": -math.inf,
    }
    run_directory.write_results(run, measured)

    def refuse(constant):
        raise AssertionError(f"{constant} is not JSON")

    content = json.loads(run.results.read_text(), parse_constant=refuse)["results"]
    assert content == {
        "loss": 0.1,
        "rows": 7,
        "lost": "NaN",
        "up": "Infinity",
        "down": "-Infinity",
    }
    results = run_directory.read_measurements(run).results
    assert math.isnan(results.pop("lost"))
    assert results == {"loss": 0.1, "rows": 7, "up": math.inf, "down": -math.inf}


def test_removing_a_run_leaves_other_files(run):
    (run.path / "notes.txt").touch()
    run.checkpoints.mkdir()
    for suffix in (".html", ".md", ".json"):
        run.report(suffix).touch()
    run_directory.remove_run(run)
    assert [path.name for path in run.path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(("content", "message"), [(None, "is not a run"), ("{", "not valid JSON")])
def test_a_bad_manifest(tmp_path, content, message):
    run = RunDirectory(tmp_path)
    if content is not None:
        run.manifest.write_text(content)
    with pytest.raises(InputError, match=message):
        run_directory.read_manifest(run)


def test_a_line_of_metrics_that_is_being_written_is_left_out(tmp_path):
    run = RunDirectory(tmp_path)
    run.metrics.write_text("epoch,loss,accuracy\n0,0.5,0.75\n1,0.2")
    assert run_directory.read_metrics(run) == ({"loss": 0.5, "accuracy": 0.75},)


@pytest.mark.parametrize("content", ["{", "{}", "[]", '{"results": 1}'])
def test_damaged_results(run, content):
    run.results.write_text(content)
    with pytest.raises(InputError, match=r"results.json is damaged .* train again with --fresh"):
        run_directory.read_measurements(run)


def test_damaged_metrics(run):
    run.metrics.write_text("epoch,loss,accuracy\n0,many,1\n")
    with pytest.raises(InputError, match=r"metrics.csv is damaged"):
        run_directory.read_metrics(run)
