"""`tf.models`: where the recurrent networks were before TensorFlow 1.0."""

from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__)
