"""Offers tf.layers-equivalents, which build node for node what TensorFlow 1.15.5 built.

Each module is imported when one of its functions is first asked for, because they need TensorFlow,
which takes seconds: a graph's module is written with `from tf1_graphs import layers`.
"""

import importlib

_NAMES = {
    "convolutional": ["conv1d", "conv2d", "conv3d"],
    "convolutional_separable": ["separable_conv1d", "separable_conv2d"],
    "convolutional_transpose": ["conv2d_transpose", "conv3d_transpose"],
    "core": ["dense", "dropout", "flatten"],
    "normalization": ["batch_normalization"],
    "pooling": [
        *("average_pooling1d", "average_pooling2d", "average_pooling3d"),
        *("max_pooling1d", "max_pooling2d", "max_pooling3d"),
    ],
    "regularizers": [
        "apply_regularization",
        "l1_l2_regularizer",
        "l1_regularizer",
        "l2_regularizer",
        "sum_regularizer",
    ],
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_MODULES)


def __getattr__(name):
    if name in _MODULES:
        return getattr(importlib.import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
