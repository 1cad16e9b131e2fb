"""Computes what each output unit of convolutions and pools sees of the input.

The receptive field r and the jump j (the distance in the input of two neighbours in the output)
follow layer by layer from r = 1, j = 1, along each axis: r += (kernel - 1) * dilation * j, and then
j *= stride.

References:
    Araujo et al., "Computing Receptive Fields of Convolutional Neural Networks", Distill, 2019.
"""

import math
from dataclasses import dataclass

from tf1_graphs.inspection.subject import is_gradient
from tf1_graphs.tensorflow1 import tf

_CONVOLUTIONS = ("Conv2D", "Conv3D", "DepthwiseConv2dNative")
_POOLS = ("MaxPool", "AvgPool", "MaxPool3D", "AvgPool3D")
_TRANSPOSED = ("Conv2DBackpropInput", "Conv3DBackpropInputV2")
_WINDOWS = (*_CONVOLUTIONS, *_POOLS, *_TRANSPOSED)
# Each output of these sees all that their inputs see, so no field of one unit goes on from here.
_EVERYTHING = ("MatMul", "BatchMatMul", "BatchMatMulV2", "Mean", "Sum", "Max", "Min", "Prod")
_RESHAPED = ("Reshape", "ExpandDims", "Squeeze")


@dataclass(frozen=True)
class _Field:
    """What a unit sees: the receptive field and the jump, each along the spatial axes."""

    field: tuple
    jump: tuple


def receptive(subject):
    """List the convolutions and pools outside gradients, in order.

    Args:
        subject: the `Subject`.

    Returns:
        List of {`name`, `op`, `kernel`, `stride`, `dilation`, `padding`, `output`,
        `receptive_field`, `jump`}; all but the names along the spatial axes.
    """
    fields, rows = {}, []
    if not any(node.op in _WINDOWS for node in subject.graph_def.node):
        return []
    for node in subject.graph_def.node:
        operation = subject.graph.get_operation_by_name(node.name)
        if is_gradient(operation.name) or not operation.outputs:
            continue
        window = _window(operation)
        fields[operation.name] = seen = _seen(operation, window, fields)
        if window is not None:
            rows.append(_row(operation, window, seen))
    return rows


def _row(operation, window, seen):
    transposed = operation.type in _TRANSPOSED
    return {
        "name": operation.name,
        "op": "transposed convolution" if transposed else operation.type,
        "kernel": window["kernel"],
        "stride": window["stride"],
        "dilation": window["dilation"],
        "padding": operation.get_attr("padding").decode(),
        "output": _spatial(operation, _output(operation).shape),
        "receptive_field": None if seen is None else [_number(size) for size in seen.field],
        "jump": None if seen is None else [_number(size) for size in seen.jump],
    }


def _output(operation):
    """Return the op's output, or where TensorFlow 1 dilates what is put together of it."""
    tensor = operation.outputs[0]
    together = [op for op in tensor.consumers() if op.type == "BatchToSpaceND"]
    return together[0].outputs[0] if together else tensor


def _number(size):
    return int(size) if size == int(size) else size


def _spatial(operation, values):
    """Return the entries of the spatial axes: of a list of attributes, or of a shape."""
    if isinstance(values, tf.TensorShape):
        if values.rank is None:
            return None
        values = values.as_list()
    channels_first = operation.get_attr("data_format").decode().startswith("NC")
    return list(values[2:] if channels_first else values[1:-1])


def _window(operation):
    """Return kernel, stride and dilation of a convolution or pool, or None for other ops."""
    if operation.type in _CONVOLUTIONS + _TRANSPOSED:
        kernel = operation.inputs[1].shape
        kernel = kernel.as_list()[:-2] if kernel.is_fully_defined() else None
        dilation = _dilation(operation)
    elif operation.type in _POOLS:
        kernel = _spatial(operation, operation.get_attr("ksize"))
        dilation = [1] * len(kernel)
    else:
        return None
    stride = _spatial(operation, operation.get_attr("strides"))
    return {"kernel": kernel, "stride": stride, "dilation": dilation}


def _dilation(operation):
    """Return the dilation: TensorFlow 1 makes every n-th pixel an image of its own beforehand."""
    before = operation.inputs[0].op
    if before.type == "SpaceToBatchND":
        block = tf.get_static_value(before.inputs[1])
        return None if block is None else block.tolist()
    return _spatial(operation, operation.get_attr("dilations"))


def _seen(operation, window, fields):
    """Return the field of an op's outputs, or None where they see no part of an image."""
    inputs = [fields.get(tensor.op.name) for tensor in operation.inputs]
    if operation.type.startswith("Placeholder") or operation.type == "IteratorGetNext":
        return _Field((1, 1, 1), (1, 1, 1))
    if window is not None:
        return _widened(operation, window, inputs)
    if operation.type in _EVERYTHING:
        return None
    if operation.type in _RESHAPED:
        untouched = inputs[0] is not None and set(inputs[0].field) == {1}
        keeps_axes = operation.type != "Reshape" or untouched
        return inputs[0] if keeps_axes else None
    known = [field for field in inputs if field is not None]
    return max(known, key=lambda field: math.prod(field.field)) if known else None


def _widened(operation, window, inputs):
    # A transposed convolution takes the shape and the kernel first.
    source = inputs[2] if operation.type in _TRANSPOSED else inputs[0]
    if source is None or None in (window["dilation"], window["kernel"]):
        return None
    sizes = zip(
        source.field, source.jump, window["kernel"], window["stride"], window["dilation"],
        strict=False,
    )  # fmt: skip
    field, jump = [], []
    for seen, step, kernel, stride, dilation in sizes:
        if operation.type in _TRANSPOSED:
            # At most ceil(kernel / stride) inputs, a jump apart, are added up in one output.
            field.append(seen + (math.ceil(kernel / stride) - 1) * step)
            jump.append(step / stride)
        else:
            field.append(seen + (kernel - 1) * dilation * step)
            jump.append(step * stride)
    return _Field(tuple(field), tuple(jump))
