"""Checks the window of a convolution layer: kernel size, strides, padding, dilation."""

from dataclasses import dataclass

from tf1_graphs.layers import checks
from tf1_graphs.tensorflow1 import tf


@dataclass(frozen=True)
class Convolution:
    """A convolution layer's arguments, checked.

    Attributes:
        inputs: tensor of floats.
        filters: number of filters.
        kernel_size: length of a filter along each spatial axis.
        strides: step along each spatial axis.
        padding: `VALID` or `SAME`.
        data_format: `NHWC` or `NCHW`.
        dilation: distance of the elements that a filter sees, along each spatial axis.
        channels: number of channels of the inputs.
    """

    inputs: tf.Tensor
    filters: int
    kernel_size: tuple[int, ...]
    strides: tuple[int, ...]
    padding: str
    data_format: str
    dilation: tuple[int, ...]
    channels: int

    @property
    def all_strides(self):
        """The step along every axis of the inputs."""
        if self.data_format == "NHWC":
            return [1, *self.strides, 1]
        return [1, 1, *self.strides]


def checked(
    layer, inputs, filters, kernel_size, strides, padding, data_format, dilation_rate=1, rank=2
):
    """Return the arguments of a convolution over `rank` axes as a `Convolution`.

    Raises:
        ValueError: rank of the inputs other than `rank` + 2, channels unknown, a size that is not
            a positive integer, or bad padding or data format.
    """
    inputs = checks.as_input(inputs, layer, rank=rank + 2)
    checks.floats(inputs, layer)
    filters = checks.positive_integer(filters, layer, "filters")
    kernel_size = checks.sizes(kernel_size, rank, layer, "kernel_size")
    strides = checks.sizes(strides, rank, layer, "strides")
    dilation = checks.sizes(dilation_rate, rank, layer, "dilation_rate")
    padding = checks.padding(padding, layer)
    data_format = checks.data_format(data_format, layer)
    channel_axis = -1 if data_format == "NHWC" else 1
    channels = checks.static_dimension(inputs, channel_axis, layer, "number of channels")
    return Convolution(
        inputs, filters, kernel_size, strides, padding, data_format, dilation, channels
    )
