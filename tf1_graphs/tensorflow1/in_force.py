"""Puts TensorFlow 1.15.5's functions and gradients in the place of today's, when it is imported.

They are in force in every graph that keeps TensorFlow 1's rules, and in no other. All that the door
offers is taken from here, so that nothing of TensorFlow is used before.
"""

from tf1_graphs.tensorflow1 import canary, opening
from tf1_graphs.tensorflow1.devices import device, on_device
from tf1_graphs.tensorflow1.graphs import (
    be_tensorflow_1,
    new_graph,
    tf1_behavior,
    without_advice,
)
from tf1_graphs.tensorflow1.importing import import_graph, import_prepared
from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.operations import (
    RENAMED_OPS,
    definition,
    in_condition,
    in_while_loop,
    make_fetchable,
    variable_name,
)
from tf1_graphs.tensorflow1.ops import (
    array_grad,
    array_ops,
    dataset_ops,
    embedding_ops,
    feature_column,
    ftrl,
    image_ops,
    math_grad,
    math_ops,
    metrics_impl,
    nn_grad,
    nn_impl,
    nn_ops,
    op_def_library,
    parsing_ops,
    random_ops,
    resource_variable_ops,
    saver,
    session_manager,
    shape_inference,
    slices,
    variable_scope,
    while_loop,
)
from tf1_graphs.tensorflow1.private import private_module, public_names
from tf1_graphs.tensorflow1.replacing import replace, replace_gradient, replacement
from tf1_graphs.tensorflow1.seeds import get_seed
from tf1_graphs.tensorflow1.sessions import (
    check_threads,
    make_callable,
    session_config,
    threads_or,
)

__all__ = [
    "RENAMED_OPS",
    "be_tensorflow_1",
    "check_threads",
    "definition",
    "device",
    "get_seed",
    "import_graph",
    "in_condition",
    "in_while_loop",
    "make_callable",
    "make_fetchable",
    "new_graph",
    "on_device",
    "private_module",
    "public_names",
    "replacement",
    "session_config",
    "tf",
    "tf1_behavior",
    "threads_or",
    "variable_name",
    "without_advice",
]

FUNCTIONS = {
    "data.util.random_seed:get_seed": dataset_ops.get_seed,
    "feature_column.feature_column_v2:IdentityCategoricalColumn._transform_input_tensor": (
        feature_column.transform_identity
    ),
    "ops.array_ops:matrix_diag": array_ops.matrix_diag,
    "ops.array_ops:matrix_diag_part": array_ops.matrix_diag_part,
    "ops.array_ops:matrix_set_diag": array_ops.matrix_set_diag,
    "ops.array_ops:one_hot": array_ops.one_hot,
    "ops.array_ops:ones": array_ops.ones,
    "ops.array_ops:ones_like": array_ops.ones_like,
    "ops.array_ops:ones_like_impl": array_ops.ones_like_impl,
    "ops.array_ops:sparse_placeholder": array_ops.sparse_placeholder,
    "ops.array_ops:split": array_ops.split,
    "ops.array_ops:transpose": array_ops.transpose,
    "ops.array_ops:zeros": array_ops.zeros,
    "ops.clip_ops:clip_by_global_norm": math_ops.clip_by_global_norm,
    "ops.clip_ops:clip_by_norm": math_ops.clip_by_norm,
    "ops.confusion_matrix:confusion_matrix": math_ops.confusion_matrix,
    "ops.embedding_ops:embedding_lookup_sparse_impl": embedding_ops.embedding_lookup_sparse_impl,
    "ops.gradients_util:_DefaultGradYs": array_grad.default_grad_ys,
    "ops.linalg.linear_operator_lower_triangular:LinearOperatorLowerTriangular._solve": (
        array_ops.solve_lower_triangular
    ),
    "ops.linalg_ops:matrix_triangular_solve": array_ops.matrix_triangular_solve,
    "ops.math_ops:_ReductionDims": math_ops.reduction_dims,
    "ops.math_ops:linspace_nd": math_ops.linspace,
    "ops.math_ops:reduce_logsumexp": math_ops.reduce_logsumexp,
    "ops.math_ops:sign": math_ops.sign,
    "ops.math_ops:tensordot": math_ops.tensordot,
    "ops.nn_impl:swish": math_ops.swish,
    "ops.nn_impl:weighted_moments": nn_impl.weighted_moments,
    "ops.nn_ops:dropout_v2": nn_ops.dropout,
    "ops.random_ops:random_gamma": random_ops.random_gamma,
    "ops.random_ops:random_uniform": nn_ops.random_uniform,
    "ops.special_math_ops:einsum": math_ops.einsum,
    "ops.resource_variable_ops:BaseResourceVariable.read_value_no_copy": (
        resource_variable_ops.read_value_no_copy
    ),
    "ops.stateless_random_ops:stateless_random_normal": random_ops.stateless_random_normal,
    "ops.stateless_random_ops:stateless_random_uniform": random_ops.stateless_random_uniform,
    "ops.stateless_random_ops:stateless_truncated_normal": random_ops.stateless_truncated_normal,
    "ops.tensor_array_ops:_GraphTensorArray.size": array_ops.tensor_array_size,
    "ops.tensor_array_ops:_GraphTensorArray.stack": array_ops.tensor_array_stack,
    "training.ftrl:FtrlOptimizer._create_slots": ftrl.create_slots,
    "training.saver:BaseSaverBuilder._AddShardedSaveOpsForV2": saver.add_sharded_save_ops,
    "training.saver:BaseSaverBuilder._GroupByDevices": saver.group_by_devices,
}

