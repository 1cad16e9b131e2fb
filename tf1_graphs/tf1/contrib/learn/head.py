"""Heads of `tf.contrib.learn`'s models: from logits to predictions, losses and metrics.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/head.py`.
"""

import functools

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib import layers, lookup
from tf1_graphs.tf1.contrib.learn import head_losses, head_metrics
from tf1_graphs.tf1.contrib.learn.model_fn import MetricKey, ModeKeys, ModelFnOps, ProblemType
from tf1_graphs.tf1.contrib.learn.model_fn import PredictionKey as Key


def no_op_train_fn(loss):
    """Return an op that trains nothing."""
    return tf.no_op()


class Head:
    """What follows a model's logits.

    Args:
        scope: the head's name, or the name of its kind.
        problem: one of `ProblemType`.
        logits_dimension: how many logits an example has.
        loss: function of labels, logits and weights; it returns the loss and its average.
        predictions: function of the logits; it returns tensors by name.
        metrics: function of the average loss, the predictions, the labels and the weights.
        alternatives: function of the predictions, for `output_alternatives`.
        ids: function of the labels; it returns their ids, which the loss takes.
        name: the head's own name, behind those of its metrics, or None.
        label_name: which of the labels, where they are several.
        weight_column_name: feature with the examples' weights, or None.
        enable_centered_bias: whether a bias is learnt by an optimizer of its own.
    """

    def __init__(
        self,
        scope,
        problem,
        logits_dimension,
        loss,
        predictions,
        metrics,
        alternatives=None,
        ids=None,
        name=None,
        label_name=None,
        weight_column_name=None,
        enable_centered_bias=False,
    ):
        self.logits_dimension = logits_dimension
        self.head_name = name
        self._scope, self._problem = name or scope, problem
        self._loss, self._predictions, self._metrics = loss, predictions, metrics
        self._alternatives = alternatives or (lambda predictions: predictions)
        self._ids = ids
        self._label, self._weights = label_name, weight_column_name
        self._centered = enable_centered_bias

    def create_model_fn_ops(
        self,
        features,
        mode,
        labels=None,
        train_op_fn=None,
        logits=None,
        logits_input=None,
        scope=None,
    ):
        """Build what a `model_fn` returns.

        Args:
            features: tensors by name.
            mode: one of `ModeKeys`.
            labels: tensor, tensors by name, or None.
            train_op_fn: function of the loss that returns the training op.
            logits: tensor [batch, logits_dimension].
            logits_input: in its place, what a linear layer makes logits of.
            scope: variable scope, or None.

        Returns:
            The `ModelFnOps`.

        Raises:
            ValueError: there are no logits, or no `train_op_fn` to train.
        """
        inputs = [*features.values(), labels, logits, logits_input]
        with tf.variable_scope(scope, self._scope, [item for item in inputs if item is not None]):
            labels = None if mode == ModeKeys.INFER else self._of_labels(labels)
            logits = _logits(logits_input, logits, self.logits_dimension)
            return self._ops(features, mode, labels, train_op_fn, logits)

    def _of_labels(self, labels):
        if labels is None:
            return None
        labels = labels[self._label] if isinstance(labels, dict) else labels
        labels = tf.convert_to_tensor_or_sparse_tensor(labels)
        if isinstance(labels, tf.SparseTensor):
            raise ValueError("SparseTensor is not supported.")
        return labels if self._ids is None else (labels, self._ids(labels))

    def _key(self, name):
        return f"{name}/{self.head_name}" if self.head_name else name

    def _ops(self, features, mode, labels, train_op_fn, logits):
        bias = None
        if self._centered:
            bias = head_losses.centered_bias(self.logits_dimension, self.head_name)
            logits = tf.nn.bias_add(logits, bias)
        predictions = self._predictions(logits)
        loss = train_op = metrics = None
        if labels is not None:
            weights = head_losses.weights(features, self._weights)
            loss, average = self._loss(_ids(labels), logits, weights)
            with tf.name_scope(""):
                tf.summary.scalar(self._key(MetricKey.LOSS), tf.identity(average))
            if mode == ModeKeys.TRAIN:
                if train_op_fn is None:
                    raise ValueError("train_op_fn can not be None in TRAIN mode")
                batch = tf.shape(logits)[0]
                train_op = self._train_op(loss, labels, train_op_fn, bias, batch, weights)
            found = self._metrics(average, predictions, labels, weights)
            metrics = {self._key(name): metric for name, metric in found.items()}
        exported = {self.head_name: (self._problem, self._alternatives(predictions))}
        return ModelFnOps(mode, predictions, loss, train_op, metrics, exported)

    def _train_op(self, loss, labels, train_op_fn, bias, batch, weights):
        step = None
        if bias is not None:
            ids = _ids(labels)
            step = head_losses.centered_bias_step(bias, batch, ids, self._loss, weights)
        with tf.name_scope(None, "train_op", [loss, _ids(labels)]):
            train_op = train_op_fn(loss)
            return train_op if step is None else tf.group(train_op, step)


def _ids(labels):
    return labels[1] if isinstance(labels, tuple) else labels


def _logits(logits_input, logits, width):
    if (logits is None) == (logits_input is None):
        raise ValueError("Either logits or logits_input must be supplied, and not both.")
    if logits is None:
        return layers.linear(logits_input, width, scope="logits")
    logits = tf.convert_to_tensor(logits, name="logits")
    if logits.shape.rank:
        logits.shape[-1:].assert_is_compatible_with([width])
    return logits


def _two_classes(logits):
    return tf.concat((tf.zeros_like(logits), logits), 1)


