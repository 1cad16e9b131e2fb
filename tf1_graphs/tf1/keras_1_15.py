"""Gives the layers of `tf_keras` the form that they had in TensorFlow 1.15.5's `tf.keras`."""

import importlib

from tf1_graphs.tensorflow1 import tf


def put_in_force():
    """Change the package's modules."""
