"""Writes a model that is open: SavedModel, frozen graph, arrays, ONNX, TensorFlow Lite."""

import io
import json
import logging
import shutil
from pathlib import Path

import numpy as np
from google.protobuf import text_format

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.exporting.pruning import pruned
from tf1_graphs.exporting.tensors import reached
from tf1_graphs.inspection.saved_models import asset_files
from tf1_graphs.inspection.subject import line
from tf1_graphs.inspection.variables import TYPES
from tf1_graphs.tensorflow1 import import_graph, tf, tf1_behavior, without_advice


def frozen(restored):
    """Return a `tf.GraphDef` of the outputs with the variables as constants, and tensors' names.

    Returns:
        (graph_def, inputs, outputs): names of tensors in it by the model's names.
    """
    names = {key: tensor.name for key, tensor in restored.outputs.items()}
    session = restored.session
    operations = list(dict.fromkeys(tensor.op.name for tensor in restored.outputs.values()))
    with without_advice():
        constant = tf.graph_util.convert_variables_to_constants(
            session, session.graph.as_graph_def(), operations
        )
    fixed = {tensor.op.name: value for tensor, value in restored.fixed.items()}
    fed = [tensor.op.name for tensor in restored.inputs.values()]
    present = {node.name for node in constant.node}
    fed = [name for name in fed if name in present]
    graph_def, renamed = pruned(constant, list(names.values()), fed, fixed)
    inputs = {key: tensor.name for key, tensor in restored.inputs.items() if tensor.op.name in fed}
    outputs = {key: _tensor_name(renamed[name]) for key, name in names.items()}
    return graph_def, inputs, outputs


def _tensor_name(name):
    return name if ":" in name else f"{name}:0"


def write_frozen(restored, target):
    """Write a frozen graph, binary or (`.pbtxt`) as text."""
    graph_def, inputs, outputs = frozen(restored)
    if target.suffix == ".pbtxt":
        files.write(target, text_format.MessageToString(graph_def))
    else:
        files.write(target, graph_def.SerializeToString(deterministic=True))
    return inputs, outputs


def write_arrays(restored, target):
    """Write the variables' values as `.npz`, and `.names.json`: array, variable, source's name."""
    needed = reached(restored.outputs.values())
    arrays = {op.name: _value(restored, op.name) for op in needed if op.type in TYPES}
    if not arrays:
        raise InputError(
            f"{restored.subject.title} has no variables: its weights are constants of the graph"
        )
    listed = {
        name: {
            "variable": name,
            "in_source": restored.names.get(name, name),
            "shape": list(array.shape),
            "dtype": array.dtype.name,
        }
        for name, array in sorted(arrays.items())
    }
    content = io.BytesIO()
    np.savez(content, **{name: arrays[name] for name in listed})
    files.atomic_writes(
        {
            target: content.getvalue(),
            target.with_suffix(".names.json"): json.dumps(listed, indent=1) + "\n",
        }
    )
    return arrays


def write_saved_model(restored, target):
    """Write a SavedModel with variables, and the signature `serving_default`.

    The graph is built anew of what the outputs need: variables of their own kind and name, without
    what initialized or trained them.
    """
    if target.exists():
        raise InputError(f"{target} is there already: name another folder, or remove it")
    graph = restored.session.graph
    fixed = {tensor.op.name: value for tensor, value in restored.fixed.items()}
    fed = [tensor.op.name for tensor in restored.inputs.values()]
    names = {key: tensor.name for key, tensor in restored.outputs.items()}
    tables = _table_initializers(restored)
    nodes, renamed = pruned(graph.as_graph_def(), [*names.values(), *tables], fed, fixed)
    assets = _place_assets(restored, nodes)
    variables = [node for node in nodes.node if node.op in TYPES]
    arrays = {node.name: _value(restored, node.name) for node in variables}
    temporary = target.with_name(f".{target.name}.tmp")
    shutil.rmtree(temporary, ignore_errors=True)
    with (
        without_advice(),
        tf1_behavior(),
        tf.Graph().as_default() as made,
        tf.Session(graph=made) as session,
    ):
        placed = [_variable(node, arrays[node.name]) for node in variables]
        _import(nodes, made)
        for variable, node in zip(placed, variables, strict=True):
            variable.load(arrays[node.name], session)
        signature = tf.saved_model.build_signature_def(
            {
                key: tf.saved_model.build_tensor_info(made.get_tensor_by_name(item.name))
                for key, item in restored.inputs.items()
            },
            {
                key: _output_info(made.get_tensor_by_name(_tensor_name(renamed[name])))
                for key, name in names.items()
            },
            tf.saved_model.PREDICT_METHOD_NAME,
        )
        start = [made.get_operation_by_name(name) for name in tables]
        if start:
            session.run(start)
        builder = tf.saved_model.Builder(str(temporary))
        builder.add_meta_graph_and_variables(
            session,
            ["serve"],
            {"serving_default": signature},
            assets_collection=[made.get_tensor_by_name(name) for name in assets] or None,
            main_op=tf.group(*start) if start else None,
            clear_devices=True,
        )
        builder.save()
    for path in temporary.rglob("*"):
        files.sync(path)
    temporary.replace(target)
    files.sync(target.parent)


