import copy
from pathlib import Path

import pytest

from tf1_graphs.articles import find
from tf1_graphs.compat import new_graph, tf
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import describe, differences, nodes, recorded, scopes

RECORDING = Path(__file__).parent / "reference" / "articles.tf1155.json"
MOONS = recorded(RECORDING, "moons")


def compare(recording, name="moons", settings=None):
    """Return the differences of an experiment's graph to a recording, and what was compared."""
    experiment = find(name)
    with new_graph(seed=42) as graph:
        experiment.build(settings or experiment.settings())
        return differences(graph, recording)


def changed(**replaced):
    return copy.deepcopy(MOONS) | replaced


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("moons", "80 nodes, 21 initial values, 4 collections"),
        ("mnist_batch_norm", "276 nodes, 18 initial values, 4 collections"),
        ("mnist_batch_norm_first_listing", "269 nodes, 18 initial values, 4 collections"),
    ],
)
def test_the_articles_graphs_are_identical(name, expected):
    lines, compared = compare(recorded(RECORDING, name), name)
    assert lines == []
    assert compared.partition(";")[0] == expected


def test_another_seed_is_a_difference():
    with new_graph(seed=43) as graph:
        find("moons").build(find("moons").settings())
        lines, _ = differences(graph, MOONS)
    assert '"seed": 43, "seed2": 5} here' in lines[0]
    assert '"seed": 42, "seed2": 5} there' in lines[0]
    assert "initial value of fc1/kernel: other bits" in lines


def test_a_corrected_listing_is_a_difference():
    settings = find("moons").settings(corrected=(1,))
    lines, _ = compare(MOONS, settings=settings)
    assert any("loss/objective" in line for line in lines)


def test_a_changed_node():
    recording = changed()
    index = next(i for i, node in enumerate(MOONS["nodes"]) if node["op"] == "MatMul")
    recording["nodes"][index]["input"][0] = "elsewhere"
    (line,), _ = compare(recording)
    assert line.startswith(f"node {index}: ")
    assert '"elsewhere"' in line.partition(" here, ")[2]


def test_a_graph_that_ends_early():
    more = [*MOONS["nodes"], {"name": "more", "op": "NoOp"}] * 2
    lines, _ = compare(changed(nodes=more))
    assert lines[-1].endswith(" there")
    assert "nodes here" in lines[-1]


def test_a_recording_that_ends_early_is_of_a_part_of_the_graph():
    lines, compared = compare(changed(nodes=MOONS["nodes"][:20]))
    assert lines == []
    assert "20 nodes" in compared
    assert "nodes after the recording's last one" in compared


@pytest.mark.parametrize("key", ["trainable", "variables", "update_ops", "summaries"])
def test_a_changed_collection(key):
    lines, _ = compare(changed(**{key: ["other:0"]}))
    assert lines == [line for line in lines if line.startswith(f"collection {key}: [")]
    assert lines[0].endswith("['other:0'] there")


def test_another_initial_value():
    initial = copy.deepcopy(MOONS["initial"])
    initial["fc1/kernel"][3] += 1e-7
    lines, _ = compare(changed(initial=initial))
    assert lines == ["initial value of fc1/kernel: other bits"]


def test_an_initial_value_of_a_variable_that_is_not_here():
    lines, _ = compare(changed(initial={"fc3/kernel": [0.0]}))
    assert lines == ["initial value of fc3/kernel: the variable is not here"]


def test_tensorflows_own_renamings_are_no_difference():
    with new_graph() as graph:
        tf.add(tf.constant(1.0, name="a"), tf.constant(1.0, name="b"), name="sum")
        assert nodes(graph)[-1] == {"name": "sum", "op": "AddV2", "input": ["a", "b"]}
        there = [{"name": "a", "op": "Const"}, {"name": "b", "op": "Const"}]
        there.append({"name": "sum", "op": "Add", "input": ["a", "b"]})
        assert differences(graph, {"nodes": there})[0] == []
        there[-1]["op"] = "Sub"
        assert len(differences(graph, {"nodes": there})[0]) == 1


def test_a_control_input_is_part_of_a_node():
    with new_graph() as graph, tf.control_dependencies([tf.constant(1.0, name="first")]):
        tf.random_normal([2], seed=3, name="drawn")
    assert nodes(graph)[1] == {"name": "drawn/shape", "op": "Const", "input": ["^first"]}
    (drawn,) = (node for node in nodes(graph) if node["op"] == "RandomStandardNormal")
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
    ],
)
def test_a_file_that_is_no_recording(tmp_path, content):
    path = tmp_path / "graphs.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(InputError, match=f"{path} is not a recording of graphs"):
        recorded(path, "moons")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match=r"is not a recording of graphs: .*No such file"):
        recorded(tmp_path / "nothing.json", "moons")


def test_an_experiment_that_is_not_recorded():
    with pytest.raises(InputError, match="has no graph of sun; it has moons, mnist_batch_norm"):
        recorded(RECORDING, "sun")


def test_scopes():
    with new_graph() as graph:
        with tf.name_scope("outer"):
            tf.constant(1.0)
            with tf.name_scope("inner"):
                tf.constant(1.0)
                tf.constant(1.0)
        tf.no_op()
    root = scopes(graph)
    outer = root.children["outer"]
    assert root.ops == {"NoOp": 1}
    assert outer.ops == {"Const": 1}
    assert outer.children["inner"].ops == {"Const": 2}


def test_a_graph_in_words():
    experiment = find("moons")
    with new_graph(seed=42) as graph:
        experiment.build(experiment.settings())
        lines = describe(graph, depth=1)
        deeper = describe(graph, depth=2)
    for line in (
        f"{len(graph.get_operations())} ops, seed 42",
        "  input  2",
        "  input/X  float32  (None, 2)",
        "  fc1/kernel  (2, 6)  12  trainable",
        "56 trainable parameters",
        "  summaries (2): loss/loss_1:0, eval/acc:0",
    ):
        assert line in lines
    assert not any(line.startswith("    fc1  ") for line in lines)
    assert any(line.startswith("    fc1  ") for line in deeper)
