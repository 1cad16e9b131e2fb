"""Leaves sizes unknown that TensorFlow 1.15.5 did not know.

Of a tensor of shape [1, None], today's shape inference knows `tf.shape(x)[0]` and all that is built
from it; that of 1.15.5 knew it once the shape was known whole, though of the vector
`tf.shape(x)[:1]` it knew the part. Python code that asks for a static shape then builds other ops:
a model that takes sizes as numbers where they are known.

Today's inference looks only through slices without masks, and `Unpack` along axis 0. A mask of an
axis that a vector has not, and the axis -1, mean the same to the kernels and end its search. They
are taken back where a graph is written.

References:
    TensorFlow 1.15.5 and 2.21, `core/common_runtime/eval_const_tensor.cc`.
"""

import functools
import weakref

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import ops

NO_AXIS = 1 << 30
# By op type: the attribute that is changed, its value, and the one that it stands for.
CHANGED = {"StridedSlice": ("end_mask", NO_AXIS, 0), "Unpack": ("axis", -1, 0)}
_changed = weakref.WeakKeyDictionary()


def keep_unknown(op):
    """Have shape inference not look through an op, if it takes a part of a shape half known.

    Args:
        op: the operation, just made.
    """
    if op.type not in CHANGED or op.inputs[0].op.type != "Shape":
        return
    if op.type == "StridedSlice" and not op.get_attr("shrink_axis_mask"):
        return
    name, value, before = CHANGED[op.type]
    is_known = op.inputs[0].op.inputs[0].shape.is_fully_defined()
    if is_known or op.get_attr(name) != before or hasattr(op.graph, "outer_graph"):
        return
    op._set_attr(name, tf.AttrValue(i=value))
    _changed.setdefault(op.graph, {})[op.name] = name, before


def put_in_force():
    """Have graphs written with those attributes as they were built."""
    original = ops.Graph._as_graph_def

    @functools.wraps(original)
    def written(graph, *args, **kwargs):
        graph_def, version = original(graph, *args, **kwargs)
        changed = _changed.get(graph, {})
        for node in graph_def.node if changed else ():
            if node.name in changed:
                name, before = changed[node.name]
                node.attr[name].i = before
        return graph_def, version

    ops.Graph._as_graph_def = written
