"""Distributions of numbers, batch by batch.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/logistic.py`, `deterministic.py`,
    `poisson.py`.
"""

import math

import numpy as np

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions.scales import with_dependencies

# embed_check_nonnegative_integer_form has no public name.
util = private_module("python.ops.distributions.util")


class _Numbers(tf.distributions.Distribution):
    """Distributions whose events are scalars."""

    def _event_shape_tensor(self):
        return tf.constant([], dtype=tf.int32)

    def _event_shape(self):
        return tf.TensorShape([])


class Logistic(_Numbers):
    """The distribution with `cdf(x) = sigmoid((x - loc) / scale)`.

    Args:
        loc: the mean, a tensor.
        scale: positive, a tensor whose shape can be broadcast with that.
        validate_args: whether values are checked when the graph runs.
        allow_nan_stats: whether a statistic that is not defined is NaN, or an error.
        name: of its name scope.
    """

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Logistic"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, scale]) as name:
            checks = [tf.assert_positive(scale)] if validate_args else []
            with tf.control_dependencies(checks):
                self._loc = tf.identity(loc, name="loc")
                self._scale = tf.identity(scale, name="scale")
                tf.debugging.assert_same_float_dtype([self._loc, self._scale])
        super().__init__(
            dtype=self._scale.dtype,
            reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._loc, self._scale],
            name=name,
        )

    @property
    def loc(self):
        """The mean."""
        return self._loc

    @property
    def scale(self):
        """The scale."""
        return self._scale

    def _batch_shape_tensor(self):
        return tf.broadcast_dynamic_shape(tf.shape(self.loc), tf.shape(self.scale))

    def _batch_shape(self):
        return tf.broadcast_static_shape(self.loc.shape, self.scale.shape)

    def _sample_n(self, n, seed=None):
        # Of 0 there is no logarithm: the smallest number takes its place.
        uniform = tf.random_uniform(
            shape=tf.concat([[n], self.batch_shape_tensor()], 0),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )
        drawn = tf.log(uniform) - tf.log1p(-1.0 * uniform)
        return drawn * self.scale + self.loc

    def _log_prob(self, x):
        z = self._standardized(x)
        return -z - 2.0 * tf.nn.softplus(-z) - tf.log(self.scale)

    def _log_cdf(self, x):
        return -tf.nn.softplus(-self._standardized(x))

    def _cdf(self, x):
        return tf.sigmoid(self._standardized(x))

    def _log_survival_function(self, x):
        return -tf.nn.softplus(self._standardized(x))

    def _survival_function(self, x):
        return tf.sigmoid(-self._standardized(x))

    def _entropy(self):
        scale = self.scale * tf.ones_like(self.loc)
        return 2 + tf.log(scale)

    def _mean(self):
        return self.loc * tf.ones_like(self.scale)

    def _stddev(self):
        return self.scale * tf.ones_like(self.loc) * math.pi / math.sqrt(3)

    def _mode(self):
        return self._mean()

    def _standardized(self, x):
        with tf.name_scope("standardize", values=[x]):
            return (x - self.loc) / self.scale


