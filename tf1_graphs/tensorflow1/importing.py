"""Builds the graph of a file, also where it needs ops that this TensorFlow no longer has.

An op that is gone becomes a function of its name in the graph's library: nodes, inputs and outputs
stay what the file says. The function's body is a composition of today's ops where `gone_ops` has
one, and a placeholder otherwise, so that the graph can be looked at but that node cannot be run.

Private modules of TensorFlow: `op_def_registry` says which ops there are; no public name does.
`ops.Operation._from_c_op` makes the ops' objects: TensorFlow's import asks each besides for its
device and for what it stands beside, which takes three times as long, and is nothing here.
"""

import functools

from tf1_graphs.tensorflow1 import gone_ops
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import op_def_registry, ops


def import_graph(graph_def, op_list=()):
    """Build a graph.

    Args:
        graph_def: `tf.GraphDef`; it is not changed.
        op_list: `OpDef`s that the file brings along: they say what ops are that are gone.

    Returns:
        (graph, complete, missing): the `tf.Graph`; the `tf.GraphDef` in the order of the file, with
        the attributes that it leaves out; and names of the nodes by op that cannot be run here.

    Raises:
        ValueError and others: TensorFlow's, of what is not a graph.
    """
    graph = tf.Graph()
    complete, missing, named = _prepared(graph_def, op_list)
    graph._add_new_tf_operations = functools.partial(_new_operations, graph)
    # It also writes the attributes that are not there into `complete`.
    with graph.as_default():
        tf.import_graph_def(complete, name="")
    del graph._add_new_tf_operations
    del complete.library.function[len(graph_def.library.function) :]
    for node, op in named:
        node.op = op
    return graph, complete, missing


def _new_operations(graph, compute_devices=False):
    """Make the objects of ops that were imported into an empty graph; leave nothing to process."""
    for made in graph.new_operations():
        name = ops.Operation._from_c_op(made, graph).name
        graph._names_in_use[name.lower()] = 1
    return ()


def import_prepared(process):
    """Wrap `importer._ProcessGraphDefParam`: what scripts import is prepared in the same way."""

    @functools.wraps(process)
    def processed(graph_def, *arguments, **keywords):
        # What else it is, TensorFlow refuses.
        if isinstance(graph_def, tf.GraphDef) and not _is_prepared(graph_def):
            graph_def, _missing, _named = _prepared(graph_def)
        return process(graph_def, *arguments, **keywords)

    return processed


def _prepared(graph_def, op_list=()):
    """Return a copy that can be imported, the nodes by op that cannot run, and renamed ones.

    The shapes that TensorFlow 1 wrote beside the nodes are left out: some are not what today's
    shape functions say, of the gradient of a batch normalization for one, and shapes are inferred.
    """
    complete = tf.GraphDef()
    complete.CopyFrom(graph_def)
    for node in complete.node:
        node.attr.pop("_output_shapes", None)
    added = _add_functions(complete, _gone(complete), {op.name: op for op in op_list})
    return complete, *added


def _is_prepared(graph_def):
    return not _gone(graph_def) and not any(
        "_output_shapes" in node.attr for node in graph_def.node
    )


def _gone(graph_def):
    """Return the ops that are neither this TensorFlow's nor functions of the graph."""
    functions = {function.signature.name for function in graph_def.library.function}
    used = {node.op for node in graph_def.node}
    return {op for op in used - functions if op_def_registry.get(op) is None}


def _add_functions(complete, gone, op_defs):
    """Put the ops that are gone into a graph's library.

    A function has types of its own, so that an op which is used with several types becomes several
    functions: `Resampler`, `Resampler__2` …

    Returns:
        (missing, named): names of the nodes by op that cannot run; (node, op) of those that were
        given the name of another function.
    """
    if not gone:
        return {}, []
    types = _Types(complete, op_defs)
    functions, missing, named = {}, {}, []
    for node in complete.node:
        if node.op not in gone:
            continue
        op, signature = node.op, (types.inputs(node), types.outputs(node))
        known = functions.setdefault(op, {})
        if signature not in known:
            name = op if not known else f"{op}__{len(known) + 1}"
            known[signature] = name
            made = gone_ops.functions(op, name, *signature)
            runs = bool(made)
            complete.library.function.extend(made or [_stand_in(name, *signature)])
            known[name] = runs
        node.op = known[signature]
        named += [(node, op)] * (node.op != op)
        if not known[node.op]:
            missing.setdefault(op, []).append(node.name)
    return missing, named


def _stand_in(name, inputs, outputs):
    """Return a function of these types whose results are placeholders."""
    function = tf.GraphDef().library.function.add()
    function.signature.name = name
    function.signature.is_stateful = True
    for number, kind in enumerate(inputs):
        function.signature.input_arg.add(name=f"in_{number}", type=kind)
    for number, kind in enumerate(outputs):
        function.signature.output_arg.add(name=f"out_{number}", type=kind)
        node = function.node_def.add(name=f"not_here_{number}", op="Placeholder")
        node.attr["dtype"].type = kind
        function.ret[f"out_{number}"] = f"not_here_{number}:output:0"
    return function


class _Types:
    """Says the types of the inputs and outputs of nodes, from what defines their ops."""

    def __init__(self, graph_def, op_defs):
        self.nodes = {node.name: node for node in graph_def.node}
        self.op_defs = op_defs
        self.readers = {}
        for node in graph_def.node:
            for number, name in enumerate(node.input):
                source, output = _tensor(name)
                self.readers.setdefault((source, output), []).append((node, number))

    def _defined(self, node):
        return self.op_defs.get(node.op) or op_def_registry.get(node.op)

    def inputs(self, node):
        """Return the types of a node's inputs."""
        defined = self._defined(node)
        if defined is not None:
            return _types(node, defined, defined.input_arg)
        return tuple(
            self._output(*_tensor(name)) for name in node.input if not name.startswith("^")
        )

    def outputs(self, node):
        """Return the types of a node's outputs; of an unknown op, of those that are read."""
        defined = self._defined(node)
        if defined is not None:
            return _types(node, defined, defined.output_arg)
        read = [output for source, output in self.readers if source == node.name and output >= 0]
        return tuple(self._read_as(node.name, output) for output in range(max(read, default=0) + 1))

    def _output(self, source, output):
        node = self.nodes.get(source)
        if node is None or self._defined(node) is None:
            return self._read_as(source, output)
        found = self.outputs(node)
        return found[output] if output < len(found) else tf.float32.as_datatype_enum

    def _read_as(self, source, output):
        for reader, number in self.readers.get((source, output), ()):
            if self._defined(reader) is not None:
                found = self.inputs(reader)
                if number < len(found):
                    return found[number]
        return tf.float32.as_datatype_enum


def _tensor(name):
    """Return (node, output) that an input's name stands for; output -1 of a control input."""
    if name.startswith("^"):
        return name[1:], -1
    source, _, output = name.partition(":")
    return source, int(output or 0)


def _types(node, op_def, arguments):
    """Return the types of a node's inputs or outputs, as its op's definition lists them."""
    defaults = {attribute.name: attribute.default_value for attribute in op_def.attr}

    def value(name):
        return node.attr[name] if name in node.attr else defaults[name]

    found = []
    for argument in arguments:
        if argument.type_list_attr:
            found += value(argument.type_list_attr).list.type
            continue
        kind = argument.type or value(argument.type_attr).type
        found += [kind] * (value(argument.number_attr).i if argument.number_attr else 1)
    return tuple(found)
