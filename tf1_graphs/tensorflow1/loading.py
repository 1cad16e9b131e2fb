"""Imports TensorFlow, quietly, and the private modules of it that the other modules here use.

Private modules of TensorFlow, each with its reason:

- `random_seed`: `get_seed` decides every op seed, and no public hook lets a graph choose the rule.
- `ops._gradient_registry`: gradients are looked up in it, and some build other ops than TensorFlow
  1's did.
- `special_math_ops._einsum_v1`: the `einsum` of TensorFlow 1, which no public name leads to.
- `metrics_impl`: the functions of `tf.metrics` divide by another function of `math_ops`'s.
- `standard_ops` and `nn`: `tf_slim` calls TensorFlow's functions by these modules' names.
- `parsing_ops`: how the features of an example become an op's arguments has no public name.
- `shape_util`: how a size becomes the tensor of a shape, as random ops take it, has no public name.
- `tensor_getitem_override`: `x[:n]` builds its bounds there, and no public hook changes how.
- `deprecation._PRINT_DEPRECATION_WARNINGS`: no public switch stops the advice to change the code.
- `variable_pb2`: how a `.meta` file lists variables; the message has no public name.
- `signal.fft_ops`: the lengths of a Fourier transform, the zeros that its input is filled up with,
  and what its gradient has around the inverse transform have no public names.
- `config_pb2.CallableOptions` and `rewriter_config_pb2.RewriterConfig`: the messages have no public
  name.
- `session.BaseSession`: every session begins there, and no public hook sees its configuration.
- `context`: a session without a configuration takes the process's, which has no public name.
- `gen_dataset_ops`, `gen_experimental_dataset_ops`: the ops that 1.15.5 put before each iterator
  have no public name.
- `op_def_registry`: which ops this TensorFlow has, and what their inputs are, has no public name.
- `device_lib`: TensorFlow 1 programs ask it for devices, and it has no public name.
"""

import contextlib
import os
import sys
import tempfile

from tf1_graphs.tensorflow1.deferring import deferred
from tf1_graphs.tensorflow1.kernels import choice

# Its C++ log tells of build options and of GPUs that are not there; what is wrong with a graph or a
# run comes as a Python exception.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
_LOGGED_ALL_THE_SAME = (
    b"oneDNN custom operations are on",
    b"before absl::InitializeLog() is called",
    b"Could not find cuda drivers on your machine",
)


@contextlib.contextmanager
def _left_out(phrases):
    """Leave lines with these phrases out of what is written to standard error meanwhile."""
    with contextlib.ExitStack() as stack:
        try:
            print(end="", file=sys.stderr, flush=True)
            written = stack.enter_context(tempfile.TemporaryFile())
            stderr = os.dup(2)
        except OSError:
            yield  # no standard error, or no room: nothing is left out
            return
        os.dup2(written.fileno(), 2)
        try:
            yield
        finally:
            print(end="", file=sys.stderr, flush=True)
            os.dup2(stderr, 2)
            os.close(stderr)
            written.seek(0)
            os.write(2, b"".join(x for x in written if not any(it in x for it in phrases)))


choice.prepare()
with _left_out(_LOGGED_ALL_THE_SAME), deferred():
    import tensorflow.compat.v1 as compat_v1
    from tensorflow.core.framework import variable_pb2
    from tensorflow.core.protobuf import config_pb2, rewriter_config_pb2
    from tensorflow.python.client import device_lib, session
    from tensorflow.python.eager import context
    from tensorflow.python.framework import op_def_registry, ops, random_seed
    from tensorflow.python.ops import (
        gen_dataset_ops,
        gen_experimental_dataset_ops,
        metrics_impl,
        nn,
        parsing_ops,
        shape_util,
        special_math_ops,
        standard_ops,
        tensor_getitem_override,
    )
    from tensorflow.python.ops.signal import fft_ops
    from tensorflow.python.util import deprecation

__all__ = [
    "compat_v1",
    "config_pb2",
    "context",
    "deprecation",
    "device_lib",
    "fft_ops",
    "gen_dataset_ops",
    "gen_experimental_dataset_ops",
    "metrics_impl",
    "nn",
    "op_def_registry",
    "ops",
    "parsing_ops",
    "random_seed",
    "rewriter_config_pb2",
    "session",
    "shape_util",
    "special_math_ops",
    "standard_ops",
    "tensor_getitem_override",
    "variable_pb2",
]
