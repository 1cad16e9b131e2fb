"""Finds the modules of `tf_keras` when a changed function is called, and not before."""

import importlib

SOURCE = "tf_keras.src"


def module(path):
    """Return one of the package's modules, such as `utils.losses_utils`."""
    return importlib.import_module(f"{SOURCE}.{path}")
