"""`tf.contrib.slim.nets`: AlexNet, Inception, OverFeat, ResNet and VGG."""

from tf1_graphs.tf1.contrib.tf_slim import part, tf_slim
from tf1_graphs.tf1.namespace import namespace

__all__ = ["tf_slim"]

__getattr__, __dir__ = namespace(__name__, part("nets"))
