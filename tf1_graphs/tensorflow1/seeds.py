"""Derives op seeds by TensorFlow 1's rule: the number of ops built before."""

import functools

from tf1_graphs.tensorflow1.graphs import keeps_tf1_rules
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import random_seed


def _with_tf1_op_seeds(get_seed):
    """Wrap `random_seed.get_seed`: an op without a seed takes the number of ops built before it.

    TensorFlow 1 read `Graph._last_id`; TensorFlow 2.21 counts a graph's random ops instead
    (`random_seed.py` of 1.15.5 and 2.21). `Graph.version` is the public name of the old counter.
    """

    @functools.wraps(get_seed)
    def wrapper(op_seed):
        if op_seed is None and not tf.executing_eagerly():
            graph = tf.get_default_graph()
            if graph.seed is not None and keeps_tf1_rules(graph):
                op_seed = graph.version
        return get_seed(op_seed)

    return wrapper


# Every caller inside TensorFlow looks `get_seed` up in its module at call time.
get_seed = random_seed.get_seed = _with_tf1_op_seeds(random_seed.get_seed)
