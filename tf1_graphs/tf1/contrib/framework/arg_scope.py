"""Default arguments for the functions called within a scope.

References:
    TensorFlow 1.15.5, `contrib/framework/python/ops/arg_scope.py`.
"""

import contextlib
import functools

_scopes = [{}]


def add_arg_scope(function):
    """Let `arg_scope` give a function default arguments."""

    @functools.wraps(function)
    def with_scope(*args, **kwargs):
        return function(*args, **{**_scopes[-1].get(with_scope, {}), **kwargs})

    with_scope.takes_arg_scope = True
    return with_scope


def has_arg_scope(function):
    """Tell whether `arg_scope` can give a function default arguments."""
    return getattr(function, "takes_arg_scope", False)


def current_arg_scope():
    """Return the default arguments that hold, by function."""
    return _scopes[-1]


@contextlib.contextmanager
def arg_scope(list_ops_or_scope, **kwargs):
    """Give functions default arguments within a `with` block.

    Args:
        list_ops_or_scope: list of functions, or a scope that an earlier `arg_scope` yielded.
        **kwargs: the default arguments; none together with an earlier scope.

    Yields:
        The scope, to be used again.

    Raises:
        ValueError: a function takes no default arguments, or an earlier scope comes with some.
        TypeError: the first argument is neither a list nor a scope.

    Example:
        `with arg_scope([fully_connected], activation_fn=tf.nn.elu):`
    """
    if isinstance(list_ops_or_scope, dict):
        if kwargs:
            raise ValueError("an earlier scope that is used again takes no more arguments")
        scope = dict(list_ops_or_scope)
    elif isinstance(list_ops_or_scope, (list, tuple)):
        scope = dict(_scopes[-1])
        for function in list_ops_or_scope:
            if not has_arg_scope(function):
                raise ValueError(f"{function} is not decorated with @add_arg_scope")
            scope[function] = {**scope.get(function, {}), **kwargs}
    else:
        raise TypeError("list_ops_or_scope must either be a list/tuple or reused scope (i.e. dict)")
    _scopes.append(scope)
    try:
        yield scope
    finally:
        _scopes.pop()
