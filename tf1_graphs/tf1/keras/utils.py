"""`tf.keras.utils`: what of it works on arrays and files, and the rest of the package's."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.keras_package import Names
from tf1_graphs.tf1.namespace import namespace

get_file = tensorflow1.tf.keras.utils.get_file
to_categorical = tensorflow1.tf.keras.utils.to_categorical

__all__ = ["get_file", "to_categorical"]

__getattr__, __dir__ = namespace(__name__, Names("utils"))
