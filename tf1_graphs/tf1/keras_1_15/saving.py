"""Says in one line why a saved model cannot be loaded here.

References:
    TensorFlow 1.15.5, `python/keras/saving/hdf5_format.py`, `python/keras/utils/generic_utils.py`.
"""

import functools
import sys

_HERE = ".".join(map(str, sys.version_info[:2]))


def _known_class(former):
    """Wrap what finds a layer's class: a custom one has to be given."""

    @functools.wraps(former)
    def found(config, *args, **kwargs):
        try:
            return former(config, *args, **kwargs)
        except ValueError as error:
            if not str(error).startswith("Unknown "):
                raise
            kind, name = str(error).partition(":")[0], config["class_name"]
        raise ValueError(
            f"{kind}: {name}: it is a class of whoever saved the model; give it, "
            f"load_model(file, custom_objects={{{name!r}: {name}}})"
        )

    return found


def _loaded_function(former):
    """Wrap what loads a lambda layer's function, which is the bytecode of one version of Python."""

    @functools.wraps(former)
    def loaded(*args, **kwargs):
        try:
            return former(*args, **kwargs)
        except (EOFError, ValueError, TypeError) as error:
            reason = f"{type(error).__name__}: {error}"
        raise ValueError(
            "a Lambda layer was saved as bytecode of another version of Python, which Python "
            f"{_HERE} cannot read ({reason}): build the model by its code, and take its weights, "
            "model.load_weights(file)"
        )

    return loaded


CHANGES = {}
WRAPPED = {
    "saving.legacy.serialization:class_and_config_for_serialized_keras_object": _known_class,
    "utils.generic_utils:func_load": _loaded_function,
}
