"""Looks at TensorFlow as one process has it: `python deferring_process.py plain|ours|later`.

- `plain`: as anybody imports it, and this package after it.
- `ours`: imported through this package's door, with nothing else asked for.
- `later`: through the door, and then everything asked for.

Prints one JSON object.
"""

import gc
import importlib
import inspect
import json
import sys
import weakref
from pathlib import Path

NOT_NEEDED = ("keras", "sklearn", "scipy", "matplotlib", "h5py", "tensorflow.lite.python")


def signatures(module, name, depth):
    """Return the signature of each public name in a module and in those below it."""
    found = {}
    for attribute in sorted(dir(module)):
        value = getattr(module, attribute)
        if attribute.startswith("_") or "Lazy" in type(value).__name__:
            continue
        full = f"{name}.{attribute}"
        if inspect.ismodule(value):
            if depth and "tensorflow" in value.__name__:
                found |= signatures(value, full, depth - 1)
            continue
        methods = vars(value).items() if inspect.isclass(value) else ()
        methods = {f"{full}.{key}": method for key, method in methods if callable(method)}
        found |= {key: signature(method) for key, method in {full: value, **methods}.items()}
    return found


def signature(function):
    """Return a function's signature and the beginning of its documentation."""
    try:
        parameters = str(inspect.signature(function)).split(" at 0x")[0]
    except (TypeError, ValueError) as error:
        parameters = type(error).__name__
    return f"{parameters} {(getattr(function, '__doc__', None) or '')[:40]}"


def gradients():
    """Return the ops that have a registered gradient."""
    ops = importlib.import_module("tensorflow.python.framework.ops")
    return sorted(ops.gradient_registry._registry)


def modules():
    """Return the names of the deferred kinds of modules that TensorFlow's folder holds."""
    root = Path(sys.modules["tensorflow"].__file__).parent
    for folder in (root / "_api" / "v2", root / "python" / "keras"):
        for path in folder.rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            yield ".".join(("tensorflow", *parts)).removesuffix(".__init__")


def fails(name):
    """Import a module, and all that it offers, in a process of its own; return what is wrong."""
    import os

    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            dir(importlib.import_module(name))
        except BaseException as error:
            os.write(writing, repr(error).encode()[:500])
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as file:
        return file.read()


def collected():
    """Tell whether the garbage collector works, leaves what there is alone, and finds circles."""

    class Circle:
        pass

    circle = Circle()
    circle.itself, seen = circle, weakref.ref(circle)
    del circle
    gc.collect()
    return gc.isenabled(), gc.get_freeze_count() > 100_000, seen() is None


def main(how):
    found = {}
    if how != "plain":
        door = importlib.import_module("tf1_graphs.tensorflow1")
        assert door.tf.Graph
        found["not needed"] = [name for name in NOT_NEEDED if name in sys.modules]
        found["gradients"] = gradients()
        found["collected"] = collected()
    if how == "ours":
        found["fails"] = {name: why for name in sorted(modules()) if (why := fails(name))}
    else:
        import tensorflow

        found["gradients"] = gradients()
        compat_v1 = importlib.import_module("tensorflow.compat.v1")
        found["signatures"] = signatures(compat_v1, "v1", 2) | signatures(tensorflow, "v2", 2)
        import keras
        from tensorflow.keras.layers import Dense

        found["keras"] = [Dense is keras.layers.Dense is tensorflow.keras.layers.Dense]
    if how == "plain":
        assert importlib.import_module("tf1_graphs.tensorflow1").tf.Graph
        deferring = importlib.import_module("tf1_graphs.tensorflow1.deferring")
        found["deferred"] = len(deferring._waiting)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
