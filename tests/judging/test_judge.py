"""Figures judged from what runs have measured, whatever state they are in."""

import dataclasses
import json

import pytest

from tests.changing import changed
from tests.judging.runs import write_run
from tf1_graphs.experiments import catalogue
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.experiment import PublishedFigure
from tf1_graphs.judging import judge
from tf1_graphs.judging.judge import Runs
from tf1_graphs.runs.run_directory import RunDirectory

MOONS = find("moons")
PERFECT = [{"loss": 0.5, "accuracy": 1.0}] * 3
GOOD = {"precision": 1.0, "recall": 1.0}


def published(name, rule, published="1", settings=(), against="", **rest):
    measure = rest.pop("measure", lambda measurements: measurements.results["precision"])
    return PublishedFigure(
        name, published, "here", rule, measure, settings=dict(settings), against=against, **rest
    )


def experiment(*figures):
    return changed(MOONS, figures=figures)


ONE = published("precision", "range", bounds=(1, 1))


def only_judgement(found):
    (judgement,) = found.judgements
    return judgement


def test_a_finished_run_is_judged(tmp_path):
    run = write_run(tmp_path, MOONS, PERFECT, GOOD)
    found = judge.judge_experiment(experiment(ONE), Runs(tmp_path), 42)
    assert only_judgement(found).verdict == "reproduced"
    assert found.run == run
    assert found.remedies == {}


def test_a_missing_run_is_undecided_with_the_command_that_trains_it(tmp_path):
    figure = dataclasses.replace(ONE, settings={"noise": 0.2, "corrected": (1, 2)})
    found = judge.judge_experiment(experiment(figure), Runs(tmp_path / "my runs"), 7)
    judgement = only_judgement(found)
    assert (judgement.verdict, judgement.measured) == ("undecided", "not trained yet")
    assert judgement.criterion == "exactly 1"
    assert found.remedies["precision"] == (
        "tf1-graphs train moons --seed 7 --set noise=0.2 --set corrected=1,2 "
        f"--runs-dir '{tmp_path / 'my runs'}'"
    )
    assert found.as_json()["figures"][0]["remedy"] == found.remedies["precision"]


def test_an_unfinished_run_is_undecided_and_resumed(tmp_path):
    run = write_run(tmp_path, MOONS, PERFECT)
    found = judge.judge_experiment(experiment(ONE), Runs(tmp_path), 42)
    assert only_judgement(found).measured == "not finished: 3 of at most 5000 epochs"
    assert found.remedies["precision"] == f"tf1-graphs resume {run.path}"


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("run.json", "{", "run.json is not valid JSON"),
        ("run.json", "[]", "list indices"),
        ("results.json", "{", "Expecting property name"),
        ("results.json", "{}", "'results'"),
        ("results.json", '{"results": {}}', "did not measure 'precision'"),
        ("metrics.csv", "epoch,loss\n0,many\n", "many"),
    ],
)
def test_a_damaged_run_is_undecided_and_says_what_is_damaged(tmp_path, file, content, words):
    run = write_run(tmp_path, MOONS, PERFECT, GOOD)
    (run.path / file).write_text(content)
    found = judge.judge_experiment(experiment(ONE), Runs(tmp_path), 42)
    judgement = only_judgement(found)
    assert judgement.verdict == "undecided"
    assert judgement.measured.startswith("damaged: ")
    assert words in judgement.measured
    assert str(run.path) in judgement.measured
    assert "--fresh" in found.remedies["precision"]


def test_another_run_in_its_place_does_not_count(tmp_path):
    run = write_run(tmp_path, MOONS, PERFECT, GOOD)
    manifest = json.loads(run.manifest.read_text())
    manifest["settings"]["noise"] = 0.2
    run.manifest.write_text(json.dumps(manifest))
    judgement = only_judgement(judge.judge_experiment(experiment(ONE), Runs(tmp_path), 42))
    assert judgement.verdict == "undecided"
    assert judgement.measured == f"{run.path} holds another run"


def test_a_run_that_began_elsewhere_counts_in_its_own_report_only(tmp_path):
    write_run(tmp_path, MOONS, PERFECT, GOOD, imported={"epoch": 1, "sha256": "ab"})
    assert only_judgement(judge.judge_experiment(experiment(ONE), Runs(tmp_path), 42)).verdict == (
        "undecided"
    )
    run = RunDirectory(tmp_path / "moons" / "seed-42")
    own = judge.judge_experiment(experiment(ONE), Runs(tmp_path, run), 42)
    assert only_judgement(own).verdict == "reproduced"


def test_replicates_look_at_every_recorded_seed(tmp_path):
    for seed in (42, 3, 44, 5, 46):
        write_run(tmp_path, MOONS, PERFECT, {"precision": seed / 100}, seed=seed)
    other = MOONS.settings(noise=0.2)
    write_run(tmp_path, MOONS, PERFECT, {"precision": 9.0}, seed=9, settings=other)
    write_run(tmp_path, MOONS, PERFECT, seed=10)
    found = judge.judge_experiment(
        experiment(published("p", "replicates", "0.42")), Runs(tmp_path), 42
    )
    judgement = only_judgement(found)
    assert judgement.verdict == "reproduced"
    assert judgement.distribution["values"] == [0.42, 0.03, 0.05, 0.44, 0.46]
    assert found.remedies == {}


def test_too_few_seeds_are_undecided_with_the_command_that_trains_more(tmp_path):
    write_run(tmp_path, MOONS, PERFECT, GOOD)
    found = judge.judge_experiment(experiment(published("p", "replicates")), Runs(tmp_path), 42)
    assert only_judgement(found).verdict == "undecided"
    assert found.remedies["p"] == (
        f"tf1-graphs reproduce moons --seed 42 --seeds 5 --runs-dir {tmp_path}"
    )


def test_a_figure_that_compares_needs_the_other_run_too(tmp_path, monkeypatch):
    other = changed(MOONS, name="other")
    monkeypatch.setitem(catalogue.experiments(), "other", other)
    figure = published(
        "difference",
        "range",
        against="other",
        bounds=(0.5, 0.5),
        measure=lambda other, own: own.results["precision"] - other.results["precision"],
    )
    write_run(tmp_path, MOONS, PERFECT, GOOD)
    found = judge.judge_experiment(experiment(figure), Runs(tmp_path), 42)
    judgement = only_judgement(found)
    assert (judgement.verdict, judgement.measured) == ("undecided", "other: not trained yet")
    assert "train other" in found.remedies["difference"]
    write_run(tmp_path, other, PERFECT, {"precision": 0.5})
    found = judge.judge_experiment(experiment(figure), Runs(tmp_path), 42)
    assert only_judgement(found).verdict == "reproduced"


def test_only_the_figures_of_some_settings(tmp_path):
    found = judge.judge_experiment(MOONS, Runs(tmp_path), 42, only=MOONS.settings(noise=0.3))
    assert [judgement.figure.settings for judgement in found.judgements] == [{"noise": 0.3}]
    assert found.settings.noise == 0.3


def test_the_command_that_a_remedy_names_is_understood():
    """Its settings are those of the run that it is to train."""
    from tf1_graphs.experiments import settings as settings_module

    for one in catalogue.experiments().values():
        for figure in one.published.figures:
            settings = judge.settings_of(one, figure)
            words = judge.train_command(one, settings, 42, "runs").split()
            pairs = [words[i + 1] for i, word in enumerate(words) if word == "--set"]
            assert settings_module.parse(one, pairs) == settings
