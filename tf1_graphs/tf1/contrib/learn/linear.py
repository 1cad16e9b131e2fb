"""Linear models of feature columns.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/linear.py`.
"""

from tf1_graphs.tf1.contrib.learn import models_of_columns as models
from tf1_graphs.tf1.contrib.learn.estimator import Estimator
from tf1_graphs.tf1.contrib.learn.head import multi_class_head, regression_head
from tf1_graphs.tf1.contrib.learn.outputs import Classifier, Regressor


class LinearEstimator(Estimator):
    """A linear model with any head.

    Args:
        feature_columns: its input.
        head: the `Head`.
        model_dir: the model's folder.
        weight_column_name: not used: the head has it.
        optimizer: a name, an optimizer or a function that returns one; Ftrl by default.
        gradient_clip_norm: bound of the gradients' norm, or None.
        config: the `RunConfig`.
        feature_engineering_fn: as `Estimator`.

    Raises:
        ValueError: there are no columns.
    """

    def __init__(
        self,
        feature_columns,
        head,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
    ):
        if not feature_columns:
            raise ValueError("feature_columns must not be empty")
        params = {
            "head": head,
            "feature_columns": tuple(feature_columns),
            "optimizer": optimizer,
            "gradient_clip_norm": gradient_clip_norm,
        }
        super().__init__(models.linear, model_dir, config, params, feature_engineering_fn)


class LinearClassifier(Classifier, LinearEstimator):
    """A linear model that classifies; arguments as `LinearEstimator` and `DNNClassifier`."""

    def __init__(
        self,
        feature_columns,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        label_keys=None,
    ):
        head = multi_class_head(
            n_classes,
            weight_column_name=weight_column_name,
            enable_centered_bias=enable_centered_bias,
            label_keys=label_keys,
        )
        settings = optimizer, gradient_clip_norm, config, feature_engineering_fn
        super().__init__(feature_columns, head, model_dir, None, *settings)


class LinearRegressor(Regressor, LinearEstimator):
    """A linear model that predicts numbers; arguments as `LinearEstimator` and `DNNRegressor`."""

    def __init__(
        self,
        feature_columns,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_dimension=1,
        config=None,
        feature_engineering_fn=None,
    ):
        head = regression_head(
            weight_column_name=weight_column_name,
            label_dimension=label_dimension,
            enable_centered_bias=enable_centered_bias,
        )
        settings = optimizer, gradient_clip_norm, config, feature_engineering_fn
        super().__init__(feature_columns, head, model_dir, None, *settings)
