"""`tf1-graphs reproduce --all`: every figure of every article in one report, after training."""

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.changing import changed
from tests.reports.pages import check
from tests.training.experiments import DROPOUT
from tf1_graphs.cli import main
from tf1_graphs.experiments.catalogue import experiments
from tf1_graphs.experiments.experiment import PublishedFigure

ONES = PublishedFigure(
    "examples of class 1", "20", "results", "range", lambda it: it.results["ones"], (0, 40)
)
SEEDS = PublishedFigure(
    "last loss", "0.7", "results", "replicates", lambda it: float(it.epochs[-1]["test_loss"])
)
LISTINGS = (
    changed(DROPOUT, name="one", article="000", figures=(ONES, SEEDS)),
    changed(
        DROPOUT,
        name="two",
        article="001",
        figures=(dataclasses.replace(ONES, settings={"rate": 0.1}, bounds=(41, 50)),),
    ),
    changed(DROPOUT, name="three", article="001", figures=()),
)


@pytest.fixture(scope="module")
def reproduced(tmp_path_factory):
    """What the command printed, and the folder of the runs."""
    folder = tmp_path_factory.mktemp("all") / "runs"
    with pytest.MonkeyPatch.context() as patch:
        for name in reversed(list(experiments())):  # they come back in their order
            patch.delitem(experiments(), name)
        for listing in LISTINGS:
            patch.setitem(experiments(), listing.name, listing)
        command = ["reproduce", "--all", "--seeds", "2", "--workers", "1"]
        yield CliRunner().invoke(main, [*command, "--runs-dir", str(folder)]), folder


def test_one_report_over_all_articles(reproduced):
    result, folder = reproduced
    assert result.exit_code == 1
    assert f"Report: {folder / 'report.html'}" in result.stdout
    page = check((folder / "report.html").read_text())
    assert "1 of 3 are reproduced, 1 are not, 1 are undecided." in page.text
    assert "all articles 3 1 1 1 1 1 1" in page.text
    assert "inside the central 95 % of 2 seeds; fewer than 5 decide nothing" in page.text
    assert f"tf1-graphs reproduce one --seed 42 --seeds 5 --runs-dir {folder}" in page.text
    assert "The article publishes no figure of this listing. The run with seed 42: finished." in (
        page.text
    )
    for link in page.all("a"):
        target = link["href"]
        assert (folder / target).exists() or target.removeprefix("#") in (
            attributes.get("id") for _, attributes in page.elements
        )
    found = json.loads((folder / "report.json").read_text())
    assert found["totals"]["figures"] == 3
    assert (folder / "report.md").exists()


def test_a_report_an_experiment(reproduced):
    result, folder = reproduced
    for listing in LISTINGS:
        path = Path(folder / listing.name / "seed-42" / "report.html")
        assert f"Report: {path}" in result.stdout
        page = check(path.read_text())
        assert f"{listing.name}: {listing.title}" in page.text
        found = json.loads(path.with_suffix(".json").read_text())
        assert [it["name"] for it in found["figures"]] == [
            it.name for it in listing.published.figures
        ]


def test_a_report_written_later_says_the_same(reproduced):
    _, folder = reproduced
    before = (folder / "report.html").read_text()
    assert CliRunner().invoke(main, ["report", str(folder)]).exit_code == 0
    assert (folder / "report.html").read_text() == before
