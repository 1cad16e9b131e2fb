"""The drop-in's `tf.version`: whose interface it is; what files need is of today's TensorFlow."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

VERSION = "1.15.5"
"""The version whose interface and graphs the drop-in has; scripts choose by it what they call."""

__all__ = ["VERSION"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.version)
