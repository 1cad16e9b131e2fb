"""Distributions of one of k categories, as a vector of 0 and a 1, and continuous ones near them.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/onehot_categorical.py`,
    `relaxed_onehot_categorical.py`, `relaxed_bernoulli.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions.bijectors import Exp, Sigmoid
from tf1_graphs.tf1.contrib.distributions.scales import with_dependencies
from tf1_graphs.tf1.contrib.distributions.transformed import TransformedDistribution
from tf1_graphs.tf1.contrib.distributions.univariate import Logistic

# get_logits_and_probs has no public name.
util = private_module("python.ops.distributions.util")


class _Categories(tf.distributions.Distribution):
    """What the two distributions of vectors [.., k] share: `_logits` and `_probs` are set before.

    Args:
        given: what a subclass hands on to `tf.distributions.Distribution`.
    """

    def _prepare(self):
        """Build the rank of the batch, and k."""
        shape = self._logits.shape.with_rank_at_least(1)
        if shape.ndims is not None:
            rank = tf.convert_to_tensor(shape.ndims - 1, dtype=tf.int32, name="batch_rank")
        else:
            with tf.name_scope(name="batch_rank"):
                rank = tf.rank(self._logits) - 1
        self._batch_rank = rank
        with tf.name_scope(name="event_size"):
            self._event_size = tf.shape(self._logits)[-1]

    @property
    def event_size(self):
        """The number of categories, a scalar."""
        return self._event_size

    @property
    def logits(self):
        """The logarithms of the probabilities, but for a constant: [.., k]."""
        return self._logits

    @property
    def probs(self):
        """The probabilities, [.., k]."""
        return self._probs

    def _batch_shape_tensor(self):
        return tf.shape(self.logits)[:-1]

    def _batch_shape(self):
        return self.logits.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.logits)[-1:]

    def _event_shape(self):
        return self.logits.shape.with_rank_at_least(1)[-1:]

    def _matched(self, x):
        """Return a value and the logits in one shape, each as a matrix, and the others' sizes."""
        x, logits = self._checked(x), self.logits
        shapes = x.shape, logits.shape
        if not all(shape.is_fully_defined() for shape in shapes) or shapes[0] != shapes[1]:
            logits = tf.ones_like(x, dtype=logits.dtype) * logits
            x = tf.ones_like(logits, dtype=x.dtype) * x
        sizes = tf.shape(tf.reduce_sum(logits, axis=[-1] if self._sums_along_lists else -1))
        logits = tf.reshape(logits, [-1, self.event_size])
        return tf.reshape(x, [-1, self.event_size]), logits, sizes

    def _checked(self, x):
        if not self.validate_args:
            return x
        checks = [tf.debugging.assert_non_positive(x)]
        zero = tf.zeros([], dtype=self.dtype)
        checks += [tf.debugging.assert_near(zero, tf.reduce_logsumexp(x, axis=[-1]))]
        return with_dependencies(checks, x)


