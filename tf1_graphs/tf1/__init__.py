"""The drop-in: `from tf1_graphs import tf1 as tf` in the place of `import tensorflow as tf`.

It has everything of `tensorflow.compat.v1`, and rebuilds what is gone from today's TensorFlow or
builds other ops there. Importing it switches the process to TensorFlow 1: graphs and sessions
instead of eager execution, control flow by `Switch` and `Merge`, reference variables, `Dimension`
objects in shapes, and op seeds by the number of ops built before, in every graph.

A name that is not supported raises `MissingSymbolError`, which says what replaces it.
"""

import os

# oneDNN sums a product of matrices in another order; without it they are TensorFlow 1's bit by bit.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

from tf1_graphs import numpy1

numpy1.ask()  # before NumPy is imported

from tf1_graphs import tensorflow1  # noqa: E402
from tf1_graphs.tf1.namespace import MissingSymbolError, namespace  # noqa: E402

tensorflow1.be_tensorflow_1()

from tf1_graphs.tf1.version import VERSION  # noqa: E402, takes names of TensorFlow 1

__version__ = VERSION
__git_version__, __compiler_version__ = tensorflow1.tf.GIT_VERSION, tensorflow1.tf.COMPILER_VERSION

__all__ = ["VERSION", "MissingSymbolError"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf)
