"""The passes over a graph that a session asks for."""

import pytest

from tf1_graphs import new_graph, tf
from tf1_graphs.tensorflow1.kernels import in_force, optimizing


@pytest.mark.parametrize("threads", [0, 1, -1])
def test_sessions_in_order_take_elements_in_order(threads):
    if in_force() == "native":
        pytest.skip("there are no kernels here, and no passes of theirs")
    config = tf.ConfigProto(inter_op_parallelism_threads=threads)
    asked = optimizing.options(config).graph_options.rewrite_options.optimizers
    assert ("tf1_graphs_in_order" in asked) == (threads == -1)
    with new_graph(seed=1) as graph:
        dataset = tf.data.Dataset.range(6).batch(2)
        element = tf.data.make_one_shot_iterator(dataset).get_next()
        with tf.Session(config=config) as session:
            assert [session.run(element).tolist() for _ in range(3)] == [[0, 1], [2, 3], [4, 5]]
        types = {operation.type for operation in graph.get_operations()}
    assert "IteratorGetNext" in types  # the graph itself stays as it is
