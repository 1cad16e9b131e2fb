"""Adapts names and orders of arguments from before TensorFlow 1.0, which old scripts use.

A script that uses one is told so once, on standard error; what it builds is what the name became.

References:
    TensorFlow 1.0's release notes, and `tools/compatibility/tf_upgrade.py` of 1.0.
"""

import contextlib
import functools
import sys

# By the old name: the name that it became, with the same arguments in the same order.
RENAMED = {
    "tf.audio_summary": "tf.summary.audio",
    "tf.batch_cholesky": "tf.cholesky",
    "tf.batch_fft": "tf.fft",
    "tf.batch_fft2d": "tf.fft2d",
    "tf.batch_ifft": "tf.ifft",
    "tf.batch_ifft2d": "tf.ifft2d",
    "tf.batch_matmul": "tf.matmul",
    "tf.batch_matrix_band_part": "tf.matrix_band_part",
    "tf.batch_matrix_determinant": "tf.matrix_determinant",
    "tf.batch_matrix_diag": "tf.matrix_diag",
    "tf.batch_matrix_diag_part": "tf.matrix_diag_part",
    "tf.batch_matrix_inverse": "tf.matrix_inverse",
    "tf.batch_matrix_set_diag": "tf.matrix_set_diag",
    "tf.batch_matrix_solve": "tf.matrix_solve",
    "tf.batch_matrix_solve_ls": "tf.matrix_solve_ls",
    "tf.batch_matrix_transpose": "tf.matrix_transpose",
    "tf.batch_matrix_triangular_solve": "tf.matrix_triangular_solve",
    "tf.batch_self_adjoint_eig": "tf.self_adjoint_eig",
    "tf.batch_svd": "tf.svd",
    "tf.complex_abs": "tf.abs",
    "tf.concat_v2": "tf.concat",
    "tf.histogram_summary": "tf.summary.histogram",
    "tf.image.per_image_whitening": "tf.image.per_image_standardization",
    "tf.image_summary": "tf.summary.image",
    "tf.inv": "tf.reciprocal",
    "tf.listdiff": "tf.setdiff1d",
    "tf.merge_all_summaries": "tf.summary.merge_all",
    "tf.merge_summary": "tf.summary.merge",
    "tf.mul": "tf.multiply",
    "tf.neg": "tf.negative",
    "tf.nn.bidirectional_rnn": "tf.nn.static_bidirectional_rnn",
    "tf.nn.deconv2d": "tf.nn.conv2d_transpose",
    "tf.nn.rnn": "tf.nn.static_rnn",
    "tf.nn.state_saving_rnn": "tf.nn.static_state_saving_rnn",
    "tf.pack": "tf.stack",
    "tf.scalar_summary": "tf.summary.scalar",
    "tf.select": "tf.where",
    "tf.sub": "tf.subtract",
    "tf.train.SummaryWriter": "tf.summary.FileWriter",
    "tf.unpack": "tf.unstack",
}
MODULES = {
    "tf.models.rnn.rnn": "tf.nn",
    "tf.models.rnn.rnn_cell": "tf.nn.rnn_cell",
    "tf.models.rnn.seq2seq": "tf.contrib.legacy_seq2seq",
    "tf.nn.seq2seq": "tf.contrib.legacy_seq2seq",
}
# Summaries were named by tags, and told how many pictures to keep by another word.
ARGUMENTS = {
    "tf.audio_summary": {"tag": "name", "max_outputs": "max_outputs"},
    "tf.histogram_summary": {"tag": "name"},
    "tf.image_summary": {"tag": "name", "max_images": "max_outputs"},
    "tf.scalar_summary": {"tags": "name", "values": "tensor"},
}
_told = []
_made = {}


@contextlib.contextmanager
def quietly():
    """Resolve names without a notice: nothing is run by them."""
    before, _told[:] = list(_told), ["nothing is told"]
    try:
        yield
    finally:
        _told[:] = before


