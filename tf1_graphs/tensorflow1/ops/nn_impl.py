"""Builds weighted moments, and the gradient of batch normalization by the fused kernel.

References:
    TensorFlow 1.15.5, `python/ops/nn_impl.py` and `python/ops/nn_grad.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def weighted_moments(x, axes, frequency_weights, name=None, keep_dims=None, keepdims=None):
    """Build mean and variance over axes, with weights that are broadcast to `x`."""
    with tf.name_scope(name, "weighted_moments", [x, frequency_weights, axes]):
        x = tf.convert_to_tensor(x, name="x")
        weights = tf.convert_to_tensor(frequency_weights, name="frequency_weights")
        half = x.dtype == tf.float16
        if half:
            x = tf.cast(x, tf.float32)
        if weights.dtype != x.dtype:
            weights = tf.cast(weights, x.dtype)
        total = tf.reduce_sum(weights * x, axes, name="weighted_input_sum", keepdims=True)
        broadcast = weights + tf.zeros_like(x)
        weight = tf.reduce_sum(broadcast, axes, name="sum_of_weights", keepdims=True)
        divisor = tf.reciprocal(weight, name="inv_weight_sum")
        mean = tf.multiply(total, divisor)
        squares = weights * tf.squared_difference(x, mean)
        squares = tf.reduce_sum(squares, axes, name="weighted_distsq", keepdims=True)
        variance = tf.multiply(squares, divisor)
        if not (keepdims or keep_dims):
            mean, variance = tf.squeeze(mean, axis=axes), tf.squeeze(variance, axis=axes)
        if half:
            mean, variance = tf.cast(mean, tf.float16), tf.cast(variance, tf.float16)
        return mean, variance


def fused_batch_norm_grad(version):
    """Return the maker of a gradient that in training has five parts, as the kernel gives them.

    Today's TensorFlow leaves out the last two, which belong to inputs that are empty then.
    """
    build = getattr(tf.raw_ops, f"FusedBatchNormGrad{version}")

    def make(original):
        def gradient(op, *grads):
            if not op.get_attr("is_training"):
                return original(op, *grads)
            names = ("reserve_space_1", "reserve_space_2", "reserve_space_3")
            return build(
                y_backprop=grads[0],
                x=op.inputs[0],
                scale=op.inputs[1],
                **dict(zip(names, op.outputs[3:], strict=False)),
                **{key: op.get_attr(key) for key in ("epsilon", "data_format", "is_training")},
            )

        return gradient

    return make
