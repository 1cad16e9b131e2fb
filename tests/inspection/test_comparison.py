import dataclasses

import pytest

from tests.inspection.subjects import (
    MNIST_META,
    MOONS_META,
    ONE_MORE,
    TF1_EVENTS,
    TF1_RUN,
    built,
    experiment,
)
from tf1_graphs.inspection import against, load, verdict
from tf1_graphs.inspection.comparison import compare, compare_collections
from tf1_graphs.inspection.node import of_graph_def
from tf1_graphs.tensorflow1 import tf

SHIFT = "3 default seeds shift by {} because extra/three is {} before it"


def nodes(function, seed=42):
    return of_graph_def(built(function, seed).graph_def)


def layer(name="w", shape=(2, 3), seed=None):
    tf.get_variable(name, shape, initializer=tf.random_normal_initializer(seed=seed))


def differences(here, there, seeds=(42, 42)):
    return compare(nodes(here, seeds[0]), nodes(there, seeds[1])).differences


def two_layers():
    layer("w")
    layer("v")


def test_tensorflow_1s_meta_file_of_an_article_is_identical():
    comparison = against(experiment("mnist_batch_norm"), MNIST_META, "mnist_batch_norm")
    assert comparison.differences == []
    assert comparison.compared == "768 nodes, 6 collections"
    assert "left out: 30 nodes there that save or initialize (save, init)" in comparison.notes


def test_a_script_that_left_something_out():
    comparison = against(experiment("moons"), MOONS_META, "moons")
    assert len(comparison.differences) == 3
    assert "(2: eval/ArgMax/dimension, eval/ArgMax) are added here" in comparison.differences[0]
    assert comparison.differences[2] == "collection summaries: eval/acc:0 is added here"


def test_the_first_cause_first():
    comparison = against(load(ONE_MORE), TF1_EVENTS)
    first = "from node 6 c1/kernel/Initializer/random_uniform/RandomUniform on, "
    assert comparison.differences == [
        "node 2 extra/three (Const) is added here",
        first + SHIFT.format("+1", "added"),
    ]
    back = against(load(TF1_RUN), ONE_MORE).differences
    assert back[0] == "node 2 there extra/three (Const) is missing here"
    assert back[1].endswith(SHIFT.format("-1", "missing"))


def test_a_graph_is_identical_to_itself():
    assert against(load(TF1_RUN), TF1_EVENTS).differences == []
    assert differences(two_layers, two_layers) == []


def test_collections_that_a_file_does_not_have_are_not_compared():
    comparison = against(load(TF1_EVENTS), ONE_MORE)
    assert "not compared: collections, which not both have" in comparison.notes
    assert not any(line.startswith("collection") for line in comparison.differences)


def test_another_graph_seed():
    (line,) = differences(two_layers, two_layers, seeds=(1, 2))
    assert line.startswith("graph seed 1 here, 2 there (from node ")


def test_another_op_seed():
    (line,) = differences(lambda: layer(seed=3), lambda: layer(seed=4))
    assert line.endswith("RandomStandardNormal: op seed 3 here, 4 there")


def test_another_shape():
    lines = differences(lambda: layer(shape=(2, 3)), lambda: layer(shape=(2, 4)))
    assert lines[0].endswith("shape: value int32 [2] [2, 3] here, int32 [2] [2, 4] there")
    assert "node 6 w: shape [2, 3] here, [2, 4] there" in lines


def test_another_initial_value():
    def constant(value):
        return lambda: tf.Variable([value] * 20, name="b")

    (line,) = differences(constant(0.1), constant(0.2))
    assert line.startswith("node 0 b/initial_value: value float32 [20], values with SHA-256 ")


def test_other_inputs_and_ops():
    def build(function):
        def graph():
            x, y = (tf.placeholder(tf.float32, [2], name) for name in "xy")
            function(x, y)

        return graph

    swapped = differences(
        build(lambda x, y: tf.add(x, y, "sum")), build(lambda x, y: tf.add(y, x, "sum"))
    )
    assert swapped == [
        "node 2 sum: input 0 is x here, y there",
        "node 2 sum: input 1 is y here, x there",
    ]
    (line,) = differences(
        build(lambda x, y: tf.add(x, y, "sum")), build(lambda x, y: tf.subtract(x, y, "sum"))
    )
    assert line == "node 2 sum: op Add here, Sub there"

    def controlled(x, y):
        with tf.control_dependencies([x]):
            tf.exp(y, "exp")

    (line,) = differences(build(controlled), build(lambda x, y: tf.exp(y, "exp")))
    assert line == "node 2 exp: inputs y, ^x here, y there"


