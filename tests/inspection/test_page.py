"""`inspect --html` in Chromium: what it draws, keyboard, search, differences, a phone's width.

`TF1_GRAPHS_SCREENSHOTS` names a folder that keeps the screenshots. With
`TF1_GRAPHS_BROWSER=required` a missing browser is a failure.
"""

import os
import re
from pathlib import Path

import pytest

from tests.inspection.subjects import ONE_MORE, TF1_RUN, built, experiment
from tf1_graphs import inspection
from tf1_graphs.tensorflow1 import tf


def many(blocks=87):
    """A graph of 20,000 nodes: 87 blocks of ten layers, which are copies of one."""
    with tf.Graph().as_default() as graph:
        hidden = tf.placeholder(tf.float32, (None, 4), name="X")
        for layer in range(10):
            with tf.variable_scope(f"layer{layer}"):
                hidden = tf.nn.relu(tf.matmul(hidden, tf.get_variable("kernel", (4, 4))))
                for _ in range(11):
                    hidden = tf.add(hidden, 1.0)
    block, end = graph.as_graph_def(), hidden.name
    del block.node[0]
    hidden = tf.placeholder(tf.float32, (None, 4), name="X")
    for number in range(blocks):
        (hidden,) = tf.import_graph_def(block, {"X": hidden}, [end], name=f"block{number}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    cnn, large, more = experiment("mnist_cnn"), built(many), inspection.load(ONE_MORE)
    for name, subject, path in (
        ("cnn", cnn, None),
        ("large", large, None),
        ("more", more, TF1_RUN),
    ):
        text = inspection.page(subject, inspection.facts(subject), path)
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return folder


def opened(driver, path, width=1200):
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    driver.get(path.as_uri())
    assert int(driver.execute_script("return document.body.dataset.drawn")) > 3
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width
    assert driver.execute_script("return performance.getEntriesByType('resource')") == []
    severe = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert severe == []
    if screenshots := os.environ.get("TF1_GRAPHS_SCREENSHOTS"):
        Path(screenshots).mkdir(parents=True, exist_ok=True)
        driver.save_screenshot(str(Path(screenshots, f"graph-{path.stem}-{width}.png")))


def press(driver, *keys):
    for key in keys:
        driver.execute_script(
            "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: arguments[0], "
            "bubbles: true}))",
            key,
        )


def facts(driver):
    return driver.execute_script("return document.getElementById('facts').innerText").splitlines()


def listed(driver):
    return driver.execute_script(
        "return [...document.getElementById('tree').children].map(line => line.textContent)"
    )


@pytest.mark.parametrize("width", [360, 1200])
def test_scopes_open_and_close_by_the_keyboard(driver, pages, width):
    opened(driver, pages / "cnn.html", width)
    names = [line.split(" ")[1] for line in listed(driver)]
    assert names[:3] == ["input", "Conv1", "network"]
    press(driver, "ArrowDown")
    assert facts(driver)[:5] == ["Conv1", "ops inside", "24", "parameters", "780"]
    press(driver, "ArrowRight")
    assert "▸ kernel · 12 ops" in listed(driver)
    assert facts(driver)[0] == "Conv1"
    press(driver, "ArrowDown", "Enter", "ArrowDown")
    assert listed(driver).index("▾ kernel") == 2
    press(driver, "ArrowUp", "ArrowLeft", "ArrowLeft")
    assert len(listed(driver)) == len(names)


def test_shapes_stand_on_the_arrows(driver, pages):
    opened(driver, pages / "cnn.html")
    labels = driver.execute_script("return cy.edges().map(edge => edge.data('label'))")
    assert "[?, 10]" in labels
    assert any("[5, 5, 1, 30]" in label for label in labels)


def test_search_opens_what_it_finds(driver, pages):
    opened(driver, pages / "cnn.html")
    box = driver.find_element("id", "search")
    box.send_keys("network/Conv1/Conv2D")
    found = driver.execute_script("return document.getElementById('found').innerText")
    assert found.splitlines()[:2] == ["7 found", "network/Conv1/Conv2D · Conv2D"]
    box.send_keys("\n")
    assert facts(driver)[:5] == [
        "network/Conv1/Conv2D",
        "op",
        "Conv2D",
        "shape",
        "[?, 24, 24, 30]",
    ]


def test_differences_are_coloured(driver, pages):
    opened(driver, pages / "more.html")
    statuses = driver.execute_script(
        "return cy.nodes().filter(n => n.data('status')).map(n => [n.id(), n.data('status')])"
    )
    assert ["s:extra", "added"] in statuses
    assert "s:logits" not in dict(statuses)


def test_a_graph_of_20000_nodes(driver, pages):
    opened(driver, pages / "large.html")
    size = int(
        re.search(
            r"^([\d]+) ops",
            driver.execute_script("return document.getElementById('summary').textContent"),
        )[1]
    )
    assert size > 20_000
    assert len(listed(driver)) == 88
    milliseconds = driver.execute_script("return Math.round(performance.now())")
    assert milliseconds < 60_000
    press(driver, "ArrowRight")
    assert "▸ layer9 · 34 ops" in listed(driver)


def test_text_of_a_file_does_not_become_part_of_the_page():
    subject = built(lambda: tf.placeholder(tf.float32, name="x"))
    subject.graph_def.node[0].attr["note"].s = b"</script>"
    text = inspection.page(subject, inspection.facts(subject) | {"notes": ["</script><b>"]})
    assert text.count("</script>") == 4
    assert "\\u003c/script>\\u003cb>" in text
