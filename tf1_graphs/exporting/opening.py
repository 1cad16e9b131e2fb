"""Opens what TensorFlow 1 left behind, so that it can be run: graph, values, inputs, outputs."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tf1_graphs import inspection, tensorflow1
from tf1_graphs.errors import InputError
from tf1_graphs.exporting import converted, estimators, tensors
from tf1_graphs.exporting.runnable import Runnable
from tf1_graphs.inspection.saved_models import asset_files
from tf1_graphs.inspection.subject import line
from tf1_graphs.inspection.values import of_checkpoint
from tf1_graphs.inspection.variables import TYPES
from tf1_graphs.runs import renaming
from tf1_graphs.tensorflow1 import tf


@dataclass(frozen=True)
class Restored:
    """A graph with its values.

    Attributes:
        subject: the `Subject`.
        session: open `tf.Session`, its variables restored.
        inputs: tensors by name.
        outputs: tensors by name.
        fixed: arrays by tensor: what is no input, but has a value.
        names: of variables in the source by names in the graph.
    """

    subject: Any
    session: Any
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    fixed: Mapping[Any, np.ndarray]
    names: Mapping[str, str]


@contextlib.contextmanager
def opened(source, checkpoint=None, inputs=(), outputs=(), feeds=(), rename=(), say=print):
    """Open a model to run it, and yield the `Runnable`.

    Args:
        source: a run directory, a `.meta` file or checkpoint, a SavedModel, a frozen graph, an
            estimator's `model_dir`, or what `export` wrote as ONNX or TensorFlow Lite.
        checkpoint: prefix of a checkpoint with the values, where the source has none.
        inputs: `TENSOR` or `NAME=TENSOR`; by default of a signature, else the placeholders that
            the outputs need.
        outputs: the same; by default of a signature, else what `inspect` finds.
        feeds: `TENSOR=VALUE`, for what is no input but has to have a value.
        rename: as `renaming.read_table` takes it.
        say: function that prints a line.

    Raises:
        InputError: it cannot be run; the message says what is missing.
    """
    suffix = Path(source).suffix
    if suffix in converted.RUNTIMES and Path(source).is_file():
        yield converted.load(Path(source))
        return
    subject = estimators.evaluation(Path(source), say) or inspection.find(str(source))[0]
    subject = estimators.elements_as_inputs(subject)
    if not subject.graph_def.node:
        raise InputError(
            f"{source} has values, but no graph that could be run: put the .meta file beside it, "
            "or name the .meta or .pb file as the source and this by --checkpoint"
        )
    held = of_checkpoint(checkpoint) if checkpoint else subject.values
    graph = subject.graph
    found_outputs = tensors.outputs(subject, outputs)
    found_inputs, fixed = tensors.inputs(subject, found_outputs, inputs, feeds)
    _check_ops(subject, found_outputs)
    config = tensorflow1.session_config(tensorflow1.threads_or(1))
    # It may ask for devices of the machine that it was trained on.
    config.allow_soft_placement = True
    # Not entered: inside of it, TensorFlow 2 could not load what was exported.
    with contextlib.closing(tf.Session(graph=graph, config=config)) as session:
        table = renaming.read_table(rename)
        names = _restore(session, subject, held, found_outputs, table, say)
        _initialize(session, subject)
        restored = Restored(subject, session, found_inputs, found_outputs, fixed, names)
        yield Runnable(
            str(source),
            {
                name: (tensor.dtype.as_numpy_dtype, tensors.sizes(tensor))
                for name, tensor in found_inputs.items()
            },
            tuple(found_outputs),
            lambda arrays: _run(restored, arrays),
            restored,
        )


def _run(restored, arrays):
    feed = {restored.inputs[name]: array for name, array in arrays.items()}
    fetches = dict(restored.outputs)
    try:
        return restored.session.run(fetches, {**restored.fixed, **feed})
    except tf.errors.OpError as error:
        raise InputError(f"{restored.subject.title} failed: {line(error)}") from None
    except ValueError as error:
        raise InputError(f"{restored.subject.title} cannot take these arrays: {error}") from None


def _check_ops(subject, outputs):
    """Refuse outputs that need an op which is not here."""
    reached = {op.name for op in tensors.reached(outputs.values())}
    lacking = {op: [n for n in names if n in reached] for op, names in subject.missing.items()}
    told = [f"{op} ({', '.join(names)})" for op, names in lacking.items() if names]
    if told:
        raise InputError(
            f"{subject.title} needs ops that this TensorFlow does not have, and that are not "
            f"composed here: {'; '.join(told)}; name outputs before them by --output-tensor"
        )


def _restore(session, subject, held, outputs, table, say):
    """Give the variables that the outputs need their values; return their names in the source."""
    needed = [op for op in tensors.reached(outputs.values()) if op.type in TYPES]
    if not needed:
        return {}
    if held is None:
        raise InputError(
            f"{subject.title} has variables, such as {needed[0].name}, and no values: name a "
            "checkpoint by --checkpoint"
        )
    shapes = {op.name: _shape(op) for op in needed}
    found, told = renaming.match(shapes, held.shapes, table)
    lacking = [name for name in shapes if name not in found]
    if lacking and not table and _by_saver(session, subject, held):
        return {op.name: op.name for op in needed}
    if lacking:
        raise InputError(_lacking(subject, held, lacking, shapes))
    for text in told:
        say(text)
    assigned, given = [], {}
    with subject.graph.as_default():
        for op in needed:
            value = held.read(found[op.name])
            tensor = tf.placeholder(op.get_attr("dtype").base_dtype, value.shape)
            if op.type == "VarHandleOp":
                assign = tf.raw_ops.AssignVariableOp(resource=op.outputs[0], value=tensor)
            else:
                assign = tf.raw_ops.Assign(ref=op.outputs[0], value=tensor, validate_shape=False)
            assigned.append(assign)
            given[tensor] = value
    session.run(assigned, given)  # all at once: each set of fetches is compiled for itself
    return found


def _shape(operation):
    shape = tf.TensorShape(operation.get_attr("shape"))
    return tuple(shape.as_list()) if shape.is_fully_defined() else None


def _by_saver(session, subject, held):
    """Restore as the file's own `Saver` does, which may know names that the graph does not."""
    saver = subject.meta.saver_def if subject.meta is not None else None
    if saver is None or not saver.restore_op_name or held.prefix is None:
        return False
    try:
        session.run(saver.restore_op_name, {saver.filename_tensor_name: str(held.prefix)})
    except (tf.errors.OpError, ValueError, KeyError, TypeError):
        return False
    return True


