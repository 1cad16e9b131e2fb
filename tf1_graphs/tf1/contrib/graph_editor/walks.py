"""Finds ops of a graph: along its edges, by their names, at the boundary of a part.

References:
    TensorFlow 1.15.5, `contrib/graph_editor/select.py` and `util.py`.
"""

import re

from tf1_graphs.tensorflow1 import tf


class ControlOutputs:
    """Knows which ops wait for an op of a graph.

    Args:
        graph: the graph.
    """

    def __init__(self, graph):
        self.graph, self._version = graph, None
        self.update()

    def update(self):
        """Look again, if the graph has grown."""
        if self._version != self.graph.version:
            self._waiting = {}
            for op in self.graph.get_operations():
                for before in op.control_inputs:
                    self._waiting.setdefault(before, []).append(op)
            self._version = self.graph.version
        return self

    def get(self, op):
        """Return the ops that wait for one."""
        return self._waiting.get(op, ())


def _unique(items):
    return list(dict.fromkeys(items))


def _listed(items):
    one = isinstance(items, (tf.Tensor, tf.Operation)) or not hasattr(items, "__iter__")
    return [items] if one else list(items)


def get_tensors(graph):
    """Return all tensors of a graph."""
    return [tensor for op in graph.get_operations() for tensor in op.outputs]


def make_list_of_op(ops, check_graph=True, allow_graph=True, ignore_ts=False):
    """Return a list of ops.

    Args:
        ops: an op, several, or a graph: all of its ops.
        check_graph: whether other objects are refused.
        allow_graph: whether a graph may be given.
        ignore_ts: whether tensors are left out, in place of refused.

    Raises:
        TypeError: something else is given.
    """
    if isinstance(ops, tf.Graph):
        if not allow_graph:
            raise TypeError("allow_graph is False: cannot convert a tf.Graph.")
        return ops.get_operations()
    ops = _listed(ops)
    if check_graph and not ignore_ts:
        _refuse(ops, tf.Operation)
    return [op for op in ops if isinstance(op, tf.Operation)]


def make_list_of_t(ts, check_graph=True, allow_graph=True, ignore_ops=False):
    """Return a list of tensors; as `make_list_of_op`."""
    if isinstance(ts, tf.Graph):
        if not allow_graph:
            raise TypeError("allow_graph is False: cannot convert a tf.Graph.")
        return get_tensors(ts)
    ts = _listed(ts)
    if check_graph and not ignore_ops:
        _refuse(ts, tf.Tensor)
    return [tensor for tensor in ts if isinstance(tensor, tf.Tensor)]


def _refuse(items, kind):
    for item in items:
        if not isinstance(item, kind):
            raise TypeError(f"Expected a type in ({kind}), got: {type(item)}")


def get_generating_ops(ts):
    """Return the ops whose outputs some tensors are."""
    return [tensor.op for tensor in make_list_of_t(ts, allow_graph=False)]


def get_consuming_ops(ts):
    """Return the ops whose inputs some tensors are."""
    ts = make_list_of_t(ts, allow_graph=False)
    return _unique(op for tensor in ts for op in tensor.consumers())


def _inputs(ops):
    return _unique(tensor for op in ops for tensor in op.inputs)


def _outputs(ops):
    return [tensor for op in ops for tensor in op.outputs]


def filter_ts(ops, positive_filter):
    """Return the inputs and outputs of ops for which a function holds.

    Args:
        ops: as `make_list_of_op`.
        positive_filter: function of a tensor; True takes all.
    """
    ops = make_list_of_op(ops)
    ts = _unique([*_inputs(ops), *_outputs(ops)])
    return [t for t in ts if positive_filter is True or positive_filter(t)]


def filter_ts_from_regex(ops, regex):
    """Return the inputs and outputs of ops in whose names an expression is found."""
    return filter_ts(ops, lambda tensor: re.search(regex, tensor.name))


def filter_ops(ops, positive_filter):
    """Return the ops for which a function holds; True takes all."""
    ops = make_list_of_op(ops)
    return [op for op in ops if positive_filter is True or positive_filter(op)]


def filter_ops_from_regex(ops, regex):
    """Return the ops in whose names an expression is found."""
    return filter_ops(ops, lambda op: re.search(regex, op.name))


def get_name_scope_ops(ops, scope):
    """Return the ops of a name scope."""
    return filter_ops_from_regex(ops, f"^{scope.removesuffix('/')}(/.*)?$")


def select_ops(*args, graph=None, positive_filter=None, **_):
    """Return ops that are named, given, or in whose names an expression is found.

    Args:
        *args: ops, lists of ops, and regular expressions.
        graph: whose ops the expressions are looked for in.
        positive_filter: function of an op, which must hold; None takes all.

    Raises:
        ValueError: there is an expression, and no graph.
    """
    return _selected(args, graph, positive_filter, filter_ops_from_regex, make_list_of_op)


def select_ts(*args, graph=None, positive_filter=None, **_):
    """Return tensors; as `select_ops`."""
    return _selected(args, graph, positive_filter, filter_ts_from_regex, make_list_of_t)