def _of_classes(predictions, label_keys=None):
    """Return the probabilities, and the classes' names beside each of them."""
    probabilities = predictions[Key.PROBABILITIES]
    with tf.name_scope(None, "_classification_output_alternatives", [probabilities]):
        batch = tf.shape(probabilities)[0]
        if label_keys:
            names = tf.expand_dims(input=label_keys, axis=0)
            classes = tf.tile(names, multiples=[batch, 1], name="classes_tensor")
        else:
            count = tf.shape(probabilities)[1]
            numbers = tf.expand_dims(tf.range(count), axis=0)
            classes = tf.as_string(tf.tile(numbers, [batch, 1]), name="classes_tensor")
    return {Key.PROBABILITIES: probabilities, Key.CLASSES: classes}


def _scores(logits, link):
    with tf.name_scope(None, "predictions", [logits]):
        if logits.shape[1] == 1:
            logits = tf.squeeze(logits, axis=(1,), name=Key.SCORES)
        return {Key.SCORES: link(logits)}


def _only_loss(loss, *_):
    with tf.name_scope("metrics", values=[loss]):
        return {MetricKey.LOSS: tf.metrics.mean(loss)}


def regression_head(
    label_name=None,
    weight_column_name=None,
    label_dimension=1,
    enable_centered_bias=False,
    head_name=None,
    link_fn=None,
):
    """Return a head of numbers, whose loss is the mean squared difference.

    Args:
        label_name: as `Head`.
        weight_column_name: as `Head`.
        label_dimension: how many numbers are predicted.
        enable_centered_bias: as `Head`.
        head_name: as `Head`.
        link_fn: function of the logits that gives the predictions, or None.
    """
    return Head(
        "regression_head",
        ProblemType.LINEAR_REGRESSION,
        label_dimension,
        head_losses.mean_squared,
        functools.partial(_scores, link=link_fn or tf.identity),
        _only_loss,
        None,
        None,
        head_name,
        label_name,
        weight_column_name,
        enable_centered_bias,
    )


def poisson_regression_head(
    label_name=None,
    weight_column_name=None,
    label_dimension=1,
    enable_centered_bias=False,
    head_name=None,
):
    """Return a head of counts, by Poisson's distribution; arguments as `regression_head`."""
    return Head(
        "regression_head",
        ProblemType.LINEAR_REGRESSION,
        label_dimension,
        head_losses.poisson,
        functools.partial(_scores, link=tf.exp),
        _only_loss,
        None,
        None,
        head_name,
        label_name,
        weight_column_name,
        enable_centered_bias,
    )


def _logistic(logits):
    with tf.name_scope(None, "predictions", [logits]):
        both = _two_classes(logits)
        return {
            Key.LOGITS: logits,
            Key.LOGISTIC: tf.sigmoid(logits, name=Key.LOGISTIC),
            Key.PROBABILITIES: tf.nn.softmax(both, name=Key.PROBABILITIES),
            Key.CLASSES: tf.argmax(both, 1, name=Key.CLASSES),
        }


def _softmax(logits, label_keys):
    with tf.name_scope(None, "predictions", [logits]):
        ids = classes = tf.argmax(logits, 1, name=Key.CLASSES)
        if label_keys:
            table = lookup.index_to_string_table_from_tensor(label_keys, name="class_string_lookup")
            classes = table.lookup(ids)
        probabilities = tf.nn.softmax(logits, name=Key.PROBABILITIES)
        return {Key.LOGITS: logits, Key.PROBABILITIES: probabilities, Key.CLASSES: classes}


def _number(labels, label_keys):
    if not label_keys:
        return labels
    table = lookup.index_table_from_tensor(label_keys, name="label_id_lookup")
    return table.lookup(labels)


def multi_class_head(
    n_classes,
    label_name=None,
    weight_column_name=None,
    enable_centered_bias=False,
    head_name=None,
    thresholds=None,
    metric_class_ids=None,
    loss_fn=None,
    label_keys=None,
):
    """Return a head of classes, by one logit or, of more than two, one for each.

    Args:
        n_classes: their number.
        label_name: as `Head`.
        weight_column_name: as `Head`.
        enable_centered_bias: as `Head`.
        head_name: as `Head`.
        thresholds: of two classes: of probabilities, where metrics are measured; 0.5 by default.
        metric_class_ids: of more classes: those that have metrics of their own.
        loss_fn: function of labels, logits and weights, or None.
        label_keys: of more than two classes: the labels' words, or None where they are numbers.

    Raises:
        ValueError: there is less than two, or `label_keys` are not as many.
    """
    if not n_classes or n_classes < 2:
        raise ValueError(f"n_classes must be > 1 for classification: {n_classes}.")
    own = [head_name, label_name, weight_column_name, enable_centered_bias]
    loss = None if loss_fn is None else head_losses.of_function(loss_fn)
    if n_classes == 2:
        if metric_class_ids or label_keys:
            raise ValueError("metric_class_ids and label_keys go with more than two classes")
        return Head(
            "binary_logistic_head",
            ProblemType.LOGISTIC_REGRESSION,
            1,
            loss or head_losses.logistic,
            _logistic,
            functools.partial(head_metrics.binary, thresholds=thresholds or (0.5,)),
            _of_classes,
            None,
            *own,
        )
    if label_keys and len(label_keys) != n_classes:
        raise ValueError("Length of label_keys must equal n_classes.")
    return Head(
        "multi_class_head",
        ProblemType.CLASSIFICATION,
        n_classes,
        loss or head_losses.softmax,
        functools.partial(_softmax, label_keys=label_keys),
        functools.partial(
            head_metrics.multi_class,
            class_ids=() if label_keys else tuple(metric_class_ids or ()),
        ),
        functools.partial(_of_classes, label_keys=label_keys),
        functools.partial(_number, label_keys=label_keys),
        *own,
    )
