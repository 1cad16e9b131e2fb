"""The report in Chromium, at the width of a phone and of a desk.

`TF1_GRAPHS_SCREENSHOTS` names a folder that keeps the screenshots. With
`TF1_GRAPHS_BROWSER=required` a missing browser is a failure.
"""

import os
from pathlib import Path

import pytest

from tests.judging.runs import write_run
from tf1_graphs import reports
from tf1_graphs.experiments.catalogue import find

MOONS = find("moons")
ROWS = [{"loss": 0.5, "accuracy": 0.9}, {"loss": 0.25, "accuracy": 1.0}]


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs")
    write_run(folder, MOONS, ROWS, {"precision": 1.0, "recall": 1.0})
    write_run(folder, MOONS, ROWS, seed=43)
    return folder


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("of", ["moons/seed-42", "moons", ""])
def test_it_fits_shows_its_pictures_and_loads_nothing(driver, runs, of, width):
    path = reports.of_target(runs / of, 42)
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get(path.as_uri())
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    widths = driver.execute_script("return [...document.images].map(it => it.naturalWidth)")
    assert len(widths) == (1 if of else 0)
    assert all(widths)
    assert driver.execute_script("return performance.getEntriesByType('resource')") == []
    assert driver.get_log("browser") == []
    cards = driver.execute_script(
        "return getComputedStyle(document.querySelector('table.cards tbody tr')).display"
    )
    assert cards == ("block" if width == 360 else "table-row")
    if screenshots := os.environ.get("TF1_GRAPHS_SCREENSHOTS"):
        Path(screenshots).mkdir(parents=True, exist_ok=True)
        name = f"report-{of.replace('/', '-') or 'all'}-{width}.png"
        assert driver.save_screenshot(str(Path(screenshots, name)))
