"""Multivariate normal distributions: `Y = scale @ X + loc` of independent standard normals X.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/mvn_*.py`.
"""

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions import scales
from tf1_graphs.tf1.contrib.distributions.bijectors.affine import AffineLinearOperator
from tf1_graphs.tf1.contrib.distributions.transformed import TransformedDistribution

# dimension_size has no public name.
util = private_module("python.ops.distributions.util")


class MultivariateNormalLinearOperator(TransformedDistribution):
    """The normal distribution of vectors with mean `loc` and covariance `scale @ scale.T`.

    Args:
        loc: the mean, [.., k]; None is 0.
        scale: linear operator [.., k, k].
        validate_args: whether values are checked when the graph runs.
        allow_nan_stats: whether a statistic that is not defined is NaN, or an error.
        name: of its name scope.

    Raises:
        ValueError: there is no scale, or the sizes do not fit.
        TypeError: the scale has no floating-point type.
    """

    def __init__(
        self,
        loc=None,
        scale=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalLinearOperator",
    ):
        parameters = dict(locals())
        if scale is None:
            raise ValueError("Missing required `scale` parameter.")
        if not scale.dtype.is_floating:
            raise TypeError("`scale` parameter must have floating-point dtype.")
        with tf.name_scope(name, values=[loc, *scale.graph_parents]) as name:
            loc = scales.as_tensor(loc, "loc")
            batch_shape, event_shape = scales.shapes_from_loc_and_scale(loc, scale)
        zero, one = tf.zeros([], dtype=scale.dtype), tf.ones([], dtype=scale.dtype)
        super().__init__(
            distribution=tf.distributions.Normal(loc=zero, scale=one),
            bijector=AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args),
            batch_shape=batch_shape,
            event_shape=event_shape,
            validate_args=validate_args,
            name=name,
        )
        self._parameters = parameters

    @property
    def loc(self):
        """The mean as it was given, or None."""
        return self.bijector.shift

    @property
    def scale(self):
        """The scale, a linear operator."""
        return self.bijector.scale

    def _mean(self):
        shape = self.batch_shape.concatenate(self.event_shape)
        is_known = shape.is_fully_defined()
        if not is_known:
            shape = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        if self.loc is None:
            return tf.zeros(shape, self.dtype)
        mean = tf.identity(self.loc)
        if is_known and shape == self.loc.shape:
            return mean
        return mean + tf.zeros(shape, self.dtype)

    def _covariance(self):
        if scales.is_diagonal(self.scale):
            return tf.matrix_diag(tf.square(self.scale.diag_part()))
        return self.scale.matmul(self.scale.to_dense(), adjoint_arg=True)

    def _variance(self):
        if scales.is_diagonal(self.scale):
            return tf.square(self.scale.diag_part())
        return self._covariances_diagonal()

    def _stddev(self):
        if scales.is_diagonal(self.scale):
            return tf.abs(self.scale.diag_part())
        return tf.sqrt(self._covariances_diagonal())

    def _covariances_diagonal(self):
        updated = isinstance(self.scale, tf.linalg.LinearOperatorLowRankUpdate)
        adjoint = not (updated and self.scale.is_self_adjoint)
        return tf.matrix_diag_part(self.scale.matmul(self.scale.to_dense(), adjoint_arg=adjoint))

    def _mode(self):
        return self._mean()


