"""Writes a model in another format, loads it again, and compares the outputs."""

from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.exporting import converted, writing
from tf1_graphs.exporting.opening import opened
from tf1_graphs.exporting.runnable import samples
from tf1_graphs.inspection.values import of_arrays
from tf1_graphs.inspection.weights import distance

FORMATS = (".pb", ".pbtxt", ".npz", ".onnx", ".tflite")


def export(source, target, sample=None, say=print, **names):
    """Write a model in the format that the target's name says.

    Args:
        source: what `opened` takes.
        target: a file with a suffix of `FORMATS`, or a folder for a SavedModel.
        sample: `.npz` file with arrays by input name to compare on; by default, made-up ones.
        say: function that prints a line.
        names: `checkpoint`, `inputs`, `outputs`, `feeds` and `rename` of `opened`.

    Returns:
        Largest difference of each output by its name: what `weights.distance` says.

    Raises:
        InputError: the source cannot be run, or not be written in that format.
        OSError: the target cannot be written.
    """
    target = Path(target)
    if target.suffix and target.suffix not in FORMATS:
        raise InputError(
            f"{target}: a target ends in {', '.join(FORMATS)}, or is a folder without a suffix, "
            "for a SavedModel"
        )
    if not target.parent.is_dir():
        raise InputError(f"{target}: there is no folder {target.parent}")
    with opened(source, say=say, **names) as model:
        restored = model.restored
        if restored is None:
            raise InputError(f"{source} is converted already: export what it was converted from")
        say(f"inputs: {_listed(restored.inputs)}")
        say(f"outputs: {_listed(restored.outputs)}")
        if target.suffix == ".npz":
            return _arrays(restored, target, say)
        arrays = _sample(sample, model) if sample else samples(model.inputs)
        expected = _expected(model, arrays, sample)
        found = _written(restored, target, arrays)
        shapes = ", ".join(f"{name} {list(np.shape(array))}" for name, array in arrays.items())
        say(f"{target}: written, loaded again and compared on {shapes or 'no inputs'}")
        return _compared(expected, found, target, say)


def _listed(tensors):
    return (
        ", ".join(
            f"{name}{'' if tensor.op.name == name else f' ({tensor.name})'} {tensor.dtype.name} "
            f"{'unknown' if tensor.shape.rank is None else tensor.shape.as_list()}"
            for name, tensor in tensors.items()
        )
        or "none"
    )


def _written(restored, target, arrays):
    """Write the target and return the outputs of what was written, loaded again."""
    if not target.suffix:
        writing.write_saved_model(restored, target)
        return converted.run_saved_model(target, arrays)
    if target.suffix == ".onnx":
        writing.write_onnx(restored, target)
        return converted.load(target).run(arrays)
    if target.suffix == ".tflite":
        writing.write_tflite(restored, target)
        return converted.load(target).run(arrays)
    inputs, outputs = writing.write_frozen(restored, target)
    arrays = {name: array for name, array in arrays.items() if name in inputs}
    # Constants that TensorFlow computes with beforehand may change the last digits: of a batch
    # normalization that it folds into the convolution before it.
    return converted.run_frozen(target, arrays, inputs, outputs, rewriting=False)


def _expected(model, arrays, sample):
    """Return the source's outputs; where made-up arrays do not fit, say what to do."""
    try:
        return model.run(arrays)
    except InputError as error:
        unknown = [name for name, (_, sizes) in model.inputs.items() if sizes is None]
        if sample or not unknown:
            raise
        raise InputError(
            f"{error}; the graph does not say the shape of {', '.join(unknown)}: give arrays by "
            "--sample FILE.npz, and what is no input by --feed NAME=VALUE"
        ) from None


def _sample(path, model):
    held = of_arrays(path)
    if missing := [name for name in model.inputs if name not in held.shapes]:
        raise InputError(
            f"{path} has no array {missing[0]}: it takes one for each of {', '.join(model.inputs)}"
        )
    return {name: held.read(name).astype(kind) for name, (kind, _) in model.inputs.items()}


def _compared(expected, found, target, say):
    results = {}
    for name, value in expected.items():
        if np.shape(value) != np.shape(found[name]):
            raise InputError(
                f"{target} is not what it was made from: {name} has the shape "
                f"{np.shape(found[name])}, in the source {np.shape(value)}"
            )
        results[name] = distance(np.asarray(value), np.asarray(found[name]))
        say(f"  {name}: {_words(results[name])}")
    return results


def _words(apart):
    if not apart["differ"]:
        return f"equal, all {apart['count']} numbers to the last bit"
    if "largest" not in apart:
        return f"{apart['differ']} of {apart['count']} differ"
    steps = "" if apart["ulps"] is None else f" ({apart['ulps']} ulps)"
    some = f"in {apart['differ']} of {apart['count']}"
    return f"largest difference {apart['largest']:.3g}{steps}, {some}"


def _arrays(restored, target, say):
    arrays = writing.write_arrays(restored, target)
    held = of_arrays(target)
    results = {name: distance(array, held.read(name)) for name, array in arrays.items()}
    differ = sum(bool(row["differ"]) for row in results.values())
    say(
        f"{target}: {len(arrays)} variables, written and read again, {differ} of them different; "
        f"names in {target.with_suffix('.names.json')}"
    )
    return results
