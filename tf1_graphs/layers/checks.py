"""Checks layer arguments: each `ValueError` says what was expected and what came."""

import numbers

from tf1_graphs.tensorflow1 import tf


def as_input(inputs, layer, rank=None, min_rank=None):
    """Return `inputs` as a tensor whose rank the layer can take.

    Args:
        inputs: tensor, variable or array.
        layer: the layer's name, for messages.
        rank: the only rank that is admitted, or None.
        min_rank: the lowest rank that is admitted, or None.

    Raises:
        ValueError: the rank is unknown or another.
    """
    inputs = tf.convert_to_tensor(inputs)
    expected = f"rank {rank}" if rank is not None else f"rank {min_rank} or more"
    if inputs.shape.rank is None:
        raise ValueError(f"{layer}: expected an input of {expected}, its rank is unknown")
    if inputs.shape.rank != rank and (min_rank is None or inputs.shape.rank < min_rank):
        raise ValueError(
            f"{layer}: expected an input of {expected}, got rank {inputs.shape.rank}"
            f" (shape {inputs.shape})"
        )
    return inputs


def floats(inputs, layer):
    """Refuse a tensor of anything but floats."""
    if not inputs.dtype.is_floating:
        raise ValueError(f"{layer}: expected an input of floats, got {inputs.dtype.name}")


def static_dimension(inputs, axis, layer, meaning):
    """Return the size of dimension `axis`, which must be known when the graph is built."""
    size = inputs.shape.as_list()[axis]
    if size is None:
        raise ValueError(
            f"{layer}: expected the {meaning} (axis {axis}) to be known when the graph is built, "
            f"got shape {inputs.shape}"
        )
    return size


def positive_integer(value, layer, argument):
    """Return `value` as an int; anything but a positive whole number is an error."""
    value = value.value if isinstance(value, tf.Dimension) else value
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or value % 1 != 0:
        raise ValueError(f"{layer}: expected {argument} to be a positive integer, got {value!r}")
    if value <= 0:
        raise ValueError(f"{layer}: expected {argument} to be positive, got {value!r}")
    return int(value)


def sizes(value, count, layer, argument):
    """Return one positive integer, or one for each of `count` axes, as a tuple of `count`."""
    values = tuple(value) if isinstance(value, (list, tuple, tf.TensorShape)) else (value,) * count
    if len(values) != count:
        expected = "1 integer" if count == 1 else f"1 or {count} integers"
        raise ValueError(f"{layer}: expected {argument} to be {expected}, got {value!r}")
    return tuple(positive_integer(item, layer, argument) for item in values)


def pair(value, layer, argument):
    """Return one positive integer or two as a tuple of two."""
    return sizes(value, 2, layer, argument)


def padding(value, layer):
    """Return `VALID` or `SAME`, given in either case."""
    if not isinstance(value, str) or value.lower() not in ("valid", "same"):
        raise ValueError(f"{layer}: expected padding 'valid' or 'same', got {value!r}")
    return value.upper()


def data_format(value, layer):
    """Return `NHWC` for channels_last and `NCHW` for channels_first."""
    formats = {"channels_last": "NHWC", "channels_first": "NCHW"}
    if not isinstance(value, str) or value.lower() not in formats:
        raise ValueError(
            f"{layer}: expected data_format 'channels_last' or 'channels_first', got {value!r}"
        )
    return formats[value.lower()]


def not_supported(layer, **arguments):
    """Refuse arguments that TensorFlow 1 took and this layer does not build.

    Args:
        layer: the layer's name, for the message.
        **arguments: argument name to (value, the one value that is admitted).

    Raises:
        ValueError: an argument has another value; it is named.
    """
    for argument, (value, admitted) in arguments.items():
        if value != admitted:
            raise ValueError(
                f"{layer}: the argument {argument} is not supported: "
                f"expected {admitted!r}, got {value!r}"
            )
