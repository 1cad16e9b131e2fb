"""Examines single operations: what a run of them executes, their branch, their variable.

Private attributes of TensorFlow, each with its reason:

- `Operation._control_flow_context`: the only mark of a `tf.cond` branch that an op belongs to.
- `Graph._get_control_flow_context`: whether a `tf.while_loop` is being built has no public name.
- `Graph._unfetchable_ops` and `Graph._unfeedable_tensors`: a resumed run executes the random ops of
  a `tf.cond` branch by themselves, which no public call permits.
"""

from tf1_graphs.tensorflow1.graphs import without_advice
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import variable_pb2

RENAMED_OPS = {"AddV2": "Add", "BatchMatMulV2": "BatchMatMul"}
"""TensorFlow's own renamings since 1.x: the same op under today's name and the old one."""


def definition(graph, operations):
    """Return the GraphDef of what a run of `operations` can execute, and of nothing else."""
    with without_advice():
        return tf.graph_util.extract_sub_graph(
            graph.as_graph_def(), [operation.name for operation in operations]
        )


def in_condition(operation):
    """Tell whether an op stands in a branch of a `tf.cond`, so that it may be left out of a run."""
    return operation._control_flow_context is not None


def in_while_loop():
    """Tell whether the ops that are built now stand in a `tf.while_loop`."""
    context = tf.get_default_graph()._get_control_flow_context()
    while context is not None and not context.IsWhileContext():
        context = context.outer_context
    return context is not None


def make_fetchable(operation):
    """Let a session run an op of a `tf.cond` branch by itself, with its inputs fed.

    TensorFlow forbids that because outside its branch such an op's tensors may be dead; for ops
    that are run for their side effect alone that does not matter.
    """
    graph = operation.graph
    for tensor in operation.inputs:
        graph._unfeedable_tensors.discard(tensor)
        graph._unfetchable_ops.discard(tensor.op)
    graph._unfetchable_ops.discard(operation)


def variable_name(serialized):
    """Return the name of the variable that bytes in a collection of a `.meta` file stand for."""
    return variable_pb2.VariableDef.FromString(serialized).variable_name