class OneHotCategorical(_Categories):
    """The distribution of vectors [k] with a 1 at a random place, and 0 elsewhere.

    Args:
        logits: logarithms of the probabilities, but for a constant, [.., k]; or None.
        probs: the probabilities, [.., k], or None; one of the two is given.
        dtype: of the samples.
        validate_args: whether values are checked when the graph runs.
        allow_nan_stats: whether a statistic that is not defined is NaN, or an error.
        name: of its name scope.
    """

    _sums_along_lists = False

    def __init__(
        self,
        logits=None,
        probs=None,
        dtype=tf.int32,
        validate_args=False,
        allow_nan_stats=True,
        name="OneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                name=name,
                logits=logits,
                probs=probs,
                validate_args=validate_args,
                multidimensional=True,
            )
            self._prepare()
        super().__init__(
            dtype=dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self.logits
        if logits.shape.ndims != 2:
            logits = tf.reshape(logits, [-1, self.event_size])
        draws = tf.transpose(tf.multinomial(logits, n, seed=seed))
        return tf.reshape(tf.one_hot(draws, self.event_size, dtype=self.dtype), shape)

    def _log_prob(self, x):
        x, logits, sizes = self._matched(x)
        found = -tf.nn.softmax_cross_entropy_with_logits(labels=x, logits=logits)
        return tf.reshape(found, sizes)

    def _entropy(self):
        return -tf.reduce_sum(tf.nn.log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self):
        place = tf.argmax(self.logits, axis=self._batch_rank)
        mode = tf.one_hot(place, self.event_size, dtype=self.dtype)
        mode.set_shape(self.logits.shape)
        return mode

    def _covariance(self):
        products = -tf.matmul(self.probs[..., None], self.probs[..., None, :])
        return tf.matrix_set_diag(products, self._variance())

    def _variance(self):
        return self.probs * (1.0 - self.probs)


class ExpRelaxedOneHotCategorical(_Categories):
    """The logarithm of a `RelaxedOneHotCategorical`, which underflows less.

    Args:
        temperature: a positive scalar.
        logits: as in `OneHotCategorical`.
        probs: as there.
        dtype: of the samples; by default the logits'.
        validate_args: as there.
        allow_nan_stats: as there.
        name: as there.
    """

    _sums_along_lists = True

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="ExpRelaxedOneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as name:
            self._logits, self._probs = util.get_logits_and_probs(
                name=name,
                logits=logits,
                probs=probs,
                validate_args=validate_args,
                multidimensional=True,
            )
            if dtype is None:
                dtype = self._logits.dtype
                if not validate_args:
                    temperature = tf.cast(temperature, dtype)
            checks = [tf.assert_positive(temperature)] if validate_args else []
            with tf.control_dependencies(checks):
                self._temperature = tf.identity(temperature, name="temperature")
                self._temperature_2d = tf.reshape(temperature, [-1, 1], name="temperature_2d")
            self._prepare()
        super().__init__(
            dtype=dtype,
            reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs, self._temperature],
            name=name,
        )

    @property
    def temperature(self):
        """The temperature, a scalar."""
        return self._temperature

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self.logits * tf.ones(shape, dtype=self.dtype)
        logits = tf.reshape(logits, [-1, self.event_size])
        # Of 0 there is no logarithm: the smallest number takes its place.
        uniform = tf.random_uniform(
            shape=tf.shape(logits),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )
        gumbel = -tf.log(-tf.log(uniform))
        noisy = tf.div(gumbel + logits, self._temperature_2d)
        return tf.reshape(tf.nn.log_softmax(noisy), shape)

    def _log_prob(self, x):
        x, logits, sizes = self._matched(x)
        k = tf.cast(self.event_size, x.dtype)
        constant = tf.lgamma(k) + (k - 1.0) * tf.log(self.temperature)
        found = tf.nn.log_softmax(logits - x * self._temperature_2d)
        return tf.reshape(constant + tf.reduce_sum(found, [-1], keepdims=False), sizes)


class RelaxedOneHotCategorical(TransformedDistribution):
    """The Concrete or Gumbel-softmax distribution: vectors that add up to 1, near one-hot ones.

    Args:
        temperature: a positive scalar; the lower, the nearer.
        logits: as in `ExpRelaxedOneHotCategorical`, like all that follow.
        probs: as there.
        dtype: as there.
        validate_args: as there.
        allow_nan_stats: as there.
        name: as there.
    """

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedOneHotCategorical",
    ):
        base = ExpRelaxedOneHotCategorical(
            temperature, logits, probs, dtype, validate_args, allow_nan_stats
        )
        super().__init__(base, Exp(), name=name)


class RelaxedBernoulli(TransformedDistribution):
    """Numbers between 0 and 1, near either: the sigmoid of a logistic variable.

    Args:
        temperature: a positive tensor; the lower, the nearer.
        logits: logarithms of the odds of 1, or None.
        probs: probabilities of 1, or None; one of the two is given.
        validate_args: as in `OneHotCategorical`, like what follows.
        allow_nan_stats: as there.
        name: as there.
    """

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedBernoulli",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as name:
            checks = [tf.assert_positive(temperature)] if validate_args else []
            with tf.control_dependencies(checks):
                self._temperature = tf.identity(temperature, name="temperature")
            self._logits, self._probs = util.get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args
            )
            base = Logistic(
                self._logits / self._temperature,
                1.0 / self._temperature,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name + "/Logistic",
            )
            sigmoid = Sigmoid(validate_args=validate_args)
            super().__init__(base, sigmoid, validate_args=validate_args, name=name)
        self._parameters = parameters

    @property
    def temperature(self):
        """The temperature."""
        return self._temperature

    @property
    def logits(self):
        """The logarithms of the odds of 1."""
        return self._logits

    @property
    def probs(self):
        """The probabilities of 1."""
        return self._probs


@tf.distributions.RegisterKL(OneHotCategorical, OneHotCategorical)
def _kl(a, b, name=None):
    with tf.name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        probs = tf.nn.softmax(a.logits)
        difference = tf.nn.log_softmax(a.logits) - tf.nn.log_softmax(b.logits)
        return tf.reduce_sum(probs * difference, axis=-1)
