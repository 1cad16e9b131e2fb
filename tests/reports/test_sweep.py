"""The report of a sweep, from runs that are written by hand."""

import json

import pytest
from click.testing import CliRunner

from tests.judging.runs import write_run
from tests.reports.pages import check
from tf1_graphs.cli import main
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.reports import sweep
from tf1_graphs.sweeps import plan, sweep_folder

MOONS = find("moons")
ROWS = [{"loss": 0.5, "accuracy": 0.9}, {"loss": 0.25, "accuracy": 0.9975}]
GOOD = {"precision": 1.0, "recall": 1.0}


@pytest.fixture
def folder(tmp_path):
    """A sweep over two noises and two seeds, of which one run is not finished."""
    planned = plan.make(MOONS, "1,2", ["noise=0.3,0.7"], {"grid": True})
    path = tmp_path / "runs" / "moons" / "sweeps" / "mine"
    path.mkdir(parents=True)
    runs = []
    for noise in (0.3, 0.7):
        for seed in (1, 2):
            settings = MOONS.settings(noise=noise)
            results = GOOD if (noise, seed) != (0.7, 2) else None
            run = write_run(tmp_path / "runs", MOONS, ROWS, results, seed, settings)
            manifest = json.loads(run.manifest.read_text())
            runs.append({"run": run.path.name, "seed": seed, "settings": manifest["settings"]})
    folder = sweep_folder.SweepFolder(path)
    sweep_folder.write(folder, planned, runs)
    return folder


def test_a_sweeps_report(folder):
    result = CliRunner().invoke(main, ["report", str(folder.path)])
    path = folder.path / "report.html"
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    page = check(path.read_text())
    assert page.text.startswith("moons: sweep mine ")
    assert "seed-1-noise=0.3 1 0.3 2 0.25 0.9975 1 1 0 finished" in page.text
    assert "seed-2-noise=0.7 2 0.7 2 0.25 0.9975 0 interrupted" in page.text
    assert "highest accuracy of the last 1000 epochs at noise 0.3" in page.text
    assert "? undecided 0 of 1 published figures reproduced." in page.text  # of two seeds
    assert "loss ends at 0.25 at the lowest" in page.all("img")[0]["alt"]
    runs_dir = folder.path.parent.parent.parent
    again = "tf1-graphs sweep moons --seeds 1,2 --set noise=0.3,0.7 --name mine"
    assert f"{again} --runs-dir {runs_dir}" in page.text
    found = json.loads(path.with_suffix(".json").read_text())
    assert [run["seed"] for run in found["runs"]] == [1, 2, 1, 2]
    assert "| seed-1-noise=0.3 |" in path.with_suffix(".md").read_text()


def test_the_command_that_makes_a_search_again(folder):
    methods = {"genetic": 3}
    planned = plan.make(
        MOONS, "0:2", ["noise=0.1,0.2"], methods, by="loss", population=4, epochs=5, threads=2
    )
    sweep_folder.write(folder, planned, [])
    assert sweep.command(sweep_folder.read(folder)["plan"], folder).startswith(
        "tf1-graphs sweep moons --seeds 0,1 --set noise=0.1,0.2 --genetic 3 --search-seed 42 "
        "--population 4 --by loss --epochs 5 --threads 2 --name mine"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [("{", "not valid JSON"), ("{}", "is not the plan of a sweep"), ("[]", "is not the plan")],
)
def test_a_plan_that_is_none(folder, content, words):
    folder.plan.write_text(content)
    with pytest.raises(InputError, match=words):
        sweep.write(folder.path)


def test_a_damaged_run(folder):
    run = folder.run("seed-1-noise=0.3")
    (run / "results.json").write_text("{")
    with pytest.raises(InputError, match=r"results.json is damaged"):
        sweep.write(folder.path)