def tell(old, new):
    """Say once in a process that a script is from before 1.0."""
    if not _told:
        _told.append(old)
        print(
            f"tf1_graphs: this script is from before TensorFlow 1.0: {old} is run as {new}",
            file=sys.stderr,
        )


def renamed(symbol, resolve):
    """Return what a name from before 1.0 stands for, or None.

    Args:
        symbol: such as `tf.mul`.
        resolve: returns what the drop-in has under a name.
    """
    if symbol in ("tf.op_scope", "tf.variable_op_scope"):
        return functools.partial(_scope, symbol, resolve)
    if symbol in MODULES:
        tell(symbol, MODULES[symbol])
        return resolve(MODULES[symbol])
    new = RENAMED.get(symbol)
    if new is None:
        return None

    def called(*args, **kwargs):
        tell(symbol, new)
        names = ARGUMENTS.get(symbol, {})
        return resolve(new)(*args, **{names.get(key, key): v for key, v in kwargs.items()})

    called.__name__ = called.__qualname__ = symbol.rpartition(".")[2]
    called.__doc__ = f"Return `{new}` of the same arguments: its name before TensorFlow 1.0."
    return called


def _scope(symbol, resolve, values, name, default_name=None, **kwargs):
    """Open a scope by the order of arguments that it had, the values first."""
    new = "tf.name_scope" if symbol == "tf.op_scope" else "tf.variable_scope"
    tell(symbol, new)
    return resolve(new)(name, default_name, values, **kwargs)


def _is_number(value):
    shape = getattr(value, "shape", None)
    return isinstance(value, int) or (shape is not None and getattr(shape, "ndims", None) == 0)


def concat(original):
    """Return a `tf.concat` that takes the axis first, too: `tf.concat(1, [x, y])`."""

    @functools.wraps(original)
    def either(values=None, axis=None, name="concat", concat_dim=None):
        if concat_dim is not None:
            tell("tf.concat(concat_dim=…)", "tf.concat(axis=…)")
            axis = concat_dim
        elif isinstance(values, int) or (_is_number(values) and isinstance(axis, list | tuple)):
            tell("tf.concat(axis, values)", "tf.concat(values, axis)")
            values, axis = axis, values
        return original(values, axis, name=name)

    return either


def split(original):
    """Return a `tf.split` that takes the axis first, too: `tf.split(1, 3, x)`."""

    @functools.wraps(original)
    def either(
        value=None,
        num_or_size_splits=None,
        axis=0,
        num=None,
        name="split",
        split_dim=None,
        num_split=None,
    ):
        if split_dim is not None or num_split is not None:
            tell("tf.split(split_dim=…)", "tf.split(axis=…)")
            axis = axis if split_dim is None else split_dim
            num_or_size_splits = num_split if num_split is not None else num_or_size_splits
        elif isinstance(value, int) and isinstance(num_or_size_splits, int):
            tell("tf.split(axis, number, value)", "tf.split(value, number, axis)")
            value, axis = axis, value
        return original(value, num_or_size_splits, axis, num, name)

    return either


def _loss(original):
    """Return a loss of `tf.nn` that takes logits and labels by their places, too."""

    @functools.wraps(original)
    def either(*args, **kwargs):
        if args and args[0] is not None:
            tell(f"{original.__name__}(logits, labels)", "a call with named arguments")
            given = zip(("logits", "labels", "dim" if "dim" in kwargs else "name"), args)  # noqa: B905
            kwargs = dict(given) | kwargs
            args = ()
        return original(*args, **kwargs)

    return either


# What takes its arguments in two orders, by its name: a maker of it.
CHANGED = {
    "tf.concat": concat,
    "tf.nn.sigmoid_cross_entropy_with_logits": _loss,
    "tf.nn.softmax_cross_entropy_with_logits": _loss,
    "tf.nn.sparse_softmax_cross_entropy_with_logits": _loss,
    "tf.split": split,
}


def changed(symbol, original):
    """Return a function of both orders of arguments for one of TensorFlow's, or the same one."""
    if symbol not in CHANGED:
        return original
    if symbol not in _made:
        _made[symbol] = CHANGED[symbol](original)
    return _made[symbol]