WRAPPERS = {
    "data.ops.dataset_ops:_OptionsDataset.__init__": dataset_ops.without_node,
    "data.ops.dataset_ops:DatasetV2._apply_debug_options": dataset_ops.optimized,
    "feature_column.feature_column:_LinearModel.__init__": feature_column.linear_model,
    "framework.importer:_ProcessGraphDefParam": import_prepared,
    "framework.sparse_tensor:SparseTensor.__init__": array_ops.sparse_tensor,
    "ops.control_flow_ops:_Enter": while_loop.enter_in_order,
    "ops.control_flow_ops:WhileContext.BuildLoop": while_loop.draw_in_order,
    "framework.op_def_library:_apply_op_helper": op_def_library.apply_op_helper,
    "ops.image_ops_impl:per_image_standardization": image_ops.per_image_standardization,
    "ops.variable_scope:_VariableStore._get_single_variable": variable_scope.single_variable,
    "ops.resource_variable_ops:BaseResourceVariable.sparse_read": (
        resource_variable_ops.sparse_read
    ),
    "ops.array_ops:rank_internal": array_ops.rank_internal,
    "ops.array_ops:shape_internal": array_ops.shape_internal,
    "ops.array_ops:size_internal": array_ops.size_internal,
    "ops.parsing_ops:parse_example_v2": parsing_ops.parse_example,
    "ops.parsing_ops:parse_single_example_v2": parsing_ops.parse_single_example,
    "ops.tensor_getitem_override:_slice_helper": slices.slice_helper,
    "training.ftrl:FtrlOptimizer._prepare": ftrl.prepare,
    "training.session_manager:_restore_checkpoint_and_maybe_run_saved_model_initializers": (
        session_manager.told
    ),
}


for _name, _function in FUNCTIONS.items():
    replace(_name, lambda _, function=_function: function)
for _name, _wrapper in WRAPPERS.items():
    replace(_name, _wrapper)
GRADIENTS = {**math_grad.GRADIENTS, **array_grad.GRADIENTS, **nn_grad.GRADIENTS}
for _op_type, _gradient in GRADIENTS.items():
    replace_gradient(_op_type, lambda _, gradient=_gradient: gradient)
replace_gradient("GatherV2", array_grad.gather_along)
for _version in ("", "V2", "V3"):
    replace_gradient(f"FusedBatchNorm{_version}", nn_impl.fused_batch_norm_grad(_version))
metrics_impl.put_in_force()
shape_inference.put_in_force()
slices.put_in_force()
opening.put_in_force()
canary.at_loading()
