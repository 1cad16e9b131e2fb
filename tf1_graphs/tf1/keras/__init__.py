"""`tf.keras`: data sets, initializers and helpers; the models of TensorFlow 1's Keras are gone."""

from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__)
