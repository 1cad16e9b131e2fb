"""What an estimator fetches in its sessions, and what it makes of it.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/estimator.py`.
"""

import numpy as np

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn.metric_spec import MetricSpec


def signature(tensor):
    """Return a tensor's type and shape [None, …]; of a sparse one, no shape."""
    if isinstance(tensor, tf.SparseTensor):
        return tensor.dtype, None
    return tensor.dtype, [None, *tensor.shape[1:]]


def placeholder(signature):
    """Return a placeholder of such a type and shape."""
    dtype, shape = signature
    return tf.sparse_placeholder(dtype) if shape is None else tf.placeholder(dtype, shape)


def by_name(function, values):
    """Return what a function makes of a value, or of the values of a dictionary."""
    if isinstance(values, dict):
        return {name: function(value) for name, value in values.items()}
    return function(values)


def chosen(predictions, outputs):
    """Return the predictions of these names, or all without names."""
    if not outputs:
        return predictions
    chosen = {name: value for name, value in predictions.items() if name in outputs}
    if not chosen:
        raise ValueError(f"no output of {outputs} is among {list(predictions)}")
    return chosen


def predicted(session, graph, predictions, feed_fn, iterate_batches):
    """Yield the predictions, of inputs that never change once."""
    once = not graph.get_collection(tf.GraphKeys.QUEUE_RUNNERS) and feed_fn is None
    with session:
        while not session.should_stop():
            found = session.run(predictions, feed_fn() if feed_fn else None)
            if iterate_batches:
                yield found
            elif isinstance(found, dict):
                for number in range(len(next(iter(found.values())))):
                    yield {name: value[number] for name, value in found.items()}
            else:
                yield from found
            if once:
                return


def summarize(folder, found):
    """Write an evaluation's results into its event file."""
    writer = tf.summary.FileWriterCache.get(folder)
    numbers = {name: value for name, value in found.items() if np.ndim(value) == 0}
    summary = tf.Summary()
    for name, value in numbers.items():
        if name != "global_step":
            summary.value.add(tag=name, simple_value=float(value))
    writer.add_summary(summary, found["global_step"])
    writer.flush()


def metric_ops(metrics, features, labels, predictions):
    """Build an evaluation's metrics: `MetricSpec`, or functions of predictions and labels."""
    only = labels
    if isinstance(labels, dict) and len(labels) == 1:
        only = next(iter(labels.values()))
    built = {}
    for name, metric in sorted((metrics or {}).items(), key=str):
        if isinstance(metric, MetricSpec):
            built[name] = metric.create_metric_ops(features, labels, predictions)
        elif isinstance(name, tuple):
            label = labels.get(name[1], only) if isinstance(labels, dict) else only
            built[name[0]] = metric(predictions[name[1]], label)
        else:
            built[name] = metric(predictions, only)
    return built
