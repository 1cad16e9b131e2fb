"""What a person sees: TensorBoard's own pages on real runs, in Chromium.

`TF1_GRAPHS_SCREENSHOTS` names a folder that keeps the screenshots. With
`TF1_GRAPHS_BROWSER=required` a missing browser is a failure.
"""

import os
import re
from pathlib import Path

import pytest

from tests.tensorboard.conftest import MOONS_EPOCHS


@pytest.fixture(scope="module")
def page(driver, tmp_path_factory):
    from tests.tensorboard import browser

    screenshots = os.environ.get("TF1_GRAPHS_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots")
    Path(screenshots).mkdir(parents=True, exist_ok=True)
    return browser.Browser(driver, Path(screenshots))


@pytest.fixture(autouse=True)
def _without_errors(page, request):
    """Each page is shown without an error; a screenshot is kept of it."""
    page.errors()
    yield
    page.driver.switch_to.default_content()
    page.screenshot("-".join(re.findall(r"\w+", request.node.name)).removeprefix("test_"))
    assert page.errors() == []


def nodes(page):
    """The names of the nodes of the graph."""
    return set(page.all("g.node[data-name]", "element.getAttribute('data-name')"))


def test_graphs_show_the_articles_name_scopes(page, moons_url):
    scopes = {"input", "full-connect-layer", "output", "loss", "train", "eval"}
    page.open(moons_url, "graphs")
    page.wait(lambda: scopes <= nodes(page))
    # The other nodes are the article's too: the layers' variables, and its `global_step`.
    assert nodes(page) == scopes | {"fc1", "fc2", "Variable"}


def test_scalars(page, url):
    page.open(url, "scalars")
    # The first lines are drawn: as measured and smoothed, of two runs.
    page.wait(lambda: len([line for line in lines(page) if line]) >= 4)
    assert {"eval/acc", "loss/loss_1"} <= set(page.all("tf-scalar-card", "element.tag"))


def lines(page):
    """The horizontal positions of the points of each line."""
    paths = page.all("path.line", "element.getAttribute('d')")
    return [[float(x) for x in re.findall(r"[ML]([-\d.]+),", path or "")] for path in paths]


def test_scalars_of_a_resumed_run_are_one_line(page, moons_url):
    page.open(moons_url, "scalars")
    page.wait(lambda: len(lines(page)) == 4 and all(lines(page)))
    # Points outside the chart are not drawn, so it is scaled to hold them all.
    page.all("paper-checkbox", "element.textContent.includes('outliers') && element.click()")
    page.wait(lambda: {len(line) for line in lines(page)} == {MOONS_EPOCHS})
    for line in lines(page):
        assert line == sorted(set(line))


def test_distributions(page, moons_url):
    page.open(moons_url, "distributions", tagFilter="gradients")
    page.wait(lambda: page.all("path.area", "element.getAttribute('d')"))


def test_histograms(page, moons_url):
    page.open(moons_url, "histograms", tagFilter="activations")
    page.wait(lambda: page.all(".histogram path", "element.getAttribute('d')"))


@pytest.mark.parametrize("tag", ["inputs", "first_layer_filters", "mistakes"])
def test_images(page, url, tag):
    page.open(url, "images", tagFilter=tag)
    page.wait(lambda: any(page.all("img", "element.naturalWidth")))


def test_text(page, moons_url):
    page.open(moons_url, "text", tagFilter="article/published_figures")
    figure = "first epoch with 100 % accuracy at noise 0.1"
    # Until the filter is applied, other texts stand there.
    cells = page.wait(lambda: figure in (cells := page.all("table td")) and cells)
    assert "before epoch 500" in cells


def test_projector(page, moons_url):
    page.open(moons_url, "projector")
    page.frames(2)
    page.wait(lambda: "400" in page.all(".numDataPoints"))
    assert "4" in page.all(".dim")


def test_hparams(page, url):
    page.open(url, "hparams")
    page.wait(lambda: "0.0010000" in page.all("vaadin-grid-cell-content"))
    headings = set(page.all("vaadin-grid-cell-content"))
    assert {"batch_size", "learning_rate", "eval/acc", "test_loss"} <= headings
