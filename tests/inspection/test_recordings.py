import copy

import pytest

from tests.inspection.subjects import RECORDING, TF1_EVENTS, built, experiment
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import against, differences, load, nodes, recorded
from tf1_graphs.tensorflow1 import tf

MOONS = recorded(RECORDING, "moons")


def compare(recording, **settings):
    """The differences of the moons graph to a recording."""
    return differences(experiment("moons", **settings), recording).differences


def changed(**replaced):
    return copy.deepcopy(MOONS) | replaced


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("moons", "153 nodes, 21 initial values, 4 collections"),
        ("mnist_batch_norm", "290 nodes, 18 initial values, 4 collections"),
        ("mnist_batch_norm_first_listing", "269 nodes, 18 initial values, 4 collections"),
    ],
)
def test_the_articles_graphs_are_identical(name, expected):
    comparison = against(experiment(name), RECORDING, name)
    assert comparison.differences == []
    assert comparison.compared == expected


def test_another_seed_is_a_difference():
    lines = compare(MOONS, seed=43)
    node = "node 5 fc1/kernel/Initializer/random_uniform/RandomUniform"
    assert lines[0] == f"graph seed 43 here, 42 there (from {node} on)"
    assert "initial value of fc1/kernel: other bits" in lines


def test_a_corrected_listing_is_a_difference():
    assert compare(MOONS, corrected=(1,)) == ["node 67 loss/objective (AddN) is added here"]


def test_another_learning_rate_is_none_to_a_recording_without_values():
    assert compare(MOONS, learning_rate=0.5) == []


def test_a_changed_node():
    recording = changed()
    index = next(i for i, node in enumerate(MOONS["nodes"]) if node["op"] == "MatMul")
    recording["nodes"][index]["input"][0] = "elsewhere"
    (line,) = compare(recording)
    assert line.startswith(f"node {index} ")
    assert line.endswith(": input 0 is input/X here, elsewhere there")


def test_a_graph_that_ends_early():
    more = [*MOONS["nodes"], {"name": "more", "op": "NoOp"}]
    assert compare(changed(nodes=more)) == ["node 205 there more (NoOp) is missing here"]


def test_a_recording_that_ends_early_is_of_a_part_of_the_graph():
    comparison = differences(experiment("moons"), changed(nodes=MOONS["nodes"][:20]))
    assert comparison.differences == []
    assert comparison.compared.startswith("20 nodes")
    assert any("nodes after the recording's last one" in note for note in comparison.notes)


@pytest.mark.parametrize("key", ["trainable", "variables", "update_ops", "summaries"])
def test_a_changed_collection(key):
    lines = compare(changed(**{key: ["other:0"]}))
    assert lines == [line for line in lines if line.startswith("collection ")]
    assert lines[-1].endswith(": other:0 is missing here")


def test_another_initial_value():
    initial = copy.deepcopy(MOONS["initial"])
    initial["fc1/kernel"][3] += 1e-7
    assert compare(changed(initial=initial)) == ["initial value of fc1/kernel: other bits"]


def test_an_initial_value_of_a_variable_that_is_not_here():
    lines = compare(changed(initial={"fc3/kernel": [0.0]}))
    assert lines == ["initial value of fc3/kernel: the variable is not here"]


def test_tensorflows_own_renamings_are_no_difference():
    subject = built(lambda: tf.add(tf.constant(1.0, name="a"), tf.constant(1.0, name="b"), "sum"))
    assert nodes(subject.graph)[-1] == {"name": "sum", "op": "AddV2", "input": ["a", "b"]}
    there = [{"name": "a", "op": "Const"}, {"name": "b", "op": "Const"}]
    there.append({"name": "sum", "op": "Add", "input": ["a", "b"]})
    assert differences(subject, {"nodes": there}).differences == []
    there[-1]["op"] = "Sub"
    assert differences(subject, {"nodes": there}).differences == [
        "node 2 sum: op Add here, Sub there"
    ]


def test_a_control_input_is_part_of_a_node():
    def build():
        with tf.control_dependencies([tf.constant(1.0, name="first")]):
            tf.random_normal([2], seed=3, name="drawn")

    listed = nodes(built(build, seed=None).graph)
    assert listed[1] == {"name": "drawn/shape", "op": "Const", "input": ["^first"]}
    (drawn,) = (node for node in listed if node["op"] == "RandomStandardNormal")
    assert (drawn["seed"], drawn["seed2"]) == (87654321, 3)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "\xff",
        '{"articles": 3}',
        '{"articles": null}',
        '{"articles": {"moons": {}}}',
        '{"articles": {"moons": {"nodes": [3]}}}',
        '{"articles": {"moons": {"nodes": [{"op": "NoOp"}]}}}',
    ],
)
def test_a_file_that_is_no_recording(tmp_path, content):
    path = tmp_path / "graphs.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=f"{path} is not a recording of graphs: ") as raised:
        recorded(path, "moons")
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"is not a recording of graphs: .*No such file"):
        recorded(tmp_path / "nothing.json", "moons")


def test_an_experiment_that_is_not_recorded():
    with pytest.raises(InputError, match="has no graph of sun; it has moons, mnist_batch_norm"):
        recorded(RECORDING, "sun")


def test_a_recording_goes_with_an_experiment(tmp_path):
    renamed = tmp_path / "graphs"
    renamed.write_text(RECORDING.read_text())
    for path in (RECORDING, renamed):
        with pytest.raises(InputError, match=r"is a JSON recording .* inspect NAME --against"):
            against(load(TF1_EVENTS), path)
