"""`tf.contrib.metrics`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.tf_slim import tf_slim
from tf1_graphs.tf1.namespace import namespace

confusion_matrix = tensorflow1.tf.confusion_matrix
set_difference = tensorflow1.tf.sets.difference
set_intersection = tensorflow1.tf.sets.intersection
set_size = tensorflow1.tf.sets.size
set_union = tensorflow1.tf.sets.union

__all__ = ["confusion_matrix", "set_difference", "set_intersection", "set_size", "set_union"]

__getattr__, __dir__ = namespace(__name__, tf_slim.metrics)
