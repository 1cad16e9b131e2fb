"""Finds TensorFlow's private modules, for scripts that import them by themselves."""

import importlib
import inspect

from tf1_graphs.tensorflow1.loading import compat_v1  # noqa: F401 - quietly, and before the others


def private_module(name):
    """Return a private module of TensorFlow's, or None where today's has none of that name.

    Args:
        name: such as `python.framework.ops`.
    """
    try:
        return importlib.import_module(f"tensorflow.{name}")
    except ModuleNotFoundError:
        return None


def public_names(symbol):
    """Return the names by which `tensorflow.compat.v1` offers an object: `["nn.dropout"]`.

    Some objects of it know none, such as those that are offered under a module's own name.
    """
    if isinstance(symbol, type):
        return vars(symbol).get("_tf_api_names_v1", ())
    return getattr(inspect.unwrap(symbol), "_tf_api_names_v1", ()) if callable(symbol) else ()
