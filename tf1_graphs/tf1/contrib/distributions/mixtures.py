"""Distributions made of others: independent ones taken together, and mixtures.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/independent.py`,
    `mixture_same_family.py`, `distribution_util.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1 import tf


class Independent(tf.distributions.Distribution):
    """A batch of distributions as one: the last axes of the batch become axes of the event.

    Args:
        distribution: the batch.
        reinterpreted_batch_ndims: how many axes; by default all but the first.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope; by default `Independent` and the other's name.

    Raises:
        ValueError: the batch has fewer axes.
    """

    def __init__(
        self, distribution, reinterpreted_batch_ndims=None, validate_args=False, name=None
    ):
        parameters = dict(locals())
        self._distribution = distribution
        with tf.name_scope(name or "Independent" + distribution.name) as name:
            moved = reinterpreted_batch_ndims
            if moved is None:
                rank = distribution.batch_shape.ndims
                known = rank is not None
                rank = rank if known else tf.shape(distribution.batch_shape_tensor())[0]
                moved = (np.maximum if known else tf.maximum)(0, rank - 1)
            tensor = tf.convert_to_tensor(moved, dtype=tf.int32, name="reinterpreted_batch_ndims")
            self._static = tf.get_static_value(tensor)
            self._moved = tensor if self._static is None else self._static
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=distribution.allow_nan_stats,
                parameters=parameters,
                graph_parents=[tensor, *distribution._graph_parents],
                name=name,
            )
            self._assertions = self._checks(tensor)

    def _checks(self, moved):
        rank = self.distribution.batch_shape.ndims
        if rank is not None and self._static is not None:
            if self._static > rank:
                raise ValueError(
                    f"reinterpreted_batch_ndims({self._static}) cannot exceed "
                    f"distribution.batch_ndims({rank})"
                )
        elif self.validate_args:
            _, rank = self._batch()
            message = "reinterpreted_batch_ndims cannot exceed distribution.batch_ndims"
            return [tf.assert_less_equal(moved, rank, message=message)]
        return []

    @property
    def distribution(self):
        """The batch."""
        return self._distribution

    @property
    def reinterpreted_batch_ndims(self):
        """How many axes, a number where that is known."""
        return self._moved

    def _batch(self):
        shape = self.distribution.batch_shape_tensor()
        rank = tf.dimension_value(shape.shape.with_rank_at_least(1)[0])
        return shape, tf.shape(shape)[0] if rank is None else rank

    def _batch_shape_tensor(self):
        with tf.control_dependencies(self._assertions):
            shape, rank = self._batch()
            return shape[: rank - self._moved]

    def _batch_shape(self):
        shape = self.distribution.batch_shape
        if self._static is None or shape.ndims is None:
            return tf.TensorShape(None)
        return shape[: shape.ndims - self._static]

    def _event_shape_tensor(self):
        with tf.control_dependencies(self._assertions):
            shape, rank = self._batch()
            moved = shape[rank - self._moved :]
            return tf.concat([moved, self.distribution.event_shape_tensor()], axis=0)

    def _event_shape(self):
        shape = self.distribution.batch_shape
        if self._static is None or shape.ndims is None:
            return tf.TensorShape(None)
        moved = shape[shape.ndims - self._static :]
        return moved.concatenate(self.distribution.event_shape)

    def _sample_n(self, n, seed):
        with tf.control_dependencies(self._assertions):
            return self.distribution.sample(sample_shape=n, seed=seed)

    def _log_prob(self, x):
        with tf.control_dependencies(self._assertions):
            return self._summed(self.distribution.log_prob(x))

    def _entropy(self):
        with tf.control_dependencies(self._assertions):
            return self._summed(self.distribution.entropy())

    def _mean(self):
        return self._of_batch("mean")

    def _variance(self):
        return self._of_batch("variance")

    def _stddev(self):
        return self._of_batch("stddev")

    def _mode(self):
        return self._of_batch("mode")

    def _of_batch(self, name):
        with tf.control_dependencies(self._assertions):
            return getattr(self.distribution, name)()

    def _summed(self, x):
        axes = tf.range(self._moved) if self._static is None else np.arange(self._static)
        return tf.reduce_sum(x, axis=-1 - axes)


class MixtureSameFamily(tf.distributions.Distribution):
    """A mixture of distributions of one family, which are the last axis of a batch.

    Args:
        mixture_distribution: a `Categorical` of k categories: which distribution is drawn from.
        components_distribution: the distributions, a batch [.., k].
        validate_args: whether values are checked when the graph runs.
        allow_nan_stats: whether a statistic that is not defined is NaN, or an error.
        name: of its name scope.

    Raises:
        ValueError: the first is not of whole numbers, or the two do not fit.
    """

    def __init__(
        self,
        mixture_distribution,
        components_distribution,
        validate_args=False,
        allow_nan_stats=True,
        name="MixtureSameFamily",
    ):
        parameters = dict(locals())
        mixture, components = mixture_distribution, components_distribution
        with tf.name_scope(name) as name:
            self._mixture, self._components = mixture, components
            sizes = components.event_shape_tensor()
            rank = tf.dimension_value(sizes.shape[0])
            self._event_ndims = tf.shape(sizes)[0] if rank is None else rank
            _refuse_other(mixture, components)
            last = mixture.logits.shape.with_rank_at_least(1)[-1]
            number = tf.dimension_value(last)
            self._number = tf.shape(mixture.logits)[-1] if number is None else number
            super().__init__(
                dtype=components.dtype,
                reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=mixture._graph_parents + components._graph_parents,
                name=name,
            )

    @property
    def mixture_distribution(self):
        """Which distribution is drawn from."""
        return self._mixture

    @property
    def components_distribution(self):
        """The distributions."""
        return self._components

    def _batch_shape_tensor(self):
        return self._components.batch_shape_tensor()[:-1]

    def _batch_shape(self):
        return self._components.batch_shape.with_rank_at_least(1)[:-1]

    def _event_shape_tensor(self):
        return self._components.event_shape_tensor()

    def _event_shape(self):
        return self._components.event_shape

    def _sample_n(self, n, seed):
        x = self._components.sample(n)
        kind = x.dtype.as_numpy_dtype
        mask = tf.one_hot(
            indices=self._mixture.sample(n),
            depth=self._number,
            on_value=np.ones([], dtype=kind),
            off_value=np.zeros([], dtype=kind),
        )
        return self._summed(x * self._padded(mask))

    def _log_prob(self, x):
        return self._mixed("log_prob", x)

    def _log_cdf(self, x):
        return self._mixed("log_cdf", x)

    def _mixed(self, name, x):
        found = getattr(self._components, name)(self._with_component_axis(x))
        weights = tf.nn.log_softmax(self._mixture.logits, axis=-1)
        return tf.reduce_logsumexp(found + weights, axis=-1)

    def _mean(self):
        return self._summed(self._padded(self._mixture.probs) * self._components.mean())

    def _variance(self):
        """Add the mean of the variances and the variance of the means."""
        probs = self._padded(self._mixture.probs)
        within = self._summed(probs * self._components.variance())
        mean = self._components.mean()
        between = tf.squared_difference(mean, self._with_component_axis(self._mean()))
        return within + self._summed(probs * between)

    def _covariance(self):
        if self.event_shape.ndims != 1:
            raise NotImplementedError("covariance is not implemented")
        probs = self._padded(self._padded(self._mixture.probs))
        within = tf.reduce_sum(probs * self._components.covariance(), axis=-3)
        off = self._components.mean() - self._with_component_axis(self._mean())
        products = off[..., tf.newaxis, :] * off[..., tf.newaxis]
        return within + tf.reduce_sum(probs * products, axis=-3)

    def _summed(self, x):
        return tf.reduce_sum(x, axis=-1 - self._event_ndims)

    def _padded(self, x):
        return pad_mixture_dimensions(x, self, self._mixture, self._event_shape().ndims)

    def _with_component_axis(self, x):
        with tf.name_scope("pad_sample_dims", values=[x]):
            rank = tf.rank(x) if x.shape.ndims is None else x.shape.ndims
            shape, before = tf.shape(x), rank - self._event_ndims
            return tf.reshape(x, shape=tf.concat([shape[:before], [1], shape[before:]], axis=0))


def _refuse_other(mixture, components):
    """Raise a `ValueError` for what cannot be mixed."""
    if not mixture.dtype.is_integer:
        raise ValueError(
            f"`mixture_distribution.dtype` ({mixture.dtype.name}) is not over integers"
        )
    if mixture.event_shape.ndims not in (None, 0):
        raise ValueError("`mixture_distribution` must have scalar `event_dim`s")
    batch, others = mixture.batch_shape, components.batch_shape.with_rank_at_least(1)
    known = batch.is_fully_defined() and others[:-1].is_fully_defined()
    if known and batch.ndims != 0 and batch != others[:-1]:
        raise ValueError(
            f"`mixture_distribution.batch_shape` (`{batch.as_list()}`) is not compatible with "
            f"`components_distribution.batch_shape` (`{others[:-1].as_list()}`)"
        )
    sizes = [tf.dimension_value(shape[-1]) for shape in (mixture.logits.shape, others)]
    if None not in sizes and sizes[0] != sizes[1]:
        raise ValueError(
            f"`mixture_distribution components` ({sizes[0]}) does not equal "
            f"`components_distribution.batch_shape[-1]` ({sizes[1]})"
        )


def pad_mixture_dimensions(x, mixture, categorical, event_ndims):
    """Give weights [.., k] axes of size 1 for the event, and for the batch where they lack them.

    Args:
        x: tensor [.., k].
        mixture: the mixture.
        categorical: the distribution of which x are weights or draws.
        event_ndims: how many axes an event has.

    Returns:
        Tensor of x's elements.
    """
    with tf.name_scope("pad_mix_dims", values=[x]):

        def rank(distribution):
            known = distribution.batch_shape.ndims
            return tf.shape(distribution.batch_shape_tensor())[0] if known is None else known

        of_mixture, of_categorical = rank(mixture), rank(categorical)
        lacking = tf.where_v2(
            categorical.is_scalar_batch(), of_mixture, of_mixture - of_categorical
        )
        shape = tf.shape(x)
        parts = [shape[:-1], tf.ones([lacking], dtype=tf.int32)]
        parts += [shape[-1:], tf.ones([event_ndims], dtype=tf.int32)]
        return tf.reshape(x, shape=tf.concat(parts, axis=0))


@tf.distributions.RegisterKL(Independent, Independent)
def _kl(a, b, name="kl_independent"):
    p, q = a.distribution, b.distribution
    if not (a.event_shape.is_fully_defined() and b.event_shape.is_fully_defined()):
        raise NotImplementedError("KL between Independents needs event shapes that are known.")
    if a.event_shape != b.event_shape:
        raise ValueError("Event shapes do not match.")
    if p.event_shape != q.event_shape:
        raise NotImplementedError(
            "KL between Independents with different event shapes not supported."
        )
    moved = a.event_shape.ndims - p.event_shape.ndims
    divergence = tf.distributions.kl_divergence(p, q, name=name)
    return tf.reduce_sum(divergence, axis=[-i - 1 for i in range(moved)])
