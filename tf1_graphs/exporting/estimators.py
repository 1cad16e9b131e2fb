"""Makes a model of an estimator's `model_dir`, whose graphs fetch their examples themselves.

The graph of a checkpoint is the one that trained, with dropout in it. An evaluation leaves its own
in the event files of `eval`, or of `eval_NAME`. In either, examples come out of an iterator of
`tf.data`, or out of the queue that `numpy_input_fn` and `pandas_input_fn` fill.
"""

import dataclasses

from tf1_graphs.inspection import load
from tf1_graphs.inspection.event_files import graph_in
from tf1_graphs.inspection.reading import newest_checkpoint
from tf1_graphs.inspection.subject import of_meta_graph
from tf1_graphs.tensorflow1 import tf

_TAKES = (
    "IteratorGetNext",
    "QueueDequeueV2",
    "QueueDequeueManyV2",
    "QueueDequeueUpToV2",
)


def evaluation(folder, say):
    """Return an evaluation's graph with the values of the newest checkpoint, as a `Subject`.

    Args:
        folder: path of a `model_dir`.
        say: function that prints a line: which graph it is.

    Returns:
        None, where the folder has no checkpoint, or nothing was evaluated in it.
    """
    if not (folder / "checkpoint").is_file():
        return None
    newest = newest_checkpoint(folder)
    events = sorted(folder.glob("eval*/*tfevents*"), key=lambda path: path.name)
    with_graph = [path for path in events if graph_in(path)[0] is not None]
    trained = load(newest) if newest is not None and with_graph else None
    if trained is None or trained.meta is None:
        return None
    path = with_graph[-1]
    say(f"the graph that evaluated, {path}, with the values of {newest}")
    subject = load(path)
    meta = tf.MetaGraphDef()
    meta.CopyFrom(subject.meta)
    # An evaluation's events name no saver; the scaffold of both graphs names its own alike.
    meta.saver_def.CopyFrom(trained.meta.saver_def)
    return dataclasses.replace(subject, values=trained.values, meta=meta)


def elements_as_inputs(subject):
    """Return the `Subject` with placeholders in the place of what examples come out of.

    The first is named as the op was, `IteratorGetNext`, the others `IteratorGetNext_1` and so on.
    What has signatures says itself what its inputs are, and is returned as it is.
    """
    takes = [op for op in subject.graph.get_operations() if op.type in _TAKES]
    if not takes or subject.signatures or subject.meta is None:
        return subject
    present = {node.name for node in subject.graph_def.node}
    made = {op.name: _placeholders(op, present) for op in takes}
    meta = tf.MetaGraphDef()
    meta.CopyFrom(subject.meta)
    graph_def = meta.graph_def
    del graph_def.node[:]
    for node in subject.graph_def.node:
        if node.name in made:
            graph_def.node.extend(made[node.name])
            continue
        copied = graph_def.node.add()
        copied.CopyFrom(node)
        sources = [_moved(source, made) for source in node.input]
        copied.input[:] = sources
    return of_meta_graph(meta, subject.title, subject.notes, subject.values, whole=meta)


def _placeholders(op, present):
    """Return a placeholder's node for each output of an op."""
    nodes = []
    for number, tensor in enumerate(op.outputs):
        name = f"{op.name}_{number}" if number else op.name
        while number and name in present:
            name += "_"
        node = tf.NodeDef(name=name, op="Placeholder")
        node.attr["dtype"].type = tensor.dtype.as_datatype_enum
        node.attr["shape"].shape.CopyFrom(tensor.shape.as_proto())
        nodes.append(node)
    return nodes


def _moved(source, made):
    """Return a node's input, an output of such an op as the placeholder that it became."""
    name, _, output = source.partition(":")
    return made[name][int(output or 0)].name if name in made else source
