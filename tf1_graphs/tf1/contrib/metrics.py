"""`tf.contrib.metrics`."""

from tf1_graphs import compat
from tf1_graphs.tf1.contrib.tf_slim import tf_slim
from tf1_graphs.tf1.namespace import namespace

confusion_matrix = compat.tf.confusion_matrix
set_difference = compat.tf.sets.difference
set_intersection = compat.tf.sets.intersection
set_size = compat.tf.sets.size
set_union = compat.tf.sets.union

__all__ = ["confusion_matrix", "set_difference", "set_intersection", "set_size", "set_union"]

__getattr__, __dir__ = namespace(__name__, tf_slim.metrics)
