"""Builds the bounds of `x[:n]`, where one is a tensor, from the constants of TensorFlow 1.15.5.

Today's slices make a constant op of its own of each bound that is left out beside a tensor; 1.15.5
stacked the number itself, which is one constant for all.

References:
    TensorFlow 1.15.5, `python/ops/array_ops.py`, `_slice_helper`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import tensor_getitem_override

MASKS = ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")


def slice_helper(original):
    """Return what `x[spec]` calls: TensorFlow's own, unless a bound is a tensor."""

    def sliced(tensor, slice_spec, var=None):
        specs = slice_spec if isinstance(slice_spec, (list, tuple)) else [slice_spec]
        if isinstance(slice_spec, tf.Tensor) and slice_spec.dtype == tf.bool:
            return original(tensor, slice_spec, var)
        if not any(isinstance(bound, tf.Tensor) for s in specs for bound in _bounds(s)):
            return original(tensor, slice_spec, var)
        return _slice(tensor, specs, var)

    return sliced


def _bounds(spec):
    return (spec.start, spec.stop, spec.step) if isinstance(spec, slice) else (spec,)


def _slice(tensor, specs, var):
    stacked, masks = ([], [], []), dict.fromkeys(MASKS, 0)
    for axis, spec in enumerate(specs):
        bounds = (0, 0, 1)
        if isinstance(spec, slice):
            given = [_given(bound) for bound in _bounds(spec)]
            for mask, bound in zip(MASKS, given[:2], strict=False):
                masks[mask] |= (bound is None) << axis
            defaults = zip(given, bounds, strict=True)
            bounds = [default if bound is None else bound for bound, default in defaults]
        elif spec is Ellipsis:
            masks["ellipsis_mask"] |= 1 << axis
        elif spec is tf.newaxis:
            masks["new_axis_mask"] |= 1 << axis
        else:
            bounds = (_given(spec), spec + 1, 1)
            masks["shrink_axis_mask"] |= 1 << axis
        for bound, those in zip(bounds, stacked, strict=True):
            those.append(bound)
    begin, end, strides = stacked
    with tf.name_scope(None, "strided_slice", [tensor, *begin, *end, *strides]) as name:
        packed = [tf.stack(those) for those in stacked]
        if any(bounds.dtype == tf.int64 for bounds in packed):
            packed = [
                b if b.dtype == tf.int64 else tf.raw_ops.Cast(x=b, DstT=tf.int64) for b in packed
            ]
        return tf.strided_slice(tensor, *packed, **masks, var=var, name=name)


def _given(bound):
    """Return a bound, None where it is left out.

    Raises:
        TypeError: it is no number.
    """
    is_unknown = isinstance(bound, tf.Dimension) and bound.value is None
    if bound is None or is_unknown:
        return None
    tensor_getitem_override._check_index(bound)
    return bound


def put_in_force():
    """Have tensors sliced so; variables call the same function by its module."""
    tf.Tensor.__getitem__ = tensor_getitem_override._slice_helper
