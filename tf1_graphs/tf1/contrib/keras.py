"""`tf.contrib.keras`: `tf.keras`, by its name before TensorFlow 1.4."""

import sys

from tf1_graphs.tf1 import keras
from tf1_graphs.tf1.namespace import namespace

api = sys.modules[__name__]

__all__ = ["api", "keras"]

__getattr__, __dir__ = namespace(__name__, keras)
