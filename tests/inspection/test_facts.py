import json
import math

import numpy as np
import pytest

from tests.inspection.subjects import MOONS_META, TF1_EVENTS, built, experiment
from tf1_graphs import layers
from tf1_graphs.errors import InputError
from tf1_graphs.inspection import describe, facts, load, narrowed, scopes
from tf1_graphs.tensorflow1 import tf


@pytest.fixture(scope="module")
def moons():
    return facts(experiment("moons"))


@pytest.fixture(scope="module")
def batch_norm():
    return facts(experiment("mnist_batch_norm"))


def rows(found, key="variables"):
    return {row["name"]: row for row in found[key]}


def only_variable(make):
    """The row of the one variable that a function builds."""
    (row,) = facts(built(make))["variables"]
    return row


def test_facts_are_json(moons):
    assert json.loads(json.dumps(moons)) == moons


def test_scopes():
    def build():
        with tf.name_scope("outer"):
            tf.constant(1.0)
            with tf.name_scope("inner"):
                tf.constant(1.0)
                tf.constant(1.0)
        tf.no_op()

    root = scopes(built(build).graph)
    outer = root.children["outer"]
    assert root.ops == {"NoOp": 1}
    assert outer.ops == {"Const": 1}
    assert outer.children["inner"].ops == {"Const": 2}
    assert (root.total, outer.total) == (4, 3)


def test_inputs_and_outputs(batch_norm):
    inputs = rows(batch_norm, "inputs")
    assert inputs["X"] == {"name": "X", "dtype": "float32", "shape": [None, 784], "default": None}
    assert inputs["y"]["shape"] is None
    assert inputs["training"]["default"] is False
    outputs = {row["as"]: row["name"] for row in batch_norm["outputs"]}
    assert outputs == {
        "logits": "dnn/batch_normalization_2/batchnorm/add_1",
        "loss": "loss/loss",
        "accuracy": "eval/Mean",
        "training op": "train/GradientDescent",
    }


def test_a_trained_variable(moons):
    row = rows(moons)["fc2/kernel"]
    assert row["shape"] == [6, 4]
    assert row["parameters"] == 24
    assert row["trainable"] is True
    assert (row["graph_seed"], row["op_seed"], row["default_seed"]) == (42, 25, True)
    assert row["updated_by"] == ["ApplyAdam train/Adam/update_fc2/kernel/ApplyAdam"]
    assert row["slots"] == ["fc2/kernel/Adam", "fc2/kernel/Adam_1"]
    slot = rows(moons)["fc2/kernel/Adam"]
    assert (slot["role"], slot["trainable"], slot["initializer"]) == ("slot", False, "zeros")


def test_what_is_not_trained(moons):
    found = rows(moons)
    assert found["Variable"]["updated_by"] == ["AssignAdd train/Adam"]
    assert found["train/beta1_power"]["role"] == "optimizer"
    assert found["train/beta1_power"]["initializer"] == "constant 0.9"


def test_a_moving_average_is_updated_by_update_ops(batch_norm):
    row = rows(batch_norm)["batch_normalization/moving_variance"]
    assert row["role"] == "moving average"
    assert row["initializer"] == "ones"
    assert row["updated_by"] == ["AssignSub dnn/batch_normalization/cond_3/AssignMovingAvg"]
    assert row["in_update_ops"]
    assert not rows(batch_norm)["hidden1/kernel"]["in_update_ops"]


def test_parameters_are_counted_as_the_articles_do(moons, batch_norm):
    assert moons["parameters"] == {
        "trainable": 56,
        "moving averages": 0,
        "slots": 112,
        "other": 3,
    }
    assert batch_norm["parameters"]["moving averages"] == 820
    # What `model.summary()` shows in article 003.
    assert facts(experiment("fashion_mlp"))["parameters"]["trainable"] == 266610


GLOROT = np.float32(math.sqrt(6 / (30 + 20)))


