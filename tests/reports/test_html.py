"""The HTML report: whole, accessible, and safe whatever a file of a run has in it."""

import json
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.changing import changed
from tests.judging.runs import write_run
from tests.reports.pages import check
from tf1_graphs import reports
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.experiment import Erratum, PublishedFigure
from tf1_graphs.judging import judge
from tf1_graphs.judging.judge import Runs

MOONS = find("moons")
HOSTILE = "<script>alert('x')</script> & \"quotes\" | `code` <img src=http://example.org/x.png>"
ROWS = [{"loss": 0.5, "accuracy": 0.9}, {"loss": 0.25, "accuracy": 1.0}]


def figure(name, bounds=(1, 1), **rest):
    measure = rest.pop("measure", lambda measurements: measurements.results["precision"])
    return PublishedFigure(name, "100%", "results", "range", measure, bounds, **rest)


FIGURES = (
    figure("good", remark="never shown"),
    figure("bad", (2, 3), remark="one point is `missed`"),
    figure("open", settings={"noise": 0.7}),
    PublishedFigure("seeds", "0.9", "results", "replicates", lambda it: it.results["recall"]),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A run of moons that is reported, with its folder."""
    folder = tmp_path_factory.mktemp("runs")
    experiment = changed(MOONS, figures=FIGURES)
    for seed in range(42, 47):
        write_run(folder, MOONS, ROWS, {"precision": 1.0, "recall": 0.9}, seed=seed)
    judged = judge.judge_experiment(experiment, Runs(folder), 42)
    return reports.write_experiment(judged)


def test_an_experiments_report(written):
    page = check(written.read_text())
    assert page.text.startswith(f"moons: {MOONS.title} ")
    assert "Article 000, seed 42;" in page.text
    assert ": finished." in page.text
    assert "✗ not reproduced 2 of 4 published figures reproduced." in page.text
    assert "good 100% results 1 ✓ reproduced range: exactly 1" in page.text
    assert (
        "1 ✗ not reproduced , changed: expected reproduced range: a number from 2 to 3" in page.text
    )
    assert "open 100% results not trained yet ? undecided range" in page.text
    assert "seeds 0.9 results 0.9 to 0.9" in page.text
    assert "inside the central 95 % of 5 seeds" in page.text
    assert "bad : one point is missed ." in page.text
    assert "never shown" not in page.text
    runs = written.parent.parent.parent
    assert f"tf1-graphs train moons --seed 42 --set noise=0.7 --runs-dir {runs}" in page.text
    assert f"tf1-graphs train moons --seed 42 --runs-dir {runs}" in page.text
    assert "ab" * 32 in page.text
    assert "tensorflow 2.21.0" in page.text
    for erratum in MOONS.published.errata:
        assert erratum.effect.replace("`", "") in page.text
    assert "the values are the author's" in page.text


def test_its_pictures_are_inside(written):
    images = check(written.read_text()).all("img")
    assert len(images) == 2
    assert "loss, test set: from 0.5 to 0.25" in images[0]["alt"]
    assert "5 seeds measured" in images[1]["alt"]


def test_markdown_and_json_are_beside_it(written):
    text = written.with_suffix(".md").read_text()
    assert text.startswith(f"# moons: {MOONS.title}\n\nArticle 000, seed 42; run `")
    header = "| figure | published | measured | verdict | judged by | TensorFlow 1.15.5 |\n"
    assert header in text
    assert (
        "\n| bad | 100% *results* | 1 | **✗ not reproduced**, changed: expected reproduced |"
        in text
    )
    assert "| range: a number from 2 t" in text
    assert "\n## Why not\n\n- **bad**: one point is `missed`.\n" in text
    assert "loss, test set: from 0.5 to 0.25" in text
    assert "data:image" not in text
    for erratum in MOONS.published.errata:
        assert f"\n{erratum.number}. {erratum.place}: {erratum.mistake}. Effect: " in text
    found = json.loads(written.with_suffix(".json").read_text())
    assert [it["verdict"] for it in found["figures"]] == [
        "reproduced",
        "not reproduced",
        "undecided",
        "reproduced",
    ]


def test_the_same_report_twice_has_the_same_bytes(written):
    before = written.read_bytes()
    experiment = changed(MOONS, figures=FIGURES)
    reports.write_experiment(
        judge.judge_experiment(experiment, Runs(written.parent.parent.parent), 42)
    )
    assert written.read_bytes() == before


def test_hostile_text_is_text(tmp_path):
    experiment = changed(
        MOONS,
        title=HOSTILE,
        figures=(figure(HOSTILE, (2, 3), remark=HOSTILE),),
        errata=(Erratum(1, HOSTILE, HOSTILE, HOSTILE, corrected=True),),
        notes=(HOSTILE,),
    )
    run = write_run(
        tmp_path,
        MOONS,
        [],
        {"precision": 1.0, HOSTILE: HOSTILE},
        versions={HOSTILE: HOSTILE},
        engine=HOSTILE,
    )
    path = reports.write_experiment(judge.judge_experiment(experiment, Runs(tmp_path), 42))
    text = path.read_text()
    page = check(text.replace("http://example.org", ""))
    assert page.text.count("alert('x')") >= 8
    markdown = path.with_suffix(".md").read_text()
    # Where tags count, as in GitHub's view, these are none: they are escaped, or code.
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    assert not re.search("<(script|img)", shown)
    lines = markdown.splitlines()
    rows = [line for line in lines if line.startswith("| ") and "alert" in line]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} <= {3, 7}
    assert run.path == path.parent


def test_without_matplotlib_it_says_what_is_not_drawn(tmp_path, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    write_run(tmp_path, MOONS, ROWS)
    experiment = changed(MOONS, figures=())
    path = reports.write_experiment(judge.judge_experiment(experiment, Runs(tmp_path), 42))
    page = check(path.read_text())
    assert "Not drawn: plots need matplotlib" in page.text
    assert page.all("img") == []


def test_the_overall_report_has_every_figure_and_the_totals(tmp_path):
    others = [find("mnist_batch_norm"), find("housing_mlp")]
    listings = [changed(MOONS, figures=FIGURES[:3])]
    listings += [changed(it, figures=FIGURES[:2]) for it in others]
    nothing = changed(find("fashion_deep_dropout"), figures=())
    listings.append(nothing)
    write_run(tmp_path, MOONS, ROWS, {"precision": 1.0})
    judged = [judge.judge_experiment(it, Runs(tmp_path), 42) for it in listings]
    reports.write_experiment(judged[0])
    path = reports.write_overall(judged, tmp_path / "report.html")
    page = check(path.read_text())
    assert "1 of 7 are reproduced, 1 are not, 5 are undecided." in page.text
    assert (
        "article 000 3 1 1 1 1 1 1 article 002 2 0 0 2 0 0 2 article 003 2 0 0 2 0 0 2 "
        "all articles 7 1 1 5 1 1 5" in page.text
    )
    assert [link["href"] for link in page.all("a")] == ["moons/seed-42/report.html"]
    assert "The article publishes no figure of this listing." in page.text
    assert f"good; bad: tf1-graphs train housing_mlp --seed 42 --runs-dir {tmp_path}" in page.text
    found = json.loads((tmp_path / "report.json").read_text())
    assert found["totals"]["figures"] == sum(len(it["figures"]) for it in found["experiments"])
    assert found["articles"]["000"]["reproduced"] == 1
    text = (tmp_path / "report.md").read_text()
    assert "| all articles | 7 | 1 | 1 | 5 | 1 | 1 | 5 |" in text
    assert "\n### fashion_deep_dropout\n" in text


def _contrast(first, second):
    """WCAG's contrast of two colours, from 1 to 21."""

    def luminance(colour):
        channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(mode):
    style = Path(reports.__file__).with_name("templates") / "style.css"
    blocks = re.findall(r":root \{(.*?)\}", style.read_text(), re.S)
    assert len(blocks) == 2
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", blocks[mode]))
    pairs = [("text", "page"), ("muted", "page"), ("link", "page"), ("text", "shade")]
    pairs += [(name, f"{name}-shade") for name in ("good", "bad", "open")]
    for text, ground in pairs:
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
