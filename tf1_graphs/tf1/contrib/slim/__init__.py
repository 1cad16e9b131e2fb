"""`tf.contrib.slim`."""

from tf1_graphs.tf1.contrib import layers, losses, metrics
from tf1_graphs.tf1.contrib.layers import embed_sequence
from tf1_graphs.tf1.contrib.tf_slim import tf_slim
from tf1_graphs.tf1.namespace import namespace

__all__ = ["embed_sequence", "layers", "losses", "metrics"]

__getattr__, __dir__ = namespace(__name__, tf_slim)
