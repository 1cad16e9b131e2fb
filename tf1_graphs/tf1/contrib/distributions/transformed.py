"""Distributions of a transformed variable: `Y = g(X)` for a bijector `g`.

References:
    TensorFlow 1.15.5, `python/ops/distributions/transformed_distribution.py`, and
    `contrib/distributions/python/ops/conditional_transformed_distribution.py`.
"""

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions import static
from tf1_graphs.tf1.contrib.distributions.bijectors.composed import Identity

# pick_vector has no public name; bijectors and distributions share it.
util = private_module("python.ops.distributions.util")
with_dependencies = private_module("python.ops.control_flow_ops").with_dependencies


class TransformedDistribution(tf.distributions.Distribution):
    """The distribution of `bijector.forward(X)`, where X has the base distribution.

    `log_prob(y) = distribution.log_prob(x) + bijector.inverse_log_det_jacobian(y)`, where
    `x = bijector.inverse(y)`.

    Args:
        distribution: the base, a `Distribution`.
        bijector: a `Bijector`; None leaves X as it is.
        batch_shape: sizes, [b], in the place of the base's batch shape, which must be [].
        event_shape: sizes, [e], in the place of the base's event shape, which must be []; the
            elements of an event are then independent draws of the base.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope; by default the bijector's and the base's names together.

    Raises:
        ValueError: a shape is given, and the base is not scalar in it; or it is no vector of
            positive sizes.
    """

    def __init__(
        self,
        distribution,
        bijector=None,
        batch_shape=None,
        event_shape=None,
        validate_args=False,
        name=None,
    ):
        parameters = dict(locals())
        prefix = "" if bijector is None else bijector.name
        with tf.name_scope(
            name or prefix + distribution.name, values=[event_shape, batch_shape]
        ) as (name):
            self._zero = tf.constant(0, dtype=tf.int32, name="zero")
            self._empty = tf.constant([], dtype=tf.int32, name="empty")
            if bijector is None:
                bijector = Identity(validate_args=validate_args)
            found = self._override(
                batch_shape, distribution.is_scalar_batch(), validate_args, "batch_shape"
            )
            self._override_batch_shape, self._is_batch_override = found[:2]
            self._is_maybe_batch_override = found[2]
            found = self._override(
                event_shape, distribution.is_scalar_event(), validate_args, "event_shape"
            )
            self._override_event_shape, self._is_event_override = found[:2]
            self._is_maybe_event_override = found[2]
            # An event's elements are drawn as samples are, and stand left of the base's batch
            # axes: where it has such, the new axes are rotated to the right of them.
            self._needs_rotation = static.all_true(
                self._is_event_override,
                static.negated(self._is_batch_override),
                static.negated(distribution.is_scalar_batch()),
            )
            event_rank = static.rank_of_shape(self._override_event_shape)
            self._rotate_ndims = static.picked(self._needs_rotation, event_rank, 0)
            self._reduce_event_indices = tf.range(
                self._rotate_ndims - event_rank, self._rotate_ndims
            )
        self._distribution, self._bijector = distribution, bijector
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=distribution._graph_parents + bijector.graph_parents,
            name=name,
        )

    @property
    def distribution(self):
        """The base distribution, X's."""
        return self._distribution

    @property
    def bijector(self):
        """The function from X to Y."""
        return self._bijector

    def _override(self, shape, base_is_scalar, validate_args, name):
        """Return a given shape as a tensor; whether there is one; whether there may be one."""
        shape = self._checked_override(shape, base_is_scalar, validate_args, name)
        given = static.negated(static.same(static.rank_of_shape(shape), self._zero))
        value = tf.get_static_value(shape)
        return shape, given, value is None or value.size != 0

    def _checked_override(self, shape, base_is_scalar, validate_args, name):
        shape = tf.convert_to_tensor([] if shape is None else shape, dtype=tf.int32, name=name)
        is_scalar = static.is_scalar_shape(shape)
        if tf.get_static_value(is_scalar):
            return self._empty
        checks, value = [], tf.get_static_value(shape)
        if shape.shape.ndims is not None:
            if shape.shape.ndims != 1:
                raise ValueError("shape override must be a vector")
        elif validate_args:
            message = "shape override must be a vector"
            checks.append(tf.assert_rank(shape, 1, message=message))
        if value is not None:
            if (value <= 0).any():
                raise ValueError("shape override must have positive elements")
        elif validate_args:
            message = "shape override must have positive elements"
            checks.append(tf.assert_positive(shape, message=message))
        neither = static.all_true(static.negated(base_is_scalar), static.negated(is_scalar))
        if tf.get_static_value(neither) is not None:
            if tf.get_static_value(neither):
                raise ValueError("base distribution not scalar")
        elif validate_args:
            message = "base distribution not scalar"
            checks.append(tf.assert_equal(neither, False, message=message))
        return with_dependencies(checks, shape) if checks else shape

    def _event_shape_tensor(self):
        of_base = self.distribution.event_shape_tensor()
        picked = util.pick_vector(self._is_event_override, self._override_event_shape, of_base)
        return self.bijector.forward_event_shape_tensor(picked)

    def _event_shape(self):
        given = _as_shape(self._override_event_shape)
        of_base = given if self._is_maybe_event_override else self.distribution.event_shape
        return self.bijector.forward_event_shape(of_base)

    def _batch_shape_tensor(self):
        of_base = self.distribution.batch_shape_tensor()
        return util.pick_vector(self._is_batch_override, self._override_batch_shape, of_base)

    def _batch_shape(self):
        given = _as_shape(self._override_batch_shape)
        return given if self._is_maybe_batch_override else self.distribution.batch_shape

    def _sample_n(self, n, seed=None, **kwargs):
        shape = static.joined(
            util.pick_vector(self._needs_rotation, self._empty, [n]),
            self._override_batch_shape,
            self._override_event_shape,
            util.pick_vector(self._needs_rotation, [n], self._empty),
        )
        return self._rotated(self.distribution.sample(sample_shape=shape, seed=seed, **kwargs))

    def _call_sample_n(self, sample_shape, seed, name, **kwargs):
        # The bijector comes last: it remembers which x gave which y, and log_prob(sample) then
        # computes no inverse.
        with self._name_scope(name, values=[sample_shape]):
            shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
            shape, n = self._expand_sample_shape_to_vector(shape, "sample_shape")
            of_base, of_bijector = self._split(kwargs)
            x = self._sample_n(n, seed, **of_base)
            x = tf.reshape(x, tf.concat([shape, tf.shape(x)[1:]], 0))
            y = self.bijector.forward(x, **of_bijector)
            return self._set_sample_static_shape(y, shape)

    def _split(self, kwargs):
        """Return which of the arguments of a call go to the base, and which to the bijector."""
        return {}, kwargs

    def _log_prob(self, y, **kwargs):
        of_base, of_bijector = self._split(kwargs)
        x, ildj, rank = self._inverted(y, of_bijector)
        found = [
            self._of_one("log_prob", tf.reduce_sum, self._plus, y, *one, rank, of_base)
            for one in zip(x, ildj, strict=True)
        ]
        if self.bijector._is_injective:
            return found[0]
        return tf.reduce_logsumexp(tf.stack(found), axis=0)

    def _prob(self, y, **kwargs):
        of_base, of_bijector = self._split(kwargs)
        x, ildj, rank = self._inverted(y, of_bijector)
        found = [
            self._of_one("prob", tf.reduce_prod, self._times, y, *one, rank, of_base)
            for one in zip(x, ildj, strict=True)
        ]
        return found[0] if self.bijector._is_injective else sum(found)

    def _inverted(self, y, kwargs):
        """Return lists of the x that give y, and of their log det jacobians; and an event's rank.

        The inverse is the first to see y, as the bijector remembers its inputs by identity.
        """
        x = self.bijector.inverse(y, **kwargs)
        rank = self._event_rank()
        ildj = self.bijector.inverse_log_det_jacobian(y, event_ndims=rank, **kwargs)
        return ([x], [ildj], rank) if self.bijector._is_injective else (x, ildj, rank)

    def _of_one(self, density, reduce, join, y, x, ildj, rank, kwargs):
        found = getattr(self.distribution, density)(self._rotated(x, to_right=True), **kwargs)
        if self._is_maybe_event_override:
            found = reduce(found, self._reduce_event_indices)
        found = join(found, tf.cast(ildj, found.dtype))
        if self._is_maybe_event_override and isinstance(rank, int):
            without_event = y.shape.with_rank_at_least(1)[:-rank]
            found.set_shape(tf.broadcast_static_shape(without_event, self.batch_shape))
        return found

    @staticmethod
    def _plus(log_prob, ildj):
        return log_prob + ildj

    @staticmethod
    def _times(prob, ildj):
        return prob * tf.exp(ildj)

    def _log_cdf(self, y, **kwargs):
        return self._of_inverse("log_cdf", y, kwargs)

    def _cdf(self, y, **kwargs):
        return self._of_inverse("cdf", y, kwargs)

    def _log_survival_function(self, y, **kwargs):
        return self._of_inverse("log_survival_function", y, kwargs)

    def _survival_function(self, y, **kwargs):
        return self._of_inverse("survival_function", y, kwargs)

    def _of_inverse(self, name, y, kwargs):
        self._refuse(name)
        of_base, of_bijector = self._split(kwargs)
        x = self.bijector.inverse(y, **of_bijector)
        return getattr(self.distribution, name)(x, **of_base)

    def _quantile(self, value, **kwargs):
        self._refuse("quantile")
        of_base, of_bijector = self._split(kwargs)
        return self.bijector.forward(self.distribution.quantile(value, **of_base), **of_bijector)

    def _refuse(self, name):
        if self._is_maybe_event_override:
            raise NotImplementedError(f"{name} is not implemented when overriding event_shape")
        if not self.bijector._is_injective:
            raise NotImplementedError(f"{name} is not implemented when bijector is not injective.")

    def _entropy(self):
        """Add the log det jacobian, which must be the same everywhere, to the base's entropy."""
        if not self.bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not self.bijector._is_injective:
            raise NotImplementedError("entropy is not implemented when bijector is not injective.")
        entropy = self.distribution.entropy()
        if self._is_maybe_event_override:
            draws = tf.reduce_prod(self._override_event_shape)
            entropy *= tf.cast(draws, dtype=entropy.dtype.base_dtype)
        if self._is_maybe_batch_override:
            ones = static.ones_like(self._override_batch_shape)
            shape = tf.concat([ones, self.distribution.batch_shape_tensor()], 0)
            entropy = tf.reshape(entropy, shape)
            ones = static.ones_like(self.distribution.batch_shape_tensor())
            entropy = tf.tile(entropy, tf.concat([self._override_batch_shape, ones], 0))
        shape = tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)
        anywhere = tf.zeros(shape=shape, dtype=self.dtype)
        rank = self.event_shape.ndims
        rank = tf.size(self.event_shape_tensor()) if rank is None else rank
        ildj = self.bijector.inverse_log_det_jacobian(anywhere, event_ndims=rank)
        entropy -= tf.cast(ildj, entropy.dtype)
        entropy.set_shape(self.batch_shape)
        return entropy

    def _rotated(self, x, to_right=False):
        needed = tf.get_static_value(self._needs_rotation)
        if needed is not None and not needed:
            return x
        rank = tf.rank(x)
        n = (rank - self._rotate_ndims) if to_right else self._rotate_ndims
        return tf.transpose(x, static.joined(tf.range(n, rank), tf.range(0, n)))

    def _event_rank(self):
        if self.event_shape.ndims is not None:
            return self.event_shape.ndims
        rank = tf.size(self.event_shape_tensor())
        value = util.maybe_get_static_value(rank)
        return rank if value is None else value


