"""Optimizes outside of the graph, by SciPy for example.

References:
    TensorFlow 1.15.5, `contrib/opt/python/training/external_optimizer.py`.
"""

import itertools
import math

import numpy as np
import scipy.optimize

from tf1_graphs import tf1 as tf


class ExternalOptimizerInterface:
    """An optimizer that sees the variables as one vector; a subclass has `_minimize`.

    Args:
        loss: scalar tensor.
        var_list: the variables; None is the trainable ones.
        equalities: tensors that are to be 0.
        inequalities: tensors that are to be 0 or more.
        var_to_bounds: lower and upper bounds by variable.
        **optimizer_kwargs: for `_minimize`.
    """

    def __init__(
        self,
        loss,
        var_list=None,
        equalities=None,
        inequalities=None,
        var_to_bounds=None,
        **optimizer_kwargs,
    ):
        self._loss = loss
        self._equalities = equalities or []
        self._inequalities = inequalities or []
        self._vars = tf.trainable_variables() if var_list is None else list(var_list)
        self._packed_bounds = None if var_to_bounds is None else self._bounds(var_to_bounds)
        self._placeholders = [tf.placeholder(var.dtype) for var in self._vars]
        self._var_updates = [
            var.assign(tf.reshape(placeholder, tuple(var.shape.as_list())))
            for var, placeholder in zip(self._vars, self._placeholders, strict=True)
        ]
        gradients = self._gradients(loss)
        of_equalities = [self._gradients(item) for item in self._equalities]
        of_inequalities = [self._gradients(item) for item in self._inequalities]
        self.optimizer_kwargs = optimizer_kwargs
        self._packed_var = _pack(self._vars)
        self._packed_loss_grad = _pack(gradients)
        self._packed_equality_grads = [_pack(item) for item in of_equalities]
        self._packed_inequality_grads = [_pack(item) for item in of_inequalities]
        sizes = [math.prod(var.shape.as_list()) for var in self._vars]
        ends = itertools.accumulate(sizes, initial=0)
        self._slices = [slice(*pair) for pair in itertools.pairwise(ends)]

    def _bounds(self, var_to_bounds):
        packed = []
        by_id = {id(var): bounds for var, bounds in var_to_bounds.items()}
        for var in self._vars:
            low, high = by_id.get(id(var), (-np.inf, np.inf))
            shape = var.shape.as_list()
            packed += zip(
                np.broadcast_to(low, shape).flat, np.broadcast_to(high, shape).flat, strict=True
            )
        return packed

    def _gradients(self, tensor):
        gradients = tf.gradients(tensor, self._vars)
        return [
            tf.zeros_like(var) if gradient is None else gradient
            for var, gradient in zip(self._vars, gradients, strict=True)
        ]

    def minimize(
        self,
        session=None,
        feed_dict=None,
        fetches=None,
        step_callback=None,
        loss_callback=None,
        **run_kwargs,
    ):
        """Minimize the loss, and give the variables the values found.

        Args:
            session: the session; None is the default one.
            feed_dict: what is fed besides the variables.
            fetches: tensors that are fetched with the loss, for `loss_callback`.
            step_callback: function of the vector, called after each step.
            loss_callback: function of the fetches, called at each value of the loss.
            **run_kwargs: for the last run, which sets the variables.
        """
        session = session or tf.get_default_session()

        def function(tensors, callback=None):
            tensors = tensors if isinstance(tensors, list) else [tensors]

            def value(x):
                feeds = {
                    var: x[part].reshape(tuple(var.shape.as_list()))
                    for var, part in zip(self._vars, self._slices, strict=True)
                }
                feeds.update(feed_dict or {})
                values = session.run(tensors + (fetches or []), feed_dict=feeds)
                if callback is not None:
                    callback(*values[len(tensors) :])
                return values[: len(tensors)]

            return value

        found = self._minimize(
            initial_val=session.run(self._packed_var),
            loss_grad_func=function([self._loss, self._packed_loss_grad], loss_callback),
            equality_funcs=[function(item) for item in self._equalities],
            equality_grad_funcs=[function(item) for item in self._packed_equality_grads],
            inequality_funcs=[function(item) for item in self._inequalities],
            inequality_grad_funcs=[function(item) for item in self._packed_inequality_grads],
            packed_bounds=self._packed_bounds,
            step_callback=step_callback or (lambda xk: None),
            optimizer_kwargs=self.optimizer_kwargs,
        )
        values = [found[part] for part in self._slices]
        feeds = dict(zip(self._placeholders, values, strict=True))
        session.run(self._var_updates, feed_dict=feeds, **run_kwargs)

    def _minimize(self, **_):
        raise NotImplementedError(
            "To use ExternalOptimizerInterface, subclass from it and implement the _minimize() "
            "method."
        )


class ScipyOptimizerInterface(ExternalOptimizerInterface):
    """`scipy.optimize.minimize`, by default L-BFGS-B; see `ExternalOptimizerInterface`."""

    _DEFAULT_METHOD = "L-BFGS-B"

    def _minimize(
        self,
        initial_val,
        loss_grad_func,
        equality_funcs,
        equality_grad_funcs,
        inequality_funcs,
        inequality_grad_funcs,
        packed_bounds,
        step_callback,
        optimizer_kwargs,
    ):
        def loss_and_gradient(x):
            loss, gradient = loss_grad_func(x)
            # SciPy's Fortran wants float64.
            return np.float64(loss), gradient.astype("float64")

        def as_function(function):
            return lambda x: np.asarray(function(x)[0], np.float64)

        pairs = [
            ("eq", zip(equality_funcs, equality_grad_funcs, strict=True)),
            ("ineq", zip(inequality_funcs, inequality_grad_funcs, strict=True)),
        ]
        constraints = [
            {"type": kind, "fun": as_function(function), "jac": as_function(gradient)}
            for kind, functions in pairs
            for function, gradient in functions
        ]
        own = {
            "jac": True,
            "callback": step_callback,
            "constraints": constraints,
            "bounds": packed_bounds,
        }
        options = dict(optimizer_kwargs)
        method = options.pop("method", self._DEFAULT_METHOD)
        if "bounds" in options:
            raise ValueError("Bounds must be set using the var_to_bounds argument")
        for name in own.keys() & options.keys():
            raise ValueError(
                f"Optimizer keyword arg '{name}' is set automatically and cannot be injected "
                "manually"
            )
        result = scipy.optimize.minimize(
            loss_and_gradient, initial_val, method=method, **own, **options
        )
        lines = [
            "Optimization terminated with:",
            f"  Message: {result.message}",
            f"  Objective function value: {result.fun:f}",
        ]
        if hasattr(result, "nit"):
            lines.append(f"  Number of iterations: {result.nit}")
        if hasattr(result, "nfev"):
            lines.append(f"  Number of functions evaluations: {result.nfev}")
        tf.logging.info("%s", "\n".join(lines))
        return result.x


def _pack(tensors):
    if not tensors:
        return None
    flat = [tf.reshape(tensor, [-1]) for tensor in tensors]
    return flat[0] if len(flat) == 1 else tf.concat(flat, 0)
