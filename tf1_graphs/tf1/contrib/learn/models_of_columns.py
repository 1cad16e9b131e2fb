"""The graphs of `tf.contrib.learn`'s networks and linear models.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/dnn.py`, `linear.py` and
    `dnn_linear_combined.py`.
"""

import math

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib import layers
from tf1_graphs.tf1.contrib.layers.feature_column import FeatureColumn
from tf1_graphs.tf1.contrib.layers.feature_column_ops import (
    input_from_feature_columns,
    weighted_sum_from_feature_columns,
)
from tf1_graphs.tf1.contrib.learn.model_fn import ModeKeys

_DNN_RATE = 0.05
_LINEAR_RATE = 0.2
_SLICE = 64 << 20  # bytes; variables of less are not parted
_ACTIVATIONS = {"relu": tf.nn.relu, "tanh": tf.nn.tanh, "sigmoid": tf.nn.sigmoid}


def _by_name(features):
    return features if isinstance(features, dict) else {"": features}


def _parted(config, slice_size=None):
    options = {} if slice_size is None else {"min_slice_size": slice_size}
    replicas = config.num_ps_replicas if config else 0
    return tf.min_max_variable_partitioner(max_partitions=replicas, **options)


def _optimizer(given, rate=None):
    if isinstance(given, str) and rate is not None:
        return layers.OPTIMIZER_CLS_NAMES[given](learning_rate=rate)
    return given() if callable(given) else given


def _summarize(value, tag, separator):
    zeros = tf.nn.zero_fraction(value)
    tf.summary.scalar(f"{tag}{separator}fraction_of_zero_values", zeros)
    tf.summary.histogram(f"{tag}{separator}activation", value)


def _of_contrib(columns):
    return all(isinstance(column, FeatureColumn) for column in columns)


def _input_layer(features, columns, scope):
    if _of_contrib(columns):
        return input_from_feature_columns(features, columns, ["dnn"], scope=scope)
    return tf.feature_column.input_layer(features, columns, weight_collections=["dnn"])


def _scope(name, features, config, slice_size=None):
    inputs = list(features.values())
    return tf.variable_scope(name, values=inputs, partitioner=_parted(config, slice_size))


def _network(features, mode, params, config, width, separator):
    """Build a network's logits; return them, and the name of its input's scope."""
    activation = params.get("activation_fn")
    activation = _ACTIVATIONS[activation] if isinstance(activation, str) else activation
    size = params.get("input_layer_min_slice_size") or _SLICE
    with _scope("input_from_feature_columns", features, config, size) as input_scope:
        net = _input_layer(features, params["feature_columns"], input_scope)
    for number, units in enumerate(params["hidden_units"]):
        with tf.variable_scope(f"hiddenlayer_{number}", values=(net,)) as scope:
            net = layers.fully_connected(
                net, units, activation_fn=activation, variables_collections=["dnn"], scope=scope
            )
            if params.get("dropout") is not None and mode == ModeKeys.TRAIN:
                net = layers.dropout(net, keep_prob=1.0 - params["dropout"])
        _summarize(net, scope.name, separator)
    with tf.variable_scope("logits", values=(net,)) as scope:
        logits = layers.fully_connected(
            net, width, activation_fn=None, variables_collections=["dnn"], scope=scope
        )
    _summarize(logits, scope.name, separator)
    return logits, input_scope.name


def _linear(features, columns, width, scope):
    """Build a linear model's logits in an open scope."""
    if _of_contrib(columns):
        arguments = features, columns, width, ["linear"]
        return weighted_sum_from_feature_columns(*arguments, scope=scope)[0]
    collections = ["linear"]
    return tf.feature_column.linear_model(features, columns, width, weight_collections=collections)


def _multipliers(params, input_scope):
    """Return by embedding variable what its gradient is multiplied by, or None."""
    given = params.get("embedding_lr_multipliers") or {}
    return {
        variable: factor
        for column, factor in given.items()
        for variable in tf.get_collection("dnn", f"{input_scope}/{column.name}")
    } or None


