"""`tf.contrib.framework`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.framework.arg_scope import (
    add_arg_scope,
    arg_scope,
    current_arg_scope,
    has_arg_scope,
)
from tf1_graphs.tf1.contrib.framework.variables import (
    get_model_variables,
    get_variables,
    get_variables_to_restore,
    model_variable,
    variable,
)
from tf1_graphs.tf1.namespace import namespace

nest = tensorflow1.tf.nest
assert_global_step = tensorflow1.tf.train.assert_global_step
create_global_step = tensorflow1.tf.train.create_global_step
get_global_step = tensorflow1.tf.train.get_global_step
get_or_create_global_step = tensorflow1.tf.train.get_or_create_global_step

__all__ = [
    "add_arg_scope",
    "arg_scope",
    "assert_global_step",
    "create_global_step",
    "current_arg_scope",
    "get_global_step",
    "get_model_variables",
    "get_or_create_global_step",
    "get_variables",
    "get_variables_to_restore",
    "has_arg_scope",
    "model_variable",
    "nest",
    "variable",
]

__getattr__, __dir__ = namespace(__name__)
