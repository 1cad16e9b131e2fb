"""`tf.contrib.losses`."""

from tf_slim.losses import loss_ops, metric_learning

from tf1_graphs.tf1.contrib.tf_slim import tf_slim
from tf1_graphs.tf1.namespace import namespace

__all__ = ["metric_learning", "tf_slim"]

__getattr__, __dir__ = namespace(__name__, loss_ops)
