"""`tf.app`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

flags = tensorflow1.tf.flags  # TensorFlow adds it to `app` when all of its names are imported

__all__ = ["flags"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.app)
