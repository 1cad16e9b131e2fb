"""`tf.contrib.layers`."""

import functools

from tf1_graphs import tensorflow1
from tf1_graphs.layers import (
    apply_regularization,
    l1_l2_regularizer,
    l1_regularizer,
    l2_regularizer,
    sum_regularizer,
)
from tf1_graphs.tf1.contrib.layers.convolutional import conv2d
from tf1_graphs.tf1.contrib.layers.core import (
    dropout,
    flatten,
    fully_connected,
    one_hot_encoding,
    repeat,
    softmax,
    stack,
)
from tf1_graphs.tf1.contrib.layers.initializers import (
    variance_scaling_initializer,
    xavier_initializer,
)
from tf1_graphs.tf1.contrib.layers.normalization import batch_norm
from tf1_graphs.tf1.contrib.layers.pooling import avg_pool2d, max_pool2d
from tf1_graphs.tf1.namespace import namespace

convolution2d = conv2d
xavier_initializer_conv2d = xavier_initializer
linear = functools.partial(fully_connected, activation_fn=None)
relu = functools.partial(fully_connected, activation_fn=tensorflow1.tf.nn.relu)
elu = functools.partial(fully_connected, activation_fn=tensorflow1.tf.nn.elu)

__all__ = [
    "apply_regularization",
    "avg_pool2d",
    "batch_norm",
    "conv2d",
    "convolution2d",
    "dropout",
    "elu",
    "flatten",
    "fully_connected",
    "l1_l2_regularizer",
    "l1_regularizer",
    "l2_regularizer",
    "linear",
    "max_pool2d",
    "one_hot_encoding",
    "relu",
    "repeat",
    "softmax",
    "stack",
    "sum_regularizer",
    "variance_scaling_initializer",
    "xavier_initializer",
    "xavier_initializer_conv2d",
]

__getattr__, __dir__ = namespace(__name__)