class Poisson(_Numbers):
    """The distribution of counts, `P(k) = rate ** k * exp(-rate) / k!`.

    Args:
        rate: positive, a floating-point tensor; or None.
        log_rate: its logarithm, or None; one of the two is given.
        validate_args: as in `Logistic`, like what follows.
        allow_nan_stats: as there.
        name: as there.

    Raises:
        ValueError: both are given, or none.
        TypeError: it has no floating-point type.
    """

    def __init__(
        self, rate=None, log_rate=None, validate_args=False, allow_nan_stats=True, name="Poisson"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[rate]) as name:
            if (rate is None) == (log_rate is None):
                raise ValueError("Must specify exactly one of `rate` and `log_rate`.")
            what = "rate" if log_rate is None else "log_rate"
            given = tf.convert_to_tensor(rate if log_rate is None else log_rate, name=what)
            if not given.dtype.is_floating:
                raise TypeError(f"{what}.dtype ({given.dtype.name}) is a not a float-type.")
            if log_rate is None:
                checks = [tf.assert_positive(given)] if validate_args else []
                with tf.control_dependencies(checks):
                    self._rate = tf.identity(given, name="rate")
                    self._log_rate = tf.log(given, name="log_rate")
            else:
                self._rate, self._log_rate = tf.exp(given, name="rate"), given
        super().__init__(
            dtype=self._rate.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._rate],
            name=name,
        )

    @property
    def rate(self):
        """The rate."""
        return self._rate

    @property
    def log_rate(self):
        """Its logarithm."""
        return self._log_rate

    def _batch_shape_tensor(self):
        return tf.shape(self.rate)

    def _batch_shape(self):
        return self.rate.shape

    def _log_prob(self, x):
        x = self._checked(x)
        return x * self.log_rate - tf.lgamma(1.0 + x) - self.rate

    def _log_cdf(self, x):
        return tf.log(self.cdf(x))

    def _cdf(self, x):
        return tf.igammac(1.0 + self._checked(x), self.rate)

    def _mean(self):
        return tf.identity(self.rate)

    def _variance(self):
        return tf.identity(self.rate)

    def _mode(self):
        return tf.floor(self.rate)

    def _sample_n(self, n, seed=None):
        return tf.random_poisson(self.rate, [n], dtype=self.dtype, seed=seed)

    def _checked(self, x):
        return util.embed_check_nonnegative_integer_form(x) if self.validate_args else x


class Deterministic(_Numbers):
    """The distribution of numbers that are `loc`, up to a tolerance.

    Args:
        loc: a tensor.
        atol: the tolerance, or None for 0.
        rtol: a further tolerance in units of `|loc|`, or None.
        validate_args: as in `Logistic`, like what follows.
        allow_nan_stats: as there.
        name: as there.
    """

    def __init__(
        self,
        loc,
        atol=None,
        rtol=None,
        validate_args=False,
        allow_nan_stats=True,
        name="Deterministic",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, atol, rtol]) as name:
            self._loc = tf.convert_to_tensor(loc, name="loc")
            super().__init__(
                dtype=self._loc.dtype,
                reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[self._loc],
                name=name,
            )
            self._atol, self._rtol = self._tolerance(atol), self._tolerance(rtol)
            self._slack = self.atol
            if rtol is not None:
                self._slack = self.atol + self.rtol * tf.abs(self.loc)

    def _tolerance(self, given):
        given_tensor = tf.convert_to_tensor(0 if given is None else given, dtype=self.loc.dtype)
        if given is None or not self.validate_args:
            return given_tensor
        message = "Argument 'tol' must be non-negative"
        check = tf.assert_non_negative(given_tensor, message=message)
        return with_dependencies([check], given_tensor)

    @property
    def loc(self):
        """The number."""
        return self._loc

    @property
    def atol(self):
        """The tolerance."""
        return self._atol

    @property
    def rtol(self):
        """The tolerance in units of the number."""
        return self._rtol

    def _batch_shape_tensor(self):
        return tf.shape(self.loc)

    def _batch_shape(self):
        return self.loc.shape

    def _entropy(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _mean(self):
        return tf.identity(self.loc)

    def _variance(self):
        return tf.zeros_like(self.loc)

    def _mode(self):
        return self.mean()

    def _sample_n(self, n, seed=None):
        known = tf.get_static_value(tf.convert_to_tensor(n))
        if known is not None and self.loc.shape.ndims is not None:
            multiples = [known] + [1] * self.loc.shape.ndims
        else:
            multiples = tf.concat(([n], tf.ones_like(tf.shape(self.loc))), axis=0)
        return tf.tile(self.loc[tf.newaxis, ...], multiples=multiples)

    def _prob(self, x):
        return tf.cast(tf.abs(x - self.loc) <= self._slack, dtype=self.dtype)

    def _cdf(self, x):
        return tf.cast(x >= self.loc - self._slack, dtype=self.dtype)
