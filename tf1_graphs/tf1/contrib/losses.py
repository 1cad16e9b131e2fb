"""`tf.contrib.losses`."""

from tf1_graphs.tf1.contrib.tf_slim import part, tf_slim
from tf1_graphs.tf1.namespace import namespace

metric_learning = part("losses.metric_learning")

__all__ = ["metric_learning", "tf_slim"]

__getattr__, __dir__ = namespace(__name__, part("losses.loss_ops"))
