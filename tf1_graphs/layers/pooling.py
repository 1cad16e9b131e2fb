"""Builds pooling layers, as `tf.layers` of TensorFlow 1.15.5 does."""

from tf1_graphs.layers import checks
from tf1_graphs.layers.variables import layer_scope
from tf1_graphs.tensorflow1 import tf


def max_pooling1d(
    inputs, pool_size, strides, padding="valid", data_format="channels_last", name=None
):
    """Build a layer that takes the maximum over each window of a series.

    Args:
        inputs: tensor [batch, steps, channels].
        pool_size: length of the window in steps, one integer.
        strides: step of the window, one integer.
        padding: `valid` or `same`.
        data_format: `channels_last`, or `channels_first` for [batch, channels, steps].
        name: the layer's name; by default `max_pooling1d`, `max_pooling1d_1` …

    Returns:
        Tensor [batch, new steps, channels].

    Raises:
        ValueError: rank other than 3, a size that is not a positive integer, bad padding or data
            format.

    References:
        TensorFlow 1.15.5, `python/layers/pooling.py` and `python/keras/layers/pooling.py`.
    """
    return _pooling1d(
        "max_pooling1d", tf.nn.max_pool, inputs, pool_size, strides, padding, data_format, name
    )


def average_pooling1d(
    inputs, pool_size, strides, padding="valid", data_format="channels_last", name=None
):
    """Build a layer that takes the mean over each window of a series.

    Args:
        inputs: tensor [batch, steps, channels].
        pool_size: length of the window in steps, one integer.
        strides: step of the window, one integer.
        padding: `valid` or `same`; padded steps do not count in the mean.
        data_format: `channels_last`, or `channels_first` for [batch, channels, steps].
        name: the layer's name; by default `average_pooling1d`, `average_pooling1d_1` …

    Returns:
        Tensor [batch, new steps, channels].

    Raises:
        ValueError: rank other than 3, a size that is not a positive integer, bad padding or data
            format.

    References:
        TensorFlow 1.15.5, `python/layers/pooling.py` and `python/keras/layers/pooling.py`.
    """
    return _pooling1d(
        "average_pooling1d", tf.nn.avg_pool, inputs, pool_size, strides, padding, data_format, name
    )


def _pooling1d(layer, pool, inputs, pool_size, strides, padding, data_format, name):
    inputs = checks.as_input(inputs, layer, rank=3)
    (pool_size,) = checks.sizes(pool_size, 1, layer, "pool_size")
    (strides,) = checks.sizes(strides, 1, layer, "strides")
    padding = checks.padding(padding, layer)
    data_format = checks.data_format(data_format, layer)
    # A series is an image that is one pixel wide.
    width_axis = data_format.index("W")
    window, steps = [1, 1, 1, 1], [1, 1, 1, 1]
    window[width_axis - 1], steps[width_axis - 1] = pool_size, strides
    with layer_scope(layer, inputs, name):
        images = tf.expand_dims(inputs, width_axis)
        images = pool(images, window, steps, padding, data_format=data_format)
        return tf.squeeze(images, width_axis)


def max_pooling2d(
    inputs, pool_size, strides, padding="valid", data_format="channels_last", name=None
):
    """Build a layer that takes the maximum over each window of an image.

    Args:
        inputs: tensor [batch, height, width, channels].
        pool_size: height and width of the window in pixels, one integer or two.
        strides: step of the window in pixels down and across, one integer or two.
        padding: `valid` or `same`.
        data_format: `channels_last`, or `channels_first` for [batch, channels, height, width].
        name: the layer's name; by default `max_pooling2d`, `max_pooling2d_1` …

    Returns:
        Tensor [batch, new height, new width, channels].

    Raises:
        ValueError: rank other than 4, a size that is not a positive integer, bad padding or data
            format.

    References:
        TensorFlow 1.15.5, `python/layers/pooling.py`.
    """
    return _pooling2d(
        "max_pooling2d", tf.nn.max_pool, inputs, pool_size, strides, padding, data_format, name
    )


