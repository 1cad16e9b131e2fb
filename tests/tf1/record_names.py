"""List the public names of TensorFlow 1.15.5: `python record_names.py > recordings/names.txt`.

One name a line, a module before the names in it; a module that has two names under `tf.contrib` is
listed by the shorter one. Runs on Python 3.7, with TensorFlow 1.15.5 installed.
"""

import types

import tensorflow as tf

# Private code, compiled code, and the same names once more.
LEFT_OUT = ("tf.python", "tf.core", "tf.tools", "tf.pywrap_tensorflow", "tf.compat.v1")
NAMES_LEFT_OUT = ("tf.compat.v2", "tf.contrib.quantization")
FUTURE = ("absolute_import", "division", "print_function")


def names(module, name, seen):
    """Return the names in a module and in the modules below it, sorted within each."""
    found = []
    for attribute in sorted(set(dir(module)) - set(FUTURE)):
        full = name + "." + attribute
        if attribute.startswith("_") or full in LEFT_OUT:
            continue
        try:
            value = getattr(module, attribute)
        except AttributeError:
            continue  # it is listed there, and is not there
        is_module = isinstance(value, types.ModuleType) or "ModuleWrapper" in type(value).__name__
        if not is_module:
            found.append(full)
        elif is_public(value.__name__, full) and value.__name__ not in seen:
            found.append(full)
            if full not in NAMES_LEFT_OUT:
                found += names(value, full, seen | {value.__name__})
    return found


def is_public(module_name, name):
    """Tell a module of the interface from one that a file of it happens to import."""
    module_name = module_name.replace("tensorflow_core", "tensorflow")
    if name.count(".") > 2 and name.startswith("tf.contrib."):
        own = "tensorflow" + name[len("tf") :]
        return module_name in (own, own.replace("contrib.slim", "contrib.slim.python.slim"))
    return module_name.startswith("tensorflow")


if __name__ == "__main__":
    print("\n".join(names(tf, "tf", {"tensorflow"})))