@pytest.mark.parametrize(
    ("initializer", "words"),
    [
        (tf.zeros_initializer(), "zeros"),
        (tf.ones_initializer(), "ones"),
        (tf.constant_initializer(0.1), "constant 0.1"),
        (tf.constant_initializer(np.arange(600.0)), "given values from 0.0 to 599.0"),
        (
            tf.glorot_uniform_initializer(),
            f"uniform in [-{GLOROT!s}, {GLOROT!s}), Glorot's (fan-in 30, fan-out 20)",
        ),
        (tf.random_uniform_initializer(-0.5, 0.25), "uniform in [-0.5, 0.25)"),
        (tf.random_uniform_initializer(-0.5, 0.5), "uniform in [-0.5, 0.5)"),
        (
            tf.variance_scaling_initializer(),
            "truncated normal, mean 0.0, stddev 0.20755896, LeCun's (fan-in 30, fan-out 20)",
        ),
        (
            tf.variance_scaling_initializer(2.0),
            "truncated normal, mean 0.0, stddev 0.2935327, He's (fan-in 30, fan-out 20)",
        ),
        (tf.truncated_normal_initializer(1.0, 0.5), "truncated normal, mean 1.0, stddev 0.5"),
        (tf.random_normal_initializer(0.0, 0.05), "normal, mean 0.0, stddev 0.05"),
        (tf.orthogonal_initializer(), "orthogonal"),
    ],
)
def test_initializers_in_words(initializer, words):
    row = only_variable(lambda: tf.get_variable("w", [30, 20], initializer=initializer))
    assert row["initializer"] == words


def test_other_initial_values_in_words():
    drawn = only_variable(lambda: tf.Variable(tf.random_uniform([3], 2, 9, tf.int32, seed=7)))
    assert drawn["initializer"] == "uniform integers in [2, 9)"
    assert (drawn["op_seed"], drawn["default_seed"]) == (7, False)
    computed = only_variable(lambda: tf.Variable(tf.exp(tf.placeholder(tf.float32, [3], "a"))))
    assert computed["initializer"] == "computed by Exp Exp"
    filled = only_variable(lambda: tf.Variable(tf.fill([2, 2], 3.5)))
    assert filled["initializer"] == "constant 3.5"


def test_an_unseeded_variable():
    found = facts(built(lambda: tf.Variable(tf.random_normal([2])), seed=None))
    (row,) = found["variables"]
    assert (row["op_seed"], row["graph_seed"]) == (0, 0)
    assert found["graph_seed"] is None
    assert any("none" in line and "normal" in line for line in describe(found))


def test_resource_variables_are_variables_too():
    def build():
        variable = tf.get_variable("w", [2], initializer=tf.zeros_initializer(), use_resource=True)
        tf.train.MomentumOptimizer(0.1, 0.9).minimize(tf.reduce_sum(variable**2.0))

    found = rows(facts(built(build)))
    assert found["w"]["updated_by"][0].startswith("ResourceApplyMomentum ")
    assert found["w"]["slots"] == ["w/Momentum"]
    assert found["w"]["initializer"] == "zeros"


def test_a_sparse_update_is_an_update():
    def build():
        table = tf.get_variable("table", [9, 2], initializer=tf.ones_initializer())
        loss = tf.reduce_sum(tf.nn.embedding_lookup(table, [1, 2]))
        tf.train.RMSPropOptimizer(0.1).minimize(loss)

    found = rows(facts(built(build)))
    assert found["table"]["updated_by"] == [
        "SparseApplyRMSProp RMSProp/update_table/SparseApplyRMSProp"
    ]
    assert found["table"]["slots"] == ["table/RMSProp", "table/RMSProp_1"]


def test_what_nothing_reads_is_told_of_a_file_that_names_no_outputs():
    outputs = facts(load(MOONS_META))["outputs"]
    regularizer = "kernel/Regularizer/l2_regularizer"
    assert [(row["as"], row["name"]) for row in outputs] == [
        ("logits", "output/output/BiasAdd"),
        ("training op", "train/Adam"),
        # Article 000's listing never adds them to its loss.
        ("read by no op", f"full-connect-layer/fc1/{regularizer}"),
        ("read by no op", f"full-connect-layer/fc2/{regularizer}"),
        ("read by no op", f"output/output/{regularizer}"),
        ("read by no op", "eval/Mean"),
    ]


def convolutions():
    images = tf.placeholder(tf.float32, [None, 784], "X")
    hidden = tf.reshape(images, [-1, 28, 28, 1])
    hidden = layers.conv2d(hidden, 4, 5, strides=2, padding="same", name="c1")
    hidden = layers.batch_normalization(hidden, training=True)
    hidden = layers.max_pooling2d(hidden, [3, 2], 2, name="p1")
    hidden = layers.conv2d(hidden, 4, 3, name="c2")
    hidden = layers.conv2d_transpose(hidden, 1, 4, strides=2, name="up")
    layers.dense(layers.flatten(hidden), 2, name="logits")


