"""Mixtures of distributions of any kind.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/mixture.py`, `distribution_util.py`.
"""

import functools

import numpy as np

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions.mixtures import pad_mixture_dimensions

# gen_new_seed has no public name.
util = private_module("python.ops.distributions.util")


class Mixture(tf.distributions.Distribution):
    """Draws from one of some distributions, which a `Categorical` chooses.

    Args:
        cat: the `Categorical`.
        components: list of distributions of one type and shape, one a category.
        validate_args: whether values are checked when the graph runs.
        allow_nan_stats: whether a statistic that is not defined is NaN, or an error.
        use_static_graph: whether each distribution is drawn from and one draw chosen, in place of
            drawing from the chosen one alone.
        name: of its name scope.

    Raises:
        TypeError: one argument is of another kind, or the types of the distributions differ.
        ValueError: there are none, or not as many as categories, or their shapes are not known.
    """

    def __init__(
        self,
        cat,
        components,
        validate_args=False,
        allow_nan_stats=True,
        use_static_graph=False,
        name="Mixture",
    ):
        parameters = dict(locals())
        _refuse_other(cat, components)
        self._static_event, self._static_batch = components[0].event_shape, cat.batch_shape
        for component in components:
            self._static_event = self._static_event.merge_with(component.event_shape)
            self._static_batch = self._static_batch.merge_with(component.batch_shape)
        if self._static_event.ndims is None:
            raise ValueError(
                "Expected to know rank(event_shape) from components, but none of the components "
                "provide a static number of ndims"
            )
        with tf.name_scope(name, values=[cat.logits]) as name:
            number = tf.get_static_value(cat.event_size)
            if number is None:
                raise ValueError(
                    "Could not infer number of classes from cat and unable to compare this value "
                    "to the number of components passed in."
                )
            if number != len(components):
                raise ValueError(
                    f"cat.num_classes != len(components): {number} vs. {len(components)}"
                )
            shape = cat.batch_shape_tensor()
            rank = tf.size(shape)
            self._assertions = _checks(shape, rank, components) if validate_args else []
            self._cat, self._components = cat, list(components)
            self._use_static_graph = use_static_graph
        parents = [parent for one in (cat, *components) for parent in one._graph_parents]
        super().__init__(
            dtype=components[0].dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=parents,
            name=name,
        )

    @property
    def cat(self):
        """The `Categorical`."""
        return self._cat

    @property
    def components(self):
        """The distributions."""
        return self._components

    @property
    def num_components(self):
        """How many they are."""
        return len(self._components)

    def _batch_shape_tensor(self):
        return self._cat.batch_shape_tensor()

    def _batch_shape(self):
        return self._static_batch

    def _event_shape_tensor(self):
        return self._components[0].event_shape_tensor()

    def _event_shape(self):
        return self._static_event

    def _weights(self, softmax):
        return tf.unstack(softmax(self.cat.logits), num=self.num_components, axis=-1)

    def _event_weights(self):
        def expanded(x):
            return functools.reduce(
                lambda x, _: tf.expand_dims(x, -1), range(self.event_shape.ndims), x
            )

        return [expanded(weight) for weight in self._weights(tf.nn.softmax)]

    def _mean(self):
        with tf.control_dependencies(self._assertions):
            means = [component.mean() for component in self.components]
            weights = self._event_weights()
            return tf.add_n([w * mean for w, mean in zip(weights, means, strict=True)])

    def _stddev(self):
        with tf.control_dependencies(self._assertions):
            means = [component.mean() for component in self.components]
            deviations = [component.stddev() for component in self.components]
            weights = self._weights(tf.nn.softmax)
            means, deviations = tf.stack(means, axis=-1), tf.stack(deviations, axis=-1)
            for _ in range(self.event_shape.ndims):
                weights = [tf.expand_dims(weight, -1) for weight in weights]
            weights = tf.stack(weights, axis=-1) * tf.ones_like(means)
            rows = [-1, self.num_components]
            found = _deviation(*(tf.reshape(x, rows) for x in (weights, means, deviations)))
            return tf.reshape(found, tf.shape(weights)[:-1])

    def _log_prob(self, x):
        return self._mixed("log_prob", x)

    def _log_cdf(self, x):
        return self._mixed("log_cdf", x)

    def _mixed(self, name, x):
        with tf.control_dependencies(self._assertions):
            x = tf.convert_to_tensor(x, name="x")
            found = [getattr(component, name)(x) for component in self.components]
            weights = self._weights(tf.nn.log_softmax)
            sums = [weight + one for weight, one in zip(weights, found, strict=True)]
            return tf.reduce_logsumexp(tf.stack(sums, axis=0), [0])

    def entropy_lower_bound(self, name="entropy_lower_bound"):
        """Return the mean of the distributions' entropies, which is at most the mixture's."""
        scope = self._name_scope(name, values=[self.cat.logits])
        with scope, tf.control_dependencies(self._assertions):
            entropies = [component.entropy() for component in self.components]
            weights = self._weights(tf.nn.softmax)
            return tf.add_n([w * one for w, one in zip(weights, entropies, strict=True)])

    def _sample_n(self, n, seed=None):
        if self._use_static_graph:
            return self._chosen_of_all(n, seed)
        with tf.control_dependencies(self._assertions):
            return self._drawn_of_chosen(n, seed)

    def _chosen_of_all(self, n, seed):
        rank, chosen, draws = self._static_event.ndims, self.cat.sample(n, seed=seed), []
        for component in self.components:
            seed = util.gen_new_seed(seed, "mixture")
            draws.append(component.sample(n, seed=seed))
        draws = tf.stack(draws, -rank - 1)
        kind = draws.dtype.as_numpy_dtype
        one, zero = np.ones([], dtype=kind), np.zeros([], dtype=kind)
        mask = tf.one_hot(indices=chosen, depth=self.num_components, on_value=one, off_value=zero)
        mask = pad_mixture_dimensions(mask, self, self._cat, rank)
        return tf.reduce_sum(draws * mask, axis=-1 - rank)

    def _drawn_of_chosen(self, n, seed):
        """Draw from each distribution as many as its category was chosen, and put them in place."""
        n = tf.convert_to_tensor(n, name="n")
        known = tf.get_static_value(n)
        n = n if known is None else int(known)
        chosen = self.cat.sample(n, seed=seed)
        shape, size = chosen.shape, chosen.shape.num_elements()
        if shape.is_fully_defined():
            shape = shape.as_list()
        else:
            shape, size = tf.shape(chosen), tf.size(chosen)
        if self.batch_shape.is_fully_defined():
            batch = self.batch_shape.num_elements()
        else:
            batch = tf.reduce_prod(self.batch_shape_tensor())
        event = self.event_shape
        if event.is_fully_defined():
            event = np.array(event.as_list(), dtype=np.int32)
        else:
            event = self.event_shape_tensor()
        places = tf.reshape(tf.range(0, size), shape)
        places = tf.dynamic_partition(places, chosen, self.num_components)
        in_batch = tf.reshape(tf.tile(tf.range(0, batch), [n]), shape)
        in_batch = tf.dynamic_partition(in_batch, chosen, self.num_components)
        draws = []
        for number, component in enumerate(self.components):
            count = tf.size(places[number])
            seed = util.gen_new_seed(seed, "mixture")
            drawn = component.sample(count, seed=seed)
            rows = batch * tf.range(count) + in_batch[number]
            drawn = tf.reshape(drawn, tf.concat([[count * batch], event], 0))
            draws.append(tf.gather(drawn, rows, name="samples_class_c_gather"))
        drawn = tf.dynamic_stitch(indices=places, data=draws)
        drawn = tf.reshape(drawn, tf.concat([shape, self.event_shape_tensor()], 0))
        drawn.set_shape(chosen.shape.concatenate(self.event_shape))
        return drawn


