"""Graphs whose ops the calling thread executes: as TensorFlow's own executor does, op by op."""

import threading

import numpy as np
import pytest

from tf1_graphs import new_graph, tf
from tf1_graphs.tensorflow1.kernels import in_force
from tf1_graphs.tensorflow1.sessions import session_config


@pytest.fixture(autouse=True)
def needs_kernels():
    if in_force() == "native":
        pytest.skip("the executor is part of the kernels' library, which is not there")


def config(executor):
    """Return a session's configuration; `""` asks for ours, `"DEFAULT"` for TensorFlow's."""
    found = session_config(1)
    found.experimental.executor_type = executor
    return found


def unordered(seed, ops):
    """Build ops that no edge orders: reads of variables beside updates of them, calls of functions.

    Returns:
        What is fetched, and the list in which functions note that they are called.
    """
    rng = np.random.default_rng(seed)
    names = [f"v{number}" for number in range(3)]
    variables = [tf.get_variable(name, initializer=2.0, use_resource=False) for name in names]
    called, tensors = [], [variable.read_value() for variable in variables]

    def call(x, number):
        called.append(number)
        return x

    for number in range(ops):
        variable = variables[rng.integers(3)]
        x = tensors[rng.integers(len(tensors))]
        made = [
            lambda: tf.assign_add(variable, x),  # noqa: B023 (called in this round)
            lambda: tf.assign(variable, tf.sin(x)),  # noqa: B023
            lambda: variable.read_value() + x,  # noqa: B023
            lambda: tf.py_func(lambda x: call(x, number), [x], tf.float32),  # noqa: B023
        ][rng.integers(4)]()
        made.set_shape([])
        tensors.append(made)
    return tensors, called


def results(executor, build, runs=3):
    """Return what a graph gives in some runs of a session."""
    with new_graph(seed=3):
        fetches, called = build()
        with tf.Session(config=config(executor)) as session:
            session.run(tf.global_variables_initializer())
            values = [np.stack(session.run(fetches)) for _ in range(runs)]
            return np.stack(values).tobytes(), called


@pytest.mark.parametrize("seed", range(12))
def test_what_no_edge_orders_comes_in_tensorflows_order(seed):
    here, there = (results(executor, lambda: unordered(seed, 8)) for executor in ("", "DEFAULT"))
    assert here == there


@pytest.mark.parametrize("seed", range(4))
def test_what_no_edge_orders_comes_in_one_order(seed):
    first, second = (results("", lambda: unordered(seed, 60)) for _ in range(2))
    assert first == second


def failing():
    """Build a step of which one op fails and the others have effects."""
    good, bad = (tf.get_variable(name, initializer=1.0, use_resource=False) for name in ("g", "b"))
    broken = tf.check_numerics(tf.log(-bad), "broken")
    after = tf.assign_add(bad, broken)
    with tf.control_dependencies([after]):
        much_later = tf.assign_add(good, 100.0)
    return [tf.assign_add(good, 10.0), much_later, tf.assign_add(good, 1.0)], [good, bad]


def test_a_failing_op_leaves_the_others_alone():
    def outcome(executor):
        with new_graph(seed=1):
            step, variables = failing()
            with tf.Session(config=config(executor)) as session:
                session.run(tf.global_variables_initializer())
                with pytest.raises(tf.errors.InvalidArgumentError) as error:
                    session.run(step)
                return str(error.value), session.run(variables), error.value.op.name

    here, there = map(outcome, ("", "DEFAULT"))  # in one line, which is part of the message
    assert here == there
    assert here[1] == [12.0, 1.0]


def test_errors_of_variables_and_types():
    def outcome(executor):
        with new_graph(seed=1):
            variable = tf.get_variable("v", initializer=1.0, use_resource=False)
            doubled = variable * 2
            with tf.Session(config=config(executor)) as session:
                with pytest.raises(tf.errors.FailedPreconditionError) as error:
                    session.run(doubled)
                return str(error.value)

    here, there = map(outcome, ("", "DEFAULT"))
    assert here == there
    assert "uninitialized value v" in here


def loop():
    return tf.while_loop(lambda i, x: i < 5, lambda i, x: (i + 1, x * 2), [0, 1.0])[1]


def queue():
    waiting = tf.FIFOQueue(3, [tf.float32], shapes=[[]])
    with tf.control_dependencies([waiting.enqueue(7.0)]):
        return waiting.dequeue()


def branch():
    return tf.cond(tf.constant(1.0) > 0, lambda: tf.constant(3.0), lambda: tf.constant(4.0))


@pytest.mark.parametrize(("build", "value"), [(loop, 32.0), (queue, 7.0), (branch, 3.0)])
def test_other_graphs_are_left_to_tensorflow(build, value):
    with new_graph(seed=1):
        fetched = build()
        with tf.Session(config=config("")) as session:
            assert session.run(fetched) == value


def test_a_traced_step_goes_on_with_the_same_variables_and_random_ops():
    def outcome(traced):
        with new_graph(seed=1):
            total = tf.get_variable("total", initializer=0.0)
            step = tf.assign_add(total, tf.random_uniform([]))
            options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
            with tf.Session(config=config("")) as session:
                session.run(tf.global_variables_initializer())
                for number in range(4):
                    metadata = tf.RunMetadata()
                    more = (options, metadata) if traced and number % 2 else ()
                    value = session.run(step, None, *more)
                    assert bool(metadata.step_stats.dev_stats) == bool(more)
                return value

    assert outcome(traced=True) == outcome(traced=False)


def test_threads_have_slots_of_their_own():
    with new_graph(seed=1):
        x = tf.placeholder(tf.float32, [None])
        y = tf.reduce_sum(tf.sqrt(x * x) + x)
        with tf.Session(config=config("")) as session:
            wrong = []

            def ask(size):
                for _ in range(200):
                    value = session.run(y, {x: np.ones(size, np.float32)})
                    wrong.extend([] if value == 2 * size else [value])

            threads = [threading.Thread(target=ask, args=[size]) for size in (3, 50, 7000)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    assert not wrong


def test_buffers_are_given_back():
    with new_graph(seed=1):
        x = tf.placeholder(tf.float32, [None])
        y = tf.reduce_sum(tf.exp(x) * 2 + tf.reverse(x, [0]))
        with tf.Session(config=config("")) as session:
            large = np.zeros(4_000_000, np.float32)
            options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
            metadata = tf.RunMetadata()
            for _ in range(3):
                session.run(y, {x: large})
            session.run(y, {x: large[:4]}, options, metadata)
    live = [
        memory.allocator_bytes_in_use
        for device in metadata.step_stats.dev_stats
        for node in device.node_stats
        for memory in node.memory
    ]
    assert max(live, default=0) < large.nbytes


def quarter_in_a_loop(x):
    return tf.while_loop(lambda i, _: i < 1, lambda i, y: (i + 1, y * 0.25), [0, x])[1]


@pytest.mark.parametrize("build", [lambda x: x * 0.25, quarter_in_a_loop])
def test_denormal_numbers_are_zero_as_in_tensorflows_threads(build):
    with new_graph(seed=1):
        x = tf.placeholder(tf.float32, [5])
        y = build(x)
        with tf.Session(config=config("")) as session:
            fed = {x: np.full(5, 2e-38, np.float32)}
            assert session.run(y, fed).tolist() == [0.0] * 5
    assert np.float32(2e-38) * np.float32(0.25) > 0  # outside of it they are what they are
