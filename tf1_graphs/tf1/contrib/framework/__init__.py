"""`tf.contrib.framework`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.framework.graph_util import get_name_scope, get_placeholders
from tf1_graphs.tf1.contrib.framework.tensor_util import (
    assert_scalar_int,
    reduce_sum_n,
    remove_squeezable_dimensions,
    with_same_shape,
    with_shape,
)
from tf1_graphs.tf1.contrib.tf_slim import part, tf_slim
from tf1_graphs.tf1.namespace import namespace

tf = tensorflow1.tf
_arg_scope, variables = part("ops.arg_scope"), part("ops.variables")
add_arg_scope = _arg_scope.add_arg_scope
arg_scope = _arg_scope.arg_scope
arg_scoped_arguments = _arg_scope.arg_scoped_arguments
current_arg_scope = _arg_scope.current_arg_scope
has_arg_scope = _arg_scope.has_arg_scope
argsort = tf.argsort
assert_same_float_dtype = tf.debugging.assert_same_float_dtype
assert_scalar = tf.debugging.assert_scalar
init_from_checkpoint = tf.train.init_from_checkpoint
is_tensor = tf.is_tensor
list_variables = tf.train.list_variables
load_checkpoint = tf.train.load_checkpoint
load_variable = tf.train.load_variable
py_func = tf.py_func
sort = tf.sort
TensorSpec = tf.TensorSpec

__all__ = [
    "TensorSpec",
    "__all__",
    "add_arg_scope",
    "arg_scope",
    "arg_scoped_arguments",
    "argsort",
    "assert_same_float_dtype",
    "assert_scalar",
    "assert_scalar_int",
    "current_arg_scope",
    "get_name_scope",
    "get_placeholders",
    "has_arg_scope",
    "init_from_checkpoint",
    "is_tensor",
    "list_variables",
    "load_checkpoint",
    "load_variable",
    "py_func",
    "reduce_sum_n",
    "remove_squeezable_dimensions",
    "sort",
    "tf_slim",
    "variables",
    "with_same_shape",
    "with_shape",
]

__getattr__, __dir__ = namespace(__name__, variables)
