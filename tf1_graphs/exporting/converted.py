"""Loads what was exported again: each format by its own runtime, without the source."""

import json
from pathlib import Path

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.exporting.runnable import Runnable
from tf1_graphs.inspection.subject import line
from tf1_graphs.tensorflow1 import import_graph, tf, without_advice


def load(path):
    """Return the `Runnable` of an ONNX or TensorFlow Lite file."""
    return RUNTIMES[path.suffix](path)


def _onnx(path):
    try:
        import onnxruntime
    except ImportError:
        raise InputError("ONNX runs by onnxruntime: pip install 'tf1_graphs[onnx]'") from None
    try:
        session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    # Its errors are of types that it does not name.
    except Exception as error:
        raise InputError(f"{path} is no ONNX model that can be run: {line(error)}") from None
    names = json.loads(session.get_modelmeta().custom_metadata_map.get("names", "{}"))
    kinds = {"float": "float32", "double": "float64"}
    inputs = {}
    for item in session.get_inputs():
        kind = item.type.removeprefix("tensor(").removesuffix(")")
        sizes = [size if isinstance(size, int) else None for size in item.shape]
        inputs[names.get(item.name, item.name)] = np.dtype(kinds.get(kind, kind)).type, sizes
    outputs = [names.get(item.name, item.name) for item in session.get_outputs()]
    inner = {name: item.name for name, item in zip(inputs, session.get_inputs(), strict=True)}

    def run(arrays):
        fed = {inner[name]: np.asarray(array) for name, array in arrays.items()}
        return dict(zip(outputs, session.run(None, fed), strict=True))

    return Runnable(str(path), inputs, tuple(outputs), run)


def _tflite(path):
    try:
        with without_advice():
            interpreter = tf.lite.Interpreter(model_path=str(path))
    except (ValueError, RuntimeError) as error:
        raise InputError(f"{path} is no TensorFlow Lite model: {line(error)}") from None
    details, results = interpreter.get_input_details(), interpreter.get_output_details()
    beside = Path(f"{path}.names.json")
    names = json.loads(beside.read_text()) if beside.is_file() else {}
    keys = names.get("inputs") or [item["name"] for item in details]
    outputs = names.get("outputs") or [item["name"] for item in results]
    inputs = {
        key: (item["dtype"], [None if size < 0 else int(size) for size in item["shape_signature"]])
        for key, item in zip(keys, details, strict=True)
    }

    def run(arrays):
        for key, item in zip(keys, details, strict=True):
            interpreter.resize_tensor_input(item["index"], np.shape(arrays[key]))
        interpreter.allocate_tensors()
        for key, item in zip(keys, details, strict=True):
            interpreter.set_tensor(item["index"], np.asarray(arrays[key]))
        interpreter.invoke()
        found = [np.array(interpreter.get_tensor(item["index"])) for item in results]
        return dict(zip(outputs, found, strict=True))

    return Runnable(str(path), inputs, tuple(outputs), run)


RUNTIMES = {".onnx": _onnx, ".tflite": _tflite}


def run_saved_model(folder, arrays):
    """Return a SavedModel's outputs, loaded as users of TensorFlow 2 load it."""
    with tf.init_scope():
        loaded = tf.compat.v2.saved_model.load(str(folder))
        function = loaded.signatures["serving_default"]
        fed = {name: tf.constant(array) for name, array in arrays.items()}
        return {name: tensor.numpy() for name, tensor in function(**fed).items()}


def run_frozen(path, arrays, inputs, outputs):
    """Return a frozen graph's outputs; names of tensors by name."""
    from tf1_graphs.inspection.reading import load as load_graph

    graph, _ = import_graph(load_graph(path).graph_def)
    with tf.Session(graph=graph) as session:
        return session.run(outputs, {inputs[name]: array for name, array in arrays.items()})
