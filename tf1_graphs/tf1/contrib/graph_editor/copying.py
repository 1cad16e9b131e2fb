"""Copies parts of a graph, with other inputs; and gives ops other inputs.

Private attributes of TensorFlow, each with its reason: an op is made of another's `NodeDef` by
`Operation.from_node_def`; `_update_input`, `_add_control_inputs` and `_original_op` change or tell
what no public name does.

References:
    TensorFlow 1.15.5, `contrib/graph_editor/transform.py`, `reroute.py` and `subgraph.py`.
"""

import copy

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.graph_editor import walks

ops_module = private_module("python.framework.ops")


class SubGraphView:
    """A part of a graph.

    Attributes:
        ops: its ops.
        inputs: the tensors that enter it.
        outputs: those that leave it.
        graph: the graph, or None without ops.
    """

    def __init__(self, inside_ops=()):
        self.ops = walks.make_list_of_op(inside_ops)
        self.inputs, self.outputs, _ = walks.compute_boundary_ts(self.ops)
        self.graph = self.ops[0].graph if self.ops else None


def sgv(*args):
    """Return a `SubGraphView` of ops, lists of ops, or of another view."""
    if len(args) == 1 and isinstance(args[0], SubGraphView):
        return args[0]
    ops = [op for part in args for op in walks.make_list_of_op(part)]
    return SubGraphView(list(dict.fromkeys(ops)))


make_view = sgv


class TransformerInfo:
    """Tells which ops and tensors were copied to which."""

    def __init__(self, ops, tensors):
        self._transformed_ops, self._transformed_ts = ops, tensors

    def transformed(self, original, missing_fn=None):
        """Return the copies of an op or a tensor, or of a structure of them.

        Args:
            original: the structure.
            missing_fn: function of what was not copied; by default None takes its place.
        """
        found = {**self._transformed_ops, **self._transformed_ts}
        return _mapped(found, original, missing_fn)

    def original(self, transformed, missing_fn=None):
        """Return of what copies were made; as `transformed`."""
        pairs = (*self._transformed_ops.items(), *self._transformed_ts.items())
        return _mapped({copied: first for first, copied in pairs}, transformed, missing_fn)


def _mapped(found, items, missing_fn):
    if isinstance(items, dict):
        return {key: _mapped(found, item, missing_fn) for key, item in items.items()}
    if isinstance(items, (list, tuple)):
        return type(items)(_mapped(found, item, missing_fn) for item in items)
    if items in found:
        return found[items]
    return missing_fn(items) if missing_fn else None


def copy_with_input_replacements(
    sgv, replacement_ts, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False
):
    """Copy a part of a graph within it, with other tensors in the place of some inputs.

    Args:
        sgv: the part: ops, or a `SubGraphView`.
        replacement_ts: dict of inputs to the tensors that take their place.
        dst_graph: the graph; another one is refused.
        dst_scope: name scope of the copies.
        src_scope: scope that is taken off the names before.
        reuse_dst_scope: whether the scope may be there already.

    Returns:
        `(view, info)`: a `SubGraphView` of the copies, and a `TransformerInfo`.

    Raises:
        ValueError: the graph is another, or an op is not in `src_scope`.
    """
    view = make_view(sgv)
    graph = view.graph
    if dst_graph not in (None, graph):
        raise ValueError("tf1_graphs copies ops within one graph: leave out dst_graph")
    src_scope, dst_scope = (f"{scope.rstrip('/')}/".lstrip("/") for scope in (src_scope, dst_scope))
    if dst_scope and not reuse_dst_scope:
        dst_scope = graph.unique_name(dst_scope[:-1]) + "/"
    part, ops, tensors, later = set(view.ops), {}, {}, []
    collections = [(key, graph.get_collection(key)) for key in graph.get_all_collection_keys()]

    def entering(tensor, consumer):
        if tensor in tensors:
            return tensors[tensor]
        if tensor in replacement_ts:
            return replacement_ts[tensor]
        if tensor.op not in part:
            return tensor
        # A loop's: what comes round stands in for itself until it is there.
        later.append((tensor, consumer))
        first = consumer.inputs[0] if consumer.type == "Merge" else tensor.op.inputs[0]
        return entering(first, consumer)

    def collect(item, copied):
        for key, items in collections:
            if any(item is one for one in items):
                known = key in _known_collections()
                graph.add_to_collection(key if known else renamed(key), copied)

    def renamed(name):
        if not name.startswith(src_scope):
            raise ValueError(f"{name} does not belong to source scope: {src_scope}.")
        return dst_scope + name[len(src_scope) :]

    for op in sorted(view.ops, key=lambda op: op._id):
        inputs = [entering(tensor, op) for tensor in op.inputs]
        ops[op] = _made(graph, op, renamed(op.name), inputs)
        collect(op, ops[op])
        for tensor, copied in zip(op.outputs, ops[op].outputs, strict=True):
            tensors[tensor] = copied
            collect(tensor, copied)
    for tensor, consumer in later:
        place = next(i for i, one in enumerate(consumer.inputs) if one is tensor)
        ops[consumer]._update_input(place, tensors[tensor])
    for op in view.ops:
        if op._original_op:
            ops[op]._original_op = ops.get(op._original_op, op._original_op)
        add_control_inputs(ops[op], [ops.get(before, before) for before in op.control_inputs])
    return SubGraphView(list(ops.values())), TransformerInfo(ops, tensors)


