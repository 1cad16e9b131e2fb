"""Cuts a graph down to what its outputs need, with what is constant resolved.

`tf.cond` on a constant, such as `training` at its default False, leaves one of its branches: the
`Switch` hands its input on, the other branch is dead, and the `Merge` takes what is left. No number
is computed anew, so that the outputs keep their bits.
"""

import numpy as np

from tf1_graphs.inspection.subject import keep
from tf1_graphs.tensorflow1 import tf

_SWITCHES = ("Switch", "RefSwitch")
_MERGES = ("Merge", "RefMerge")


def pruned(graph_def, outputs, inputs=(), fixed=None):
    """Return the part of a graph that outputs need.

    Args:
        graph_def: `tf.GraphDef`; it is not changed.
        outputs: names of tensors or ops to keep.
        inputs: names of ops that are fed, so that their own inputs are not needed.
        fixed: arrays by name of an op whose first output has that value.

    Returns:
        (graph_def, renamed): and names of tensors of kept outputs by their names before.
    """
    nodes = tf.GraphDef()
    nodes.CopyFrom(graph_def)
    keep(nodes, [*outputs, *inputs])
    for node in nodes.node:
        node.device = ""  # of the machine that it was trained on
        node.attr.pop("_class", None)
        node.attr.pop("_output_shapes", None)
        if node.name in inputs and node.op != "Placeholder":
            _make_placeholder(node)
        elif node.name in (fixed or {}):
            _make_constant(node, fixed[node.name])
        elif node.op == "PlaceholderWithDefault" and node.name not in inputs:
            node.op = "Identity"
            node.attr["T"].CopyFrom(node.attr["dtype"])
            del node.attr["dtype"], node.attr["shape"]
    live = _resolve(nodes)
    renamed = {name: live.get(_parts(name), name) for name in outputs}
    keep(nodes, [*renamed.values(), *inputs])
    _keep_functions(nodes)
    return nodes, renamed


def _keep_functions(nodes):
    """Remove functions from the library that no node calls, nor a function that one calls."""
    functions = {function.signature.name: function for function in nodes.library.function}
    called, waiting = set(), list(nodes.node)
    while waiting:
        node = waiting.pop()
        named = [node.op, *(value.func.name for value in node.attr.values())]
        named += [function.name for value in node.attr.values() for function in value.list.func]
        for name in set(named) & functions.keys() - called:
            called.add(name)
            waiting += functions[name].node_def
    kept = [functions[name] for name in functions if name in called]
    copied = tf.GraphDef().library
    copied.function.extend(kept)
    nodes.library.CopyFrom(copied)


def _make_placeholder(node):
    kind = node.attr["dtype"].type or node.attr["T"].type
    shape = tf.TensorShape(None).as_proto()
    if "shape" in node.attr:
        shape = node.attr["shape"].shape
    made = tf.NodeDef(name=node.name, op="Placeholder")
    made.attr["dtype"].type = kind
    made.attr["shape"].shape.CopyFrom(shape)
    node.CopyFrom(made)


def _make_constant(node, value):
    made = tf.NodeDef(name=node.name, op="Const")
    made.attr["value"].tensor.CopyFrom(tf.make_tensor_proto(value))
    made.attr["dtype"].type = made.attr["value"].tensor.dtype
    node.CopyFrom(made)


def _parts(name):
    """Return (node, output) of a tensor's name; output -1 of a control input."""
    if name.startswith("^"):
        return name[1:], -1
    node, _, output = name.partition(":")
    return node, int(output or 0)


def _resolve(graph_def):
    """Resolve `Switch` and `Merge` where they are constant, in place.

    Returns:
        Names of tensors by (node, output) before.
    """
    nodes = {node.name: node for node in graph_def.node}
    truths = {}
    switches = {
        node.name: _truth(node.input[1], nodes, truths)
        for node in graph_def.node
        if node.op in _SWITCHES
    }
    switches = {name: truth for name, truth in switches.items() if truth is not None}
    if not switches:
        return {}
    dead = _dead(nodes, switches)
    live = {}
    for name, truth in switches.items():
        live[name, int(truth)] = name
    for node in list(graph_def.node):
        alive = [source for source in node.input if _parts(source) not in dead]
        if node.op in _MERGES and len(alive) == 1 and (node.name, 0) not in dead:
            index = list(node.input).index(alive[0])
            _make_identity(node, alive[0])
            number = graph_def.node.add(name=f"{node.name}/value_index")
            _make_constant(number, np.int32(index))
            live[node.name, 1] = number.name
        elif node.name in switches:
            _make_identity(node, node.input[0], [s for s in node.input[2:] if s.startswith("^")])
    for node in graph_def.node:
        renamed = [live.get(_parts(source), source) for source in node.input]
        node.input[:] = renamed
    return live


def _make_identity(node, source, control=()):
    kind = node.attr["T"].type
    made = tf.NodeDef(name=node.name, op="Identity", input=[source, *control], device=node.device)
    made.attr["T"].type = kind
    node.CopyFrom(made)


def _truth(name, nodes, known):
    """Return the value of a boolean tensor that is constant, or None."""
    path = []
    while True:
        source, _output = _parts(name)
        node = nodes.get(source)
        if node is None or source in known or source in path:
            break
        path.append(source)
        if node.op == "Identity" or node.op in _SWITCHES:
            name = node.input[0]  # a switched predicate is the predicate, where it is alive
            continue
        if node.op == "Const" and node.attr["dtype"].type == tf.bool.as_datatype_enum:
            value = tf.make_ndarray(node.attr["value"].tensor)
            known[source] = bool(value) if value.ndim == 0 else None
        elif node.op == "LogicalNot":
            inner = _truth(node.input[0], nodes, known)
            known[source] = None if inner is None else not inner
        elif node.op in ("LogicalAnd", "LogicalOr"):
            both = [_truth(item, nodes, known) for item in node.input[:2]]
            decides = node.op == "LogicalOr"
            known[source] = decides if decides in both else (None if None in both else not decides)
        else:
            known[source] = None
        break
    found = known.get(_parts(name)[0])
    known.update(dict.fromkeys(path, found))
    return found


def _dead(nodes, switches):
    """Return the tensors (node, output) that never get a value; output -1 is the node itself."""
    readers = {}
    for node in nodes.values():
        for source in node.input:
            readers.setdefault(_parts(source)[0], []).append(node)
    dead, waiting = set(), []
    for name, truth in switches.items():
        dead.add((name, 1 - int(truth)))
        waiting += readers.get(name, [])
    while waiting:
        node = waiting.pop()
        if (node.name, -1) in dead:
            continue
        if node.op in _MERGES:
            # What comes back from a loop's step is dead where what enters the loop is.
            entering = [
                source
                for source in node.input
                if nodes.get(_parts(source)[0], node).op
                not in ("NextIteration", "RefNextIteration")
            ]
            is_dead = all(_parts(source) in dead for source in entering)
        else:
            is_dead = any(_parts(source) in dead for source in node.input)
        if is_dead:
            dead |= {(node.name, output) for output in range(-1, 64)}
            waiting += readers.get(node.name, [])
    return dead
