"""Opens sessions of graphs that keep TensorFlow 1's rules, and says what they compute with.

It is done where each session begins, because scripts, estimators and Keras open their own.
"""

import functools

from tf1_graphs.tensorflow1 import canary, devices
from tf1_graphs.tensorflow1.graphs import keeps_tf1_rules
from tf1_graphs.tensorflow1.kernels import optimizing
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import context, device_lib, session
from tf1_graphs.tensorflow1.requests import run_remembered
from tf1_graphs.tensorflow1.sessions import with_threads


def session_begins(begin):
    """Wrap `BaseSession.__init__`: a session of ours gets its device and its arithmetic."""

    @functools.wraps(begin)
    def begins(self, target="", graph=None, config=None):
        ours = keeps_tf1_rules(tf.get_default_graph() if graph is None else graph)
        # What else `config` is, TensorFlow refuses with its own message.
        if ours and (config is None or isinstance(config, tf.ConfigProto)):
            config = devices.placed(context.context().config if config is None else config)
            config = optimizing.options(with_threads(config))
            canary.at_first_session(config)
        begin(self, target, graph, config)

    return begins


def listed_devices(list_devices):
    """Wrap `list_local_devices`: `tf.test.is_gpu_available` finds what a session of ours would."""

    @functools.wraps(list_devices)
    def listed(session_config=None):
        if keeps_tf1_rules(tf.get_default_graph()):
            session_config = devices.placed(session_config or context.context().config)
        return list_devices(session_config)

    return listed


def put_in_force():
    """Have every session of this process begin with `session_begins`, and remember requests."""
    session.BaseSession.__init__ = session_begins(session.BaseSession.__init__)
    session.BaseSession._run = run_remembered(session.BaseSession._run)
    device_lib.list_local_devices = listed_devices(device_lib.list_local_devices)
