"""`tf1-graphs report` as a user meets it."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.judging.runs import write_run
from tests.reports.pages import check
from tests.test_cli import bad_input
from tf1_graphs.cli import main
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.reports.readme import BEGIN, END

MOONS = find("moons")
ROWS = [{"loss": 0.5, "accuracy": 0.9}, {"loss": 0.25, "accuracy": 1.0}]
GOOD = {"precision": 1.0, "recall": 1.0}


@pytest.fixture
def report(tmp_path, monkeypatch):
    """Report something in an empty folder, and return the command's result."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["report", *map(str, arguments)])


def test_a_run(report):
    write_run(Path("runs"), MOONS, ROWS, GOOD)
    result = report("runs/moons/seed-42")
    assert (result.exit_code, result.stdout) == (0, "runs/moons/seed-42/report.html\n")
    page = check(Path("runs/moons/seed-42/report.html").read_text())
    assert "precision at noise 0.1" in page.text
    assert "tf1-graphs train moons --seed 42 --set noise=0.2" in page.text
    assert "tf1-graphs report runs/moons/seed-42" in page.text


def test_a_run_with_other_settings_has_the_figures_that_are_measured_with_them(report):
    run = write_run(Path("runs"), MOONS, ROWS[:1], GOOD, settings=MOONS.settings(noise=0.3))
    assert report(run.path).exit_code == 0
    page = check(run.report(".html").read_text())
    assert "1 verdict: 0 as expected, 0 changed, 1 open for lack of seeds" in page.text
    assert "highest accuracy of the last 1000 epochs at noise 0.3" in page.text
    assert "highest accuracy of the last 1000 epochs at noise 0.2" not in page.text
    other = write_run(Path("runs"), MOONS, ROWS, GOOD, settings=MOONS.settings(noise=0.4))
    assert report(other.path).exit_code == 0
    page = check(other.report(".html").read_text())
    assert "No published figure is measured with these settings." in page.text


def test_a_run_in_a_folder_of_any_name(report):
    write_run(Path("runs"), MOONS, ROWS, GOOD).path.rename("here")
    assert report("here", "--output", "there.html").stdout == "there.html\n"
    page = check(Path("there.html").read_text())
    assert (
        "precision at noise 0.1 100% without regularization: first figures of the results 1 ?"
        in page.text
    )
    assert Path("there.md").exists()
    assert Path("there.json").exists()
    assert not Path("here/report.html").exists()


def test_a_full_disk_leaves_the_old_report_whole(report, monkeypatch):
    run = write_run(Path("runs"), MOONS, ROWS, GOOD)
    old = {f"there{suffix}": b"old" for suffix in (".html", ".json", ".md")}
    Path("out").mkdir()
    for name, content in old.items():
        Path("out", name).write_bytes(content)
    fsync = os.fsync

    def full(descriptor):
        with open(f"/proc/self/fd/{descriptor}", "rb") as file:
            if b"<html" in file.read():
                raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    result = report(run.path, "--output", "out/there.html")
    assert bad_input(result, "out/there.html: No space left on device")
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == old


def test_an_unfinished_run(report):
    run = write_run(Path("runs"), MOONS, ROWS)
    assert report(run.path).exit_code == 0
    page = check(run.report(".html").read_text())
    assert "not finished: 2 of at most 5000 epochs" in page.text
    assert f"tf1-graphs resume {run.path}" in page.text


def test_an_experiments_runs_are_listed(report):
    write_run(Path("runs"), MOONS, ROWS, GOOD)
    write_run(Path("runs"), MOONS, ROWS, seed=43)
    damaged = write_run(Path("runs"), MOONS, ROWS, seed=44)
    damaged.manifest.write_text("{")
    assert report("runs/moons").stdout == "runs/moons/report.html\n"
    page = check(Path("runs/moons/report.html").read_text())
    assert "seed-42 finished seed-43 not finished: 2 of at most 5000 epochs" in page.text
    assert "seed-44 damaged: runs/moons/seed-44/run.json is not valid JSON" in page.text


def test_all_runs(report):
    write_run(Path("runs"), MOONS, ROWS, GOOD)
    assert report("runs").stdout == "runs/report.html\n"
    page = check(Path("runs/report.html").read_text())
    for experiment in experiments().values():
        assert f"{experiment.name}: {experiment.title}" in page.text
        for figure in experiment.published.figures:
            assert figure.name in page.text


def test_the_table_in_a_readme(report):
    write_run(Path("runs"), MOONS, ROWS, GOOD)
    readme = Path("README.md")
    readme.write_text(f"# Title\n\n{BEGIN}\n{END}\n")
    Path("docs").mkdir()
    result = report("runs", "--readme", "README.md", "--details", "docs/figures.md")
    assert result.stdout == "README.md\nruns/report.html\n"
    assert "| 000 | [moons](docs/figures.md#moons) | " in readme.read_text()
    readme.write_text("# Title\n")
    assert bad_input(report("runs", "--readme", "README.md"), "README.md must have the line", BEGIN)


def test_the_table_is_of_all_runs(report):
    run = write_run(Path("runs"), MOONS, ROWS, GOOD)
    Path("README.md").write_text(f"{BEGIN}\n{END}\n")
    for folder in (run.path, run.path.parent):
        result = report(folder, "--readme", "README.md")
        assert bad_input(result, f"{folder} is of one experiment", "the folder of all runs, such")
    Path("sweep").mkdir()
    Path("sweep/sweep.json").touch()
    assert bad_input(report("sweep", "--readme", "README.md"), "sweep is of one experiment")
    assert bad_input(report("runs", "--details", "x.md"), "--details goes with --readme")
    assert Path("README.md").read_text() == f"{BEGIN}\n{END}\n"


def test_bad_input(report):
    Path("empty").mkdir()
    assert bad_input(report("nowhere"), "nowhere is not a folder", "tf1-graphs reproduce")
    assert bad_input(report("empty"), "empty has no runs", "tf1-graphs reproduce NAME")
    assert bad_input(report("empty", "--output", "x.pdf"), "--output takes", ".html")
    assert bad_input(report("empty", "--output", "no/x.html"), "there is no folder no")


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        ("run.json", "{", "run.json is not valid JSON"),
        ("run.json", "{}", "run.json is not the manifest of a run"),
        ("results.json", "{", "results.json is damaged"),
        ("metrics.csv", "epoch,loss\n0,many\n", "metrics.csv"),
    ],
)
def test_a_damaged_run(report, file, content, words):
    run = write_run(Path("runs"), MOONS, ROWS, GOOD)
    (run.path / file).write_text(content)
    assert bad_input(report(run.path), words, str(run.path))


def test_runs_in_a_folder_that_is_not_named_after_an_experiment(report):
    write_run(Path("runs"), MOONS, ROWS, GOOD)
    Path("runs/moons").rename("runs/mine")
    assert bad_input(report("runs/mine"), "not named after an experiment", "runs/mine/seed-42")
