"""Variables that belong to a model's layers.

References:
    TensorFlow 1.15.5, `contrib/framework/python/ops/variables.py`.
"""

import functools

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.contrib.framework.arg_scope import add_arg_scope


@add_arg_scope
def variable(
    name,
    shape=None,
    dtype=None,
    initializer=None,
    regularizer=None,
    trainable=True,
    collections=None,
    caching_device=None,
    device=None,
    custom_getter=None,
    use_resource=None,
    **_,
):
    """Get a variable, as `tf.get_variable` does, for a device and through a getter."""
    getter = tf.get_variable
    if custom_getter is not None:
        getter = functools.partial(custom_getter, reuse=tf.get_variable_scope().reuse)
    with tf.device(device or ""):
        return getter(
            name,
            shape=shape,
            dtype=dtype,
            initializer=initializer,
            regularizer=regularizer,
            trainable=trainable,
            collections=list(dict.fromkeys(collections or [tf.GraphKeys.GLOBAL_VARIABLES])),
            caching_device=caching_device,
            use_resource=use_resource,
        )


@add_arg_scope
def model_variable(name, shape=None, dtype=tf.float32, collections=None, **kwargs):
    """Get a variable that is in the collection `MODEL_VARIABLES` too."""
    collections = [
        *(collections or []),
        tf.GraphKeys.GLOBAL_VARIABLES,
        tf.GraphKeys.MODEL_VARIABLES,
    ]
    return variable(name, shape=shape, dtype=dtype, collections=collections, **kwargs)


def get_variables(scope=None, suffix=None, collection=tf.GraphKeys.GLOBAL_VARIABLES):
    """Return the variables of a collection by the beginning and the end of their names."""
    if isinstance(scope, tf.VariableScope):
        scope = scope.name
    if suffix is not None:
        suffix = suffix if ":" in suffix else suffix + ":"
        scope = f"{scope or ''}.*{suffix}"
    return tf.get_collection(collection, scope)


def get_model_variables(scope=None, suffix=None):
    """Return the variables of `MODEL_VARIABLES` by the beginning and the end of their names."""
    return get_variables(scope, suffix, tf.GraphKeys.MODEL_VARIABLES)


def get_variables_to_restore(include=None, exclude=None):
    """Return the variables of the scopes in `include`, all by default, without those of others."""
    scopes = [None] if include is None else include
    included = [item for scope in scopes for item in get_variables(scope)]
    excluded = {id(item) for scope in exclude or () for item in get_variables(scope)}
    return [item for item in included if id(item) not in excluded]
