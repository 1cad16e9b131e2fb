"""Has random ops in loops draw for the iterations in the order in which 1.15.5 drew.

References:
    TensorFlow 1.15.5, `core/common_runtime/executor.cc`.
"""

import functools
import weakref

from tf1_graphs.tensorflow1.loading import compat_v1 as tf

# By graph: the names of the loops that run one iteration after the other.
_in_order = weakref.WeakKeyDictionary()


def enter_in_order(original):
    """Return a maker of `Enter` ops, which tell such a loop how many iterations may overlap."""

    @functools.wraps(original)
    def enter(data, frame_name, is_constant=False, parallel_iterations=10, *args, **kwargs):
        if frame_name in _in_order.get(tf.get_default_graph(), ()):
            parallel_iterations = 1
        return original(data, frame_name, is_constant, parallel_iterations, *args, **kwargs)

    return enter


def draw_in_order(original):
    """Return a builder of loops in which random ops draw in order whose shape never changes.

    Such an op is ready in several iterations at once. TensorFlow 1's executor took the first
    of them first, today's the last; one iteration at a time leaves no choice, and computes the
    same. Other random ops wait for the tensor whose shape they have; for these both executors draw
    for the last iteration first, as long as iterations overlap.
    """

    @functools.wraps(original)
    def build_loop(self, *args, **kwargs):
        graph = tf.get_default_graph()
        before = len(graph.get_operations())
        built = original(self, *args, **kwargs)
        made = graph.get_operations()[before:]
        if any(_draws_a_constant_shape(op) and _is_in(self, op) for op in made):
            _in_order.setdefault(graph, set()).add(self.name)
            for op in made:
                if op.type in ("Enter", "RefEnter"):
                    op._set_attr("parallel_iterations", tf.AttrValue(i=1))
        return built

    return build_loop


def _draws_a_constant_shape(op):
    is_random = op.op_def.is_stateful and "seed2" in op.node_def.attr and len(op.inputs) > 0
    return is_random and not _changes(op.inputs[0].op)


def _changes(op):
    """Tell whether what an op gives depends on a loop's variables."""
    waiting, seen = [op], set()
    while waiting:
        op = waiting.pop()
        if op.type in ("Switch", "RefSwitch"):
            return True
        if op.type not in ("Enter", "RefEnter") and op.name not in seen:
            seen.add(op.name)
            waiting += [tensor.op for tensor in op.inputs]
    return False


def _is_in(loop, op):
    """Tell whether an op is executed in a loop; initial values are built in it, but are not."""
    context = op._get_control_flow_context()
    while context is not None and context is not loop:
        context = context.outer_context
    return context is loop
