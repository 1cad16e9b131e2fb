"""`tf.contrib.learn.io`: inputs from arrays and tables, shuffled by default.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/learn_io/`.
"""

import functools

from tf1_graphs.tf1.estimator_package import public
from tf1_graphs.tf1.namespace import namespace

numpy_input_fn = functools.partial(public.inputs.numpy_input_fn, shuffle=True)
pandas_input_fn = functools.partial(public.inputs.pandas_input_fn, shuffle=True)


def extract_pandas_data(data):
    """Return a table's numbers [rows, columns], float64; anything else as it is.

    Raises:
        ValueError: a column has no numbers.
    """
    if not hasattr(data, "dtypes") or len(data.shape) != 2:
        return data
    bad = [f"{name!r} type={kind}" for name, kind in data.dtypes.items() if kind.kind not in "biuf"]
    if bad:
        raise ValueError(
            "Data types for extracting pandas data must be int, float, or bool. Found: "
            + ", ".join(bad)
        )
    return data.values.astype("float")


def extract_pandas_labels(labels):
    """Return a table's one column of labels; anything else as it is.

    Raises:
        ValueError: it has several columns.
    """
    if not hasattr(labels, "columns"):
        return labels
    if len(labels.columns) > 1:
        raise ValueError("Only one column for labels is allowed.")
    return labels.values


__all__ = ["extract_pandas_data", "extract_pandas_labels", "numpy_input_fn", "pandas_input_fn"]

__getattr__, __dir__ = namespace(__name__)
