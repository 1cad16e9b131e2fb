"""Changes the training of models: the sum of their losses, and what is averaged over batches.

References:
    TensorFlow 1.15.5, `python/keras/engine/training.py`, `training_utils.py` and
    `python/keras/callbacks.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.keras_1_15.source import module


def _total_loss(self, masks):
    """Build the sum of the outputs' weighted losses and the layers' own, one after the other."""
    total, utils = None, module("utils.losses_utils")
    backend = module("backend")
    with backend.name_scope("loss"):
        for endpoint, mask in zip(self._training_endpoints, masks, strict=True):
            if endpoint.should_skip_target():
                continue
            with backend.name_scope(endpoint.loss_name()):
                loss = _output_loss(endpoint, mask, utils)
            if len(self.outputs) > 1:
                endpoint.output_loss_metric(loss)
            loss = endpoint.loss_weight * loss
            total = loss if total is None else total + loss
        if total is None and not self.losses:
            raise ValueError("The model cannot be compiled because it has no loss to optimize.")
        total = 0.0 if total is None else total
        own = self.get_losses_for(None) + self.get_losses_for(self.inputs)
        return total + tf.add_n(own) if own else total


def _output_loss(endpoint, mask, utils):
    """Build an output's loss; a mask weighs its elements."""
    y_true, y_pred = endpoint.training_target.target, endpoint.output
    weights, function = endpoint.sample_weight, endpoint.loss_fn
    if mask is not None:
        mask = tf.cast(mask, y_pred.dtype)
        if weights is None:
            weights = mask
        else:
            mask, _, weights = utils.squeeze_or_expand_dimensions(mask, sample_weight=weights)
            weights *= mask
    if not hasattr(function, "reduction"):
        return function(y_true, y_pred, sample_weight=weights)
    losses = function.call(y_true, y_pred)
    none, reduction = utils.ReductionV2.NONE, function.reduction
    if reduction == utils.ReductionV2.AUTO:
        reduction = utils.ReductionV2.SUM_OVER_BATCH_SIZE
    weighted = utils.compute_weighted_loss(losses, sample_weight=weights, reduction=none)
    return utils.reduce_weighted_loss(weighted, reduction=reduction)


def double(value):
    """Return a float32 as float64, which NumPy 1 made of it beside a number of Python's."""
    return np.float64(value) if isinstance(value, np.float32) else value


def _aggregate(self, batch_outs, batch_start=None, batch_end=None):
    """Add a batch's loss to the sum, weighted by its samples; metrics are the latest ones."""
    samples = 1 if self.use_steps else batch_end - batch_start
    self.results[0] += double(batch_outs[0]) * samples
    self.results[1:] = batch_outs[1:]


def _on_batch_end(self, batch, logs=None):
    """Add a batch's metrics to the sums, weighted by its samples."""
    logs = logs or {}
    size = logs.get("size", 0)
    self.seen += size * logs.get("num_steps", 1)
    for key, value in logs.items():
        if key in self.stateful_metrics:
            self.totals[key] = value
        else:
            self.totals[key] = self.totals.get(key, 0) + double(value) * size


def _is_shuffled(x):
    """Tell whether a data set is shuffled somewhere, and warn where it is not; no op is built."""
    waiting = [x]
    while waiting:
        dataset = waiting.pop()
        if "Shuffle" in type(dataset).__name__:
            return True
        waiting += dataset._inputs()
    tf.logging.warning(
        "Expected a shuffled dataset but input dataset `x` is not shuffled. Please invoke "
        "`shuffle()` on input dataset."
    )
    return False


def _logs(self, logs, is_batch_hook=False):
    """Return what callbacks get: values as they were fetched, float32 too."""
    return {} if logs is None else logs


CHANGES = {
    "callbacks:BaseLogger.on_batch_end": _on_batch_end,
    "engine.training_utils_v1:MetricsAggregator.aggregate": _aggregate,
    "callbacks:CallbackList._process_logs": _logs,
    "engine.training_utils_v1:verify_dataset_shuffled": _is_shuffled,
    "engine.training_v1:Model._prepare_total_loss": _total_loss,
}
