"""What a `model_fn` of `tf.contrib.learn` is told, and what it returns.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/model_fn.py`, `metric_key.py`,
    `prediction_key.py` and `constants.py`.
"""

import collections

from tf1_graphs import tf1 as tf

_FIELDS = (
    "predictions loss train_op eval_metric_ops output_alternatives training_chief_hooks "
    "training_hooks scaffold mode"
)


class ModeKeys:
    """The modes of a `model_fn`; `INFER` is `tf.estimator`'s `PREDICT`."""

    TRAIN = "train"
    EVAL = "eval"
    INFER = "infer"


class ProblemType:
    """What a head predicts."""

    UNSPECIFIED = 0
    CLASSIFICATION = 1
    LINEAR_REGRESSION = 2
    LOGISTIC_REGRESSION = 3


class PredictionKey:
    """The names of predictions."""

    CLASSES = "classes"
    PROBABILITIES = "probabilities"
    LOGITS = "logits"
    LOGISTIC = "logistic"
    SCORES = "scores"
    TOP_K = "top_k"
    GENERIC = "output"


class MetricKey:
    """The names of metrics; some take a number: of a class, or a threshold."""

    LOSS = "loss"
    AUC = "auc"
    AUC_PR = "auc_precision_recall"
    CLASS_AUC = "auc/class%d"
    CLASS_AUC_PR = "auc_precision_recall/class%d"
    PREDICTION_MEAN = "labels/prediction_mean"
    CLASS_PREDICTION_MEAN = "labels/prediction_mean/class%d"
    CLASS_LOGITS_MEAN = "labels/logits_mean/class%d"
    CLASS_PROBABILITY_MEAN = "labels/probability_mean/class%d"
    LABEL_MEAN = "labels/actual_label_mean"
    CLASS_LABEL_MEAN = "labels/actual_label_mean/class%d"
    ACCURACY = "accuracy"
    ACCURACY_BASELINE = "accuracy/baseline_label_mean"
    ACCURACY_MEAN = "accuracy/threshold_%f_mean"
    PRECISION_MEAN = "precision/positive_threshold_%f_mean"
    RECALL_MEAN = "recall/positive_threshold_%f_mean"


class ModelFnOps(collections.namedtuple("ModelFnOps", _FIELDS)):
    """What a `model_fn` returns.

    Args:
        mode: one of `ModeKeys`.
        predictions: tensor or dictionary of tensors; not needed to train.
        loss: scalar tensor; not needed to infer.
        train_op: op or tensor of a training step.
        eval_metric_ops: by name, pairs of a metric's value and of its update.
        output_alternatives: by name of a head, its problem and its predictions.
        training_chief_hooks: hooks of the training's session.
        training_hooks: the same.
        scaffold: the session's `tf.train.Scaffold`.

    Raises:
        ValueError: what the mode needs is missing.
    """

    def __new__(
        cls,
        mode,
        predictions=None,
        loss=None,
        train_op=None,
        eval_metric_ops=None,
        output_alternatives=None,
        training_chief_hooks=None,
        training_hooks=None,
        scaffold=None,
    ):
        """Check what is given, and make tensors of it."""
        _check(mode, predictions, loss, train_op)
        if train_op is not None and not isinstance(train_op, tf.Operation):
            train_op = tf.convert_to_tensor(train_op).op
        if loss is not None:
            loss = tf.convert_to_tensor(loss)
            loss = loss if loss.shape.is_compatible_with([]) else tf.reshape(loss, [])
        return super().__new__(
            cls,
            _tensors(predictions),
            loss,
            train_op,
            eval_metric_ops or {},
            output_alternatives,
            training_chief_hooks or [],
            training_hooks or [],
            scaffold,
            mode,
        )


def _check(mode, predictions, loss, train_op):
    if mode not in (ModeKeys.TRAIN, ModeKeys.EVAL, ModeKeys.INFER):
        raise ValueError(f"Invalid mode {mode}.")
    missing = None
    if train_op is None and mode == ModeKeys.TRAIN:
        missing = "train_op"
    elif loss is None and mode != ModeKeys.INFER:
        missing = "loss"
    elif predictions is None and mode != ModeKeys.TRAIN:
        missing = "predictions"
    if missing:
        raise ValueError(f"model_fn returned no {missing} for the mode {mode!r}: give it")


def _tensors(predictions):
    convert = tf.convert_to_tensor_or_sparse_tensor
    if isinstance(predictions, dict):
        return {name: convert(value) for name, value in predictions.items()}
    return None if predictions is None else convert(predictions)
