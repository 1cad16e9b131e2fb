"""`tf.keras.optimizers`: those of TensorFlow 1, which today are called `legacy`."""

from tf1_graphs.tf1.keras_package import Names
from tf1_graphs.tf1.namespace import namespace

__all__ = []

__getattr__, __dir__ = namespace(__name__, Names("optimizers.legacy"))
