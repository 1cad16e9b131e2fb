"""Makes graphs that keep TensorFlow 1's rules while today's TensorFlow builds them."""

import contextlib
import weakref

from tf1_graphs.tensorflow1.devices import hide_gpus
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import deprecation

_tf1_graphs = weakref.WeakSet()
_process = {"is_tensorflow_1": False}


def keeps_tf1_rules(graph):
    """Tell whether `graph`, or the graph that a function body is traced for, is one of ours."""
    if _process["is_tensorflow_1"]:
        return True
    while graph is not None:
        if graph in _tf1_graphs:
            return True
        graph = getattr(graph, "outer_graph", None)
    return False


def be_tensorflow_1():
    """Switch the process to TensorFlow 1: graphs, sessions, and its rules in every graph."""
    with without_advice():
        tf.disable_v2_behavior()
    hide_gpus()
    deprecation._PRINT_DEPRECATION_WARNINGS = False
    # Programs read it: gradient checkpointing, after it has copied ops.
    tf.Operation._outputs = property(lambda op: list(op.outputs))
    _process["is_tensorflow_1"] = True


@contextlib.contextmanager
def without_advice():
    """Keep TensorFlow from telling users to stop using what this package is for."""
    verbosity = tf.logging.get_verbosity()
    tf.logging.set_verbosity(tf.logging.ERROR)
    try:
        yield
    finally:
        tf.logging.set_verbosity(verbosity)


@contextlib.contextmanager
def tf1_behavior():
    """Build as TensorFlow 1 did: reference variables, and `Switch` and `Merge` for `tf.cond`.

    Both are switches of the process, not of a graph; they are put back on leaving.
    """
    resource_variables = tf.resource_variables_enabled()
    control_flow_v2 = tf.control_flow_v2_enabled()
    with without_advice():
        tf.disable_resource_variables()
    tf.disable_control_flow_v2()
    try:
        yield
    finally:
        if resource_variables:
            tf.enable_resource_variables()
        if control_flow_v2:
            tf.enable_control_flow_v2()


@contextlib.contextmanager
def new_graph(seed=None):
    """Make a graph that keeps TensorFlow 1's rules the default one, and yield it.

    Args:
        seed: the graph-level seed, as `tf.set_random_seed` takes it; None leaves it unset.

    Yields:
        The empty `tf.Graph`. Its op seeds follow TensorFlow 1's rule for as long as it lives.
    """
    graph = tf.Graph()
    _tf1_graphs.add(graph)
    with tf1_behavior(), graph.as_default():
        if seed is not None:
            tf.set_random_seed(seed)
        yield graph
