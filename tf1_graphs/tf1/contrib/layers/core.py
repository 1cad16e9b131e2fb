"""Fully connected layers and what goes with them, as `tf.contrib.layers`.

References:
    TensorFlow 1.15.5, `contrib/layers/python/layers/layers.py`.
"""

from tf1_graphs import layers
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tensorflow1.ops import array_ops
from tf1_graphs.tf1.contrib.framework.arg_scope import add_arg_scope
from tf1_graphs.tf1.contrib.layers.initializers import xavier_initializer
from tf1_graphs.tf1.contrib.layers.scopes import (
    WEIGHTS_AND_BIASES,
    collect_outputs,
    collect_variables,
    model_variable_getter,
)


@add_arg_scope
def fully_connected(
    inputs,
    num_outputs,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=xavier_initializer(),  # noqa: B008 - TensorFlow 1's own signature
    weights_regularizer=None,
    biases_initializer=tf.zeros_initializer(),  # noqa: B008
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """Build a fully connected layer: `activation_fn(normalizer_fn(inputs · weights + biases))`.

    Args:
        inputs: float tensor [..., n] of rank 2 or more; n is known when the graph is built.
        num_outputs: number of neurons.
        activation_fn: function of a tensor; ReLU by default, None is linear.
        normalizer_fn: such as `batch_norm`; it takes the place of the biases.
        normalizer_params: its arguments, a dict.
        weights_initializer: of `weights` [n, num_outputs].
        weights_regularizer: function of the weights; its loss goes to `REGULARIZATION_LOSSES`.
        biases_initializer: of `biases` [num_outputs]; None leaves them out.
        biases_regularizer: as that of the weights.
        reuse: True takes the variables of an earlier layer of this scope.
        variables_collections: collections for the variables: a list, or a dict by variable name.
        outputs_collections: collections for the output.
        trainable: whether the variables go to `TRAINABLE_VARIABLES`.
        scope: name of the variable scope; by default `fully_connected`, `fully_connected_1` …

    Returns:
        Tensor [..., num_outputs].

    Raises:
        ValueError: `num_outputs` is no integer, or the inputs do not fit a dense layer.
    """
    if not isinstance(num_outputs, int):
        raise ValueError(f"num_outputs type should be an integer, got {type(num_outputs)}.")
    getter = model_variable_getter(WEIGHTS_AND_BIASES)
    with tf.variable_scope(
        scope, "fully_connected", [inputs], reuse=reuse, custom_getter=getter
    ) as sc:
        outputs = layers.dense(
            tf.convert_to_tensor(inputs),
            num_outputs,
            use_bias=bool(not normalizer_fn and biases_initializer),
            kernel_initializer=weights_initializer,
            bias_initializer=biases_initializer,
            kernel_regularizer=weights_regularizer,
            bias_regularizer=biases_regularizer,
            trainable=trainable,
            name=sc,
            reuse=reuse,
        )
        collect_variables(sc, WEIGHTS_AND_BIASES.values(), variables_collections)
        if normalizer_fn is not None:
            outputs = normalizer_fn(outputs, **(normalizer_params or {}))
        if activation_fn is not None:
            outputs = activation_fn(outputs)
        return collect_outputs(outputs_collections, outputs)


@add_arg_scope
def dropout(
    inputs,
    keep_prob=0.5,
    noise_shape=None,
    is_training=True,
    outputs_collections=None,
    scope=None,
    seed=None,
):
    """Build a dropout layer: in training each input is kept with probability `keep_prob`.

    Args:
        inputs: float tensor.
        keep_prob: probability in (0, 1] that an input is kept.
        noise_shape: shape of the mask where it is broadcast.
        is_training: bool or scalar bool tensor; False passes the inputs on.
        outputs_collections: collections for the output.
        scope: name of the scope; by default `Dropout`, `Dropout_1` …
        seed: seed of the mask's random op; None takes TensorFlow 1's rule.

    Returns:
        Tensor of the inputs' shape.
    """
    with tf.variable_scope(scope, "Dropout", [inputs], custom_getter=model_variable_getter()) as sc:
        outputs = layers.dropout(
            tf.convert_to_tensor(inputs), 1 - keep_prob, noise_shape, seed, is_training, sc
        )
        return collect_outputs(outputs_collections, outputs)


@add_arg_scope
def flatten(inputs, outputs_collections=None, scope=None):
    """Build a layer that reshapes each example to one axis."""
    with tf.name_scope(scope, "Flatten", [inputs]):
        outputs = layers.flatten(tf.convert_to_tensor(inputs))
        return collect_outputs(outputs_collections, outputs)


@add_arg_scope
def one_hot_encoding(
    labels, num_classes, on_value=1.0, off_value=0.0, outputs_collections=None, scope=None
):
    """Build rows that are `on_value` at each label and `off_value` elsewhere."""
    with tf.name_scope(scope, "OneHotEncoding", [labels, num_classes]):
        labels = tf.convert_to_tensor(labels)
        if labels.dtype == tf.int32:
            labels = tf.to_int64(labels)
        outputs = array_ops.one_hot(labels, num_classes, on_value=on_value, off_value=off_value)
        return collect_outputs(outputs_collections, outputs)


@add_arg_scope
def softmax(logits, scope=None):
    """Build the softmax over the last axis of logits of any rank."""
    with tf.variable_scope(scope, "softmax", [logits]):
        classes = logits.shape.as_list()[-1]
        predictions = tf.nn.softmax(tf.reshape(logits, [-1, classes]))
        predictions = tf.reshape(predictions, tf.shape(logits))
        predictions.set_shape(logits.shape)
        return predictions


def repeat(inputs, repetitions, layer, *args, **kwargs):
    """Build a layer several times, each on the output of the one before."""
    return _chain(inputs, "Repeat", layer, [args] * repetitions, kwargs)


def stack(inputs, layer, stack_args, **kwargs):
    """Build a layer for each entry of `stack_args`, each on the output of the one before."""
    args = [item if isinstance(item, (list, tuple)) else [item] for item in stack_args]
    return _chain(inputs, "Stack", layer, args, kwargs)


def _chain(inputs, default_name, layer, args_of_layers, kwargs):
    scope = kwargs.pop("scope", None)
    with tf.variable_scope(scope, default_name, [inputs]):
        name = scope or getattr(layer, "__name__", None) or layer.func.__name__
        outputs = tf.convert_to_tensor(inputs)
        for number, args in enumerate(args_of_layers, 1):
            outputs = layer(outputs, *args, scope=f"{name}_{number}", **kwargs)
        return outputs
