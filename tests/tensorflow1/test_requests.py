"""`Session.run` the second time, beside TensorFlow's own, which is tried on the same graph."""

import threading
from collections import namedtuple

import numpy as np
import pytest

from tf1_graphs.tensorflow1 import new_graph, tf
from tf1_graphs.tensorflow1 import requests as remembering


def own_run(session, *args):
    """Run a session as TensorFlow does, without what is remembered."""
    return type(session)._run.__wrapped__(session, *args)


Pair = namedtuple("Pair", "first second")


class Graph:
    """A graph with what a script fetches and feeds."""

    def __init__(self):
        self.x = tf.placeholder(tf.float32, [None, 2], name="x")
        self.scale = tf.placeholder_with_default(2.0, [], name="scale")
        self.training = tf.placeholder_with_default(False, [], name="training")
        self.text = tf.placeholder(tf.string, [None], name="text")
        self.small = tf.placeholder(tf.uint8, [], name="small")
        self.weights = tf.get_variable("w", initializer=[[1.0], [2.0]])
        self.y = tf.matmul(self.x, self.weights) * self.scale
        self.random = tf.random_uniform([2], seed=1)
        self.joined = tf.strings.join([self.text, "!"])
        self.wide = tf.cast(self.small, tf.int32) + 1
        self.chosen = tf.cond(self.training, lambda: self.scale, lambda: -self.scale)
        self.count = tf.get_variable("count", initializer=0)
        self.step = tf.assign_add(self.count, 1).op
        self.sparse = tf.sparse_placeholder(tf.float32, name="sparse")
        self.dense = tf.sparse.to_dense(self.sparse)


@pytest.fixture(autouse=True, params=[2, 100], ids=["prepared", "remembered"])
def prepared_at(request, monkeypatch):
    """Every test is of steps that are prepared for equal requests, and of those that are not."""
    monkeypatch.setattr(remembering, "_PREPARED_AT", request.param)
    return request.param


@pytest.fixture
def graph():
    with new_graph(seed=7):
        yield Graph()


@pytest.fixture
def session(graph):
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        yield session


def remembered(session):
    """Return how many requests a session can repeat."""
    return sum(request is not None for request in vars(session)["_tf1_requests"].values())


X = np.array([[1, 2], [3, 4]], np.float32)
STRUCTURES = {
    "tensor": lambda g: g.y,
    "operation": lambda g: g.step,
    "fetched after it was updated": lambda g: [g.step, g.step.outputs[0]],
    "variable": lambda g: g.weights,
    "list": lambda g: [g.y, g.step, g.y, g.scale],
    "tuple": lambda g: (g.y, g.weights),
    "dictionary": lambda g: {"y": g.y, "step": g.step},
    "named tuple": lambda g: Pair(g.y, g.scale),
    "nested": lambda g: [g.y, {"a": (g.scale, g.step)}],
    "name": lambda g: "scale:0",
    "empty": lambda g: [],
}


@pytest.mark.parametrize("structure", STRUCTURES)
def test_structures_of_fetches(graph, session, structure):
    fetches = STRUCTURES[structure](graph)
    feed_dict = {graph.x: X}
    session.run(graph.count.initializer)
    plain = [own_run(session, None, fetches, feed_dict, None, None) for _ in range(3)]
    session.run(graph.count.initializer)
    found = [session.run(fetches, feed_dict) for _ in range(3)]
    assert type(found[2]) is type(plain[2])
    assert repr(found) == repr(plain)


FED = {
    "list": ("y", "x", [[1, 2]]),
    "other dtype": ("y", "x", np.array([[1, 2]], np.float64)),
    "not contiguous": ("y", "x", np.asfortranarray(np.arange(6, dtype=np.float32).reshape(3, 2))),
    "transposed": ("y", "x", np.arange(6, dtype=np.float32).reshape(2, 3).T),
    "number": ("y", "scale", 3),
    "boolean": ("chosen", "training", True),
    "NumPy's boolean": ("chosen", "training", np.bool_(True)),
    "texts": ("joined", "text", ["a", b"bc"]),
    "small integer": ("wide", "small", 255),
}


