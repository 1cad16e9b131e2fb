"""Bijectors `Y = scale @ X + shift`.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/bijectors/affine.py`,
    `affine_linear_operator.py`, `affine_scalar.py`.
"""

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions import scales
from tf1_graphs.tf1.contrib.distributions.bijectors.composed import Bijector
from tf1_graphs.tf1.contrib.distributions.event_shapes import DistributionShape

# dimension_size has no public name.
util = private_module("python.ops.distributions.util")


class _Matrices(Bijector):
    """What the two bijectors of vectors share; `_shift`, `_scale` and `_shaper` are set before."""

    @property
    def shift(self):
        """What is added, a tensor or None."""
        return self._shift

    @property
    def scale(self):
        """The scale, a linear operator."""
        return self._scale

    def _forward(self, x):
        y = x
        if self.scale is not None:
            y, draws = self._matrices(y)
            with tf.control_dependencies(self._checks()):
                y = self.scale.matmul(y)
            y = self._events(y, draws)
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = y if self.shift is None else y - self.shift
        if self.scale is not None:
            x, draws = self._matrices(x)
            x = self._events(self.scale.solve(x), draws)
        return x

    def _matrices(self, x):
        return self._shaper.make_batch_of_event_sample_matrices(x, expand_batch_dim=False)

    def _events(self, x, draws):
        return self._shaper.undo_make_batch_of_event_sample_matrices(
            x, draws, expand_batch_dim=False
        )

    def _checks(self):
        if not self.validate_args:
            return []
        try:
            return [self.scale.assert_non_singular()]
        except NotImplementedError:
            return []


class AffineLinearOperator(_Matrices):
    """Multiplies vectors by a linear operator, and adds to them.

    Args:
        shift: tensor [.., k], or None.
        scale: linear operator [.., k, k], not singular, or None.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope.

    Raises:
        TypeError: the scale is no linear operator, or has another type than the shift.
        ValueError: the scale may be singular, and that is to be checked.
    """

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_linear_operator"):
        self._graph_parents, self._name, self._validate_args = [], name, validate_args
        parents, dtype, batch_rank = [], tf.float32, 0
        with self._name_scope("init", values=[shift]):
            self._shift = shift = scales.as_tensor(shift, "shift")
            if shift is not None:
                parents, dtype = [shift], shift.dtype.base_dtype
            if scale is not None:
                if shift is not None and dtype != scale.dtype.base_dtype:
                    raise TypeError(
                        f"shift.dtype({shift.dtype}) is incompatible with scale.dtype"
                        f"({scale.dtype})."
                    )
                if not isinstance(scale, tf.linalg.LinearOperator):
                    raise TypeError("scale is not an instance of tf.LinearOperator")
                if validate_args and not scale.is_non_singular:
                    raise ValueError("Scale matrix must be non-singular.")
                parents = parents + scale.graph_parents
                batch_rank = _batch_rank(scale)
                parents = parents if isinstance(batch_rank, int) else [*parents, batch_rank]
                dtype = dtype if scale.dtype is None else scale.dtype.base_dtype
            self._scale = scale
            self._shaper = DistributionShape(batch_rank, 1, validate_args)
            super().__init__(
                forward_min_event_ndims=1,
                graph_parents=parents,
                is_constant_jacobian=True,
                dtype=dtype,
                validate_args=validate_args,
                name=name,
            )

    def _forward_log_det_jacobian(self, x):
        if self.scale is None:
            return tf.constant(0.0, dtype=x.dtype.base_dtype)
        with tf.control_dependencies(self._checks()):
            return self.scale.log_abs_determinant()


