"""`tf.contrib.tensorboard.plugins`: the projector of embeddings."""

from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__)
