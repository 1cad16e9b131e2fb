"""Build a recorded graph case with any `tf`-like and `layers`-like namespace.

`record.py` builds the cases with TensorFlow 1.15.5, so this file runs on Python 3.7 too.
"""

import numpy as np


def build(case, tf, layers, regularizers):
    """Build `case["steps"]` in the current default graph; return {name: tensor}."""
    tensors, variable_scopes = {}, {}

    def value(v):
        if isinstance(v, list):
            return [value(item) for item in v]
        if not isinstance(v, dict):
            return v
        ((kind, content),) = v.items()
        if kind == "$tensor":
            return tensors[content]
        if kind == "$scope":
            return variable_scopes[content]
        if kind == "$tf":
            return getattr(tf, content)
        if kind == "$activation":
            return getattr(tf.nn, content)
        if kind == "$compose":
            return composite([getattr(tf.nn, name) for name in content])
        if kind == "$initializer":
            name, kwargs = content
            return getattr(tf, name)(**kwargs)
        if kind == "$regularizer":
            name, *scales = content
            return regularizers[name](*scales)
        if kind == "$int64":
            return np.int64(content)
        raise ValueError(kind)

    def composite(functions):
        def apply(tensor):
            for function in functions:
                tensor = function(tensor)
            return tensor

        return apply

    def keywords(step):
        return {key: value(v) for key, v in step.get("kwargs", {}).items()}

    def run(steps):
        for step in steps:
            kind = step["op"]
            if kind == "placeholder":
                tensors[step["out"]] = tf.placeholder(
                    getattr(tf, step["dtype"]), step["shape"], name=step["name"]
                )
            elif kind == "placeholder_with_default":
                tensors[step["out"]] = tf.placeholder_with_default(
                    step["default"], shape=(), name=step["name"]
                )
            elif kind == "constant":
                tensors[step["out"]] = tf.constant(step["value"], name=step["name"])
            elif kind == "get_variable":
                tensors[step["out"]] = tf.get_variable(step["name"], **keywords(step))
            elif kind == "name_scope":
                with tf.name_scope(step["name"]):
                    run(step["body"])
            elif kind == "control_dependencies":
                with tf.control_dependencies([tensors[name] for name in step["on"]]):
                    run(step["body"])
            elif kind == "variable_scope":
                with tf.variable_scope(value(step["name"]), **keywords(step)) as scope:
                    variable_scopes[step.get("as")] = scope
                    run(step["body"])
            elif kind == "activation":
                tensors[step["out"]] = getattr(tf.nn, step["fn"])(tensors[step["in"]])
            else:
                tensors[step["out"]] = getattr(layers, kind)(tensors[step["in"]], **keywords(step))

    run(case["steps"])
    return tensors