def test_another_place():
    def build(near, device):
        def graph():
            first, second = (tf.Variable(1.0, name=name) for name in "ab")
            with tf.colocate_with(first if near else second), tf.device(device):
                tf.constant(2.0, name="c")

        return graph

    (line,) = differences(build(True, None), build(False, None))
    assert line == "node 8 c: colocated with [loc:@a] here, [loc:@b] there"
    lines = differences(lambda: tf.constant(1.0, name="c"), on_the_processor)
    assert lines == ["node 0 c: device none here, /device:CPU:0 there"]


def on_the_processor():
    with tf.device("/cpu:0"):
        tf.constant(1.0, name="c")


def test_another_order():
    def build(names):
        return lambda: [tf.placeholder(tf.float32, name=name) for name in names]

    lines = differences(build("abc"), build("bca"))
    assert lines == ["node 0 a (Placeholder) stands in another order there"]


def test_renamed_scopes():
    def build(scope):
        def graph():
            with tf.name_scope(scope):
                tf.exp(tf.add(tf.placeholder(tf.float32, name="x"), 1.0))

        return graph

    lines = differences(build("fc"), build("dense"))
    assert lines == ["node 0 and 3 more after it: named fc/x here, dense/x there"]


def test_each_shift_has_its_cause():
    def here():
        tf.constant(1.0, name="a/one")
        layer("w")
        tf.constant(1.0, name="b/two")
        layer("v")

    shifts = [line for line in differences(here, two_layers) if "shift" in line]
    assert [line.split(" because ")[1] for line in shifts] == [
        "a/one is added before it",
        "b/two is added before it",
    ]
    assert ["+1" in shifts[0], "+2" in shifts[1]] == [True, True]


def test_what_saves_is_no_difference_unless_it_shifts_seeds():
    def saver_last():
        two_layers()
        tf.train.Saver()

    def saver_between():
        layer("w")
        tf.train.Saver()
        layer("v")

    assert differences(saver_last, two_layers) == []
    (line,) = differences(saver_between, two_layers)
    assert "1 default seed shifts by " in line
    assert "because save/" in line


def test_gradients_are_compared_if_the_versions_are_the_same(tmp_path):
    def build(function):
        def graph():
            x = tf.placeholder(tf.float32, name="x")
            tf.gradients(function(x, name="y"), x)

        return graph

    lines = differences(build(tf.exp), build(tf.sin))
    assert lines[0] == "node 1 y: op Exp here, Sin there"
    assert any("gradients/" in line for line in lines)
    left_out = compare(nodes(build(tf.exp)), nodes(build(tf.sin)), gradients=False)
    assert left_out.differences == lines[:1]
    assert left_out.notes[-1].startswith("not compared: the ")
    subject = built(build(tf.exp))
    file = tmp_path / "graph.pb"
    file.write_bytes(subject.graph_def.SerializeToString())
    assert against(subject, file).notes == ["not compared: collections, which not both have"]


@pytest.mark.parametrize(
    ("here", "lines"),
    [
        (["a", "b"], []),
        (["a"], ["collection losses: b is missing here"]),
        (["a", "b", "c", "d"], ["collection losses: c, d are added here"]),
        (["b", "a"], ["collection losses: ['b', 'a'] here, ['a', 'b'] there: another order"]),
    ],
)
def test_collections(here, lines):
    assert compare_collections({"losses": here}, {"losses": ["a", "b"]}) == lines


def test_a_verdict_shows_the_first_differences():
    found = compare(nodes(two_layers), nodes(two_layers))
    many = dataclasses.replace(found, differences=[f"line {n}" for n in range(50)])
    lines = verdict("moons", many)
    assert lines[0] == "moons: 50 differences"
    assert lines[40:] == ["line 39", "… and 10 more; --json FILE has all of them"]
