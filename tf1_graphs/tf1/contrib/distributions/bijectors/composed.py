"""Bijectors made of others or of functions.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/bijectors/chain.py`, `invert.py`,
    `inline.py`, `conditional_bijector.py`.
"""

import itertools

from tf1_graphs.tensorflow1 import private_module, tf

# tf.distributions offers neither of the two; both are TensorFlow's still.
Bijector = private_module("python.ops.distributions.bijector").Bijector
Identity = private_module("python.ops.distributions.identity_bijector").Identity


class Chain(Bijector):
    """Bijectors applied one after the other, the last of the list first.

    Args:
        bijectors: list of them; none is the identity.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope; by default `chain_of_` and their names.

    Raises:
        NotImplementedError: one of them is not injective.
        ValueError: their types differ.
    """

    def __init__(self, bijectors=None, validate_args=False, name=None):
        self._bijectors = bijectors = () if bijectors is None else bijectors
        for inner in bijectors:
            if not inner._is_injective:
                raise NotImplementedError(
                    f"Invert is not implemented for non-injective bijector ({inner.name})"
                )
        types = {inner.dtype for inner in bijectors}
        if len(types) > 2:
            raise ValueError(f"incompatible dtypes: {list(types)}")
        named = [kind for kind in types if kind is not None]
        names = "_of_".join(["chain", *(inner.name for inner in bijectors)])
        super().__init__(
            graph_parents=list(itertools.chain(*(inner.graph_parents for inner in bijectors))),
            forward_min_event_ndims=_least_rank(
                [(b.forward_min_event_ndims, b.inverse_min_event_ndims) for b in bijectors[::-1]]
            ),
            inverse_min_event_ndims=_least_rank(
                [(b.inverse_min_event_ndims, b.forward_min_event_ndims) for b in bijectors]
            ),
            is_constant_jacobian=all(inner.is_constant_jacobian for inner in bijectors),
            validate_args=validate_args,
            dtype=named[0] if named else None,
            name=name or (names if bijectors else "identity"),
        )

    @property
    def bijectors(self):
        """The bijectors."""
        return self._bijectors

    def _forward_event_shape(self, shape):
        return self._through("forward_event_shape", shape)

    def _forward_event_shape_tensor(self, shape):
        return self._through("forward_event_shape_tensor", shape)

    def _inverse_event_shape(self, shape):
        return self._through("inverse_event_shape", shape)

    def _inverse_event_shape_tensor(self, shape):
        return self._through("inverse_event_shape_tensor", shape)

    def _in_order(self, direction):
        return reversed(self.bijectors) if direction == "forward" else self.bijectors

    def _through(self, name, shape):
        for inner in self._in_order(name.partition("_")[0]):
            shape = getattr(inner, name)(shape)
        return shape

    def _forward(self, x, **kwargs):
        return self._applied("forward", x, kwargs)

    def _inverse(self, y, **kwargs):
        return self._applied("inverse", y, kwargs)

    def _applied(self, direction, x, kwargs):
        for inner in self._in_order(direction):
            x = getattr(inner, direction)(x, **kwargs.get(inner.name, {}))
        return x

    def _forward_log_det_jacobian(self, x, **kwargs):
        x = tf.convert_to_tensor(x, name="x")
        return self._log_det_jacobian("forward", x, self.forward_min_event_ndims, kwargs)

    def _inverse_log_det_jacobian(self, y, **kwargs):
        y = tf.convert_to_tensor(y, name="y")
        return self._log_det_jacobian("inverse", y, self.inverse_min_event_ndims, kwargs)

    def _log_det_jacobian(self, direction, x, rank, kwargs):
        """Add up those of the bijectors, each at what the ones before it made of x."""
        total = tf.cast(0.0, dtype=x.dtype.base_dtype)
        if not self.bijectors:
            return total
        rank = self._maybe_get_static_event_ndims(rank)
        if _is_known(x, rank):
            event_shape = x.shape[x.shape.ndims - rank :]
        else:
            event_shape = tf.shape(x)[tf.rank(x) - rank :]
        for inner in self._in_order(direction):
            more = kwargs.get(inner.name, {})
            jacobian = getattr(inner, f"{direction}_log_det_jacobian")
            total += jacobian(x, event_ndims=rank, **more)
            if _is_known(x, rank):
                event_shape = getattr(inner, f"{direction}_event_shape")(event_shape)
                rank = self._maybe_get_static_event_ndims(event_shape.ndims)
            else:
                event_shape = getattr(inner, f"{direction}_event_shape_tensor")(event_shape)
                rank = tf.size(event_shape)
                value = self._maybe_get_static_event_ndims(rank)
                rank = rank if value is None else value
            x = getattr(inner, direction)(x, **more)
        return total


def _is_known(x, rank):
    return x.shape.is_fully_defined() and isinstance(rank, int)


def _least_rank(ranks):
    """Return how many axes an event must have for bijectors that are applied in this order.

    Args:
        ranks: for each, how many it needs of its input, and how many its output has then.
    """
    least = have = 0
    for needs, gives in ranks:
        least += max(0, needs - have)
        have = max(needs, have) - (needs - gives)
    return least


