"""Builds the gradients of shapes, of slices, of networks' ops and of loops' arrays.

References:
    TensorFlow 1.15.5, `python/ops/array_grad.py`, `nn_grad.py`, `tensor_array_grad.py` and
    `gradients_util.py`.
"""

import warnings

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def reshape_to_input(op, grad):
    """Build the gradient of `tf.reshape`: the input's shape again."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Converting sparse IndexedSlices")
        return [tf.reshape(grad, tf.shape(op.inputs[0])), None]


def strided_slice(op, grad):
    """Build the gradient of `x[begin:end:strides]`."""
    x, begin, end, strides = op.inputs
    masks = {
        name: op.get_attr(name)
        for name in (
            "begin_mask",
            "end_mask",
            "ellipsis_mask",
            "new_axis_mask",
            "shrink_axis_mask",
        )
    }
    shape = tf.shape(x, out_type=begin.dtype)
    x_grad = tf.raw_ops.StridedSliceGrad(
        shape=shape, begin=begin, end=end, strides=strides, dy=grad, **masks
    )
    return x_grad, None, None, None


def gather_rows(op, grad):
    """Build the gradient of `tf.gather` along axis 0: the rows and where they came from."""
    params, indices = op.inputs[:2]
    with tf.get_default_graph().colocate_with(params):
        shape = tf.cast(tf.shape(params, out_type=tf.int64), tf.int32)
    size = tf.expand_dims(tf.size(indices), 0)
    values = tf.reshape(grad, tf.concat([size, shape[1:]], 0))
    rows = tf.IndexedSlices(values, tf.reshape(indices, size), shape)
    return [rows, *[None] * (len(op.inputs) - 1)]


def gather_along(original):
    """Return the gradient of `tf.gather`: TensorFlow 1's, but for batches of indices today's."""

    def gradient(op, grad):
        if tf.get_static_value(op.inputs[2]) == 0:
            return gather_rows(op, grad)
        return original(op, grad) if op.get_attr("batch_dims") else gather_columns(op, grad)

    return gradient


def gather_columns(op, grad):
    """Build the gradient of `tf.gather` along another axis: added up with that axis in front."""
    params, indices, axis = op.inputs
    with tf.get_default_graph().colocate_with(params):
        shape = tf.cast(tf.shape(params, out_type=tf.int64), tf.int32)
    tf.expand_dims(tf.size(indices), 0)
    outer, inner = shape[:axis], shape[axis:][1:]
    sizes = tf.concat([outer, [-1], inner], 0)
    rank, before = tf.size(sizes), tf.size(outer)
    batch = tf.range(0)
    outer_axes, inner_axes = tf.range(0, before), tf.range(before + 1, rank)
    values = tf.reshape(grad, sizes)
    values = tf.transpose(values, tf.concat([batch, [before], outer_axes, inner_axes], 0))
    length = shape[axis]
    size = tf.expand_dims(tf.size(indices), 0)
    found = tf.unsorted_segment_sum(values, tf.reshape(indices, size), length)
    back = tf.concat([batch, outer_axes + 1, [0], inner_axes], 0)
    return [tf.transpose(found, back), None, None]


def sparse_softmax_cross_entropy(op, grad, _):
    """Build the gradient of the cross-entropy, which has none itself."""
    softmax_grad = tf.raw_ops.PreventGradient(
        input=op.outputs[1],
        message="Currently there is no way to take the second derivative of "
        "sparse_softmax_cross_entropy_with_logits due to the fused implementation's interaction "
        "with tf.gradients()",
    )
    return tf.expand_dims(grad, -1) * softmax_grad, None


def _gradient_array(op, flow, source):
    """Return the array that collects the gradients of the elements of `op`'s array."""
    array = tf.TensorArray(
        dtype=op.get_attr("T"),
        handle=op.inputs[0],
        flow=flow,
        colocate_with_first_write_call=False,
    )
    return array.grad(source=_gradients_scope(source), flow=flow)


def _gradients_scope(tensor):
    """Return the name of the call of `tf.gradients` that built a tensor."""
    parts = tensor.name.split("/")
    scopes = [index for index, part in enumerate(parts) if part.startswith("gradients")]
    return "/".join(parts[: scopes[-1] + 1])


def tensor_array_write(op, flow):
    """Build the gradient of writing one element."""
    array = _gradient_array(op, flow, flow)
    return [None, None, array.read(op.inputs[1]), flow]


def tensor_array_scatter(op, flow):
    """Build the gradient of writing elements by their indices."""
    array = _gradient_array(op, flow, flow)
    return [None, None, array.gather(op.inputs[1]), flow]


def tensor_array_split(op, flow):
    """Build the gradient of writing the parts of a tensor."""
    return [None, _gradient_array(op, flow, flow).concat(), None, flow]


def default_grad_ys(grad_ys, ys, colocate_gradients_with_ops, gradient_uid=None):
    """Build the gradients that back-propagation begins with: ones, where none are given."""
    return [
        _grad_y(index, y, given, colocate_gradients_with_ops)
        for index, (given, y) in enumerate(zip(grad_ys, ys, strict=True))
    ]


def _grad_y(index, y, given, colocate):
    name = f"grad_ys_{index}"
    with tf.get_default_graph().colocate_with(y.op if colocate else None, ignore_existing=True):
        if given is not None:
            return tf.identity(given, name=name)
        if y.dtype.is_complex:
            raise TypeError(f"Gradients of complex tensors must set grad_ys (y.dtype = {y.dtype})")
        return tf.fill(tf.shape(y), tf.constant(1, dtype=y.dtype, name=name))


GRADIENTS = {
    "Gather": gather_rows,
    "Reshape": reshape_to_input,
    "SparseSoftmaxCrossEntropyWithLogits": sparse_softmax_cross_entropy,
    "StridedSlice": strided_slice,
    "TensorArrayScatterV3": tensor_array_scatter,
    "TensorArraySplitV3": tensor_array_split,
    "TensorArrayWriteV3": tensor_array_write,
}
