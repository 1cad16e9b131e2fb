"""What the layers of `tf.contrib.layers` share: the names of their variables, and collections.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/layers.py` and `utils.py`.
"""

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.contrib.framework.variables import model_variable

WEIGHTS_AND_BIASES = {"kernel": "weights", "bias": "biases"}


def model_variable_getter(names=None):
    """Make a getter that renames variables and adds them to `MODEL_VARIABLES`."""

    def get(getter, name, *_, reuse=None, partitioner=None, constraint=None, **kwargs):
        scope, _, short_name = name.rpartition("/")
        short_name = (names or {}).get(short_name, short_name)
        name = f"{scope}/{short_name}" if scope else short_name
        wanted = ("shape", "dtype", "initializer", "regularizer", "trainable", "collections")
        wanted += ("caching_device", "use_resource")
        kwargs = {key: value for key, value in kwargs.items() if key in wanted}
        return model_variable(name, custom_getter=getter, **kwargs)

    return get


def of_variable(collections, name):
    """Return the collections that one variable goes to: a list for all, or a dict by name."""
    return (collections.get(name) if isinstance(collections, dict) else collections) or []


def collect_variables(scope, names, collections):
    """Add a layer's variables to the caller's collections."""
    for name in names:
        for variable in tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES):
            if variable.op.name == f"{scope.name}/{name}":
                for collection in of_variable(collections, name):
                    if not any(variable is item for item in tf.get_collection(collection)):
                        tf.add_to_collection(collection, variable)


def collect_outputs(collections, outputs):
    """Add a layer's outputs to the caller's collections, and return them."""
    if collections:
        tf.add_to_collections(collections, outputs)
    return outputs
