"""Says in one line why a checkpoint that a folder holds does not fit the graph.

`MonitoredTrainingSession` and estimators continue what lies in their folder, which may be another
model's, or of examples with other sizes. TensorFlow 1 told it in some hundred lines.

References:
    TensorFlow 1.15.5, `python/training/session_manager.py`.
"""

import functools

from tf1_graphs.tensorflow1.loading import compat_v1 as tf

_SHOWN = 3


def told(original):
    """Wrap what restores a session's checkpoint.

    Args:
        original: function of a session, its saver and the checkpoint's prefix.
    """

    @functools.wraps(original)
    def restore(sess, saver, path):
        try:
            return original(sess, saver, path)
        except (tf.errors.NotFoundError, tf.errors.InvalidArgumentError) as error:
            why = _difference(sess.graph, path)
            if why is None:
                raise
            kind = type(error)
        raise kind(None, None, f"{path} {why}")

    return restore


def _difference(graph, path):
    """Return what the checkpoint has otherwise than the graph's variables; None if nothing."""
    try:
        held = tf.train.NewCheckpointReader(path).get_variable_to_shape_map()
    except (tf.errors.OpError, ValueError):
        return None
    wanted = dict(map(_saved_as, graph.get_collection(tf.GraphKeys.GLOBAL_VARIABLES)))
    lacking = sorted(set(wanted) - set(held))
    if lacking:
        more = sorted(set(held) - set(wanted))
        return (
            f"is of another model: it has no {_listed(lacking)}"
            f"{', but ' + _listed(more) if more else ''}; name another folder, model_dir, or "
            "remove this one"
        )
    other = [
        f"{name} is {held[name]} in it and {shape} here"
        for name, shape in sorted(wanted.items())
        if shape is not None and shape != held[name]
    ]
    if not other:
        return None
    return (
        f"is of a model of other sizes: {_listed(other)}; let input_fn yield examples of the sizes "
        "that it was trained on, or name another folder, model_dir"
    )


def _saved_as(variable):
    """Return a variable's name and sizes in a checkpoint; a part's are the whole variable's."""
    part = getattr(variable, "_save_slice_info", None)
    if part is not None:
        return part.full_name, list(part.full_shape)
    shape = variable.shape
    return variable.op.name, shape.as_list() if shape.is_fully_defined() else None


def _listed(items):
    return ", ".join(items[:_SHOWN]) + ", …" * (len(items) > _SHOWN)
