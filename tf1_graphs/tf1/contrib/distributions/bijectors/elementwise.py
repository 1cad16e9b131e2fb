"""Bijectors of numbers, element by element.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/bijectors/`: `power_transform.py`,
    `exp.py`, `sigmoid.py`, `softplus.py`, `softsign.py`, `square.py`, `absolute_value.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1 import private_module, tf
from tf1_graphs.tf1.contrib.distributions.bijectors.composed import Bijector
from tf1_graphs.tf1.contrib.distributions.scales import with_dependencies

# softplus_inverse has no public name.
util = private_module("python.ops.distributions.util")


class PowerTransform(Bijector):
    """`Y = (1 + power * X) ** (1 / power)`; for the power 0 its limit, `exp(X)`.

    Args:
        power: a number of at least 0 that is known while the graph is built.
        validate_args: whether values are checked when the graph runs.
        name: of its name scope.

    Raises:
        ValueError: the power is negative or not known.
    """

    def __init__(self, power=0.0, validate_args=False, name="power_transform"):
        self._graph_parents, self._name, self._validate_args = [], name, validate_args
        with self._name_scope("init", values=[power]):
            self._power = tf.get_static_value(tf.convert_to_tensor(power, name="power"))
        if self._power is None or self._power < 0:
            raise ValueError("`power` must be a non-negative TF constant.")
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    @property
    def power(self):
        """The power, a number."""
        return self._power

    def _forward(self, x):
        x = self._checked_x(x)
        if self.power == 0:
            return tf.exp(x)
        return tf.exp(tf.log1p(x * self.power) / self.power)

    def _inverse(self, y):
        y = self._checked_y(y)
        if self.power == 0:
            return tf.log(y)
        return tf.math.expm1(tf.log(y) * self.power) / self.power

    def _inverse_log_det_jacobian(self, y):
        return (self.power - 1.0) * tf.log(self._checked_y(y))

    def _forward_log_det_jacobian(self, x):
        x = self._checked_x(x)
        return x if self.power == 0 else (1.0 / self.power - 1.0) * tf.log1p(x * self.power)

    def _checked_x(self, x):
        if not self.validate_args or self.power == 0:
            return x
        message = f"Forward transformation input must be at least {-1.0 / self.power}."
        check = tf.assert_non_negative(1.0 + self.power * x, message=message)
        return with_dependencies([check], x)

    def _checked_y(self, y):
        if not self.validate_args:
            return y
        message = "Inverse transformation input must be greater than 0."
        return with_dependencies([tf.assert_positive(y, message=message)], y)


class Exp(PowerTransform):
    """`Y = exp(X)`."""

    def __init__(self, validate_args=False, name="exp"):
        super().__init__(validate_args=validate_args, name=name)


class Sigmoid(Bijector):
    """`Y = 1 / (1 + exp(-X))`."""

    def __init__(self, validate_args=False, name="sigmoid"):
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return tf.sigmoid(x)

    def _inverse(self, y):
        return tf.log(y) - tf.log1p(-y)

    def _inverse_log_det_jacobian(self, y):
        return -tf.log(y) - tf.log1p(-y)

    def _forward_log_det_jacobian(self, x):
        return -tf.nn.softplus(-x) - tf.nn.softplus(x)


class Softplus(Bijector):
    """`Y = c * log(1 + exp(X / c))`.

    Args:
        hinge_softness: c, a tensor, not 0; None is 1.
        validate_args: whether a c of 0 is an error when the graph runs.
        name: of its name scope.
    """

    def __init__(self, hinge_softness=None, validate_args=False, name="softplus"):
        with tf.name_scope(name, values=[hinge_softness]):
            softness = hinge_softness
            if softness is not None:
                softness = tf.convert_to_tensor(softness, name="hinge_softness")
            if validate_args:
                zero = tf.convert_to_tensor(0, dtype=softness.dtype)
                message = "hinge_softness must be non-zero"
                check = tf.assert_none_equal(zero, softness, message=message)
                softness = with_dependencies([check], softness)
        self._hinge_softness = softness
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    @property
    def hinge_softness(self):
        """c, or None."""
        return self._hinge_softness

    def _forward(self, x):
        if self.hinge_softness is None:
            return tf.nn.softplus(x)
        softness = tf.cast(self.hinge_softness, x.dtype)
        return softness * tf.nn.softplus(x / softness)

    def _inverse(self, y):
        if self.hinge_softness is None:
            return util.softplus_inverse(y)
        softness = tf.cast(self.hinge_softness, y.dtype)
        return softness * util.softplus_inverse(y / softness)

    def _inverse_log_det_jacobian(self, y):
        return -tf.log(-tf.math.expm1(-self._scaled(y)))

    def _forward_log_det_jacobian(self, x):
        return -tf.nn.softplus(-self._scaled(x))

    def _scaled(self, x):
        if self.hinge_softness is None:
            return x
        return x / tf.cast(self.hinge_softness, x.dtype)


class Softsign(Bijector):
    """`Y = X / (1 + |X|)`."""

    def __init__(self, validate_args=False, name="softsign"):
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return x / (1.0 + tf.abs(x))

    def _inverse(self, y):
        y = self._checked(y)
        return y / (1.0 - tf.abs(y))

    def _forward_log_det_jacobian(self, x):
        return -2.0 * tf.log1p(tf.abs(x))

    def _inverse_log_det_jacobian(self, y):
        return -2.0 * tf.log1p(-tf.abs(self._checked(y)))

    def _checked(self, y):
        if not self.validate_args:
            return y
        least, most = "greater than -1.", "less than 1."
        message = "Inverse transformation input must be "
        one = y.dtype.base_dtype
        checks = [tf.assert_greater(y, tf.cast(-1.0, dtype=one), message=message + least)]
        checks += [tf.assert_less(y, tf.cast(1.0, dtype=one), message=message + most)]
        return with_dependencies(checks, y)


class Square(Bijector):
    """`Y = X²`, of numbers that are not negative."""

    def __init__(self, validate_args=False, name="square"):
        self._name = name
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return tf.square(self._checked(x))

    def _inverse(self, y):
        return tf.sqrt(self._checked(y))

    def _forward_log_det_jacobian(self, x):
        return np.log(2.0) + tf.log(self._checked(x))

    def _checked(self, x):
        if not self.validate_args:
            return x
        message = "All elements must be non-negative."
        return with_dependencies([tf.assert_non_negative(x, message=message)], x)


class AbsoluteValue(Bijector):
    """`Y = |X|`, which is not injective: its inverse is the pair `(-y, y)`."""

    def __init__(self, validate_args=False, name="absolute_value"):
        self._graph_parents, self._name = [], name
        with self._name_scope("init"):
            super().__init__(
                forward_min_event_ndims=0,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name,
            )

    @property
    def _is_injective(self):
        return False

    def _forward(self, x):
        return tf.abs(x)

    def _inverse(self, y):
        y = self._checked(y, y)
        return -y, y

    def _inverse_log_det_jacobian(self, y):
        zeros = self._checked(y, tf.constant(0.0, dtype=y.dtype))
        return zeros, zeros

    def _checked(self, y, tensor):
        if not self.validate_args:
            return tensor
        check = tf.assert_non_negative(y, message="Argument y was negative")
        return with_dependencies([check], tensor)
