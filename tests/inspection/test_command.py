"""`tf1-graphs inspect` as a user meets it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.inspection.subjects import MNIST_META, ONE_MORE, RECORDING, TF1_EVENTS, TF1_RUN
from tf1_graphs.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run the command in an empty folder, and return its result."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["inspect", *map(str, arguments)])


def test_facts_and_pictures_go_to_files(run):
    result = run("moons", "--seed", 1, "--json", "a.json", "--svg", "a.svg", "--dot", "a.dot")
    assert result.exit_code == 0
    assert result.stdout.startswith("moons: ")
    facts = json.loads(Path("a.json").read_text())
    assert facts["graph_seed"] == 1
    assert facts["parameters"]["trainable"] == 56
    assert Path("a.svg").read_text().startswith("<svg ")
    assert Path("a.dot").read_text().startswith("digraph {")


def test_standard_output_has_what_was_asked_for_and_nothing_else(run):
    assert json.loads(run(TF1_EVENTS, "--json", "-").stdout)["ops"] == 252
    assert run(TF1_EVENTS, "--svg", "-").stdout.rstrip().endswith("</svg>")


@pytest.mark.parametrize("option", ["--svg", "--dot", "--json"])
def test_a_full_disk_leaves_the_old_file(run, monkeypatch, option):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    Path("old").write_text("old")
    monkeypatch.setattr(os, "fsync", full)
    result = run(ONE_MORE, option, "old")
    assert (result.exit_code, result.stderr) == (2, "Error: old: No space left on device\n")
    assert {path.name: path.read_text() for path in Path().iterdir()} == {"old": "old"}


@pytest.mark.parametrize("target", [TF1_RUN, TF1_EVENTS, ONE_MORE, MNIST_META.parent])
def test_a_graph_file_or_its_folder(run, target):
    result = run(target)
    assert result.exit_code == 0
    assert "name scopes (ops in all)" in result.stdout


def test_a_file_in_the_current_folder(run):
    shutil.copy(ONE_MORE, "graph.pb")
    assert run("graph.pb").stdout.startswith("graph.pb\n")


def test_a_folder_that_has_an_experiments_name_does_not_hide_it(run):
    Path("moons").mkdir()
    assert run("moons").stdout.startswith("moons: Fully connected network")


def test_exit_status_and_json_say_whether_graphs_differ(run):
    same = run("mnist_batch_norm", "--against", MNIST_META)
    assert same.exit_code == 0
    assert same.stdout.startswith("mnist_batch_norm: identical (768 nodes, 6 collections)\n")
    other = run(ONE_MORE, "--against", TF1_RUN, "--json", "a.json")
    assert other.exit_code == 1
    assert other.stdout.splitlines()[:2] == [
        f"{ONE_MORE}: 2 differences",
        "node 2 extra/three (Const) is added here",
    ]
    against = json.loads(Path("a.json").read_text())["against"]
    assert against["differences"][0] == "node 2 extra/three (Const) is added here"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["moonz"], "did you mean moons"),
        (["nothing.meta"], "nothing.meta: no such file or folder"),
        (["runs/nothing"], "runs/nothing: no such file or folder"),
        (
            ["moons", "--against", "nothing.meta"],
            "--against nothing.meta: no such file or folder; it takes",
        ),
        (["housing_mlp", "--against", RECORDING], "has no graph of housing_mlp; it has moons"),
        ([ONE_MORE, "--against", RECORDING], "is a JSON recording of experiments"),
        ([ONE_MORE, "--seed", 3], "has its own seed and settings; --seed, --set and"),
        ([ONE_MORE, "--corrected"], "has its own seed and settings; --seed, --set and"),
        (["moons", "--svg", "no/where.svg"], "--svg no/where.svg: there is no folder no"),
        (["moons", "--dot", "no/where.dot"], "--dot no/where.dot: there is no folder no"),
    ],
)
def test_bad_input(run, arguments, words):
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert words in result.stderr
