"""`tf.core`: the protocol buffers that scripts import by their private modules."""

from tf1_graphs.tf1.private import private

__getattr__, __dir__ = private(__name__)