def _deviation(weights, means, deviations):
    """Return the standard deviations of mixtures, [n], from three matrices [n, k]."""
    weights = tf.expand_dims(weights, axis=1)
    means, deviations = tf.expand_dims(means, axis=2), tf.expand_dims(deviations, axis=2)
    mean = tf.reshape(tf.matmul(weights, means), (-1,))
    within = tf.reshape(tf.matmul(weights, tf.square(deviations)), (-1,))
    squares = tf.reshape(tf.matmul(weights, tf.square(means)), (-1,))
    return tf.sqrt(within + squares - tf.square(mean))


def _checks(shape, rank, components):
    shapes = [component.batch_shape_tensor() for component in components]
    ranks = [tf.size(one) for one in shapes]
    message = "components[%d] batch shape must match cat batch shape"
    found = [tf.assert_equal(rank, r, message=message % i) for i, r in enumerate(ranks)]
    return found + [tf.assert_equal(shape, s, message=message % i) for i, s in enumerate(shapes)]


def _refuse_other(cat, components):
    if not isinstance(cat, tf.distributions.Categorical):
        raise TypeError(f"cat must be a Categorical distribution, but saw: {cat}")
    if not components:
        raise ValueError("components must be a non-empty list or tuple")
    if not isinstance(components, list | tuple):
        raise TypeError(f"components must be a list or tuple, but saw: {components}")
    if not all(isinstance(one, tf.distributions.Distribution) for one in components):
        raise TypeError(
            f"all entries in components must be Distribution instances but saw: {components}"
        )
    if len({one.dtype for one in components}) > 1:
        kinds = [(one.name, one.dtype) for one in components]
        raise TypeError(f"All components must have the same dtype, but saw dtypes: {kinds}")