def dnn(features, labels, mode, params, config=None):
    """Build a network of `params["hidden_units"]` with its head."""
    features, head = _by_name(features), params["head"]
    optimizer = params.get("optimizer") or "Adagrad"
    with _scope("dnn", features, config):
        width = head.logits_dimension
        logits, input_scope = _network(features, mode, params, config, width, "_")

        def train_op(loss):
            return layers.optimize_loss(
                loss=loss,
                global_step=tf.train.get_global_step(),
                learning_rate=_DNN_RATE,
                optimizer=_optimizer(optimizer),
                gradient_multipliers=_multipliers(params, input_scope),
                clip_gradients=params.get("gradient_clip_norm"),
                name="dnn",
                summaries=[],
            )

        return head.create_model_fn_ops(features, mode, labels, train_op, logits)


def _rate(columns):
    return min(_LINEAR_RATE, 1.0 / math.sqrt(len(columns)))


def linear(features, labels, mode, params, config=None):
    """Build a linear model with its head."""
    features, head, columns = _by_name(features), params["head"], params["feature_columns"]
    optimizer = params.get("optimizer") or tf.train.FtrlOptimizer(_rate(columns))
    with _scope("linear", features, config, _SLICE) as scope:
        logits = _linear(features, columns, head.logits_dimension, scope)

        def train_op(loss):
            step = tf.train.get_global_step()
            variables = tf.get_collection("linear")
            gradients = tf.gradients(loss, variables)
            if params.get("gradient_clip_norm"):
                gradients, _ = tf.clip_by_global_norm(gradients, params["gradient_clip_norm"])
            pairs = zip(gradients, variables, strict=True)
            return _optimizer(optimizer, _LINEAR_RATE).apply_gradients(pairs, global_step=step)

        return head.create_model_fn_ops(features, mode, labels, train_op, logits)


def combined(features, labels, mode, params, config=None):
    """Build a network and a linear model whose logits are added, with their head.

    `params["dnn"]` and `params["linear"]` are those of either part.
    """
    features, head = _by_name(features), params["head"]
    parts, trained = [], []
    of_linear, of_dnn = params["linear"], params["dnn"]
    linear_optimizer = _optimizer(of_linear.get("optimizer") or "Ftrl")
    dnn_optimizer = _optimizer(of_dnn.get("optimizer") or "Adagrad")
    width = head.logits_dimension
    if of_dnn["feature_columns"]:
        with _scope("dnn", features, config):
            logits, input_scope = _network(features, mode, of_dnn, config, width, "/")
        parts.append(logits)
        multipliers = (of_dnn, input_scope)
        trained.append(("dnn", _DNN_RATE, dnn_optimizer, multipliers))
    if of_linear["feature_columns"]:
        columns = of_linear["feature_columns"]
        with _scope("linear", features, config, _SLICE) as scope:
            logits = _linear(features, columns, width, scope)
            _summarize(logits, scope.name, "/")
        parts.append(logits)
        trained.append(("linear", _rate(columns), linear_optimizer, None))
    logits = parts[0] + parts[1] if len(parts) == 2 else parts[0]

    def train_op(loss):
        step = tf.train.get_global_step()
        fixed = params["fix_global_step_increment_bug"]
        options = {"summaries": [], "increment_global_step": not fixed}
        options["clip_gradients"] = params.get("gradient_clip_norm")
        steps = [
            layers.optimize_loss(
                loss=loss,
                global_step=step,
                learning_rate=rate,
                optimizer=optimizer,
                gradient_multipliers=multipliers and _multipliers(*multipliers),
                variables=tf.get_collection(name),
                name=name,
                **options,
            )
            for name, rate, optimizer, multipliers in trained
        ]
        both = tf.group(*steps)
        if not fixed:
            return both
        with tf.control_dependencies([both]), tf.colocate_with(step):
            return tf.assign_add(step, 1).op

    return head.create_model_fn_ops(features, mode, labels, train_op, logits)
