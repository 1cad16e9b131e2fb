"""The contract that every layer keeps: what it refuses, what it says, and what it leaves behind."""

import re

import numpy as np
import pytest

from tf1_graphs import layers
from tf1_graphs.tensorflow1 import new_graph, tf

# Layer to the arguments it needs, and the lowest and highest rank it takes.
CONVOLUTION = {"filters": 3, "kernel_size": 3}
POOLING = {"pool_size": 2, "strides": 2}
LAYERS = {
    "dense": ({"units": 3}, 2, None),
    "dropout": ({}, 0, None),
    "flatten": ({}, 1, None),
    "batch_normalization": ({}, 2, None),
    "conv1d": (CONVOLUTION, 3, 3),
    "conv2d": (CONVOLUTION, 4, 4),
    "conv2d_transpose": (CONVOLUTION, 4, 4),
    "separable_conv2d": (CONVOLUTION, 4, 4),
    "max_pooling1d": (POOLING, 3, 3),
    "average_pooling1d": (POOLING, 3, 3),
    "max_pooling2d": (POOLING, 4, 4),
    "average_pooling2d": (POOLING, 4, 4),
    "conv3d": (CONVOLUTION, 5, 5),
    "conv3d_transpose": (CONVOLUTION, 5, 5),
    "separable_conv1d": (CONVOLUTION, 3, 3),
    "max_pooling3d": (POOLING, 5, 5),
    "average_pooling3d": (POOLING, 5, 5),
}
CONVOLUTIONS = [layer for layer, (needed, *_) in LAYERS.items() if needed is CONVOLUTION]
POOLINGS = [layer for layer, (needed, *_) in LAYERS.items() if needed is POOLING]
WITH_VARIABLES = ["dense", "batch_normalization", *CONVOLUTIONS]
PER_AXIS = [
    *((layer, argument) for layer in CONVOLUTIONS for argument in ("kernel_size", "strides")),
    *((layer, argument) for layer in POOLINGS for argument in POOLING),
    ("conv1d", "dilation_rate"),
    ("conv2d", "dilation_rate"),
    ("separable_conv2d", "dilation_rate"),
]
SIZES = [
    ("dense", "units"),
    ("separable_conv2d", "depth_multiplier"),
    *((layer, "filters") for layer in CONVOLUTIONS),
    *PER_AXIS,
]


@pytest.fixture
def graph():
    with new_graph(seed=42) as graph:
        yield graph


def tensor(*shape, dtype=tf.float32):
    return tf.placeholder(dtype, list(shape), name="X")


def shape_for(layer):
    highest = LAYERS[layer][2]
    return (None, *[8] * (2 if highest is None else highest - 2), 3)


def refused(layer, message, inputs=None, **kwargs):
    """Check that a layer says `message`, and that nothing was built."""
    arguments = {**LAYERS[layer][0], **kwargs}
    inputs = tensor(*shape_for(layer)) if inputs is None else inputs
    before = tf.get_default_graph().version
    with pytest.raises(ValueError, match=message):
        getattr(layers, layer)(inputs, **arguments)
    assert tf.get_default_graph().version == before
    assert not tf.global_variables()


def test_the_contract_covers_every_layer():
    assert set(LAYERS) == {name for name in layers.__all__ if "regulariz" not in name}


@pytest.mark.parametrize("layer", LAYERS)
def test_ranks(graph, layer):
    _, lowest, highest = LAYERS[layer]
    expected = f"{layer}: expected an input of rank {lowest}"
    if lowest:
        refused(layer, f"{expected}.*, its rank is unknown", tf.placeholder(tf.float32, None))
        too_low = tensor(*[2] * (lowest - 1))
        refused(layer, rf"{expected}.*, got rank {lowest - 1} \(shape ", too_low)
    if highest:
        too_high = tensor(*[2] * (highest + 1))
        refused(layer, rf"{expected}, got rank {highest + 1} \(shape ", too_high)


@pytest.mark.parametrize("layer", WITH_VARIABLES)
def test_static_depth(graph, layer):
    unknown = tensor(*shape_for(layer)[:-1], None)
    message = rf"{layer}: expected the number of \w+ \(axis -?\d\) to be known when the graph is"
    refused(layer, rf"{message} built, got shape \(.*, None\)", unknown)


@pytest.mark.parametrize("layer", [*WITH_VARIABLES, "dropout"])
def test_types(graph, layer):
    integers = tensor(*shape_for(layer), dtype=tf.int32)
    refused(layer, f"{layer}: expected an input of floats, got int32", integers)


@pytest.mark.parametrize("value", [0, -1, 2.5, float("nan"), float("inf"), "3", None, True])
@pytest.mark.parametrize(("layer", "argument"), SIZES)
def test_sizes(graph, layer, argument, value):
    message = f"{layer}: expected {argument} to be.* positive.*, got {value!r}"
    refused(layer, message, **{argument: value})


@pytest.mark.parametrize("value", [(), (1, 2, 3, 4), (0,), (2, 0), [2, 2.5]])
@pytest.mark.parametrize(("layer", "argument"), PER_AXIS)
def test_one_size_for_each_axis(graph, layer, argument, value):
    message = f"{layer}: expected {argument} to be (1 integer|1 or [23] integers|.*positive)"
    refused(layer, message, **{argument: value})


