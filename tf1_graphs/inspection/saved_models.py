"""Reads SavedModels of TensorFlow 1 and 2: graph, signatures, assets, values."""

from pathlib import Path

from google.protobuf import text_format
from google.protobuf.message import DecodeError

from tf1_graphs.errors import InputError
from tf1_graphs.inspection import subject, values
from tf1_graphs.tensorflow1 import private_module, tf

FILES = ("saved_model.pb", "saved_model.pbtxt")


def is_saved_model(folder):
    """Tell whether a folder is a SavedModel."""
    return any((Path(folder) / name).is_file() for name in FILES)


def load(folder, tags=("serve",)):
    """Return the `Subject` that a SavedModel holds.

    What `tf.function` made is written out as the ops that it calls, so that TensorFlow 2's models
    can be looked at as TensorFlow 1's.

    Args:
        folder: with `saved_model.pb` or `.pbtxt`.
        tags: of the graph, where there are several; if none has them, the first one is taken.

    Raises:
        InputError: it is damaged, or a part of it is missing.
    """
    folder = Path(folder)
    metas = _meta_graphs(folder)
    chosen = [meta for meta in metas if set(meta.meta_info_def.tags) == set(tags)]
    meta = chosen[0] if chosen else metas[0]
    notes = [f"a SavedModel, written by TensorFlow {_version(meta)}, tags {_tags(meta)}"]
    if len(metas) > 1:
        rest = "; ".join(_tags(other) for other in metas if other is not meta)
        notes.append(f"it holds {len(metas)} graphs; the others have the tags {rest}")
    assets = sorted(path.name for path in (folder / "assets").glob("*"))
    if assets:
        notes.append(f"assets: {', '.join(assets)}")
    prefix = folder / "variables" / "variables"
    held = values.of_checkpoint(prefix) if values.is_checkpoint(prefix) else None
    if held is None and any(node.op in _VARIABLES for node in meta.graph_def.node):
        raise InputError(f"{folder} is not whole: its variables/variables.index is missing")
    signatures = {
        name: {
            "method": signature.method_name,
            "inputs": {key: info.name for key, info in signature.inputs.items()},
            "outputs": {key: info.name for key, info in signature.outputs.items()},
        }
        for name, signature in sorted(meta.signature_def.items())
        if name != "__saved_model_init_op"
    }
    whole = meta
    if meta.graph_def.library.function and signatures:
        meta = _without_functions(meta, signatures, str(folder))
    return subject.of_meta_graph(
        meta, str(folder), tuple(notes), values=held, signatures=signatures, whole=whole
    )


def asset_files(meta):
    """Return the names of a SavedModel's assets by the nodes that hold their paths.

    TensorFlow 1 lists them in a collection, TensorFlow 2 in a field of their own.
    """
    listed = list(meta.asset_file_def)
    if "saved_model_assets" in meta.collection_def:
        for packed in meta.collection_def["saved_model_assets"].any_list.value:
            asset = private_module("core.protobuf.meta_graph_pb2").AssetFileDef()
            packed.Unpack(asset)
            listed.append(asset)
    return {asset.tensor_info.name.partition(":")[0]: asset.filename for asset in listed}


_VARIABLES = ("VariableV2", "Variable", "VarHandleOp")


def _meta_graphs(folder):
    message = private_module("core.protobuf.saved_model_pb2").SavedModel()
    path = next(folder / name for name in FILES if (folder / name).is_file())
    content = subject.bounded(path)
    try:
        if path.suffix == ".pb":
            message.ParseFromString(content)
        else:
            text_format.Parse(content.decode(), message)
    except (DecodeError, text_format.ParseError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else "not a SavedModel"
        raise InputError(f"{path} is cut off or damaged: {reason}") from None
    if not message.meta_graphs:
        raise InputError(f"{path} holds no graph: it is cut off, or something else with that name")
    return list(message.meta_graphs)


def _version(meta):
    return meta.meta_info_def.tensorflow_version or "unknown"


def _tags(meta):
    return ", ".join(meta.meta_info_def.tags) or "none"


def _without_functions(meta, signatures, title):
    """Return the part of a graph that its signatures need, with calls of functions written out."""
    complete = tf.MetaGraphDef()
    complete.CopyFrom(meta)
    wanted = [
        tensor for signature in signatures.values() for tensor in signature["outputs"].values()
    ]
    complete.collection_def["train_op"].node_list.value[:] = wanted
    config = tf.ConfigProto()
    rewriting = config.graph_options.rewrite_options
    rewriting.min_graph_nodes = -1
    rewriting.meta_optimizer_iterations = 1
    rewriting.optimizers.append("function")
    optimizer = private_module("python.grappler.tf_optimizer")
    try:
        inlined = optimizer.OptimizeGraph(config, complete)
    # Errors of TensorFlow's C++, of many types.
    except Exception as error:
        raise InputError(f"{title}: its functions cannot be read: {subject.line(error)}") from None
    inputs = [
        tensor for signature in signatures.values() for tensor in signature["inputs"].values()
    ]
    kept = {node.name for node in meta.graph_def.node if node.op in _VARIABLES}
    reads = [node.name for node in inlined.node if node.op == "ReadVariableOp"]
    kept |= {name for name in reads if name.endswith("/Read/ReadVariableOp")}
    subject.keep(inlined, [*wanted, *inputs, *kept])
    for node in inlined.node:
        node.attr.pop("_class", None)  # of nodes that may not be there any more
    return tf.MetaGraphDef(graph_def=inlined, meta_info_def=meta.meta_info_def)
