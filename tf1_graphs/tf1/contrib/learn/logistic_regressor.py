"""Estimators of probabilities.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/logistic_regressor.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn.estimator import Estimator
from tf1_graphs.tf1.contrib.learn.model_fn import MetricKey, ModeKeys, ModelFnOps, ProblemType


def LogisticRegressor(
    model_fn, thresholds=None, model_dir=None, config=None, feature_engineering_fn=None
):
    """Return an estimator of probabilities, with their metrics.

    Args:
        model_fn: function of features, labels and mode: predictions, loss and training op.
        thresholds: of probabilities, where accuracy, precision and recall are measured.
        model_dir: as `Estimator`.
        config: as `Estimator`.
        feature_engineering_fn: as `Estimator`.
    """

    def with_metrics(features, labels, mode, params):
        predictions, loss, train_op = model_fn(features, labels, mode)
        metrics = None
        if mode == ModeKeys.EVAL:
            only = next(iter(labels.values())) if isinstance(labels, dict) else labels
            metrics = _of_logistic(only, predictions, params.get("thresholds") or [0.5])
        exported = {"head": (ProblemType.LOGISTIC_REGRESSION, {"predictions": predictions})}
        return ModelFnOps(mode, predictions, loss, train_op, metrics, exported)

    params = {"thresholds": thresholds}
    return Estimator(with_metrics, model_dir, config, params, feature_engineering_fn)


def _of_logistic(labels, predictions, thresholds):
    contrib = tf.contrib.metrics
    metrics = {
        MetricKey.PREDICTION_MEAN: contrib.streaming_mean(predictions),
        MetricKey.LABEL_MEAN: contrib.streaming_mean(labels),
        MetricKey.ACCURACY_BASELINE: contrib.streaming_mean(labels),
        MetricKey.AUC: contrib.streaming_auc(labels=labels, predictions=predictions),
    }
    for threshold in thresholds:
        above = tf.cast(
            tf.greater_equal(predictions, threshold),
            tf.float32,
            name=f"predictions_at_threshold_{threshold:f}",
        )
        for key, metric in (
            (MetricKey.ACCURACY_MEAN, contrib.streaming_accuracy),
            (MetricKey.PRECISION_MEAN, contrib.streaming_precision),
            (MetricKey.RECALL_MEAN, contrib.streaming_recall),
        ):
            metrics[key % threshold] = metric(labels=labels, predictions=above)
    return metrics
