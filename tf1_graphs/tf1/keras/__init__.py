"""`tf.keras`: the package `tf_keras` with our functions behind it; some helpers without it."""

from tf1_graphs.tf1 import missing
from tf1_graphs.tf1.keras_package import EXTRA, Names, installed
from tf1_graphs.tf1.namespace import namespace

# TensorFlow 1.15.5's.
__version__ = "2.2.4-tf"

if not installed():
    missing.REASONS |= {"tf.keras": EXTRA, "tf.contrib.keras": EXTRA}

__getattr__, __dir__ = namespace(__name__, Names())