def _known_collections():
    return {value for name, value in vars(tf.GraphKeys).items() if not name.startswith("_")}


def _made(graph, op, name, inputs):
    definition = copy.deepcopy(op.node_def)
    definition.name = graph.unique_name(name)
    types = op._input_types
    made = ops_module.Operation.from_node_def(
        definition, graph, inputs, input_types=list(types), op_def=copy.deepcopy(op.op_def)
    )
    made._original_op = op._original_op
    return made


def graph_replace(target_ts, replacement_ts, dst_scope="", src_scope="", reuse_dst_scope=False):
    """Copy what lies between tensors and others that depend on them.

    Args:
        target_ts: structure of tensors.
        replacement_ts: dict of tensors to those that take their place.
        dst_scope: as in `copy_with_input_replacements`, like what follows.
        src_scope: as there.
        reuse_dst_scope: as there.

    Returns:
        The structure, of the copies.

    Raises:
        ValueError: none of the targets depends on what is replaced.
    """
    targets = tf.nest.flatten(target_ts)
    control = walks.ControlOutputs(targets[0].graph)
    ops = walks.get_walks_intersection_ops(list(replacement_ts), targets, control_ios=control)
    if not ops:
        raise ValueError("Targets and replacements are not connected!")
    _, info = copy_with_input_replacements(
        ops, replacement_ts, None, dst_scope, src_scope, reuse_dst_scope
    )
    return info.transformed(target_ts, lambda original: original)


def reroute_ts(ts0, ts1, can_modify=None, cannot_modify=None):
    """Give the ops that take one tensor another one as their input.

    Args:
        ts0: the tensors that they take from now on.
        ts1: those that they took.
        can_modify: ops that alone are changed, or None.
        cannot_modify: ops that are not changed, or None.

    Returns:
        How many inputs were changed.

    Raises:
        ValueError: types or shapes do not fit.
    """
    pairs = _pairs(ts0, ts1)
    return _reroute(
        [(new, old, list(old.consumers())) for new, old in pairs], can_modify, cannot_modify
    )


def swap_ts(ts0, ts1, can_modify=None, cannot_modify=None):
    """Exchange the consumers of tensors; as `reroute_ts`."""
    both = [
        change
        for a, b in _pairs(ts0, ts1)
        for change in ((a, b, list(b.consumers())), (b, a, list(a.consumers())))
    ]
    return _reroute(both, can_modify, cannot_modify)


def _pairs(ts0, ts1):
    ts0, ts1 = walks.make_list_of_t(ts0), walks.make_list_of_t(ts1)
    if len(ts0) != len(ts1):
        raise ValueError(f"ts0 and ts1 have different sizes: {len(ts0)} != {len(ts1)}")
    for a, b in zip(ts0, ts1, strict=True):
        if not a.dtype.is_compatible_with(b.dtype):
            raise ValueError(f"Dtypes {a.dtype} and {b.dtype} are not compatible.")
        if not a.shape.is_compatible_with(b.shape):
            raise ValueError(f"Shapes {a.shape} and {b.shape} are not compatible.")
    return [pair for pair in zip(ts0, ts1, strict=True) if pair[0] is not pair[1]]


def _reroute(changes, can_modify, cannot_modify):
    allowed = None if can_modify is None else set(walks.make_list_of_op(can_modify))
    refused = set(walks.make_list_of_op(cannot_modify or []))
    places = [
        (op, place, new)
        for new, old, consumers in changes
        for op in dict.fromkeys(consumers)
        if (allowed is None or op in allowed) and op not in refused
        for place, one in enumerate(op.inputs)
        if one is old
    ]
    for op, place, new in places:
        op._update_input(place, new)
    return len(places)


def add_control_inputs(op, cops):
    """Have an op wait for others.

    Raises:
        ValueError: it waits for one of them already.
    """
    cops = walks.make_list_of_op(cops, allow_graph=False)
    for before in cops:
        if before in op.control_inputs:
            raise ValueError(f"{before.name} is already a control_input of {op.name}")
    op._add_control_inputs(cops)
