"""Bijectors of vectors: onto the simplex, permutations, half of a vector transformed by the other.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/bijectors/softmax_centered.py`,
    `permute.py`, `real_nvp.py`.
"""

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1 import layers
from tf1_graphs.tf1.contrib.distributions.bijectors.composed import Bijector
from tf1_graphs.tf1.contrib.distributions.scales import with_dependencies

# pad has no public name.
util = private_module("python.ops.distributions.util")


class SoftmaxCentered(Bijector):
    """Vectors [.., k] onto the simplex [.., k + 1]: `Y = softmax([X, 0])`."""

    def __init__(self, validate_args=False, name="softmax_centered"):
        self._graph_parents, self._name = [], name
        super().__init__(forward_min_event_ndims=1, validate_args=validate_args, name=name)

    def _forward_event_shape(self, shape):
        is_known = shape.ndims is not None and shape[-1] is not None
        return tf.TensorShape([shape[-1] + 1]) if is_known else shape

    def _forward_event_shape_tensor(self, shape):
        return (shape[-1] + 1)[..., tf.newaxis]

    def _inverse_event_shape(self, shape):
        if shape.ndims is None or shape[-1] is None:
            return shape
        if shape[-1] <= 1:
            raise ValueError(f"output_shape[-1] = {shape[-1]} <= 1")
        return tf.TensorShape([shape[-1] - 1])

    def _inverse_event_shape_tensor(self, shape):
        if self.validate_args:
            message = "Need last dimension greater than 1."
            shape = with_dependencies([tf.assert_greater(shape[-1], 1, message=message)], shape)
        return (shape[-1] - 1)[..., tf.newaxis]

    def _forward(self, x):
        y = util.pad(x, axis=-1, back=True)
        if x.shape.ndims is not None:
            y.set_shape(x.shape[:-1].concatenate(x.shape.dims[-1] + 1))
        return tf.nn.softmax(y)

    def _inverse(self, y):
        x = tf.log(y)
        normalization = (-x[..., -1])[..., tf.newaxis]
        x = x[..., :-1] + normalization
        if y.shape.ndims is not None:
            x.set_shape(y.shape[:-1].concatenate(y.shape.dims[-1] - 1))
        return x

    def _inverse_log_det_jacobian(self, y):
        return -tf.reduce_sum(tf.log(y), axis=-1)

    def _forward_log_det_jacobian(self, x):
        normalization = tf.nn.softplus(tf.reduce_logsumexp(x, axis=-1, keepdims=True))
        rest = -normalization + tf.reduce_sum(x - normalization, axis=-1, keepdims=True)
        return tf.squeeze(rest, axis=-1)


