"""Puts other functions in the place of TensorFlow's own, in graphs that keep TensorFlow 1's rules.

TensorFlow's Python builds losses, metrics and gradients by calling its own functions, and some
build other ops than TensorFlow 1's did; no public hook replaces them for one graph.
"""

import functools
import inspect
import pkgutil

from tf1_graphs.tensorflow1.graphs import keeps_tf1_rules
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import nn, ops, standard_ops

_replacements = {}


def _in_tf1_graphs(function, original):
    """Return a function that is `function` while one of our graphs is built, else `original`."""

    @functools.wraps(original)
    def chosen(*args, **kwargs):
        if tf.executing_eagerly() or not keeps_tf1_rules(tf.get_default_graph()):
            return original(*args, **kwargs)
        return function(*args, **kwargs)

    return chosen


def replace(name, make):
    """Have TensorFlow's own code call another function while a graph keeps TensorFlow 1's rules.

    Args:
        name: of the function in `tensorflow.python`, such as `ops.array_ops:ones`.
        make: takes the original and returns a function of the same arguments, which builds what
            TensorFlow 1.15.5 built.
    """
    module, _, path = name.partition(":")
    *owners, attribute = path.split(".")
    owner = pkgutil.resolve_name(f"tensorflow.python.{module}:{'.'.join(owners)}".rstrip(":"))
    original = getattr(owner, attribute)
    chosen = _in_tf1_graphs(make(original), original)
    # Two modules gather the functions of the others for whoever imports them.
    for holder in (owner, standard_ops, nn):
        if getattr(holder, attribute, None) is original:
            setattr(holder, attribute, chosen)
    _replacements[inspect.unwrap(original)] = chosen
    # The public names, `tf.random_uniform` and `tf.random.uniform`, were bound to the original.
    for public_name in getattr(inspect.unwrap(original), "_tf_api_names_v1", ()):
        *path, attribute = public_name.split(".")
        setattr(functools.reduce(getattr, path, tf), attribute, chosen)


def replacement(symbol):
    """Return what `replace` put in the place of a public function, or None."""
    return _replacements.get(inspect.unwrap(symbol)) if inspect.isfunction(symbol) else None


def replace_gradient(op_type, make):
    """Have `tf.gradients` build the gradient of an op as TensorFlow 1.15.5 did, in our graphs.

    Args:
        op_type: such as `Mul`.
        make: takes the original and returns a function of the op and of the gradients of its
            outputs, as `tf.RegisterGradient` takes it.
    """
    entry = ops._gradient_registry._registry[op_type]
    entry["type"] = _in_tf1_graphs(make(entry["type"]), entry["type"])