class Invert(Bijector):
    """The inverse of a bijector: its `forward` is the other's `inverse`.

    Args:
        bijector: the other.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope; by default `invert_` and the other's name.

    Raises:
        NotImplementedError: it is not injective.
    """

    def __init__(self, bijector, validate_args=False, name=None):
        if not bijector._is_injective:
            raise NotImplementedError("Invert is not implemented for non-injective bijectors.")
        self._bijector = bijector
        super().__init__(
            graph_parents=bijector.graph_parents,
            forward_min_event_ndims=bijector.inverse_min_event_ndims,
            inverse_min_event_ndims=bijector.forward_min_event_ndims,
            is_constant_jacobian=bijector.is_constant_jacobian,
            validate_args=validate_args,
            dtype=bijector.dtype,
            name=name or f"invert_{bijector.name}",
        )

    @property
    def bijector(self):
        """The other bijector."""
        return self._bijector

    def _forward_event_shape(self, shape):
        return self.bijector._inverse_event_shape(shape)

    def _forward_event_shape_tensor(self, shape):
        return self.bijector._inverse_event_shape_tensor(shape)

    def _inverse_event_shape(self, shape):
        return self.bijector._forward_event_shape(shape)

    def _inverse_event_shape_tensor(self, shape):
        return self.bijector._forward_event_shape_tensor(shape)

    def _forward(self, x, **kwargs):
        return self.bijector._inverse(x, **kwargs)

    def _inverse(self, y, **kwargs):
        return self.bijector._forward(y, **kwargs)

    def _inverse_log_det_jacobian(self, y, **kwargs):
        return self.bijector._forward_log_det_jacobian(y, **kwargs)

    def _forward_log_det_jacobian(self, x, **kwargs):
        return self.bijector._inverse_log_det_jacobian(x, **kwargs)


class Inline(Bijector):
    """A bijector of functions.

    Args:
        forward_fn, inverse_fn: of a tensor.
        inverse_log_det_jacobian_fn, forward_log_det_jacobian_fn: of a tensor.
        forward_event_shape_fn, forward_event_shape_tensor_fn, inverse_event_shape_fn,
            inverse_event_shape_tensor_fn: of a shape; without one the shape stays.
        is_constant_jacobian: whether the jacobian is the same everywhere.
        validate_args: whether values are checked when the graph runs.
        forward_min_event_ndims, inverse_min_event_ndims: how many axes an event has at least.
        name: of its name scope.

    A function that is used and missing raises NotImplementedError.
    """

    def __init__(
        self,
        forward_fn=None,
        inverse_fn=None,
        inverse_log_det_jacobian_fn=None,
        forward_log_det_jacobian_fn=None,
        forward_event_shape_fn=None,
        forward_event_shape_tensor_fn=None,
        inverse_event_shape_fn=None,
        inverse_event_shape_tensor_fn=None,
        is_constant_jacobian=False,
        validate_args=False,
        forward_min_event_ndims=None,
        inverse_min_event_ndims=None,
        name="inline",
    ):
        super().__init__(
            forward_min_event_ndims=forward_min_event_ndims,
            inverse_min_event_ndims=inverse_min_event_ndims,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name,
        )

        def needed(function, name):
            def missing(x, **kwargs):
                raise NotImplementedError(f"{name} is not a callable function.")

            return function if callable(function) else missing

        def unchanged(shape):
            return shape

        self._forward = needed(forward_fn, "forward_fn")
        self._inverse = needed(inverse_fn, "inverse_fn")
        self._inverse_log_det_jacobian = needed(
            inverse_log_det_jacobian_fn, "inverse_log_det_jacobian_fn"
        )
        self._forward_log_det_jacobian = needed(
            forward_log_det_jacobian_fn, "forward_log_det_jacobian_fn"
        )
        self._forward_event_shape = forward_event_shape_fn or unchanged
        self._forward_event_shape_tensor = forward_event_shape_tensor_fn or unchanged
        self._inverse_event_shape = inverse_event_shape_fn or unchanged
        self._inverse_event_shape_tensor = inverse_event_shape_tensor_fn or unchanged


class ConditionalBijector(Bijector):
    """A bijector whose functions take further named arguments, for its own class to use."""

    def forward(self, x, name="forward", **condition_kwargs):
        """Compute g(x)."""
        return self._call_forward(x, name, **condition_kwargs)

    def inverse(self, y, name="inverse", **condition_kwargs):
        """Compute the x of which y is g(x)."""
        return self._call_inverse(y, name, **condition_kwargs)

    def inverse_log_det_jacobian(
        self, y, event_ndims, name="inverse_log_det_jacobian", **condition_kwargs
    ):
        """Compute log |det| of the inverse's jacobian at y, summed over `event_ndims` axes."""
        return self._call_inverse_log_det_jacobian(y, event_ndims, name, **condition_kwargs)

    def forward_log_det_jacobian(
        self, x, event_ndims, name="forward_log_det_jacobian", **condition_kwargs
    ):
        """Compute log |det| of the jacobian at x, summed over `event_ndims` axes."""
        return self._call_forward_log_det_jacobian(x, event_ndims, name, **condition_kwargs)