class MultivariateNormalDiag(MultivariateNormalLinearOperator):
    """A multivariate normal distribution of independent elements.

    Args:
        loc: the mean, [.., k]; None is 0.
        scale_diag: the standard deviations, [.., k], or None.
        scale_identity_multiplier: a number [..] that is added to each, or None; 1 where there is
            neither.
        validate_args, allow_nan_stats, name: as in `MultivariateNormalLinearOperator`.

    Raises:
        ValueError: nothing tells the size.
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiag",
    ):
        parameters = dict(locals())
        values = [loc, scale_diag, scale_identity_multiplier]
        with tf.name_scope(name) as name, tf.name_scope("init", values=values):
            scale = scales.make_diag_scale(*values)
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class MultivariateNormalDiagWithSoftplusScale(MultivariateNormalDiag):
    """`MultivariateNormalDiag` with the standard deviations `softplus(scale_diag)`."""

    def __init__(
        self,
        loc,
        scale_diag,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagWithSoftplusScale",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale_diag]) as name:
            super().__init__(
                loc=loc,
                scale_diag=tf.nn.softplus(scale_diag),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters


class MultivariateNormalDiagPlusLowRank(MultivariateNormalLinearOperator):
    """A multivariate normal distribution whose scale is diagonal but for a few directions.

    `scale = diag(scale_diag + scale_identity_multiplier) + U @ diag(scale_perturb_diag) @ U.T`.

    Args:
        loc, scale_diag, scale_identity_multiplier: as in `MultivariateNormalDiag`.
        scale_perturb_factor: U, [.., k, r].
        scale_perturb_diag: [.., r]; None is 1.
        validate_args, allow_nan_stats, name: as in `MultivariateNormalLinearOperator`.

    Raises:
        ValueError: there is a `scale_perturb_diag` and no factor, or nothing tells the size.
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagPlusLowRank",
    ):
        parameters = dict(locals())
        values = [loc, scale_diag, scale_identity_multiplier]
        perturbing = [scale_perturb_factor, scale_perturb_diag]
        with tf.name_scope(name) as name, tf.name_scope("init", values=[*values, *perturbing]):
            has_low_rank = any(value is not None for value in perturbing)
            scale = scales.make_diag_scale(
                *values, validate_args=validate_args, assert_positive=has_low_rank
            )
            factor = scales.as_tensor(scale_perturb_factor, "scale_perturb_factor")
            diag = scales.as_tensor(scale_perturb_diag, "scale_perturb_diag")
            if has_low_rank:
                scale = tf.linalg.LinearOperatorLowRankUpdate(
                    scale,
                    u=factor,
                    diag_update=diag,
                    is_diag_update_positive=diag is None,
                    is_non_singular=True,
                    is_self_adjoint=True,
                    is_positive_definite=True,
                    is_square=True,
                )
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class MultivariateNormalTriL(MultivariateNormalLinearOperator):
    """A multivariate normal distribution with a lower triangular scale.

    Args:
        loc: the mean, [.., k]; None is 0.
        scale_tril: the scale, [.., k, k], whose upper triangle is ignored; None is the identity.
        validate_args, allow_nan_stats, name: as in `MultivariateNormalLinearOperator`.

    Raises:
        ValueError: there is neither.
    """

    def __init__(
        self,
        loc=None,
        scale_tril=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalTriL",
    ):
        parameters = dict(locals())
        if loc is None and scale_tril is None:
            raise ValueError("Must specify one or both of `loc`, `scale_tril`.")
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_tril]):
            loc = scales.as_tensor(loc, "loc")
            tril = scales.as_tensor(scale_tril, "scale_tril")
            if tril is None:
                scale = tf.linalg.LinearOperatorIdentity(
                    num_rows=util.dimension_size(loc, -1),
                    dtype=loc.dtype,
                    is_self_adjoint=True,
                    is_positive_definite=True,
                    assert_proper_shapes=validate_args,
                )
            else:
                scale = tf.linalg.LinearOperatorLowerTriangular(
                    tril, is_non_singular=True, is_self_adjoint=False, is_positive_definite=False
                )
        super().__init__(loc, scale, validate_args, allow_nan_stats, name)
        self._parameters = parameters


class MultivariateNormalFullCovariance(MultivariateNormalTriL):
    """A multivariate normal distribution of a given covariance matrix.

    Args:
        loc: the mean, [.., k]; None is 0.
        covariance_matrix: symmetric, positive definite, [.., k, k]; None is the identity.
        validate_args, allow_nan_stats, name: as in `MultivariateNormalLinearOperator`.
    """

    def __init__(
        self,
        loc=None,
        covariance_matrix=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalFullCovariance",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, covariance_matrix]):
            tril = None
            if covariance_matrix is not None:
                matrix = tf.convert_to_tensor(covariance_matrix, name="covariance_matrix")
                if validate_args:
                    message = "Matrix was not symmetric"
                    transposed = tf.matrix_transpose(matrix)
                    check = tf.debugging.assert_near(matrix, transposed, message=message)
                    matrix = scales.with_dependencies([check], matrix)
                tril = tf.cholesky(matrix)
            super().__init__(loc, tril, validate_args, allow_nan_stats, name)
        self._parameters = parameters


@tf.distributions.RegisterKL(MultivariateNormalLinearOperator, MultivariateNormalLinearOperator)
def _kl(a, b, name=None):
    """Compute `½ (log det Cb - log det Ca - k + tr(Cb⁻¹ Ca) + |B⁻¹ (mb - ma)|²)`, with C = B Bᵀ.

    The trace is the squared norm of `B⁻¹ A`, for which no covariance needs be inverted.
    """
    parents = [*a.scale.graph_parents, *b.scale.graph_parents]
    with tf.name_scope(name, "kl_mvn", values=[a.loc, b.loc, *parents]):
        if scales.is_diagonal(a.scale) and scales.is_diagonal(b.scale):
            ratio = (a.stddev() / b.stddev())[..., tf.newaxis]
        else:
            ratio = b.scale.solve(a.scale.to_dense())
        volumes = b.scale.log_abs_determinant() - a.scale.log_abs_determinant()
        size = -tf.cast(a.scale.domain_dimension_tensor(), a.dtype)
        trace = size + _squared_norm(ratio)
        between = b.scale.solve((b.mean() - a.mean())[..., tf.newaxis])
        divergence = volumes + 0.5 * (trace + _squared_norm(between))
        divergence.set_shape(tf.broadcast_static_shape(a.batch_shape, b.batch_shape))
        return divergence


def _squared_norm(matrices):
    return tf.reduce_sum(tf.square(matrices), axis=[-2, -1])