class Affine(_Matrices):
    """Multiplies vectors by a matrix that is given by its parts, and adds to them.

    `scale = scale_identity_multiplier * I + diag(scale_diag) + scale_tril
    + U @ diag(scale_perturb_diag) @ U.T`, of the parts that are given; 1 where there is none.

    Args:
        shift: tensor [.., k], or None.
        scale_identity_multiplier: number [..].
        scale_diag: [.., k].
        scale_tril: [.., k, k], whose upper triangle is ignored.
        scale_perturb_factor: U, [.., k, r].
        scale_perturb_diag: [.., r]; None is 1.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope.

    Raises:
        ValueError: there is a `scale_perturb_diag` and no factor.
        TypeError: the scale has another type than the shift.
    """

    def __init__(
        self,
        shift=None,
        scale_identity_multiplier=None,
        scale_diag=None,
        scale_tril=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        name="affine",
    ):
        self._graph_parents, self._name, self._validate_args = [], name, validate_args
        if scale_perturb_diag is not None and scale_perturb_factor is None:
            raise ValueError(
                "When scale_perturb_diag is specified, scale_perturb_factor must be specified."
            )
        parts = (scale_tril, scale_diag, scale_perturb_factor)
        self._is_number = all(part is None for part in parts)
        multiplier, dtype, batch_rank = scale_identity_multiplier, tf.float32, 0
        values = [shift, multiplier, scale_diag, scale_tril, scale_perturb_diag]
        with self._name_scope("init", values=[*values, scale_perturb_factor]):
            self._shift = shift = scales.as_tensor(shift, "shift")
            dtype = dtype if shift is None else shift.dtype.base_dtype
            if self._is_number and multiplier is None:
                multiplier = tf.convert_to_tensor(1.0, dtype=dtype)
            self._scale = scale = self._made(
                multiplier, scale_diag, scale_tril, scale_perturb_diag, scale_perturb_factor
            )
            dtype = dtype if scale.dtype is None else scale.dtype.base_dtype
            if not self._is_number:
                if shift is not None and shift.dtype.base_dtype != scale.dtype.base_dtype:
                    raise TypeError(
                        f"shift.dtype({shift.dtype}) is incompatible with scale.dtype"
                        f"({scale.dtype})."
                    )
                batch_rank = _batch_rank(scale)
            self._shaper = DistributionShape(batch_rank, 1, validate_args)
            super().__init__(
                forward_min_event_ndims=1,
                graph_parents=self._parents(),
                is_constant_jacobian=True,
                dtype=dtype,
                validate_args=validate_args,
                name=name,
            )

    def _made(self, multiplier, diag, tril, perturb_diag, factor):
        multiplier = scales.as_tensor(multiplier, "identity_multiplier")
        diag = scales.as_tensor(diag, "diag")
        tril = scales.as_tensor(tril, "tril")
        perturb_diag = scales.as_tensor(perturb_diag, "perturb_diag")
        factor = scales.as_tensor(factor, "perturb_factor")
        size = None if factor is None else util.dimension_size(factor, axis=-2)
        if self._is_number:
            if not self._validate_args:
                return multiplier
            zero = tf.zeros([], multiplier.dtype)
            message = ["identity_multiplier should be non-zero."]
            check = tf.assert_none_equal(multiplier, zero, message)
            return scales.with_dependencies([check], multiplier)
        scale = scales.make_tril_scale(
            self._shift, tril, diag, multiplier, size, self._validate_args, assert_positive=False
        )
        if factor is None:
            return scale
        return tf.linalg.LinearOperatorLowRankUpdate(
            scale,
            u=factor,
            diag_update=perturb_diag,
            is_diag_update_positive=perturb_diag is None,
            is_non_singular=True,
            is_self_adjoint=True,
            is_positive_definite=True,
            is_square=True,
        )

    def _parents(self):
        if self._is_number:
            return [self._scale]
        return [] if self._shift is None else [*self._scale.graph_parents, self._shift]

    def _forward(self, x):
        if not self._is_number:
            return super()._forward(x)
        y = x * self._scale
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        if not self._is_number:
            return super()._inverse(y)
        x = y if self.shift is None else y - self.shift
        return x / self._scale

    def _forward_log_det_jacobian(self, x):
        if not self._is_number:
            return self.scale.log_abs_determinant()
        size = tf.cast(tf.shape(x)[-1], dtype=self._scale.dtype)
        return tf.log(tf.abs(self._scale)) * size


class AffineScalar(Bijector):
    """Multiplies numbers by `scale`, and adds `shift`.

    Args:
        shift: tensor, or None for 0.
        scale: tensor, or None for 1.
        validate_args: whether a scale of 0 is an error when the graph runs.
        name: of its name scope.
    """

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_scalar"):
        self._graph_parents, self._name, self._validate_args = [], name, validate_args
        with self._name_scope("init", values=[scale, shift]):
            self._shift = scales.as_tensor(shift, "shift")
            self._scale = scales.as_tensor(scale, "scale")
            if scale is not None and validate_args:
                check = tf.assert_none_equal(self._scale, tf.zeros([], dtype=self._scale.dtype))
                self._scale = scales.with_dependencies([check], self._scale)
            super().__init__(
                forward_min_event_ndims=0,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name,
            )

    @property
    def shift(self):
        """What is added, or None."""
        return self._shift

    @property
    def scale(self):
        """The factor, or None."""
        return self._scale

    def _forward(self, x):
        y = tf.identity(x)
        y = y if self.scale is None else y * self.scale
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = tf.identity(y)
        x = x if self.shift is None else x - self.shift
        return x if self.scale is None else x / self.scale

    def _forward_log_det_jacobian(self, x):
        if self.scale is None:
            return tf.constant(0.0, dtype=x.dtype.base_dtype)
        return tf.log(tf.abs(self.scale))


def _batch_rank(scale):
    """Return how many axes a linear operator's batch has, a number or a tensor."""
    if scale.tensor_rank is not None:
        return scale.tensor_rank - 2
    return scale.tensor_rank_tensor() - 2
