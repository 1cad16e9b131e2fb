import pytest

from tests.changing import changed
from tests.judging.runs import write_run
from tf1_graphs import reports
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.experiment import PublishedFigure
from tf1_graphs.judging import judge
from tf1_graphs.judging.judge import Runs
from tf1_graphs.reports.readme import BEGIN, END

MOONS = find("moons")
FIGURES = tuple(
    PublishedFigure(
        name, "100%", "results", "range", lambda it: it.results["precision"], (1, 1), settings
    )
    for name, settings in (("good", {}), ("open", {"noise": 0.7}))
)


@pytest.fixture
def judged(tmp_path):
    write_run(tmp_path, MOONS, [], {"precision": 1.0})
    listings = [
        changed(MOONS, figures=FIGURES),
        changed(find("housing_mlp"), figures=()),
    ]
    return [judge.judge_experiment(listing, Runs(tmp_path), 42) for listing in listings]


TABLE = """| article | experiment | figures reproduced | undecided | verdict | expected |
|---|---|---|---|---|---|
| 000 | [moons](docs/figures.md#moons) | 1 of 2 | 1 | ? undecided | 1 open |
| 003 | [housing_mlp](docs/figures.md#housing_mlp) | none published |  | run not trained yet |  |

1 of 2 published figures are reproduced, 0 are not, 1 are undecided. 1 verdicts are as expected, \
0 changed, 1 are open for lack of runs."""


def test_the_text_between_the_markers_is_replaced_and_no_other(tmp_path, judged):
    readme = tmp_path / "README.md"
    (tmp_path / "docs").mkdir()
    readme.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    reports.write_readme(readme, judged, tmp_path / "docs" / "figures.md")
    assert readme.read_text() == f"before\n{BEGIN}\n{TABLE}\n{END}\nafter\n"
    reports.write_readme(readme, judged, tmp_path / "docs" / "figures.md")
    assert readme.read_text() == f"before\n{BEGIN}\n{TABLE}\n{END}\nafter\n"
    details = (tmp_path / "docs" / "figures.md").read_text()
    assert details.startswith("# Published and reproduced\n")
    assert "\n### moons\n" in details


def test_without_details_nothing_is_linked(tmp_path, judged):
    readme = tmp_path / "README.md"
    readme.write_text(f"{BEGIN}\n{END}")
    reports.write_readme(readme, judged)
    assert "| 000 | moons | 1 of 2 | 1 | ? undecided | 1 open |" in readme.read_text()


@pytest.mark.parametrize(
    "text", ["", BEGIN, END, f"{END}\n{BEGIN}", f"{BEGIN}\n{END}\n{BEGIN}\n{END}"]
)
def test_markers_that_are_missing(tmp_path, judged, text):
    readme = tmp_path / "README.md"
    readme.write_text(text)
    with pytest.raises(InputError, match=r"README.md must have the line <!-- tf1-graphs"):
        reports.write_readme(readme, judged)
    assert readme.read_text() == text


def test_a_file_that_is_not_there(tmp_path, judged):
    with pytest.raises(InputError, match="is not a Markdown file"):
        reports.write_readme(tmp_path / "README.md", judged)
