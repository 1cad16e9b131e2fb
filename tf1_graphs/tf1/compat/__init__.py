"""`tf.compat`: of its versions, `v1` is the drop-in itself and `v2` today's TensorFlow."""

import sys as _sys

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as v1
from tf1_graphs.tf1.namespace import namespace

__all__ = ["v1"]

# So that it is found by `import tf1_graphs.tf1.compat.v1` too.
_sys.modules[f"{__name__}.v1"] = v1

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.compat)