def _selected(args, graph, positive_filter, by_name, listed):
    found = []
    for given in args:
        if isinstance(given, (str, re.Pattern)):
            if graph is None:
                raise ValueError("Use the keyword argument 'graph' to use regex.")
            found += by_name(graph, given)
        else:
            found += listed(given, False)
    return [one for one in _unique(found) if positive_filter is None or positive_filter(one)]


def compute_boundary_ts(ops):
    """Return what enters a part of a graph, what leaves it, and what stays inside.

    Args:
        ops: the part.

    Returns:
        Three lists of tensors; what is used inside and outside is in the last two.
    """
    ops = make_list_of_op(ops)
    inputs, outputs = _inputs(ops), _outputs(ops)
    made, part = set(outputs), set(ops)
    inside = [tensor for tensor in inputs if tensor in made]
    only_inside = {tensor for tensor in inside if part.issuperset(tensor.consumers())}
    leaving = [tensor for tensor in outputs if tensor not in only_inside]
    return [tensor for tensor in inputs if tensor not in made], leaving, inside


def get_forward_walk_ops(
    seed_ops,
    inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    stop_at_ts=(),
    control_outputs=None,
):
    """Return the ops that depend on others.

    Args:
        seed_ops: ops, or tensors: their consumers.
        inclusive: whether these are among them.
        within_ops: ops outside of which nothing is looked for, or None.
        within_ops_fn: function of an op that says the same, or None.
        stop_at_ts: tensors that are not passed.
        control_outputs: `ControlOutputs`, whose edges are followed too; or None.

    Returns:
        List of ops.
    """
    stop = set(make_list_of_t(stop_at_ts))
    if control_outputs is not None:
        control_outputs.update()

    def after(op):
        for tensor in op.outputs:
            if tensor not in stop:
                yield from tensor.consumers()
        if control_outputs is not None:
            yield from control_outputs.get(op)

    seeds = _seeds(seed_ops, get_consuming_ops, within_ops)
    return _walk(seeds, after, inclusive, within_ops, within_ops_fn)


def get_backward_walk_ops(
    seed_ops,
    inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    stop_at_ts=(),
    control_inputs=False,
):
    """Return the ops that others depend on.

    Args:
        seed_ops: ops, or tensors: the ops that made them.
        inclusive: as in `get_forward_walk_ops`, like the three that follow.
        within_ops: as there.
        within_ops_fn: as there.
        stop_at_ts: as there.
        control_inputs: whether control edges are followed too.

    Returns:
        List of ops.
    """
    stop = set(make_list_of_t(stop_at_ts))

    def before(op):
        for tensor in op.inputs:
            if tensor not in stop:
                yield tensor.op
        if control_inputs:
            yield from op.control_inputs

    seeds = _seeds(seed_ops, get_generating_ops, within_ops)
    return _walk(seeds, before, inclusive, within_ops, within_ops_fn)


def _seeds(given, of_tensors, within_ops):
    given = _listed(given)
    of_ts = bool(given) and isinstance(given[0], tf.Tensor)
    ops = of_tensors(given) if of_ts else make_list_of_op(given, allow_graph=False)
    within = set(make_list_of_op(within_ops, allow_graph=False)) if within_ops else None
    return [op for op in _unique(ops) if within is None or op in within]


def _walk(seeds, neighbours, inclusive, within_ops, within_ops_fn):
    within = set(make_list_of_op(within_ops, allow_graph=False)) if within_ops else None
    found, wave = dict.fromkeys(seeds), seeds
    while wave:
        wave = _unique(
            op
            for one in wave
            for op in neighbours(one)
            if op not in found
            and (within is None or op in within)
            and (within_ops_fn is None or within_ops_fn(op))
        )
        found.update(dict.fromkeys(wave))
    excluded = () if inclusive else set(seeds)
    return [op for op in found if op not in excluded]


def get_walks_intersection_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
):
    """Return the ops between others: they depend on the first, and the second depend on them.

    Args:
        forward_seed_ops: the first, as in `get_forward_walk_ops`.
        backward_seed_ops: the second, as in `get_backward_walk_ops`.
        forward_inclusive: whether the first are among them.
        backward_inclusive: whether the second are.
        within_ops: as there.
        within_ops_fn: as there.
        control_inputs: as there.
        control_outputs: as there.
        control_ios: `ControlOutputs` whose edges are followed in both directions; or None.

    Returns:
        List of ops.
    """
    both = control_ios is not None
    forward = get_forward_walk_ops(
        forward_seed_ops,
        forward_inclusive,
        within_ops,
        within_ops_fn,
        control_outputs=control_ios if both else control_outputs,
    )
    backward = get_backward_walk_ops(
        backward_seed_ops,
        backward_inclusive,
        within_ops,
        within_ops_fn,
        control_inputs=both or control_inputs,
    )
    backward = set(backward)
    return [op for op in forward if op in backward]
