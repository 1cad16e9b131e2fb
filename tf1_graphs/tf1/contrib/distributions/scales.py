"""Makes scale matrices from what distributions are given: a diagonal, a triangle, one number.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/distribution_util.py`.
"""

import functools

from tf1_graphs.tensorflow1 import private_module, tf

# prefer_static_broadcast_shape has no public name.
util = private_module("python.ops.distributions.util")
with_dependencies = private_module("python.ops.control_flow_ops").with_dependencies


def as_tensor(x, name):
    """Return a tensor, or None for None."""
    return None if x is None else tf.convert_to_tensor(x, name=name)


def make_diag_scale(
    loc=None,
    scale_diag=None,
    scale_identity_multiplier=None,
    shape_hint=None,
    validate_args=False,
    assert_positive=False,
    name=None,
):
    """Make a diagonal matrix: a diagonal plus a multiple of the identity, or either.

    Args:
        loc: tensor [.., k]; its size and type are the matrix's where there is no diagonal.
        scale_diag: the diagonal [.., k], or None.
        scale_identity_multiplier: the number [..] that is added to it, or None.
        shape_hint: k, where there is neither `loc` nor a diagonal.
        validate_args: whether zeros on the diagonal are an error when the graph runs.
        assert_positive: whether negative numbers are one too.
        name: of the name scope.

    Returns:
        `tf.linalg.LinearOperatorDiag`, `…Identity` or `…ScaledIdentity`.

    Raises:
        ValueError: nothing tells the size.
    """
    checked = functools.partial(_checked, validate_args, assert_positive, lambda x: x)
    hints = {"is_self_adjoint": True, "is_positive_definite": assert_positive}
    with tf.name_scope(
        name, "make_diag_scale", values=[loc, scale_diag, scale_identity_multiplier]
    ):
        loc = as_tensor(loc, "loc")
        diag = as_tensor(scale_diag, "scale_diag")
        multiplier = as_tensor(scale_identity_multiplier, "scale_identity_multiplier")
        if diag is not None:
            if multiplier is not None:
                diag += multiplier[..., tf.newaxis]
            return tf.linalg.LinearOperatorDiag(checked(diag), is_non_singular=True, **hints)
        if loc is None and shape_hint is None:
            raise ValueError(
                "Cannot infer `event_shape` unless `loc` or `shape_hint` is specified."
            )
        size = loc.shape[-1] if shape_hint is None else shape_hint
        if multiplier is None:
            return tf.linalg.LinearOperatorIdentity(
                num_rows=size,
                dtype=loc.dtype.base_dtype,
                is_self_adjoint=True,
                is_positive_definite=True,
                assert_proper_shapes=validate_args,
            )
        return tf.linalg.LinearOperatorScaledIdentity(
            num_rows=size,
            multiplier=checked(multiplier),
            is_non_singular=True,
            assert_proper_shapes=validate_args,
            **hints,
        )


def make_tril_scale(
    loc=None,
    scale_tril=None,
    scale_diag=None,
    scale_identity_multiplier=None,
    shape_hint=None,
    validate_args=False,
    assert_positive=False,
    name=None,
):
    """Make a lower triangular matrix, to whose diagonal others are added; or as `make_diag_scale`.

    Args:
        loc: as there.
        scale_tril: the matrix [.., k, k], whose upper triangle is ignored; or None.
        scale_diag: as there.
        scale_identity_multiplier: as there.
        shape_hint: as there.
        validate_args: as there.
        assert_positive: as there.
        name: of the name scope.

    Returns:
        `tf.linalg.LinearOperatorLowerTriangular`, or what `make_diag_scale` returns.
    """
    with tf.name_scope(
        name, "make_tril_scale", values=[loc, scale_diag, scale_identity_multiplier]
    ):
        loc = as_tensor(loc, "loc")
        tril = as_tensor(scale_tril, "scale_tril")
        diag = as_tensor(scale_diag, "scale_diag")
        multiplier = as_tensor(scale_identity_multiplier, "scale_identity_multiplier")
    if tril is None:
        return make_diag_scale(
            loc, diag, multiplier, shape_hint, validate_args, assert_positive, name
        )
    tril = tf.matrix_band_part(tril, -1, 0)
    total = tf.matrix_diag_part(tril)
    if diag is not None:
        total += diag
    if multiplier is not None:
        total += multiplier[..., tf.newaxis]
    tril = tf.matrix_set_diag(tril, total)
    return tf.linalg.LinearOperatorLowerTriangular(
        tril=_checked(validate_args, assert_positive, tf.matrix_diag_part, tril),
        is_non_singular=True,
        is_self_adjoint=False,
        is_positive_definite=assert_positive,
    )


def _checked(validate_args, assert_positive, diagonal_of, x):
    if not validate_args:
        return x
    if assert_positive:
        message = "diagonal part must be positive"
        check = tf.assert_positive(diagonal_of(x), message=message)
    else:
        message = "diagonal part must be non-zero"
        check = tf.assert_none_equal(diagonal_of(x), tf.zeros([], x.dtype), message=message)
    return with_dependencies([check], x)


def is_diagonal(scale):
    """Tell whether a linear operator is one of the three diagonal ones.

    Raises:
        TypeError: it is no linear operator.
    """
    if not isinstance(scale, tf.linalg.LinearOperator):
        raise TypeError(
            f"Expected argument 'scale' to be instance of LinearOperator. Found: {scale}"
        )
    kinds = (
        tf.linalg.LinearOperatorIdentity,
        tf.linalg.LinearOperatorScaledIdentity,
        tf.linalg.LinearOperatorDiag,
    )
    return isinstance(scale, kinds)


def shapes_from_loc_and_scale(loc, scale, name="shapes_from_loc_and_scale"):
    """Return the batch and the event shape of a location and a scale.

    Args:
        loc: tensor [.., k], or None.
        scale: linear operator [.., k, k].
        name: of the name scope.

    Returns:
        `(batch_shape, event_shape)`, arrays as far as they are known, else tensors.

    Raises:
        ValueError: their sizes do not fit.
    """
    with tf.name_scope(name, values=[loc, *scale.graph_parents]):
        size = scale.range_dimension_tensor()
        known = tf.get_static_value(size)
        event_shape = size[tf.newaxis] if known is None else known.reshape([1])
        if loc is not None:
            of_loc = tf.dimension_value(loc.shape[-1])
            if of_loc not in (None, 1, known) and known is not None:
                raise ValueError(
                    f"Event size of 'scale' ({known}) could not be broadcast up to that of 'loc' "
                    f"({of_loc})."
                )
        batch_shape = scale.batch_shape_tensor()
        if loc is None:
            value = tf.get_static_value(batch_shape)
            return (batch_shape if value is None else value), event_shape
        of_loc = loc.shape.with_rank_at_least(1)[:-1]
        if loc.shape.ndims is None or not of_loc.is_fully_defined():
            of_loc = tf.shape(loc)[:-1]
        else:
            of_loc = tf.convert_to_tensor(of_loc, name="loc_batch_shape")
        return util.prefer_static_broadcast_shape(batch_shape, of_loc), event_shape
