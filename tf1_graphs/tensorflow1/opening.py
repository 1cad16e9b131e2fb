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

_process = {"in_order": False}

_DEVICE_MAPPING = """Device mapping:
/job:localhost/replica:0/task:0/device:XLA_CPU:0 -> device: XLA_CPU device"""
"""What 1.15.5 printed of a session that is to say where it puts its ops; these follow from C++."""


def execute_in_order():
    """Have the thread that calls execute the ops of our sessions, one after the other.

    Where a script does not say otherwise. TensorFlow's own threads execute ops that do not depend
    on each other in the order in which they come to it: a step that reads the global step while it
    is counted reads either number. And a small network's step takes half the time.
    """
    _process["in_order"] = True


def session_begins(begin):
    """Wrap `BaseSession.__init__`: a session of ours gets its device and its arithmetic."""

    @functools.wraps(begin)
    def begins(self, target="", graph=None, config=None):
        self._session = None  # what its destructor asks for, also where it is refused below
        ours = keeps_tf1_rules(tf.get_default_graph() if graph is None else graph)
        # What else `config` is, TensorFlow refuses with its own message.
        if ours and (config is None or isinstance(config, tf.ConfigProto)):
            config = devices.placed(context.context().config if config is None else config)
            config = with_threads(config)
            if _process["in_order"] and not config.inter_op_parallelism_threads:
                config.inter_op_parallelism_threads = -1
            config = optimizing.options(config)
            if config.log_device_placement:
                print(_DEVICE_MAPPING, flush=True)
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
