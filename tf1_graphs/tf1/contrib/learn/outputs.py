"""The predictions of classifiers and of regressors, one output alone.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/dnn.py`.
"""

from tf1_graphs.tf1.contrib.learn.metric_spec import MetricSpec
from tf1_graphs.tf1.contrib.learn.model_fn import PredictionKey


class OneOutput:
    """Predictions of one output alone, unless others are asked for."""

    def predict(self, x=None, input_fn=None, batch_size=None, outputs=None, as_iterable=True):
        """Infer: the classes or the scores of the examples; with `outputs`, these by name."""
        if outputs:
            return super().predict(x, input_fn, batch_size, outputs, as_iterable)
        return self._only(self._output, x, input_fn, batch_size, as_iterable)

    def _only(self, key, x=None, input_fn=None, batch_size=None, as_iterable=True):
        found = super().predict(x, input_fn, batch_size, [key], as_iterable)
        return (row[key] for row in found) if as_iterable else found[key]


class Classifier(OneOutput):
    """What predicts classes."""

    _output = PredictionKey.CLASSES

    def predict_classes(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """Infer the examples' classes."""
        return self._only(PredictionKey.CLASSES, x, input_fn, batch_size, as_iterable)

    def predict_proba(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """Infer the probabilities of the classes."""
        return self._only(PredictionKey.PROBABILITIES, x, input_fn, batch_size, as_iterable)


class Regressor(OneOutput):
    """What predicts numbers."""

    _output = PredictionKey.SCORES

    def predict_scores(self, x=None, input_fn=None, batch_size=None, as_iterable=True):
        """Infer the examples' numbers."""
        return self._only(PredictionKey.SCORES, x, input_fn, batch_size, as_iterable)

    def evaluate(self, *args, metrics=None, **options):
        """Evaluate, as `BaseEstimator.evaluate`; functions as metrics take the scores."""
        named = {
            key
            if isinstance(metric, MetricSpec) or isinstance(key, tuple)
            else (key, PredictionKey.SCORES): metric
            for key, metric in (metrics or {}).items()
        }
        return super().evaluate(*args, metrics=named, **options)
