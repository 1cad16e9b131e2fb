"""`tf.estimator`: the package `tensorflow_estimator`, with our functions behind it."""

from tf1_graphs.tf1.estimator_package import public
from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__, public)