class ConditionalDistribution(tf.distributions.Distribution):
    """A distribution whose functions take further named arguments, for its own class to use."""

    def sample(self, sample_shape=(), seed=None, name="sample", **condition_kwargs):
        """Draw samples: a tensor of the sample, batch and event shapes."""
        return self._call_sample_n(sample_shape, seed, name, **condition_kwargs)

    def log_prob(self, value, name="log_prob", **condition_kwargs):
        """Compute the logarithm of the density at `value`."""
        return self._call_log_prob(value, name, **condition_kwargs)

    def prob(self, value, name="prob", **condition_kwargs):
        """Compute the density at `value`."""
        return self._call_prob(value, name, **condition_kwargs)

    def log_cdf(self, value, name="log_cdf", **condition_kwargs):
        """Compute the logarithm of the probability of at most `value`."""
        return self._call_log_cdf(value, name, **condition_kwargs)

    def cdf(self, value, name="cdf", **condition_kwargs):
        """Compute the probability of at most `value`."""
        return self._call_cdf(value, name, **condition_kwargs)

    def log_survival_function(self, value, name="log_survival_function", **condition_kwargs):
        """Compute the logarithm of the probability of more than `value`."""
        return self._call_log_survival_function(value, name, **condition_kwargs)

    def survival_function(self, value, name="survival_function", **condition_kwargs):
        """Compute the probability of more than `value`."""
        return self._call_survival_function(value, name, **condition_kwargs)


class ConditionalTransformedDistribution(ConditionalDistribution, TransformedDistribution):
    """A `TransformedDistribution` that passes named arguments on.

    Its functions take `distribution_kwargs` and `bijector_kwargs`, dicts for the base and for the
    bijector.
    """

    def _split(self, kwargs):
        return kwargs.get("distribution_kwargs") or {}, kwargs.get("bijector_kwargs") or {}

    @staticmethod
    def _plus(log_prob, ildj):
        return ildj + log_prob

    @staticmethod
    def _times(prob, ildj):
        return tf.exp(ildj) * prob


def _as_shape(tensor):
    # constant_value_as_shape has no public name; it knows a size even where another is not known.
    return private_module("python.framework.tensor_util").constant_value_as_shape(tensor)