class Permute(Bijector):
    """Vectors in another order: `Y[.., i] = X[.., permutation[i]]`.

    Args:
        permutation: whole numbers, [k], each of 0 to k - 1 once.
        validate_args: whether one that is not known is checked when the graph runs.
        name: of its name scope.

    Raises:
        TypeError: they are no whole numbers.
        ValueError: they are no permutation.
    """

    def __init__(self, permutation, validate_args=False, name=None):
        message = "Permutation over `d` must contain exactly one of each of `{0, 1, ..., d}`."
        with tf.name_scope(name, "permute", values=[permutation]):
            permutation = tf.convert_to_tensor(permutation, name="permutation")
            if not permutation.dtype.is_integer:
                kind = permutation.dtype.name
                raise TypeError(f"permutation.dtype ({kind}) should be `int`-like.")
            value = tf.get_static_value(permutation)
            if value is not None:
                if set(value) != set(range(value.size)):
                    raise ValueError(message)
            elif validate_args:
                found, _ = tf.nn.top_k(-permutation, k=tf.shape(permutation)[-1], sorted=True)
                expected = tf.range(tf.size(found))
                check = tf.assert_equal(-found, expected, message=message)
                permutation = with_dependencies([check], permutation)
            self._permutation = permutation
            super().__init__(
                forward_min_event_ndims=1,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name or "permute",
            )

    @property
    def permutation(self):
        """The permutation, a tensor."""
        return self._permutation

    def _forward(self, x):
        return tf.gather(x, self.permutation, axis=-1)

    def _inverse(self, y):
        return tf.gather(y, tf.invert_permutation(self.permutation), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return tf.constant(0.0, dtype=y.dtype.base_dtype)

    def _forward_log_det_jacobian(self, x):
        return tf.constant(0.0, dtype=x.dtype.base_dtype)


class RealNVP(Bijector):
    """The first elements of a vector stay, and say how the others are scaled and shifted.

    `Y = [X0, X1 * exp(log_scale) + shift]`, where `shift, log_scale` come of X0.

    Args:
        num_masked: how many stay.
        shift_and_log_scale_fn: function of X0 [n, num_masked] and of how many others there are; it
            returns two tensors of the others' shape, of which either may be None.
        is_constant_jacobian: whether there is no scale.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope.

    Raises:
        ValueError: none stays, or all do.
        NotImplementedError: the vectors' size is not known.
    """

    def __init__(
        self,
        num_masked,
        shift_and_log_scale_fn,
        is_constant_jacobian=False,
        validate_args=False,
        name=None,
    ):
        if num_masked <= 0:
            raise ValueError("num_masked must be a positive integer.")
        self._num_masked, self._function, self._size = num_masked, shift_and_log_scale_fn, None
        super().__init__(
            forward_min_event_ndims=1,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name or "real_nvp",
        )

    def _learn_size(self, x):
        if self._size is None:
            self._size = tf.dimension_value(x.shape.with_rank_at_least(1)[-1])
            if self._size is None:
                raise NotImplementedError(
                    "Rightmost dimension must be known prior to graph execution."
                )
            if self._num_masked >= self._size:
                raise ValueError("Number of masked units must be smaller than the event size.")

    def _halves(self, x):
        self._learn_size(x)
        first, other = x[:, : self._num_masked], x[:, self._num_masked :]
        return first, other, *self._function(first, self._size - self._num_masked)

    def _forward(self, x):
        first, other, shift, log_scale = self._halves(x)
        if log_scale is not None:
            other *= tf.exp(log_scale)
        if shift is not None:
            other += shift
        return tf.concat([first, other], axis=-1)

    def _inverse(self, y):
        first, other, shift, log_scale = self._halves(y)
        if shift is not None:
            other -= shift
        if log_scale is not None:
            other *= tf.exp(-log_scale)
        return tf.concat([first, other], axis=-1)

    def _inverse_log_det_jacobian(self, y):
        log_scale = self._log_scale(y)
        if log_scale is None:
            return tf.constant(0.0, dtype=y.dtype, name="ildj")
        return -tf.reduce_sum(log_scale, axis=-1)

    def _forward_log_det_jacobian(self, x):
        log_scale = self._log_scale(x)
        if log_scale is None:
            return tf.constant(0.0, dtype=x.dtype, name="fldj")
        return tf.reduce_sum(log_scale, axis=-1)

    def _log_scale(self, x):
        self._learn_size(x)
        first = x[:, : self._num_masked]
        return self._function(first, self._size - self._num_masked)[1]


def real_nvp_default_template(
    hidden_layers, shift_only=False, activation=tf.nn.relu, name=None, *args, **kwargs
):
    """Make a `shift_and_log_scale_fn` for `RealNVP` of dense layers, which share their variables.

    Args:
        hidden_layers: how many units each hidden layer has.
        shift_only: whether there is no scale.
        activation: of the hidden layers.
        name: of the name scope.
        *args: for `tf.layers.dense`.
        **kwargs: for it too.

    Returns:
        The function.
    """
    with tf.name_scope(name, "real_nvp_default_template"):

        def network(x, output_units):
            for units in hidden_layers:
                x = layers.dense(*args, inputs=x, units=units, activation=activation, **kwargs)
            units = (1 if shift_only else 2) * output_units
            x = layers.dense(*args, inputs=x, units=units, activation=None, **kwargs)
            return (x, None) if shift_only else tuple(tf.split(x, 2, axis=-1))

        return tf.make_template("real_nvp_default_template", network)
