"""Which runs figures need, and that they are judged alike wherever those are trained."""

import dataclasses
import json

import pytest
from click.testing import CliRunner

from tests.changing import changed
from tf1_graphs.cli import main
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.judging.reproduce import needed_runs


def test_exact_figures_need_one_seed():
    experiment = find("mnist_batch_norm")
    assert needed_runs(experiment, 42, 10) == [(experiment, experiment.settings(), 42)]


def test_unseeded_figures_need_all_seeds_of_each_setting_and_each_run_once():
    moons = find("moons")
    runs = needed_runs(moons, seed=42, seeds=3)
    assert runs[0] == (moons, moons.settings(), 42)
    assert [seed for _, settings, seed in runs if settings == moons.settings()] == [42, 43, 44]
    assert len(runs) == len({run[1:] for run in runs}) == 4 * 3
    runs = needed_runs(find("housing_multi_output"), seed=1, seeds=3)
    assert [seed for _, _, seed in runs] == [1, 2, 3]


def test_a_comparison_needs_the_other_experiments_run():
    compared = [
        (experiment, figure)
        for experiment in catalogue.experiments().values()
        for figure in experiment.published.figures
        if figure.against
    ]
    assert compared
    for experiment, figure in compared:
        other = find(figure.against)
        runs = needed_runs(experiment, 42, 2)
        seeds = [
            seed for one, settings, seed in runs if (one, settings) == (other, other.settings())
        ]
        assert seeds == [42, 43]


@pytest.fixture
def short(monkeypatch):
    """The moons article with the figures of its default settings, of two epochs."""
    moons = catalogue.experiments()["moons"]
    figures = tuple(figure for figure in moons.published.figures if not figure.settings)
    settings = dataclasses.make_dataclass(
        "Settings", [("epochs", int, 2)], bases=(moons.settings,), frozen=True
    )
    short = changed(moons, settings=settings, figures=figures)
    monkeypatch.setitem(catalogue.experiments(), "moons", short)


def reproduce(runs_dir, *options):
    arguments = ("reproduce", "moons", "--json", "-", "--runs-dir", str(runs_dir), *options)
    return CliRunner().invoke(main, arguments)


def test_workers_train_what_is_missing_and_the_verdicts_are_the_same(tmp_path, short):
    alone, launched = reproduce(tmp_path / "1"), reproduce(tmp_path / "2", "--workers", "1")
    assert alone.exit_code == launched.exit_code == 1
    figures = [json.loads(result.stdout)["figures"] for result in (alone, launched)]
    for figure in [*figures[0], *figures[1]]:
        del figure["remedy"]  # it names the folder
    assert figures[0] == figures[1]
    assert "moons/seed-42: loss " in launched.stderr


def test_an_experiment_that_lacks_a_run_is_not_judged(tmp_path, short):
    run = tmp_path / "moons" / "seed-42"
    trained = CliRunner().invoke(main, ("train", "moons", "--seed", "7", "--run-dir", str(run)))
    assert trained.exit_code == 0
    result = reproduce(tmp_path, "--workers", "1")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"Error: {run}: {run} holds another run (seed: 7 there, 42 here): " in result.stderr
