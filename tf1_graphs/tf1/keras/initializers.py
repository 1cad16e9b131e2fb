"""`tf.keras.initializers`: those of `tf.initializers`, and Keras's own besides."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.keras_package import Names
from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__, Names("initializers", tensorflow1.tf.initializers))
