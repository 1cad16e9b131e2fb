"""`tf.contrib.tfprof.tfprof_logger`: notes for the profiler."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace


def write_op_log(graph, log_dir, op_log=None, run_meta=None, add_trace=True):
    """Write what the profiler wants to know of a graph's ops besides."""
    tensorflow1.tf.profiler.write_op_log(graph, log_dir, op_log, run_meta, add_trace)


__all__ = ["write_op_log"]

__getattr__, __dir__ = namespace(__name__)
