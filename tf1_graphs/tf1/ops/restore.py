"""Put TensorFlow 1.15.5's functions in the place of today's, in graphs that keep its rules."""

from tf1_graphs.compat import replace, replace_gradient
from tf1_graphs.layers import nn_ops as layer_ops
from tf1_graphs.tf1.ops import (
    array_grad,
    array_ops,
    image_ops,
    math_grad,
    math_ops,
    nn_ops,
    op_def_library,
    random_ops,
    variable_scope,
)

FUNCTIONS = {
    "ops.array_ops:matrix_diag": array_ops.matrix_diag,
    "ops.array_ops:matrix_diag_part": array_ops.matrix_diag_part,
    "ops.array_ops:one_hot": array_ops.one_hot,
    "ops.array_ops:ones": array_ops.ones,
    "ops.array_ops:ones_like": array_ops.ones_like,
    "ops.array_ops:ones_like_impl": array_ops.ones_like_impl,
    "ops.array_ops:split": array_ops.split,
    "ops.array_ops:zeros": array_ops.zeros,
    "ops.clip_ops:clip_by_global_norm": math_ops.clip_by_global_norm,
    "ops.clip_ops:clip_by_norm": math_ops.clip_by_norm,
    "ops.confusion_matrix:confusion_matrix": math_ops.confusion_matrix,
    "ops.gradients_util:_DefaultGradYs": array_grad.default_grad_ys,
    "ops.math_ops:_ReductionDims": math_ops.reduction_dims,
    "ops.math_ops:linspace_nd": math_ops.linspace,
    "ops.math_ops:reduce_logsumexp": math_ops.reduce_logsumexp,
    "ops.math_ops:tensordot": math_ops.tensordot,
    "ops.nn_impl:swish": math_ops.swish,
    "ops.nn_impl:weighted_moments": nn_ops.weighted_moments,
    "ops.nn_ops:dropout_v2": layer_ops.dropout,
    "ops.random_ops:random_gamma": random_ops.random_gamma,
    "ops.random_ops:random_uniform": layer_ops.random_uniform,
    "ops.tensor_array_ops:_GraphTensorArray.size": array_ops.tensor_array_size,
    "ops.tensor_array_ops:_GraphTensorArray.stack": array_ops.tensor_array_stack,
}

WRAPPERS = {
    "framework.op_def_library:_apply_op_helper": op_def_library.apply_op_helper,
    "ops.image_ops_impl:per_image_standardization": image_ops.per_image_standardization,
    "ops.variable_scope:_VariableStore._get_single_variable": variable_scope.single_variable,
}


def restore():
    """Restore every function and gradient of this folder, once for the process."""
    for name, function in FUNCTIONS.items():
        replace(name, lambda _, function=function: function)
    for name, wrapper in WRAPPERS.items():
        replace(name, wrapper)
    for op_type, gradient in {**math_grad.GRADIENTS, **array_grad.GRADIENTS}.items():
        replace_gradient(op_type, lambda _, gradient=gradient: gradient)
    replace_gradient("GatherV2", array_grad.gather_along)
    for version in ("", "V2", "V3"):
        replace_gradient(f"FusedBatchNorm{version}", nn_ops.fused_batch_norm_grad(version))
