"""Sizes stay unknown that TensorFlow 1.15.5 did not know; nothing else changes."""

import numpy as np

from tf1_graphs.tensorflow1 import new_graph, tf


def test_part_of_a_shape_half_known():
    with new_graph() as graph:
        x = tf.placeholder(tf.float32, [1, None])
        row, _ = tf.unstack(tf.shape(x), name="unstack")
        size = tf.strided_slice(tf.shape(x), [0], [1], shrink_axis_mask=1, name="slice")
        tiled = [tf.tile(tf.zeros([1, 3]), [number, 1]) for number in (row, size, size * 2)]
    assert [tensor.shape.as_list() for tensor in tiled] == [[None, 3]] * 3
    nodes = {node.name: node for node in graph.as_graph_def().node}
    assert nodes["unstack"].attr["axis"].i == nodes["slice"].attr["end_mask"].i == 0
    with tf.Session(graph=graph) as session:
        found = session.run([row, size, *tiled], {x: np.zeros([1, 5])})
    assert found[:2] == [1, 1]
    assert [array.shape for array in found[2:]] == [(1, 3), (1, 3), (2, 3)]


def test_a_shape_known_whole():
    with new_graph():
        size = tf.strided_slice(tf.raw_ops.Shape(input=tf.zeros([2, 3])), [0], [1])[0]
        assert tf.tile(tf.zeros([1, 3]), [size, 1]).shape == [2, 3]


def test_other_graphs_are_left_alone():
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, [1, None])
        assert tf.tile(tf.zeros([1, 3]), [tf.shape(x)[0], 1]).shape == [1, 3]
