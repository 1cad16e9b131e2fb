import sys
import xml.etree.ElementTree as ElementTree

import pytest

from tests.inspection.subjects import built, experiment
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import dot, svg
from tf1_graphs.inspection.layout import layout
from tf1_graphs.inspection.picture import picture
from tf1_graphs.tensorflow1 import tf

SVG = "{http://www.w3.org/2000/svg}"


def boxes(drawn):
    return {box.name: (box.kind, list(box.lines)) for box in drawn.boxes}


def test_the_boxes_of_moons_are_its_scopes():
    drawn = picture(experiment("moons").graph)
    found = boxes(drawn)
    assert list(found) == ["input", "full-connect-layer", "output", "loss", "train", "eval"]
    assert found["input"] == ("input", ["X [?, 2]", "y unknown"])
    assert found["full-connect-layer"] == (
        "ops",
        ["12 ops", "fc1: 18 parameters", "fc2: 28 parameters"],
    )
    assert found["train"][0] == "training"
    assert drawn.auxiliary == {"summaries": 1}


def test_arrows_to_the_training_that_follow_from_others_are_left_out():
    arrows = picture(experiment("moons").graph).arrows
    assert set(arrows) == {
        ("input", "full-connect-layer"),
        ("full-connect-layer", "output"),
        ("input", "loss"),
        ("output", "loss"),
        ("output", "eval"),
        ("input", "eval"),
        ("loss", "train"),
    }
    assert arrows["full-connect-layer", "output"] == ["[?, 4]"]


def test_shared_variables_have_a_box_of_their_own():
    def build():
        shared = tf.get_variable("shared", [3])
        for scope in "ab":
            with tf.name_scope(scope):
                tf.exp(shared)

    found = boxes(picture(built(build).graph))
    assert found["shared"] == ("variables", ["3 parameters"])
    assert found["a"] == ("ops", ["Exp"])


def test_many_alike_are_drawn_as_one():
    def build():
        x = tf.placeholder(tf.float32, [2], name="x")
        for number in range(12):
            with tf.name_scope(f"branch{number}"):
                tf.exp(x)

    drawn = picture(built(build).graph)
    (_, lines) = boxes(drawn)["12 scopes: branch0 …"]
    assert lines[0] == "branch0: Exp"
    assert lines[-2:] == ["… 5 more …", "branch11: Exp"]
    assert list(drawn.arrows) == [("x", "12 scopes: branch0 …")]


def test_what_saves_and_initializes_is_told_not_drawn():
    def build():
        tf.Variable(tf.zeros([2]), name="w")
        tf.global_variables_initializer()
        tf.train.Saver()

    graph = built(build).graph
    drawn = picture(graph)
    assert list(boxes(drawn)) == ["w"]
    assert set(drawn.auxiliary) == {"initializing", "saving"}
    assert "Not drawn: initializing (1 ops), saving (" in svg(graph)


def test_names_are_escaped():
    graph = built(lambda: tf.placeholder(tf.float32, name="a")).graph
    title = "<script> & \"quotes\" 'too'"
    assert ElementTree.fromstring(svg(graph, title=title)).find(f"{SVG}title").text == title
    assert r'label="<script> & \"quotes\"' in dot(graph, title=title)


def test_svg_can_be_read_aloud():
    root = ElementTree.fromstring(svg(experiment("moons").graph, title="moons"))
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert title.text == "moons"
    assert "loss (ops: 6 ops) leads to train." in words.text


def test_two_pictures_in_one_page_share_no_names():
    ids = []
    for name in ("moons", "mnist_mlp"):
        root = ElementTree.fromstring(svg(experiment(name).graph, title=name))
        ids += [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)) == 6


def overlap(one, other):
    return all(abs(one[k] - other[k]) < (one[k + 2] + other[k + 2]) / 2 for k in (0, 1))


@pytest.mark.parametrize("name", ["moons", "mnist_batch_norm_first_listing", "fashion_deep"])
@pytest.mark.parametrize("depth", [1, 2])
def test_boxes_do_not_overlap_and_arrows_lead_from_edge_to_edge(name, depth):
    drawn = picture(experiment(name).graph, depth)
    places = layout(drawn)
    found = list(places.boxes.values())
    assert len(found) == len(drawn.boxes)
    assert not [1 for i, one in enumerate(found) for other in found[:i] if overlap(one, other)]
    for (start, end), points in places.arrows.items():
        _, y, _, height = places.boxes[start]
        assert points[0][1] == pytest.approx(y + height / 2)
        _, y, _, height = places.boxes[end]
        assert points[-1][1] == pytest.approx(y - height / 2)
    width, height = places.size
    for x, y, w, h in found:
        assert 0 < x - w / 2 < x + w / 2 < width
        assert 0 < y - h / 2 < y + h / 2 < height


def scopes_that_lead_to_each_other():
    with tf.name_scope("a") as a:
        x = tf.exp(tf.placeholder(tf.float32, [2]))
    with tf.name_scope("b"):
        y = tf.exp(x)
    with tf.name_scope("c"):
        z = tf.exp(y)
    with tf.name_scope(a):
        tf.exp(z)


def test_scopes_that_lead_to_each_other():
    drawn = picture(built(scopes_that_lead_to_each_other).graph)
    assert set(drawn.arrows) == {("a", "b"), ("b", "c"), ("c", "a")}
    places = layout(drawn)
    heights = {name: y for name, (_, y, _, _) in places.boxes.items()}
    assert heights["a"] < heights["b"] < heights["c"]
    upward = places.arrows["c", "a"]
    assert upward[0][1] > upward[-1][1]


def test_a_loop_can_be_drawn():
    def build():
        x = tf.placeholder(tf.float32, [2], "x")
        tf.while_loop(lambda i, _: i < 3, lambda i, x: (i + 1, x * 2.0), [tf.constant(0), x])

    graph = built(build).graph
    for depth in (1, 2):
        assert ElementTree.fromstring(svg(graph, depth)).tag == f"{SVG}svg"


def test_an_empty_graph_is_an_empty_picture():
    graph = built(lambda: None).graph
    assert ElementTree.fromstring(svg(graph)).find(f"{SVG}desc").text is None
    assert dot(graph).startswith("digraph {")


def test_without_grandalf_there_is_a_clear_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "grandalf.graphs", None)
    with pytest.raises(InputError, match=r"needs the library grandalf: pip install"):
        svg(built(lambda: None).graph)
