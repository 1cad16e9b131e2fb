"""Random streams go on in a new session where the old one left them."""

import numpy as np
import pytest

from tf1_graphs import layers
from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.training import random_ops
from tf1_graphs.training.random_ops import Draws


@pytest.fixture
def graph():
    with new_graph(42):
        yield


def masks(session, output, sizes, feed):
    return [session.run(output, feed(size)) for size in sizes]


@pytest.mark.parametrize("split", range(6))
@pytest.mark.usefixtures("graph")
def test_dropout_in_a_cond_goes_on(split):
    """Mini-batches of unequal sizes: the stream moves by what each of them drew."""
    x = tf.placeholder(tf.float32, (None, 5))
    training = tf.placeholder_with_default(False, ())
    output = layers.dropout(layers.dropout(x, 0.5, training=training), 0.3, training=training)

    def feed(size):
        return {x: np.ones((size, 5), np.float32), training: True}

    sizes = [3, 7, 3, 2, 7]
    with tf.Session() as session:
        whole = masks(session, output, sizes, feed)
    draws = Draws()
    for size in sizes[:split]:
        draws.add("train", size)
    with tf.Session() as session:
        for (_, size), count in draws.counts.items():
            random_ops.skip(session, [output], feed(size), count)
        rest = masks(session, output, sizes[split:], feed)
    for got, expected in zip(rest, whole[split:], strict=True):
        np.testing.assert_array_equal(got, expected)


@pytest.mark.usefixtures("graph")
def test_a_branch_that_is_not_taken_moves_nothing():
    x = tf.placeholder(tf.float32, (None, 5))
    training = tf.placeholder_with_default(False, ())
    output = layers.dropout(x, 0.5, training=training)
    ones = np.ones((4, 5), np.float32)
    with tf.Session() as session:
        first = session.run(output, {x: ones, training: True})
    with tf.Session() as session:
        random_ops.skip(session, [output], {x: ones}, 3)
        np.testing.assert_array_equal(session.run(output, {x: ones, training: True}), first)


@pytest.mark.usefixtures("graph")
def test_only_ops_that_a_run_reaches_are_found():
    kernel = tf.get_variable("kernel", [2, 2])
    noisy = kernel + tf.random_normal([2, 2])
    tf.random_uniform([3])
    assert [op.type for op in random_ops.stateful([noisy])] == ["RandomStandardNormal"]


@pytest.mark.usefixtures("graph")
def test_streams_that_cannot_be_repeated_are_refused():
    x = tf.placeholder(tf.float32, (None,))
    shuffled = tf.random_shuffle(x, name="shuffled")
    with tf.Session() as session, pytest.raises(InputError, match="random streams of shuffled"):
        random_ops.skip(session, [shuffled], {}, 1)


def test_draws_are_packed_and_unpacked():
    draws = Draws()
    for kind, size in (("train", 32), ("train", 32), ("evaluate", 400), ("train", 5)):
        draws.add(kind, size)
    assert Draws.unpack(draws.pack()).counts == draws.counts
