"""`tf.contrib.tfprof`: what is `tf.profiler` now."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

ProfileContext = tensorflow1.private_module("python.profiler.profile_context").ProfileContext

__all__ = ["ProfileContext"]

__getattr__, __dir__ = namespace(__name__)