@pytest.mark.parametrize("value", ["full", "", None, 1])
@pytest.mark.parametrize("layer", CONVOLUTIONS + POOLINGS)
def test_padding(graph, layer, value):
    message = f"{layer}: expected padding 'valid' or 'same', got {value!r}"
    refused(layer, message, padding=value)


@pytest.mark.parametrize("value", ["NHWC", None, 1])
@pytest.mark.parametrize("layer", [*CONVOLUTIONS, *POOLINGS, "flatten"])
def test_data_format(graph, layer, value):
    message = f"{layer}: expected data_format 'channels_last' or 'channels_first', got {value!r}"
    refused(layer, message, data_format=value)


@pytest.mark.parametrize(
    ("argument", "value", "admitted"),
    [
        ("renorm", True, False),
        ("renorm_clipping", {"rmax": 1.0}, None),
        ("renorm_momentum", 0.9, 0.99),
        ("virtual_batch_size", 2, None),
        ("adjustment", "any", None),
    ],
)
def test_unsupported_arguments_are_named(graph, argument, value, admitted):
    message = (
        f"batch_normalization: the argument {argument} is not supported: "
        f"expected {admitted!r}, got {value!r}"
    )
    refused("batch_normalization", re.escape(message), **{argument: value})


@pytest.mark.parametrize("value", [4, -5])
def test_axis_range(graph, value):
    message = rf"batch_normalization: expected axis in \[-4, 4\), got {value}"
    refused("batch_normalization", message, axis=value)


@pytest.mark.parametrize("value", [[1, 2], [], 1.0, "1", None, True])
def test_axis_type(graph, value):
    message = re.escape(f"batch_normalization: expected axis to be one integer, got {value!r}")
    refused("batch_normalization", message, axis=value)


def test_fused(graph):
    message = "batch_normalization: expected fused to be None, True or False, got 'yes'"
    refused("batch_normalization", message, fused="yes")


@pytest.mark.parametrize("value", ["yes", None, 2, -1, 0.5])
@pytest.mark.parametrize("layer", ["dropout", "batch_normalization"])
def test_training(graph, layer, value):
    message = f"expected training to be a bool or a scalar bool tensor, got {value!r}"
    refused(layer, message, training=value)


@pytest.mark.parametrize(("dtype", "shape"), [(tf.float32, ()), (tf.bool, (3,))])
@pytest.mark.parametrize("layer", ["dropout", "batch_normalization"])
def test_training_tensor(graph, layer, dtype, shape):
    training = tf.placeholder(dtype, shape, name="flag")
    message = f"expected training to be a bool or a scalar bool tensor, got .*{dtype.name}"
    refused(layer, message, training=training)


@pytest.mark.parametrize("value", [1, 1.5, -0.1, float("nan"), "0.5", None])
def test_rate(graph, value):
    message = rf"dropout: expected rate in \[0, 1\), got {value!r}"
    refused("dropout", message, rate=value, training=True)


@pytest.mark.parametrize("layer", LAYERS)
def test_eager(layer):
    batch = np.ones([2, *shape_for(layer)[1:]], np.float32)
    with pytest.raises(ValueError, match=f"{layer} builds a graph, but eager execution is on"):
        getattr(layers, layer)(batch, **LAYERS[layer][0])


@pytest.mark.parametrize("layer", WITH_VARIABLES)
def test_reuse_of_what_does_not_exist(graph, layer):
    refused(layer, "Variable fc/.* does not exist", name="fc", reuse=True)


@pytest.mark.parametrize("layer", WITH_VARIABLES)
def test_existing_name(graph, layer):
    arguments = LAYERS[layer][0] | {"name": "fc"}
    getattr(layers, layer)(tensor(*shape_for(layer)), **arguments)
    variables = tf.global_variables()
    with pytest.raises(ValueError, match=r"Variable fc/.* already exists, disallowed"):
        getattr(layers, layer)(tensor(*shape_for(layer)), **arguments)
    assert tf.global_variables() == variables


def test_reuse_in_another_shape(graph):
    layers.dense(tensor(None, 5), 3, name="fc")
    with pytest.raises(ValueError, match=r"fc/kernel.* shape \(6, 3\) and found shape \(5, 3\)"):
        layers.dense(tensor(None, 6), 3, name="fc", reuse=True)


def test_an_unnamed_layer_in_a_variable_scope_that_is_opened_again(graph):
    """As in TensorFlow 1.15.5, where automatic names start over and collide."""
    X = tensor(None, 5)
    with tf.variable_scope("dnn"):
        layers.dense(X, 3)
    with (
        tf.variable_scope("dnn"),
        pytest.raises(ValueError, match="Variable dnn/dense/kernel already exists"),
    ):
        layers.dense(X, 3)


def test_a_whole_number_may_be_a_float(graph):
    """As in TensorFlow 1.15.5, where sizes often came from a division."""
    assert layers.dense(tensor(None, 5), 6 / 2).shape.as_list() == [None, 3]
