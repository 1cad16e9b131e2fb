"""The metrics of heads: by name, pairs of a value and of its update.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/head.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn.model_fn import MetricKey
from tf1_graphs.tf1.contrib.learn.model_fn import PredictionKey as Key

_broadcast = tensorflow1.private_module("python.ops.weights_broadcast_ops").broadcast_weights


def _scope(loss, labels, weights, predictions):
    given = [loss, *labels, weights, *predictions.values()]
    return tf.name_scope("metrics", values=[item for item in given if item is not None])


def binary(loss, predictions, labels, weights, thresholds):
    """Build the metrics of two classes.

    Args:
        loss: the average loss.
        predictions: tensors by `PredictionKey`.
        labels: [batch] or [batch, 1].
        weights: [batch, 1], or None.
        thresholds: of the probability, for accuracy, precision and recall.
    """
    with _scope(loss, [labels], weights, predictions):
        logistic = predictions[Key.LOGISTIC]
        metrics = {
            MetricKey.LOSS: tf.metrics.mean(loss),
            MetricKey.ACCURACY: tf.metrics.accuracy(labels, predictions[Key.CLASSES], weights),
            MetricKey.PREDICTION_MEAN: _mean(logistic, weights),
            MetricKey.LABEL_MEAN: _mean(labels, weights),
            MetricKey.ACCURACY_BASELINE: _mean(labels, weights),
            MetricKey.AUC: _auc(logistic, labels, weights, "ROC"),
            MetricKey.AUC_PR: _auc(logistic, labels, weights, "PR"),
        }
        for threshold in thresholds:
            above = tf.cast(tf.greater_equal(logistic, threshold), tf.float32)
            accuracy = tf.metrics.accuracy(labels, above, weights)
            metrics[MetricKey.ACCURACY_MEAN % threshold] = accuracy
            for name, metric in (
                (MetricKey.PRECISION_MEAN, tf.metrics.precision_at_thresholds),
                (MetricKey.RECALL_MEAN, tf.metrics.recall_at_thresholds),
            ):
                value, update = metric(labels, logistic, (threshold,), _float(weights))
                metrics[name % threshold] = tf.squeeze(value), tf.squeeze(update)
    return metrics


def multi_class(loss, predictions, labels, weights, class_ids):
    """Build the metrics of several classes.

    Args:
        loss: the average loss.
        predictions: tensors by `PredictionKey`.
        labels: pair of the labels, and of their ids.
        weights: [batch, 1], or None.
        class_ids: classes that have metrics of their own.
    """
    words, ids = labels
    classes = predictions[Key.CLASSES]
    with _scope(loss, labels, weights, predictions):
        metrics = {
            MetricKey.LOSS: tf.metrics.mean(loss),
            MetricKey.ACCURACY: tf.metrics.accuracy(words, classes, weights),
        }
        for number in class_ids:
            metrics |= {
                MetricKey.CLASS_PREDICTION_MEAN % number: _share(classes, weights, number),
                MetricKey.CLASS_LABEL_MEAN % number: _share(ids, weights, number),
                MetricKey.CLASS_PROBABILITY_MEAN % number: _mean(
                    predictions[Key.PROBABILITIES], weights, number
                ),
                MetricKey.CLASS_LOGITS_MEAN % number: _mean(
                    predictions[Key.LOGITS], weights, number
                ),
            }
    return metrics


def _float(weights):
    if weights is None:
        return None
    with tf.name_scope(None, "float_weights", [weights]) as name:
        return tf.cast(weights, tf.float32, name=name)


def _mean(values, weights, number=None):
    values, weights = tf.cast(values, tf.float32), _float(weights)
    if weights is not None:
        weights = _broadcast(weights, values)
    if number is not None:
        weights = None if weights is None else weights[:, number]
        values = values[:, number]
    return tf.metrics.mean(values, weights)


def _share(classes, weights, number):
    """Build the share of examples with a class."""
    equal = tf.equal(tf.cast(number, tf.int32), tf.cast(classes, tf.int32))
    chosen = tf.where(equal, tf.ones_like(classes), tf.zeros_like(classes))
    return tf.metrics.mean(chosen, weights=weights)


def _auc(values, labels, weights, curve):
    values = tf.cast(values, tf.float32)
    if labels.dtype.base_dtype != tf.bool:
        labels = tf.cast(labels, tf.bool)
    weights = _float(weights)
    if weights is not None:
        weights = _broadcast(weights, values)
    return tf.metrics.auc(labels, values, weights, curve=curve)
