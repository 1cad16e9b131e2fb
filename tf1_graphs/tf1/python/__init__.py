"""`tf.python`: what scripts import of TensorFlow's private Python."""

from tf1_graphs.tf1.private import private

__getattr__, __dir__ = private(__name__)
