import copy
import json

import pytest

from tests.inspection.subjects import RECORDING, TF1_EVENTS, built, experiment
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import against, differences, load, read_recording
from tf1_graphs.tensorflow1 import tf

MOONS = read_recording(RECORDING, "moons")


def compare(recording, **settings):
    """The differences of the moons graph to a recording."""
    return differences(experiment("moons", **settings), recording).differences


def changed(**replaced):
    return copy.deepcopy(MOONS) | replaced


def changed_node(name, **replaced):
    nodes = copy.deepcopy(MOONS["nodes"])
    (node,) = (node for node in nodes if node["name"] == name)
    node.update(replaced)
    return changed(nodes=nodes)


def earlier_form(path, end=None):
    """Write the recording in the form that has no attributes and may end before the graph does."""
    article = changed(nodes=[{k: v for k, v in n.items() if k != "attr"} for n in MOONS["nodes"]])
    article["nodes"] = article["nodes"][:end]
    collections = article.pop("collections")
    article["trainable"] = collections["trainable_variables"]
    article["variables"] = collections["variables"]
    article["summaries"] = collections["summaries"]
    article["update_ops"] = []
    path.write_text(json.dumps({"tensorflow": "1.15.5", "articles": {"moons": article}}))
    return path


def test_everything_is_compared_and_nothing_left_out():
    comparison = against(experiment("moons"), RECORDING, "moons")
    assert comparison.differences == []
    assert comparison.compared == "206 nodes, 21 initial values, 5 collections"
    assert comparison.notes == []


def test_another_seed_is_a_difference():
    lines = compare(MOONS, seed=43)
    node = "node 5 fc1/kernel/Initializer/random_uniform/RandomUniform"
    assert lines[0] == f"graph seed 43 here, 42 there (from {node} on)"
    assert "initial value of fc1/kernel: other bits" in lines


def test_a_corrected_listing_is_a_difference():
    lines = compare(MOONS, corrected=(1,))
    assert lines[0] == "node 67 loss/objective (AddN) is added here"
    assert any("train/gradients" in line for line in lines)


def test_another_learning_rate_is_a_difference():
    assert compare(MOONS, learning_rate=0.5) == [
        "node 179 train/Adam/learning_rate: value 0.5 here, 0.001 there"
    ]


GRADIENT = "train/gradients/output/output/MatMul_grad/MatMul"


@pytest.mark.parametrize(
    ("replaced", "difference"),
    [
        ({"op": "BatchMatMul"}, "op MatMul here, BatchMatMul there"),
        ({"input": ["elsewhere", "fc2"]}, "input 0 is "),
        ({"attr": {"T": "float64", "transpose_b": "True"}}, "type float32 here, float64 there"),
        ({"attr": {"T": "float32"}}, "transpose_b True here, False there"),
    ],
)
def test_a_changed_node_of_the_training_part(replaced, difference):
    lines = compare(changed_node(GRADIENT, **replaced))
    assert lines[0].endswith(difference) or difference in lines[0]
    assert GRADIENT in lines[0]


def test_a_control_input_of_the_training_part():
    name = "train/gradients/output/output/BiasAdd_grad/tuple/group_deps"
    (node,) = (node for node in MOONS["nodes"] if node["name"] == name)
    (line,) = compare(changed_node(name, input=node["input"][:1]))
    assert line.startswith("node ")
    assert f" {name}: inputs ^" in line


def test_a_changed_node():
    (line,) = compare(
        changed_node("full-connect-layer/fc1/MatMul", input=["elsewhere", "fc1/kernel/read"])
    )
    assert line.endswith(": input 0 is input/X here, elsewhere there")


def test_a_graph_that_ends_early():
    more = [*MOONS["nodes"], {"name": "more", "op": "NoOp"}]
    assert compare(changed(nodes=more)) == ["node 206 there more (NoOp) is missing here"]


def test_a_graph_that_goes_on_is_a_difference():
    (line,) = compare(changed(nodes=MOONS["nodes"][:-1]))
    assert line == "node 205 Merge/MergeSummary (MergeSummary) is added here"


def test_what_initializes_is_not_excused():
    initializer = {"name": "init", "op": "NoOp"}
    assert compare(changed(nodes=[*MOONS["nodes"], initializer])) == [
        "node 206 there init (NoOp) is missing here"
    ]