def average_pooling2d(
    inputs, pool_size, strides, padding="valid", data_format="channels_last", name=None
):
    """Build a layer that takes the mean over each window of an image.

    Args:
        inputs: tensor [batch, height, width, channels].
        pool_size: height and width of the window in pixels, one integer or two.
        strides: step of the window in pixels down and across, one integer or two.
        padding: `valid` or `same`; padded pixels do not count in the mean.
        data_format: `channels_last`, or `channels_first` for [batch, channels, height, width].
        name: the layer's name; by default `average_pooling2d`, `average_pooling2d_1` …

    Returns:
        Tensor [batch, new height, new width, channels].

    Raises:
        ValueError: rank other than 4, a size that is not a positive integer, bad padding or data
            format.

    References:
        TensorFlow 1.15.5, `python/layers/pooling.py`.
    """
    return _pooling2d(
        "average_pooling2d", tf.nn.avg_pool, inputs, pool_size, strides, padding, data_format, name
    )


def _pooling2d(layer, pool, inputs, pool_size, strides, padding, data_format, name):
    inputs = checks.as_input(inputs, layer, rank=4)
    pool_size = checks.pair(pool_size, layer, "pool_size")
    strides = checks.pair(strides, layer, "strides")
    padding = checks.padding(padding, layer)
    data_format = checks.data_format(data_format, layer)
    if data_format == "NHWC":
        window, steps = [1, *pool_size, 1], [1, *strides, 1]
    else:
        window, steps = [1, 1, *pool_size], [1, 1, *strides]
    with layer_scope(layer, inputs, name):
        return pool(inputs, window, steps, padding, data_format=data_format)


def max_pooling3d(
    inputs, pool_size, strides, padding="valid", data_format="channels_last", name=None
):
    """Build a layer that takes the maximum over each window of a volume.

    Args:
        inputs: tensor [batch, depth, height, width, channels].
        pool_size: depth, height and width of the window, one integer or three.
        strides: step of the window along each axis, one integer or three.
        padding: `valid` or `same`.
        data_format: `channels_last`, or `channels_first` for [batch, channels, depth, height,
            width].
        name: the layer's name; by default `max_pooling3d`, `max_pooling3d_1` …

    Returns:
        Tensor [batch, new depth, new height, new width, channels].

    Raises:
        ValueError: rank other than 5, a size that is not a positive integer, bad padding or data
            format.

    References:
        TensorFlow 1.15.5, `python/layers/pooling.py`.
    """
    return _pooling3d(
        "max_pooling3d", tf.nn.max_pool3d, inputs, pool_size, strides, padding, data_format, name
    )


def average_pooling3d(
    inputs, pool_size, strides, padding="valid", data_format="channels_last", name=None
):
    """Build a layer that takes the mean over each window of a volume.

    Args:
        inputs: tensor [batch, depth, height, width, channels].
        pool_size: depth, height and width of the window, one integer or three.
        strides: step of the window along each axis, one integer or three.
        padding: `valid` or `same`; padding does not count in the mean.
        data_format: `channels_last`, or `channels_first` for [batch, channels, depth, height,
            width].
        name: the layer's name; by default `average_pooling3d`, `average_pooling3d_1` …

    Returns:
        Tensor [batch, new depth, new height, new width, channels].

    Raises:
        ValueError: rank other than 5, a size that is not a positive integer, bad padding or data
            format.

    References:
        TensorFlow 1.15.5, `python/layers/pooling.py`.
    """
    return _pooling3d(
        "average_pooling3d",
        tf.nn.avg_pool3d,
        inputs,
        pool_size,
        strides,
        padding,
        data_format,
        name,
    )


def _pooling3d(layer, pool, inputs, pool_size, strides, padding, data_format, name):
    inputs = checks.as_input(inputs, layer, rank=5)
    window = [1, *checks.sizes(pool_size, 3, layer, "pool_size"), 1]
    steps = [1, *checks.sizes(strides, 3, layer, "strides"), 1]
    padding = checks.padding(padding, layer)
    channels_first = checks.data_format(data_format, layer) == "NCHW"
    with layer_scope(layer, inputs, name):
        if channels_first:
            inputs = tf.transpose(inputs, (0, 2, 3, 4, 1))
        outputs = pool(inputs, window, steps, padding)
        return tf.transpose(outputs, (0, 4, 1, 2, 3)) if channels_first else outputs
