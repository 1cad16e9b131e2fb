"""TensorFlow 1's rule for op seeds, and its switches of the process: here, and nowhere else."""

import subprocess
import sys

import pytest

from tests import commands
from tf1_graphs.tensorflow1 import new_graph, tf, tf1_behavior

# What TensorFlow 1.15.5 gives the random op as `seed2` in a graph that holds one placeholder.
BUILDERS = {
    "random_normal": (4, lambda: tf.random_normal([2])),
    "truncated_normal": (4, lambda: tf.truncated_normal([2])),
    "random_shuffle": (1, lambda: tf.random_shuffle([1, 2])),
    "random_crop": (17, lambda: tf.random_crop([1, 2, 3], [2])),
    "random_poisson": (2, lambda: tf.random_poisson(1.0, [2])),
    "multinomial": (2, lambda: tf.multinomial([[0.5, 0.5]], 1)),
    "candidate sampler": (1, lambda: tf.nn.uniform_candidate_sampler([[1]], 1, 1, True, 5)),
    "variable": (4, lambda: tf.get_variable("v", [2, 3])),
    **{
        initializer.__name__: (
            4,
            lambda initializer=initializer: tf.get_variable("v", [2, 3], initializer=initializer()),
        )
        for initializer in (
            tf.glorot_uniform_initializer,
            tf.orthogonal_initializer,
            tf.random_normal_initializer,
            tf.truncated_normal_initializer,
            tf.variance_scaling_initializer,
        )
    },
}


def seeds(graph):
    """(seed, seed2) of each random op, in order of creation; then those of functions."""
    graph_def = graph.as_graph_def()
    nodes = [*graph_def.node, *(node for f in graph_def.library.function for node in f.node_def)]
    return [(node.attr["seed"].i, node.attr["seed2"].i) for node in nodes if "seed2" in node.attr]


def three_random_ops():
    return [tf.random_normal([2]) for _ in range(3)]


@pytest.mark.parametrize("name", BUILDERS)
def test_an_op_without_a_seed_takes_the_number_of_ops_before_it(name):
    seed2, build = BUILDERS[name]
    with new_graph(seed=42) as graph:
        tf.placeholder(tf.float32)
        build()
    assert seeds(graph) == [(42, seed2)]


def test_every_later_op_counts():
    with new_graph(seed=42) as graph:
        three_random_ops()
    # Each `random_normal` is shape, mean, stddev, the random op, mul and add.
    assert seeds(graph) == [(42, 3), (42, 9), (42, 15)]


def test_map_functions_count_their_own_ops():
    with new_graph(seed=42) as graph:
        tf.placeholder(tf.float32)
        tf.data.Dataset.range(5).map(lambda i: tf.random_normal([]) + tf.truncated_normal([]))
        tf.random_normal([])
        at = graph.version - 3
    # In the function: the argument, then shape, mean and stddev, as in TensorFlow 1.15.5.
    assert seeds(graph) == [(42, at), (42, 4), (42, 10)]


def test_op_seeds_that_are_given_stay():
    with new_graph(seed=42) as graph:
        tf.random_normal([2], seed=7)
        tf.random_normal([2], seed=0)
        tf.get_variable("v", [2], initializer=tf.truncated_normal_initializer(seed=3))
    assert seeds(graph) == [(42, 7), (42, 0), (42, 3)]


def test_without_a_graph_seed_ops_draw_anew_in_every_session():
    with new_graph() as graph:
        drawn = tf.random_normal([2])
        tf.random_normal([2], seed=7)
        values = []
        for _ in range(2):
            with tf.Session() as session:
                values.append(session.run(drawn).tolist())
    assert seeds(graph) == [(0, 0), (87654321, 7)]
    assert values[0] != values[1]


def test_a_graph_seed_that_is_set_later_holds_from_then_on():
    with new_graph() as graph:
        tf.random_normal([2])
        tf.set_random_seed(5)
        tf.random_normal([2])
        graph.seed = 6
        tf.random_normal([2])
    assert seeds(graph) == [(0, 0), (5, 9), (6, 15)]


def test_seed_zero():
    with new_graph(seed=0) as graph:
        tf.random_normal([2])
        tf.random_normal([2], seed=0)
    assert seeds(graph) == [(0, 3), (0, 2**31 - 1)]


