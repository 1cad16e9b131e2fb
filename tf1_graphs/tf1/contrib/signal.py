"""`tf.contrib.signal`: what is `tf.signal`, rebuilt in `tf1_graphs.tensorflow1.ops.signal`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.signal)