def test_a_recording_in_the_earlier_form(tmp_path):
    path = earlier_form(tmp_path / "moons.json")
    comparison = against(experiment("moons", learning_rate=0.5), path, "moons")
    assert comparison.differences == []
    assert comparison.compared == "206 nodes, 21 initial values, 4 collections"
    assert comparison.notes == [
        "not compared: attributes other than seeds, which the recording does not have"
    ]
    assert against(experiment("moons", corrected=(1,)), path, "moons").differences != []


def test_a_recording_in_the_earlier_form_may_end_early(tmp_path):
    path = earlier_form(tmp_path / "moons.json", end=20)
    comparison = against(experiment("moons"), path, "moons")
    assert comparison.differences == []
    assert comparison.compared.startswith("20 nodes")
    assert "not compared: what follows the recording's last node here (186)" in comparison.notes


def test_a_recording_of_another_tensorflow_says_what_is_left_out():
    other = changed_node(GRADIENT, op="Other") | {"tensorflow": "1.12.0"}
    comparison = differences(experiment("moons"), other)
    assert comparison.differences == []
    assert comparison.notes[0] == "recorded on TensorFlow 1.12.0"
    assert comparison.notes[1].startswith("not compared: the 52 nodes of tf.gradients here, 52 ")


@pytest.mark.parametrize("key", MOONS["collections"])
def test_a_changed_collection(key):
    lines = compare(changed(collections=MOONS["collections"] | {key: ["other:0"]}))
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
    assert subject.graph.get_operation_by_name("sum").type == "AddV2"
    there = [{"name": "a", "op": "Const"}, {"name": "b", "op": "Const"}]
    there.append({"name": "sum", "op": "Add", "input": ["a", "b"]})
    recording = {"tensorflow": "1.15.5", "whole": False, "nodes": there}
    assert differences(subject, recording).differences == []
    there[-1]["op"] = "Sub"
    assert differences(subject, recording).differences == ["node 2 sum: op Add here, Sub there"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        "\xff",
        '{"articles": 3, "tensorflow": "1.15.5"}',
        '{"articles": null, "tensorflow": "1.15.5"}',
        '{"articles": {"moons": {}}, "tensorflow": "1.15.5"}',
        '{"articles": {"moons": {"nodes": [3]}}, "tensorflow": "1.15.5"}',
        '{"articles": {"moons": {"nodes": [{"op": "NoOp"}]}}, "tensorflow": "1.15.5"}',
        '{"articles": {"moons": {"nodes": [{"name": "a", "op": "NoOp", "input": 3}]}}, '
        '"tensorflow": "1.15.5"}',
    ],
)
def test_a_file_that_is_no_recording(tmp_path, content):
    path = tmp_path / "graphs.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=f"{path} is not a recording of graphs: ") as raised:
        read_recording(path, "moons")
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"is not a recording of graphs: .*No such file"):
        read_recording(tmp_path / "nothing.json", "moons")


def test_an_experiment_that_is_not_recorded():
    with pytest.raises(InputError, match="has no graph of sun; it has moons"):
        read_recording(RECORDING, "sun")


def test_a_recording_goes_with_an_experiment(tmp_path):
    renamed = tmp_path / "graphs"
    renamed.write_text(RECORDING.read_text())
    for path in (RECORDING, renamed):
        with pytest.raises(InputError, match=r"is a JSON recording .* inspect NAME --against"):
            against(load(TF1_EVENTS), path)


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({"format": 2}, "is a recording of format 2, and format 1 can be read"),
        ({"format": "1"}, "is a recording of format '1', and format 1 can be read"),
        ({"tensorflow": None}, "does not say which TensorFlow it was recorded on"),
        ({"tensorflow": 1.15}, "does not say which TensorFlow it was recorded on"),
    ],
)
def test_a_recording_of_another_format(tmp_path, replaced, words):
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(json.loads(RECORDING.read_text()) | replaced))
    with pytest.raises(InputError) as raised:
        read_recording(path, "moons")
    assert str(raised.value).startswith(f"{path} {words}")
    assert "\n" not in str(raised.value)
