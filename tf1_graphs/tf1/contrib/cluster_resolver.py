"""`tf.contrib.cluster_resolver`: what is `tf.distribute.cluster_resolver` now."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

SimpleClusterResolver = tensorflow1.tf.distribute.cluster_resolver.SimpleClusterResolver

__all__ = ["SimpleClusterResolver"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.distribute.cluster_resolver)