def _lacking(subject, held, lacking, shapes):
    some = ", ".join(
        f"{name} {list(shapes[name]) if shapes[name] is not None else ''}".strip()
        for name in lacking[:4]
    )
    others = sorted(held.shapes)
    known = ", ".join(f"{name} {list(held.shapes[name])}" for name in others[:6])
    return (
        f"{held.prefix or 'the values'} has no values for {len(lacking)} variable"
        f"{'s' * (len(lacking) > 1)} of {subject.title}: {some}{', …' * (len(lacking) > 4)}; "
        f"it has {known}{', …' * (len(others) > 6)}: say which is which by --rename GRAPH_NAME=NAME"
    )


def _initialize(session, subject):
    """Run what fills tables, and a SavedModel's own initialization, with its assets."""
    if subject.meta is None:
        return
    present = {op.name for op in subject.graph.get_operations()}
    collections = subject.meta.collection_def
    feeds = {
        f"{node}:0": str(Path(subject.title) / "assets" / file)
        for node, file in asset_files(subject.meta).items()
        if node in present
    }
    for key in ("table_initializer", "legacy_init_op", "saved_model_main_op"):
        for name in collections[key].node_list.value if key in collections else ():
            if name in present:
                try:
                    session.run(subject.graph.get_operation_by_name(name), feeds)
                except tf.errors.OpError as error:
                    raise InputError(
                        f"{subject.title} cannot be initialized: {name}: {line(error)}"
                    ) from None