@pytest.mark.parametrize("fed", FED)
def test_values_are_converted(graph, session, fed):
    fetch, key, value = FED[fed]
    feed_dict = {getattr(graph, key): value}
    if fetch == "y" and key != "x":
        feed_dict[graph.x] = X
    first, second, third = (session.run(getattr(graph, fetch), feed_dict) for _ in range(3))
    assert remembered(session) == 2  # the initializer's, and this
    assert first.tolist() == second.tolist() == third.tolist()


WRONG = {
    "shape": ("y", "x", [[1, 2, 3]], ValueError, "Cannot feed value of shape"),
    "text": ("y", "x", "abc", ValueError, "could not convert string to float"),
    "too large": ("wide", "small", 256, (TypeError, OverflowError), "uint8|not compatible"),
    "tensor": ("y", "x", "y", TypeError, "cannot be a tf.Tensor"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_values_after_right_ones(graph, session, wrong):
    fetch, key, value, error, message = WRONG[wrong]
    fetch, key = getattr(graph, fetch), getattr(graph, key)
    right = X if key is graph.x else 1
    value = graph.y if wrong == "tensor" else value
    with pytest.raises(error, match=message) as first:
        session.run(fetch, {key: value})
    for _ in range(2):
        session.run(fetch, {key: right})
    with pytest.raises(error, match=message) as second:
        session.run(fetch, {key: value})
    assert str(second.value) == str(first.value)


def test_errors_of_ops_name_them(graph, session):
    checked = tf.matmul(tf.placeholder_with_default(np.ones((2, 3), np.float32), None), graph.x)
    ok = {graph.x: np.ones((3, 2), np.float32)}
    session.run(checked, ok)
    session.run(checked, ok)
    with pytest.raises(tf.errors.InvalidArgumentError, match="MatMul") as raised:
        session.run(checked, {graph.x: X})
    assert raised.value.op is checked.op


def test_a_fetch_that_is_fed_is_what_was_fed(graph, session):
    for value in (1.0, 2.0, 3.0):
        assert session.run([graph.scale], {graph.scale: value}) == [value]


def test_sparse_values(graph, session):
    for value in (1.0, 2.0, 3.0):
        fed = tf.SparseTensorValue([[0, 1]], [value], [1, 2])
        assert session.run(graph.dense, {graph.sparse: fed}).tolist() == [[0, value]]


def test_a_list_that_is_changed_is_another_request(graph, session):
    fetches = [graph.scale]
    assert session.run(fetches) == session.run(fetches) == [2]
    fetches.append(graph.wide)
    assert session.run(fetches, {graph.small: 1}) == [2, 2]
    fetches.pop()
    assert session.run(fetches) == [2]


def test_a_graph_that_grows(graph, session):
    assert [session.run(graph.scale) for _ in range(3)] == [2, 2, 2]
    grown = graph.scale * 5
    assert [session.run([graph.scale, grown]) for _ in range(3)] == [[2, 10]] * 3


def test_a_shape_that_is_set_later(graph, session):
    rows = tf.placeholder(tf.float32, None)
    total = tf.reduce_sum(rows)
    assert [session.run(total, {rows: [[1, 2]]}) for _ in range(2)] == [3, 3]
    rows.set_shape([3])
    with pytest.raises(ValueError, match="Cannot feed value of shape"):
        session.run(total, {rows: [[1, 2]]})


def test_what_may_not_be_fed_or_fetched_later(graph, session):
    doubled = graph.scale * 2
    assert [session.run(doubled, {graph.scale: 3}) for _ in range(2)] == [6, 6]
    graph.scale.graph.prevent_feeding(graph.scale)
    with pytest.raises(ValueError, match="may not be fed"):
        session.run(doubled, {graph.scale: 3})
    graph.scale.graph.prevent_fetching(doubled.op)
    with pytest.raises(Exception, match="not fetchable"):
        session.run(doubled)


def test_options_and_metadata(graph, session):
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    for _ in range(3):
        metadata = tf.RunMetadata()
        session.run(graph.y, {graph.x: X}, options=options, run_metadata=metadata)
        assert metadata.step_stats.dev_stats


def test_a_closed_session(graph, session):
    session.run(graph.scale)
    session.run(graph.scale)
    session.close()
    with pytest.raises(RuntimeError, match="closed Session"):
        session.run(graph.scale)


def test_random_ops_go_on(graph):
    with tf.Session() as first:
        plain = [own_run(first, None, graph.random, None, None, None) for _ in range(4)]
    with tf.Session() as second:
        found = [second.run(graph.random) for _ in range(4)]
    assert np.array(found).tobytes() == np.array(plain).tobytes()


def test_fetched_arrays_and_fed_ones_are_their_own(graph, session):
    fed = X.copy()
    first = session.run(graph.y, {graph.x: fed})
    before = first.copy()
    counts = [session.run(graph.count)]
    session.run(graph.step)
    counts += [session.run(graph.count), session.run(graph.count)]
    session.run(graph.step)
    fed[:] = 0
    session.run(graph.y, {graph.x: fed})
    session.run(graph.y, {graph.x: fed})
    assert first.tolist() == before.tolist()
    assert counts == [0, 1, 1]


def test_threads_share_a_session(graph, session):
    found = []

    def work(number):
        for _ in range(50):
            fed = {graph.x: np.full((1, 2), number, np.float32)}
            found.append((number, float(session.run(graph.y, fed)[0, 0])))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(found)) == [(n, n * 3.0 * 2) for n in range(4)]


def test_partial_runs_are_left_alone(graph, session):
    handle = session.partial_run_setup([graph.y], [graph.x])
    assert session.partial_run(handle, graph.y, {graph.x: X}).shape == (2, 1)


def test_a_step_is_prepared_for_small_graphs_that_ask_for_it(graph, session, monkeypatch):
    def steps():
        found = vars(session)["_tf1_requests"].values()
        return sum(request.step is not None for request in found if request)

    monkeypatch.setattr(remembering, "_PREPARED_AT", 3)
    for _ in range(3):
        session.run(graph.y, {graph.x: X})
    assert steps() == 0
    session.run(graph.y, {graph.x: X})
    assert steps() == 1
    assert session.run(graph.step) is session.run(graph.step) is None
    monkeypatch.setattr(remembering, "_SMALL", 1)
    for _ in range(9):
        session.run(graph.step)
    assert steps() == 1
    assert session.run(graph.count) == 11


def test_no_more_are_remembered_than_a_bound(graph, session):
    for number in range(remembering._AT_MOST + 20):
        session.run(tf.constant(number))
    assert len(vars(session)["_tf1_requests"]) <= remembering._AT_MOST


def test_a_prepared_step_outlives_the_bound(graph, session, monkeypatch):
    def steps():
        found = vars(session)["_tf1_requests"].values()
        return [request.step for request in found if request and request.step is not None]

    monkeypatch.setattr(remembering, "_PREPARED_AT", 1)
    monkeypatch.setattr(remembering, "_AT_MOST", 2)
    for _ in range(3):
        session.run(graph.step)
    before = steps()
    for number in range(5):
        session.run(tf.constant(number))
    assert len(vars(session)["_tf1_requests"]) <= 2
    assert steps() == before != []
    session.run(graph.step)
    assert session.run(graph.count) == 4


def test_other_graphs_are_left_alone():
    with tf.Graph().as_default():
        three = tf.constant(3)
        with tf.Session() as session:
            assert [session.run(three) for _ in range(3)] == [3, 3, 3]
            assert vars(session)["_tf1_requests"] == {}
