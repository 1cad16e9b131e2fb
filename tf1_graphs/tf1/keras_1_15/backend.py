"""Changes functions of `tf.keras.backend`, and the random numbers of layers.

References:
    TensorFlow 1.15.5, `python/keras/backend.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.keras_1_15.source import module


def _constant(value, x):
    return tf.constant(value, dtype=x.dtype.base_dtype)


def _sqrt(x):
    zero, infinity = _constant(0.0, x), _constant(np.inf, x)
    return tf.sqrt(tf.clip_by_value(x, zero, infinity))


def _clip(x, min_value, max_value):
    """Bound a tensor by two numbers; no greatest one is infinity."""
    if max_value is not None and max_value < min_value:
        max_value = min_value
    least = _constant(min_value, x)
    return tf.clip_by_value(x, least, _constant(np.inf if max_value is None else max_value, x))


def _batch_dot(x, y, axes=None):
    """Multiply batches of vectors or matrices, summed over one axis of each."""
    axes = (axes, axes) if isinstance(axes, int) else axes
    ranks = x.shape.rank, y.shape.rank
    axes = [ranks[0] - 1, ranks[1] - 2] if axes is None else axes
    more = abs(ranks[0] - ranks[1])
    if ranks[0] > ranks[1]:
        y = tf.reshape(y, tf.concat([tf.shape(y), [1] * more], axis=0))
    elif ranks[1] > ranks[0]:
        x = tf.reshape(x, tf.concat([tf.shape(x), [1] * more], axis=0))
    if ranks == (2, 2):
        x = x if axes[0] == axes[1] else tf.transpose(x, [1, 0])
        outputs = tf.reduce_sum(tf.multiply(x, y), axes[1])
    else:
        adjoint_x = None if axes[0] == x.shape.rank - 1 else True
        adjoint_y = True if axes[1] == y.shape.rank - 1 else None
        outputs = tf.matmul(x, y, adjoint_a=adjoint_x, adjoint_b=adjoint_y)
    if more:
        first = sum(ranks) - 3 if ranks[0] > ranks[1] else ranks[0] - 1
        outputs = tf.squeeze(outputs, list(range(first, first + more)))
    return tf.expand_dims(outputs, 1) if outputs.shape.rank == 1 else outputs


def _sparse_categorical_crossentropy(target, output, from_logits=False, axis=-1, ignore_class=None):
    """Build the cross entropy of classes; the logits of a softmax are taken from before it."""
    target, output = tf.convert_to_tensor(target), tf.convert_to_tensor(output)
    if not from_logits and output.op.type == "Softmax":
        output = output.op.inputs[0]
    elif not from_logits:
        least = _constant(module("backend").epsilon(), output)
        output = tf.log(tf.clip_by_value(output, least, 1 - least))
    rank = output.shape.rank
    if rank is None and axis != -1:
        raise ValueError(
            f"Cannot compute sparse categorical crossentropy with `axis={axis}` on an output "
            "tensor with unknown rank"
        )
    if rank is not None and axis % rank != rank - 1:
        others = [item for item in range(rank) if item != axis % rank]
        output = tf.transpose(output, perm=[*others, axis % rank])
    target = tf.cast(target, tf.int64)
    shape = tf.shape(output)
    flat = None not in (target.shape.rank, rank) and target.shape.rank != rank - 1
    if flat:
        target = tf.reshape(target, [-1])
        output = tf.reshape(output, [-1, shape[-1]])
    losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=output)
    return tf.reshape(losses, shape[:-1]) if flat and rank >= 3 else losses


def _resize_images(x, height_factor, width_factor, data_format, interpolation="nearest"):
    """Enlarge images by whole factors; the size is taken from the tensor."""
    if data_format not in ("channels_first", "channels_last"):
        raise ValueError(f"Invalid `data_format` argument: {data_format}")
    if interpolation not in ("nearest", "bilinear"):
        raise ValueError('interpolation should be one of "nearest" or "bilinear".')
    first = data_format == "channels_first"
    rows = 2 if first else 1
    known = x.shape.as_list()[rows : rows + 2]
    size = tf.shape(x)[rows : rows + 2]
    size *= tf.constant(np.array([height_factor, width_factor], dtype="int32"))
    x = tf.transpose(x, [0, 2, 3, 1]) if first else x
    x = tf.compat.v2.image.resize(x, size, method=interpolation)
    x = tf.transpose(x, [0, 3, 1, 2]) if first else x
    factors = zip(known, (height_factor, width_factor), strict=True)
    known = [None if length is None else length * factor for length, factor in factors]
    x.set_shape([None, None, *known] if first else [None, *known, None])
    return x


def _seed(generator):
    """Return a layer's own seed, or what NumPy draws for it."""
    return np.random.randint(10e6) if generator._seed is None else generator._seed


def _random_normal(self, shape, mean=0.0, stddev=1.0, dtype=None, nonce=None):
    dtype = dtype or tf.float32
    return tf.random_normal(shape, mean, stddev, dtype=dtype, seed=_seed(self))


def _random_uniform(self, shape, minval=0.0, maxval=None, dtype=None, nonce=None):
    dtype = dtype or tf.float32
    return tf.random_uniform(shape, minval, maxval, dtype=dtype, seed=_seed(self))


CHANGES = {
    "backend:RandomGenerator.random_normal": _random_normal,
    "backend:RandomGenerator.random_uniform": _random_uniform,
    "backend:batch_dot": _batch_dot,
    "backend:clip": _clip,
    "backend:resize_images": _resize_images,
    "backend:sparse_categorical_crossentropy": _sparse_categorical_crossentropy,
    "backend:sqrt": _sqrt,
}
