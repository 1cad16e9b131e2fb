"""Chooses the device that our sessions compute on: the processor, or a GPU on request.

Kernels on a GPU add in another order, so that the processor is the default also where a GPU is.
Sessions of graphs that keep TensorFlow 1's rules are opened without one. Eager code and sessions of
other graphs in the same process are left as they are.
"""

import contextlib
import os

from tf1_graphs.errors import InputError
from tf1_graphs.tensorflow1.loading import compat_v1 as tf

CPU, GPU = DEVICES = ("cpu", "gpu")
VARIABLE = "TF1_GRAPHS_DEVICE"
"""Environment variable with the device of a process that runs a script or a notebook."""

_process = {}


def device():
    """Return the device that sessions of ours are opened on.

    Raises:
        InputError: `TF1_GRAPHS_DEVICE` names neither.
    """
    chosen = _process.get("device") or os.environ.get(VARIABLE) or CPU
    if chosen not in DEVICES:
        raise InputError(f"{VARIABLE} is cpu or gpu, got {chosen!r}")
    return chosen


@contextlib.contextmanager
def on_device(chosen):
    """Open sessions of ours on a device meanwhile.

    Args:
        chosen: `cpu` or `gpu`.

    Raises:
        InputError: a GPU is asked for, and TensorFlow finds none.
    """
    require(chosen)
    before = _process.get("device")
    _process["device"] = chosen
    try:
        yield
    finally:
        _process["device"] = before


def require(chosen):
    """Refuse a GPU where there is none.

    Raises:
        InputError: TensorFlow finds none.
    """
    if chosen == GPU and not gpus():
        raise InputError(
            "--device gpu: TensorFlow finds no GPU here; leave --device out to compute on the "
            "processor, or see what `tf1-graphs doctor` says"
        )


def gpus():
    """Return the names of the GPUs that TensorFlow finds, used or not."""
    return [found.name for found in tf.config.list_physical_devices("GPU")]


def placed(config):
    """Return a copy of a session's configuration for the device that is chosen.

    On the processor, no GPU is opened, whatever the configuration says. On a GPU, ops without a
    kernel for it stay on the processor, and memory is taken as it is needed.
    """
    copy = tf.ConfigProto()
    copy.CopyFrom(config)
    if device() == CPU:
        copy.device_count["GPU"] = 0
    else:
        copy.allow_soft_placement = True
        copy.gpu_options.allow_growth = True
    return copy


def hide_gpus():
    """Hide the GPUs from a process that is switched to TensorFlow 1, its eager code included.

    Where TensorFlow is in use already, its devices stay; sessions of ours leave them alone.
    """
    if device() == CPU:
        with contextlib.suppress(RuntimeError):
            tf.config.set_visible_devices([], "GPU")
