"""`tf.contrib.tfprof.model_analyzer`: prints a model's parameters, time and memory.

References:
    TensorFlow 1.15.5, `contrib/tfprof/model_analyzer.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

_profiler = tensorflow1.tf.profiler
Profiler = _profiler.Profiler
ALL_ADVICE = tensorflow1.private_module("python.profiler.model_analyzer").ALL_ADVICE


def _options(**changed):
    return {
        "max_depth": 10000,
        "min_bytes": 0,
        "min_micros": 0,
        "min_params": 0,
        "min_float_ops": 0,
        "order_by": "name",
        "account_type_regexes": [".*"],
        "start_name_regexes": [".*"],
        "trim_name_regexes": [],
        "show_name_regexes": [".*"],
        "hide_name_regexes": [],
        "account_displayed_op_only": True,
        "output": "stdout",
        "dump_to_file": "",
        **changed,
    }


TRAINABLE_VARS_PARAMS_STAT_OPTIONS = _options(
    account_type_regexes=["_trainable_variables"], select=["params"]
)
FLOAT_OPS_OPTIONS = _options(min_float_ops=1, order_by="float_ops", select=["float_ops"])
PRINT_ALL_TIMING_MEMORY = _options(min_bytes=1, min_micros=1, select=["micros", "bytes"])


def print_model_analysis(graph, run_meta=None, op_log=None, tfprof_cmd="scope", tfprof_options=0):
    """Print, and return, what `tf.profiler.profile` finds."""
    return _profiler.profile(graph, run_meta, op_log, tfprof_cmd, tfprof_options)


def advise(graph, run_meta=None, tfprof_options=0):
    """Return what `tf.profiler.advise` finds."""
    return _profiler.advise(graph, run_meta, tfprof_options)


__all__ = [
    "ALL_ADVICE",
    "FLOAT_OPS_OPTIONS",
    "PRINT_ALL_TIMING_MEMORY",
    "TRAINABLE_VARS_PARAMS_STAT_OPTIONS",
    "Profiler",
    "advise",
    "print_model_analysis",
]

__getattr__, __dir__ = namespace(__name__)
