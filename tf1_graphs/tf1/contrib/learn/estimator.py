"""`tf.contrib.learn.Estimator`: a model that a function builds.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/estimator.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.layers.feature_column_ops import infer_real_valued_columns
from tf1_graphs.tf1.contrib.learn.base_estimator import BaseEstimator, inputs_of
from tf1_graphs.tf1.contrib.learn.metric_spec import arguments
from tf1_graphs.tf1.contrib.learn.model_fn import MetricKey, ModeKeys, ModelFnOps
from tf1_graphs.tf1.contrib.learn.sessions import by_name, metric_ops, placeholder


def infer_real_valued_columns_from_input_fn(input_fn):
    """Return a real-valued column for each feature that an `input_fn` yields."""
    with tf.Graph().as_default():
        return infer_real_valued_columns(input_fn()[0])


def infer_real_valued_columns_from_input(x):
    """Return a real-valued column for each feature of arrays, as wide as it is.

    Args:
        x: array [examples, …], or arrays by name.
    """
    return infer_real_valued_columns_from_input_fn(inputs_of(x, None, None, None)[0])


class Estimator(BaseEstimator):
    """A model that a function builds.

    Args:
        model_fn: function of `features`, `labels` and, if it has them, `mode`, `params`, `config`
            and `model_dir`; it returns `ModelFnOps`, or predictions, loss and training op.
        model_dir: as `BaseEstimator`.
        config: as `BaseEstimator`.
        params: for `model_fn`.
        feature_engineering_fn: function of features and labels, which returns others, or None.

    Raises:
        ValueError: there are `params`, and `model_fn` takes none.
    """

    def __init__(
        self,
        model_fn=None,
        model_dir=None,
        config=None,
        params=None,
        feature_engineering_fn=None,
    ):
        super().__init__(model_dir, config)
        if params is not None and "params" not in arguments(model_fn):
            raise ValueError(f"model_fn ({model_fn}) has no argument params, and params are given")
        self._model_fn, self.params = model_fn, params
        self._engineer = feature_engineering_fn or (lambda features, labels: (features, labels))

    def _call_model_fn(self, features, labels, mode, metrics=None):
        features, labels = self._engineer(features, labels)
        offered = {
            "mode": mode,
            "params": self.params,
            "config": self._config,
            "model_dir": self._model_dir,
        }
        wanted = arguments(self._model_fn)
        given = {name: value for name, value in offered.items() if name in wanted}
        ops = self._model_fn(features, labels, **given)
        if not isinstance(ops, ModelFnOps):
            ops = ModelFnOps(mode, *ops)
        ops.eval_metric_ops.update(metric_ops(metrics, features, labels, ops.predictions))
        return ops

    def _get_train_ops(self, features, labels):
        return self._call_model_fn(features, labels, ModeKeys.TRAIN)

    def _get_eval_ops(self, features, labels, metrics):
        ops = self._call_model_fn(features, labels, ModeKeys.EVAL, metrics)
        if MetricKey.LOSS not in ops.eval_metric_ops:
            ops.eval_metric_ops[MetricKey.LOSS] = tf.metrics.mean(ops.loss)
        return ops

    def _get_predict_ops(self, features):
        labels = None if self._labels is None else by_name(placeholder, self._labels)
        return self._call_model_fn(features, labels, ModeKeys.INFER)
