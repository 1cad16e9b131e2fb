"""Networks of feature columns.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/dnn.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn import models_of_columns as models
from tf1_graphs.tf1.contrib.learn.estimator import Estimator
from tf1_graphs.tf1.contrib.learn.head import multi_class_head, regression_head
from tf1_graphs.tf1.contrib.learn.outputs import Classifier, Regressor


class DNNEstimator(Estimator):
    """A network with any head.

    Args:
        head: the `Head`.
        hidden_units: sizes of its layers.
        feature_columns: its input.
        model_dir: the model's folder.
        optimizer: a name, an optimizer or a function that returns one; Adagrad by default.
        activation_fn: of the layers.
        dropout: the share that is dropped, or None.
        gradient_clip_norm: bound of the gradients' norm, or None.
        config: the `RunConfig`.
        feature_engineering_fn: as `Estimator`.
        embedding_lr_multipliers: what the gradients of embedding columns are multiplied by.
        input_layer_min_slice_size: bytes from which on its variables are parted.
    """

    def __init__(
        self,
        head,
        hidden_units,
        feature_columns,
        model_dir=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
    ):
        params = {
            "head": head,
            "hidden_units": hidden_units,
            "feature_columns": tuple(feature_columns or ()),
            "optimizer": optimizer,
            "activation_fn": activation_fn,
            "dropout": dropout,
            "gradient_clip_norm": gradient_clip_norm,
            "embedding_lr_multipliers": embedding_lr_multipliers,
            "input_layer_min_slice_size": input_layer_min_slice_size,
        }
        super().__init__(models.dnn, model_dir, config, params, feature_engineering_fn)


class DNNClassifier(Classifier, DNNEstimator):
    """A network that classifies.

    Args:
        hidden_units: as `DNNEstimator`, like what is not said here.
        feature_columns: as `DNNEstimator`.
        model_dir: as `DNNEstimator`.
        n_classes: the number of classes.
        weight_column_name: feature with the examples' weights, or None.
        optimizer: as `DNNEstimator`.
        activation_fn: as `DNNEstimator`.
        dropout: as `DNNEstimator`.
        gradient_clip_norm: as `DNNEstimator`.
        enable_centered_bias: whether a bias is learnt by an optimizer of its own.
        config: as `DNNEstimator`.
        feature_engineering_fn: as `DNNEstimator`.
        embedding_lr_multipliers: as `DNNEstimator`.
        input_layer_min_slice_size: as `DNNEstimator`.
        label_keys: the labels' words, or None where they are numbers.
    """

    def __init__(
        self,
        hidden_units,
        feature_columns,
        model_dir=None,
        n_classes=2,
        weight_column_name=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
        label_keys=None,
    ):
        head = multi_class_head(
            n_classes,
            weight_column_name=weight_column_name,
            enable_centered_bias=enable_centered_bias,
            label_keys=label_keys,
        )
        super().__init__(
            head,
            hidden_units,
            feature_columns,
            model_dir,
            optimizer,
            activation_fn,
            dropout,
            gradient_clip_norm,
            config,
            feature_engineering_fn,
            embedding_lr_multipliers,
            input_layer_min_slice_size,
        )


class DNNRegressor(Regressor, DNNEstimator):
    """A network that predicts `label_dimension` numbers; arguments as `DNNClassifier`."""

    def __init__(
        self,
        hidden_units,
        feature_columns,
        model_dir=None,
        weight_column_name=None,
        optimizer=None,
        activation_fn=tf.nn.relu,
        dropout=None,
        gradient_clip_norm=None,
        enable_centered_bias=False,
        config=None,
        feature_engineering_fn=None,
        label_dimension=1,
        embedding_lr_multipliers=None,
        input_layer_min_slice_size=None,
    ):
        head = regression_head(
            weight_column_name=weight_column_name,
            label_dimension=label_dimension,
            enable_centered_bias=enable_centered_bias,
        )
        super().__init__(
            head,
            hidden_units,
            feature_columns,
            model_dir,
            optimizer,
            activation_fn,
            dropout,
            gradient_clip_norm,
            config,
            feature_engineering_fn,
            embedding_lr_multipliers,
            input_layer_min_slice_size,
        )
