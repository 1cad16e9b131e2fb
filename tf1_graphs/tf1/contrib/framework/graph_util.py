"""Finds things in a graph.

References:
    TensorFlow 1.15.5, `contrib/framework/python/framework/graph_util.py`,
    `contrib/framework/python/ops/ops.py`.
"""

from tf1_graphs import tf1 as tf


def get_placeholders(graph):
    """Return the placeholders of a graph, in order, without those of its functions."""
    found = (op.outputs[0] for op in graph.get_operations() if op.type == "Placeholder")
    return [tensor for tensor in found if graph.is_feedable(tensor)]


def get_name_scope():
    """Return the name scope that is open, such as `a/b`."""
    return tf.get_default_graph().get_name_scope()
