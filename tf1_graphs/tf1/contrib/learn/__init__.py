"""`tf.contrib.learn`: its estimators, their heads, experiments, settings and data sets.

It was replaced by `tf.estimator`, whose models have other names, columns and graphs.
"""

from tf1_graphs.tf1.contrib.learn import experiment, learn_runner, monitors, run_config
from tf1_graphs.tf1.contrib.learn.base_estimator import BaseEstimator, NotFittedError, SKCompat
from tf1_graphs.tf1.contrib.learn.dnn import DNNClassifier, DNNEstimator, DNNRegressor
from tf1_graphs.tf1.contrib.learn.dnn_linear_combined import (
    DNNLinearCombinedClassifier,
    DNNLinearCombinedEstimator,
    DNNLinearCombinedRegressor,
)
from tf1_graphs.tf1.contrib.learn.estimator import (
    Estimator,
    infer_real_valued_columns_from_input,
    infer_real_valued_columns_from_input_fn,
)
from tf1_graphs.tf1.contrib.learn.head import (
    Head,
    multi_class_head,
    no_op_train_fn,
    poisson_regression_head,
    regression_head,
)
from tf1_graphs.tf1.contrib.learn.io import (
    extract_pandas_data,
    extract_pandas_labels,
    numpy_input_fn,
    pandas_input_fn,
)
from tf1_graphs.tf1.contrib.learn.linear import LinearClassifier, LinearEstimator, LinearRegressor
from tf1_graphs.tf1.contrib.learn.logistic_regressor import LogisticRegressor
from tf1_graphs.tf1.contrib.learn.metric_spec import MetricSpec
from tf1_graphs.tf1.contrib.learn.model_fn import (
    MetricKey,
    ModeKeys,
    ModelFnOps,
    PredictionKey,
    ProblemType,
)
from tf1_graphs.tf1.contrib.learn.monitors import NanLossDuringTrainingError
from tf1_graphs.tf1.namespace import namespace

Experiment = experiment.Experiment
RunConfig = run_config.RunConfig
TaskType = run_config.TaskType

__all__ = [
    "BaseEstimator",
    "DNNClassifier",
    "DNNEstimator",
    "DNNLinearCombinedClassifier",
    "DNNLinearCombinedEstimator",
    "DNNLinearCombinedRegressor",
    "DNNRegressor",
    "Estimator",
    "Experiment",
    "Head",
    "LinearClassifier",
    "LinearEstimator",
    "LinearRegressor",
    "LogisticRegressor",
    "MetricKey",
    "MetricSpec",
    "ModeKeys",
    "ModelFnOps",
    "NanLossDuringTrainingError",
    "NotFittedError",
    "PredictionKey",
    "ProblemType",
    "RunConfig",
    "SKCompat",
    "TaskType",
    "extract_pandas_data",
    "extract_pandas_labels",
    "infer_real_valued_columns_from_input",
    "infer_real_valued_columns_from_input_fn",
    "learn_runner",
    "monitors",
    "multi_class_head",
    "no_op_train_fn",
    "numpy_input_fn",
    "pandas_input_fn",
    "poisson_regression_head",
    "regression_head",
]

__getattr__, __dir__ = namespace(__name__)
