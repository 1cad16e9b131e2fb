"""tf.layers-equivalents: functions that build, node for node, what TensorFlow 1.15.5 built."""

from tf1_graphs.layers.convolutional import conv1d, conv2d, conv3d
from tf1_graphs.layers.convolutional_separable import separable_conv1d, separable_conv2d
from tf1_graphs.layers.convolutional_transpose import conv2d_transpose, conv3d_transpose
from tf1_graphs.layers.core import dense, dropout, flatten
from tf1_graphs.layers.normalization import batch_normalization
from tf1_graphs.layers.pooling import (
    average_pooling1d,
    average_pooling2d,
    average_pooling3d,
    max_pooling1d,
    max_pooling2d,
    max_pooling3d,
)
from tf1_graphs.layers.regularizers import (
    apply_regularization,
    l1_l2_regularizer,
    l1_regularizer,
    l2_regularizer,
    sum_regularizer,
)

__all__ = [
    "apply_regularization",
    "average_pooling1d",
    "average_pooling2d",
    "average_pooling3d",
    "batch_normalization",
    "conv1d",
    "conv2d",
    "conv2d_transpose",
    "conv3d",
    "conv3d_transpose",
    "dense",
    "dropout",
    "flatten",
    "l1_l2_regularizer",
    "l1_regularizer",
    "l2_regularizer",
    "max_pooling1d",
    "max_pooling2d",
    "max_pooling3d",
    "separable_conv1d",
    "separable_conv2d",
    "sum_regularizer",
]
