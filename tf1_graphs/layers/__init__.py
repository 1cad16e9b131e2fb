"""tf.layers-equivalents: functions that build, node for node, what TensorFlow 1.15.5 built."""

from tf1_graphs.layers.convolutional import conv2d
from tf1_graphs.layers.core import dense, dropout, flatten
from tf1_graphs.layers.normalization import batch_normalization
from tf1_graphs.layers.pooling import average_pooling2d, max_pooling2d
from tf1_graphs.layers.regularizers import l1_l2_regularizer, l1_regularizer, l2_regularizer

__all__ = [
    "average_pooling2d",
    "batch_normalization",
    "conv2d",
    "dense",
    "dropout",
    "flatten",
    "l1_l2_regularizer",
    "l1_regularizer",
    "l2_regularizer",
    "max_pooling2d",
]