def test_receptive_fields():
    found = {row["name"].split("/")[0]: row for row in facts(built(convolutions))["receptive"]}
    keys = ("kernel", "stride", "padding", "receptive_field", "jump")
    assert {name: [row[key] for key in keys] for name, row in found.items()} == {
        "c1": [[5, 5], [2, 2], "SAME", [5, 5], [2, 2]],
        "p1": [[3, 2], [2, 2], "VALID", [9, 7], [4, 4]],
        "c2": [[3, 3], [1, 1], "VALID", [17, 15], [4, 4]],
        "up": [[4, 4], [2, 2], "VALID", [21, 19], [2, 2]],
    }
    assert found["c2"]["output"] == [4, 5]


def test_a_receptive_field_is_what_a_pixel_changes():
    """Changed pixel by pixel, the inputs that change one output are those of the field."""

    def build():
        image = tf.placeholder(tf.float32, [1, 24, 24, 1], "X")
        ones = tf.ones_initializer()
        hidden = layers.conv2d(image, 1, 3, strides=2, kernel_initializer=ones)
        hidden = layers.average_pooling2d(hidden, 2, 2)
        hidden = layers.conv2d(hidden, 1, 3, dilation_rate=1, kernel_initializer=ones)
        unit = tf.slice(hidden, [0, 1, 1, 0], [1, 1, 1, 1])
        tf.identity(tf.gradients(unit, image)[0], "gradient")

    subject = built(build)
    row = facts(subject)["receptive"][-1]
    with subject.graph.as_default(), tf.Session() as session:
        session.run(tf.global_variables_initializer())
        gradient = session.run("gradient:0", {"X:0": np.zeros((1, 24, 24, 1))})
        seen = np.argwhere(gradient[0, :, :, 0])
    assert list(np.ptp(seen, axis=0) + 1) == row["receptive_field"]
    assert list(seen.min(axis=0)) == row["jump"]


def test_a_dilation_of_tensorflow_1():
    row = {row["name"]: row for row in facts(load(TF1_EVENTS))["receptive"]}["c2/Conv2D"]
    assert row["kernel"] == [3, 3]
    assert row["dilation"] == [2, 2]
    assert row["output"] == [3, 3]
    assert row["receptive_field"] == [23, 23]


def test_a_meta_file_of_tensorflow_1(moons):
    found = facts(load(MOONS_META))
    for key in ("inputs", "variables", "parameters"):
        assert found[key] == moons[key]
    assert found["graph_seed"] == 42


def test_depth():
    found = facts(experiment("moons"))
    shallow, deep = describe(found, depth=1), describe(found, depth=2)
    assert not any(line.startswith("    fc1 ") for line in shallow)
    assert any(line.startswith("    fc1 ") for line in deep)


def test_blocks_that_are_repeated_are_folded():
    def build():
        hidden = tf.placeholder(tf.float32, (None, 100), name="X")
        for number in range(20):
            with tf.variable_scope(f"hidden{number}"):
                kernel = tf.get_variable("kernel", (100, 100))
                hidden = tf.nn.relu(tf.matmul(hidden, kernel))

    found = facts(built(build))
    (block,) = found["blocks"]
    assert (block["times"], block["layers"], block["parameters"]) == (20, "dense 100, Relu", 10000)
    assert block["names"] == ["hidden0", "hidden19"]
    (line,) = (line for line in describe(found) if "20 times" in line)
    assert line.startswith("  20 times: dense 100, Relu (hidden0 … hidden19; ")


def test_costs_for_shapes_that_are_given():
    subject = experiment("mnist_cnn")
    one, two = (facts(subject, shapes={"input/X": [n, 28, 28, 1]})["costs"] for n in (1, 2))
    total = {row["name"]: row for row in one["scopes"]}
    assert total["network/Conv1"]["multiply_adds"] == 24 * 24 * 30 * 25
    assert total["network/Affine1"]["multiply_adds"] == 4320 * 100
    assert two["scopes"][0]["multiply_adds"] == 2 * one["scopes"][0]["multiply_adds"]
    with pytest.raises(InputError, match="--shape Y: there is no such input; it has"):
        facts(subject, shapes={"Y": [1]})
    with pytest.raises(InputError, match="cannot have inputs of these shapes"):
        facts(subject, shapes={"input/X": [1, 2, 3]})


def test_a_part_of_a_graph():
    subject = experiment("mnist_cnn")
    found = facts(subject)
    part = narrowed(found, subject, scope="network/Conv1")
    assert part["nodes"][0]["name"] == "network/Conv1/Conv2D"
    assert narrowed(found, subject, op="conv2d")["nodes"][0]["op"] == "Conv2D"
    assert len(narrowed(found, subject, search="AFFINE1/kernel")["variables"]) >= 1
    with pytest.raises(InputError, match="has nothing that fits --scope nothing; it has"):
        narrowed(found, subject, scope="nothing")
