"""A network and a linear model together.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/dnn_linear_combined.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn import models_of_columns as models
from tf1_graphs.tf1.contrib.learn.estimator import Estimator
from tf1_graphs.tf1.contrib.learn.head import multi_class_head, regression_head
from tf1_graphs.tf1.contrib.learn.outputs import Classifier, Regressor


class DNNLinearCombinedEstimator(Estimator):
    """A network and a linear model, whose logits are added, with any head.

    Args:
        head: the `Head`.
        model_dir: the model's folder.
        linear_feature_columns: input of the linear model.
        linear_optimizer: Ftrl by default.
        dnn_feature_columns: input of the network.
        dnn_optimizer: Adagrad by default.
        dnn_hidden_units: sizes of the network's layers.
        dnn_activation_fn: of the layers.
        dnn_dropout: the share that is dropped, or None.
        gradient_clip_norm: bound of the gradients' norms, or None.
        config: the `RunConfig`.
        feature_engineering_fn: as `Estimator`.
        embedding_lr_multipliers: as `DNNEstimator`.
        fix_global_step_increment_bug: whether a step counts once; else each optimizer counts it.

    Raises:
        ValueError: there are no columns.
    """

    def __init__(
        self,
        head,
        model_dir=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        fix_global_step_increment_bug=False,
    ):
        if not (linear_feature_columns or dnn_feature_columns):
            raise ValueError(
                "Either linear_feature_columns or dnn_feature_columns must be defined."
            )
        if dnn_feature_columns and not dnn_hidden_units:
            raise ValueError("dnn_hidden_units must be defined with dnn_feature_columns.")
        of_linear = {
            "feature_columns": tuple(linear_feature_columns or ()),
            "optimizer": linear_optimizer,
        }
        of_dnn = {
            "feature_columns": tuple(dnn_feature_columns or ()),
            "optimizer": dnn_optimizer,
            "hidden_units": dnn_hidden_units,
            "activation_fn": dnn_activation_fn,
            "dropout": dnn_dropout,
            "embedding_lr_multipliers": embedding_lr_multipliers,
        }
        params = {
            "head": head,
            "linear": of_linear,
            "dnn": of_dnn,
            "gradient_clip_norm": gradient_clip_norm,
            "fix_global_step_increment_bug": fix_global_step_increment_bug,
        }
        super().__init__(models.combined, model_dir, config, params, feature_engineering_fn)


class DNNLinearCombinedClassifier(Classifier, DNNLinearCombinedEstimator):
    """Both models together, which classify; arguments as `DNNLinearCombinedEstimator`."""

    def __init__(
        self,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_keys=None,
        **options,
    ):
        head = multi_class_head(
            n_classes,
            weight_column_name=weight_column_name,
            enable_centered_bias=enable_centered_bias,
            label_keys=label_keys,
        )
        of_linear = linear_feature_columns, linear_optimizer
        of_dnn = (
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
        )
        super().__init__(head, model_dir, *of_linear, *of_dnn, gradient_clip_norm, **options)


class DNNLinearCombinedRegressor(Regressor, DNNLinearCombinedEstimator):
    """Both models together, which predict numbers; arguments as `DNNLinearCombinedEstimator`."""

    def __init__(
        self,
        model_dir=None,
        weight_column_name=None,
        linear_feature_columns=None,
        linear_optimizer=None,
        dnn_feature_columns=None,
        dnn_optimizer=None,
        dnn_hidden_units=None,
        dnn_activation_fn=tf.nn.relu,
        dnn_dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        label_dimension=1,
        **options,
    ):
        head = regression_head(
            weight_column_name=weight_column_name,
            label_dimension=label_dimension,
            enable_centered_bias=enable_centered_bias,
        )
        of_linear = linear_feature_columns, linear_optimizer
        of_dnn = (
            dnn_feature_columns,
            dnn_optimizer,
            dnn_hidden_units,
            dnn_activation_fn,
            dnn_dropout,
        )
        super().__init__(head, model_dir, *of_linear, *of_dnn, gradient_clip_norm, **options)
