"""`tf.contrib.distributions`: what is `tf.distributions` now."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.distributions)