def test_other_graphs_keep_todays_rule():
    with new_graph(seed=42), tf.Graph().as_default() as other:
        tf.set_random_seed(42)
        three_random_ops()
    assert seeds(other) == [(42, 0), (42, 1), (42, 2)]


@pytest.mark.filterwarnings("ignore:Seed 42 from outer graph")
def test_a_function_of_another_graph_that_is_traced_while_ours_is_open():
    with tf.Graph().as_default() as other:
        tf.set_random_seed(42)
        with new_graph(seed=42), other.as_default():
            tf.data.Dataset.range(5).map(lambda i: tf.random_normal([]) + tf.random_normal([]))
    assert seeds(other) == [(42, 0), (42, 1)]


def test_the_graph_stays_ours_after_its_block():
    with new_graph(seed=42) as graph:
        tf.placeholder(tf.float32)
    with graph.as_default():
        tf.random_normal([2])
    assert seeds(graph) == [(42, 4)]


EAGER = """
import tensorflow as tf
assert tf.executing_eagerly()
tf.random.set_seed(42)
@tf.function
def traced():
    return tf.random.normal([3]), tf.random.uniform([3])
drawn = [tf.random.normal([3]), tf.random.uniform([3]), tf.random.shuffle([1, 2, 3]), *traced()]
drawn = [tensor.numpy().tolist() for tensor in drawn]
"""


def test_eager_code_draws_what_it_draws_without_this_package():
    done = subprocess.run(
        [sys.executable, "-c", f"{EAGER}\nprint(drawn)"],
        capture_output=True,
        text=True,
        check=True,
    )
    with new_graph(seed=42):
        three_random_ops()
    names = {}
    exec(EAGER, names)
    assert str(names["drawn"]) == done.stdout.strip()


def switches():
    return tf.resource_variables_enabled(), tf.control_flow_v2_enabled()


@pytest.mark.parametrize("before", [(True, True), (False, False), (True, False), (False, True)])
@pytest.mark.parametrize("enter", [tf1_behavior, new_graph])
def test_switches_of_the_process_are_put_back(enter, before):
    standing = switches()
    try:
        set_switches(before)
        with enter():
            assert switches() == (False, False)
        assert switches() == before
        with pytest.raises(KeyError, match="any"), enter():
            raise KeyError("any")
        assert switches() == before
    finally:
        set_switches(standing)


def set_switches(values):
    resource_variables, control_flow_v2 = values
    (tf.enable_resource_variables if resource_variables else tf.disable_resource_variables)()
    (tf.enable_control_flow_v2 if control_flow_v2 else tf.disable_control_flow_v2)()


def test_graphs_can_be_nested():
    with new_graph(seed=1) as outer:
        with new_graph(seed=2) as inner:
            tf.random_normal([2])
        assert switches() == (False, False)
        assert tf.get_default_graph() is outer
        tf.random_normal([2])
    assert seeds(inner) == [(2, 3)]
    assert seeds(outer) == [(1, 3)]


def test_variables_and_branches_are_tensorflow_1s():
    with new_graph() as graph:
        variable = tf.get_variable("v", [])
        tf.cond(tf.placeholder(tf.bool, ()), lambda: variable + 1, lambda: variable)
    types = {operation.type for operation in graph.get_operations()}
    assert {"VariableV2", "Switch", "Merge"} <= types
    assert not types & {"VarHandleOp", "If", "StatelessIf"}


def test_importing_tensorflow_says_nothing():
    done = subprocess.run(
        [sys.executable, "-c", "import tf1_graphs.tensorflow1"], capture_output=True, check=True
    )
    assert done.stderr == b""


def test_what_else_is_written_to_standard_error_is_passed_on():
    code = """
import os
from tf1_graphs.tensorflow1.loading import _left_out
with _left_out([b"noise"]):
    os.write(2, b"some noise\\nan error\\n")
"""
    assert commands.python("-c", code).stderr == "an error\n"


def test_it_is_imported_without_a_standard_error():
    command = f"{sys.executable} -c 'import tf1_graphs.tensorflow1; print(1)' 2>&-"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True)
    assert done.stdout == b"1\n"
