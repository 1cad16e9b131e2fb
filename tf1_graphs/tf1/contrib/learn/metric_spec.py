"""Metrics of an evaluation, and what they are computed from.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/metric_spec.py`.
"""

import functools
import inspect

_LABELS = ("labels", "label", "targets", "target")
_PREDICTIONS = ("predictions", "prediction", "logits", "logit")
_WEIGHTS = ("weights", "weight")


def arguments(function):
    """Return the names of a function's arguments that are still to be given."""
    if isinstance(function, functools.partial):
        given = set(function.keywords)
        names = arguments(function.func)[len(function.args) :]
        return tuple(name for name in names if name not in given)
    return tuple(inspect.getfullargspec(inspect.unwrap(function)).args)


class MetricSpec:
    """A metric of an evaluation.

    Args:
        metric_fn: function of `predictions` and, if it has them, `labels` and `weights`; it returns
            a metric's value and its update, as those of `tf.metrics` do.
        prediction_key: which of the predictions, where they are several.
        label_key: which of the labels, where they are several.
        weight_key: feature with the examples' weights, or None.
    """

    def __init__(self, metric_fn, prediction_key=None, label_key=None, weight_key=None):
        self.metric_fn = metric_fn
        self.prediction_key = prediction_key
        self.label_key = label_key
        self.weight_key = weight_key

    def create_metric_ops(self, inputs, labels, predictions):
        """Build the metric.

        Args:
            inputs: features by name.
            labels: tensor, or tensors by name.
            predictions: the same.

        Returns:
            What `metric_fn` returns.

        Raises:
            ValueError: there are several predictions or labels, and no key.
        """
        names = arguments(self.metric_fn)
        given = {
            _argument(names, _LABELS): _one(labels, self.label_key, "label"),
            _argument(names, _WEIGHTS): inputs[self.weight_key] if self.weight_key else None,
        }
        prediction = _one(predictions, self.prediction_key, "prediction")
        place = _argument(names, _PREDICTIONS)
        given = {name: value for name, value in given.items() if name and value is not None}
        if place is None:  # a function that calls them otherwise takes them first
            place = next(name for name in names if name not in given)
        return self.metric_fn(**given, **{place: prediction})


def _argument(names, candidates):
    return next((name for name in candidates if name in names), None)


def _one(tensors, key, kind):
    if not isinstance(tensors, dict):
        if key:
            raise ValueError(f"MetricSpec with {kind}_key requires {kind}s dict, got {tensors}.")
        return tensors
    if key is None and len(tensors) != 1:
        raise ValueError(
            f"MetricSpec without specified {kind}_key requires {kind}s tensor or single element "
            f"dict, got {tensors}"
        )
    return tensors[key] if key else next(iter(tensors.values()))
