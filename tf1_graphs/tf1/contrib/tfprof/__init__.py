"""`tf.contrib.tfprof`: what is `tf.profiler` now."""

from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__)
