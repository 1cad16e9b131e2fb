"""TensorFlow 1's functions are in force by their public names too, and only in our graphs."""

import pytest

from tf1_graphs.tensorflow1 import new_graph, tf


@pytest.mark.parametrize("named", [lambda: tf.random_uniform, lambda: tf.random.uniform])
def test_a_public_name_builds_tensorflow_1s_ops(named):
    with new_graph(42) as graph:
        named()([3])
    # 1.15.5 builds the bounds, their difference, the product and the sum also for 0 and 1.
    assert [op.type.replace("AddV2", "Add") for op in graph.get_operations()] == [
        "Const",
        "Const",
        "Const",
        "RandomUniform",
        "Sub",
        "Mul",
        "Add",
    ]


def test_graphs_of_others_keep_todays_ops():
    with new_graph(42):
        pass
    with tf.Graph().as_default() as graph:
        tf.random_uniform([3])
    assert [op.type for op in graph.get_operations()] == ["Const", "RandomUniform"]
