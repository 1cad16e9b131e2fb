"""`tf.contrib.util`: conversions between tensors, their messages and arrays."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.namespace import namespace

constant_value = tensorflow1.tf.get_static_value
make_tensor_proto = tensorflow1.tf.make_tensor_proto
make_ndarray = tensorflow1.tf.make_ndarray

__all__ = ["constant_value", "make_ndarray", "make_tensor_proto"]

__getattr__, __dir__ = namespace(__name__)