def _place_assets(restored, nodes):
    """Let the constants that name a SavedModel's assets name its files; return their tensors.

    TensorFlow's builder copies the files from there.
    """
    meta, placed = restored.subject.meta, []
    assets = {} if meta is None else asset_files(meta)
    for node in nodes.node:
        if node.name in assets and node.op == "Const":
            path = str(Path(restored.subject.title) / "assets" / assets[node.name])
            node.attr["value"].tensor.string_val[:] = [path.encode()]
            placed.append(f"{node.name}:0")
    return placed


def _output_info(tensor):
    """Describe an output; a variable's own, which is a reference, is read for it."""
    if tensor.dtype != tensor.dtype.base_dtype:
        tensor = tf.identity(tensor)
    return tf.saved_model.build_tensor_info(tensor)


def _variable(node, array):
    """Return a variable of a node's name and kind, which is zero until it is loaded."""
    return tf.Variable(
        lambda: tf.zeros(array.shape, array.dtype),
        name=node.name,
        use_resource=node.op == "VarHandleOp",
    )


def _table_initializers(restored):
    """Return the names of what fills the tables that the outputs read."""
    meta = restored.subject.meta
    if meta is None or "table_initializer" not in meta.collection_def:
        return []
    tables = {op.name for op in reached(restored.outputs.values()) if "HashTable" in op.type}
    graph = restored.session.graph
    return [
        name
        for name in meta.collection_def["table_initializer"].node_list.value
        if tables & {op.name for op in reached_op(graph, name)}
    ]


def reached_op(graph, name):
    """Return the ops that an op of a graph needs."""
    operation = graph.get_operation_by_name(name)
    return [operation, *reached(operation.inputs)]


def _value(restored, name):
    graph = restored.session.graph
    tensor = graph.get_tensor_by_name(f"{name}:0")
    if tensor.op.type == "VarHandleOp":
        kind = tensor.op.get_attr("dtype")
        with graph.as_default():
            tensor = tf.raw_ops.ReadVariableOp(resource=tensor, dtype=kind)
    return restored.session.run(tensor)


def _import(nodes, made):
    """Import nodes into a graph that has some of them already, which take the place of these."""
    here = {op.name: op for op in made.get_operations()}
    rest = tf.GraphDef(versions=nodes.versions, library=nodes.library)
    rest.node.extend(node for node in nodes.node if node.name not in here)
    mapped, control = {}, {}
    for node in rest.node:
        for source in node.input:
            name = source.lstrip("^").partition(":")[0]
            if name in here and not source.startswith("^"):
                output = int(source.partition(":")[2] or 0)
                tensor = here[name].outputs[output]
                mapped[source if ":" in source else f"{source}:0"] = tensor
            elif name in here:
                control[source] = here[name]
    for node in rest.node:
        kept = [source for source in node.input if source not in control]
        node.input[:] = kept
    with made.as_default():
        tf.import_graph_def(rest, name="", input_map=mapped)


def write_onnx(restored, target):
    """Write ONNX by tf2onnx.

    Raises:
        InputError: it is not installed, or cannot convert the graph.
    """
    try:
        from tf2onnx import convert
    except ImportError:
        raise InputError("ONNX needs tf2onnx: pip install 'tf1_graphs[onnx]'") from None
    graph_def, inputs, outputs = frozen(restored)
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    try:
        model, _ = convert.from_graph_def(
            graph_def,
            input_names=list(inputs.values()),
            output_names=list(outputs.values()),
            opset=17,
        )
    # Its errors are of many types.
    except Exception as error:
        raise InputError(
            f"{restored.subject.title}: tf2onnx cannot convert it: {line(error)}"
        ) from None
    _rename_onnx(model, {name: key for key, name in {**inputs, **outputs}.items()})
    files.write(target, model.SerializeToString())


def _rename_onnx(model, names):
    """Give inputs and outputs the model's names, where these are free."""
    model.producer_name = "tf1_graphs"
    entry = model.metadata_props.add()
    entry.key, entry.value = "names", json.dumps(names)


def write_tflite(restored, target):
    """Write TensorFlow Lite by TensorFlow's converter, with its builtin ops where they suffice.

    Raises:
        InputError: it cannot convert the graph.
    """
    graph_def, inputs, outputs = frozen(restored)
    graph, _, _ = import_graph(graph_def)
    selected = (
        [tf.lite.OpsSet.TFLITE_BUILTINS],
        [
            tf.lite.OpsSet.TFLITE_BUILTINS,
            tf.lite.OpsSet.SELECT_TF_OPS,
        ],
    )
    reasons = []
    for ops in selected:
        with tf.Session(graph=graph) as session:
            converter = tf.lite.TFLiteConverter.from_session(
                session,
                [graph.get_tensor_by_name(name) for name in inputs.values()],
                [graph.get_tensor_by_name(name) for name in outputs.values()],
            )
            converter.target_spec.supported_ops = ops
            try:
                with without_advice():
                    content = converter.convert()
            # Its errors are of many types.
            except Exception as error:
                reasons.append(line(error))
                continue
        names = {"inputs": list(inputs), "outputs": list(outputs)}
        files.atomic_writes(
            {target: content, Path(f"{target}.names.json"): json.dumps(names) + "\n"}
        )
        return
    raise InputError(
        f"{restored.subject.title}: TensorFlow Lite's converter cannot convert it: {reasons[-1]}"
    )
