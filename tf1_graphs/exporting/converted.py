"""Loads what was exported again: each format by its own runtime, without the source."""

import contextlib
import json
import warnings
from pathlib import Path

import numpy as np
from google.protobuf import text_format

from tf1_graphs import tensorflow1
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
        with without_advice(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it advises another package
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
        try:
            for key, item in zip(keys, details, strict=True):
                interpreter.resize_tensor_input(item["index"], np.shape(arrays[key]))
            interpreter.allocate_tensors()
            for key, item in zip(keys, details, strict=True):
                interpreter.set_tensor(item["index"], np.asarray(arrays[key]))
            interpreter.invoke()
        except (ValueError, RuntimeError) as error:
            raise InputError(f"{path} failed: {line(error)}") from None
        found = [np.array(interpreter.get_tensor(item["index"])) for item in results]
        return dict(zip(outputs, found, strict=True))

    return Runnable(str(path), inputs, tuple(outputs), run)


RUNTIMES = {".onnx": _onnx, ".tflite": _tflite}


def run_saved_model(folder, arrays):
    """Return a SavedModel's outputs, loaded as users of TensorFlow 2 load it."""
    if not tf.executing_eagerly():  # the process is TensorFlow 1
        return _run_in_session(folder, arrays)
    with without_advice():
        loaded = tf.compat.v2.saved_model.load(str(folder))
    function = loaded.signatures["serving_default"]
    fed = {name: tf.constant(array) for name, array in arrays.items()}
    return {name: tensor.numpy() for name, tensor in function(**fed).items()}


def _run_in_session(folder, arrays):
    with without_advice(), tf.Graph().as_default(), tf.Session() as session:
        meta = tf.saved_model.load(session, ["serve"], str(folder))
        served = meta.signature_def["serving_default"]
        fetches = {name: info.name for name, info in served.outputs.items()}
        fed = {served.inputs[name].name: array for name, array in arrays.items()}
        return session.run(fetches, fed)


def run_frozen(path, arrays, inputs, outputs, rewriting=True):
    """Return a frozen graph's outputs.

    Args:
        path: the file.
        arrays: by input name.
        inputs: names of tensors by input name.
        outputs: names of tensors by output name.
        rewriting: whether TensorFlow may rewrite the graph before it runs it, its default.
    """
    content = path.read_bytes()
    graph_def = tf.GraphDef()
    if path.suffix == ".pbtxt":
        text_format.Parse(content.decode(), graph_def)
    else:
        graph_def.ParseFromString(content)
    graph, _, _ = import_graph(graph_def)
    config = tensorflow1.session_config(tensorflow1.threads_or(1))
    if not rewriting:
        config.graph_options.optimizer_options.opt_level = -1
        config.graph_options.rewrite_options.disable_meta_optimizer = True
    with contextlib.closing(tf.Session(graph=graph, config=config)) as session:
        return session.run(outputs, {inputs[name]: array for name, array in arrays.items()})
