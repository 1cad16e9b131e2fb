"""Says under which name of the drop-in stands what TensorFlow 1 had elsewhere, unchanged.

Releases before 1.15 are among it: `tf.contrib.data.Dataset` was 1.3's, `tf.array_ops` 1.4's.
"""

# By the old module: the module whose names it has.
MODULES = {
    "tf.array_ops": "tf.python.ops.array_ops",
    "tf.contrib.autograph": "tf.autograph",
    "tf.contrib.compiler": "tf.xla.experimental",
    "tf.contrib.compiler.jit": "tf.xla.experimental",
    "tf.contrib.compiler.xla": "tf.xla.experimental",
    "tf.contrib.deprecated": "tf",
    "tf.contrib.estimator": "tf.estimator.experimental",
    "tf.contrib.feature_column": "tf.feature_column",
    "tf.contrib.framework.nest": "tf.python.util.nest",
    "tf.contrib.graph_editor.reroute": "tf.contrib.graph_editor",
    "tf.contrib.graph_editor.select": "tf.contrib.graph_editor",
    "tf.contrib.graph_editor.subgraph": "tf.contrib.graph_editor",
    "tf.contrib.graph_editor.transform": "tf.contrib.graph_editor",
    "tf.contrib.graph_editor.util": "tf.contrib.graph_editor",
    "tf.contrib.keras": "tf.keras",
    "tf.contrib.keras.api": "tf.contrib",
    "tf.contrib.keras.python": "tf.contrib",
    "tf.contrib.linalg": "tf.linalg",
    "tf.keras.engine": "tf.python.keras.engine",
    "tf.keras.utils.conv_utils": "tf.python.keras.utils.conv_utils",
    "tf.keras.utils.data_utils": "tf.python.keras.utils.data_utils",
    "tf.keras.utils.generic_utils": "tf.python.keras.utils.generic_utils",
    "tf.keras.utils.layer_utils": "tf.python.keras.utils.layer_utils",
    "tf.keras.utils.np_utils": "tf.python.keras.utils.np_utils",
    "tf.keras.utils.vis_utils": "tf.python.keras.utils.vis_utils",
    "tf.contrib.rnn.rnn_cell": "tf.contrib.rnn",
    "tf.contrib.staging": "tf.python.ops.data_flow_ops",
    "tf.contrib.stateless": "tf.random",
    "tf.contrib.summary": "tf.python.ops.summary_ops_v2",
}
# By the old name: the name that it became.
NAMES = {
    "tf.contrib.compiler.jit.experimental_jit_scope": "tf.xla.experimental.jit_scope",
    "tf.contrib.data.Dataset": "tf.data.Dataset",
    "tf.contrib.data.FixedLengthRecordDataset": "tf.data.FixedLengthRecordDataset",
    "tf.contrib.data.Iterator": "tf.data.Iterator",
    "tf.contrib.data.TFRecordDataset": "tf.data.TFRecordDataset",
    "tf.contrib.data.TextLineDataset": "tf.data.TextLineDataset",
    **{
        f"tf.contrib.distributions.{name}": f"tf.python.ops.distributions.{file}.{name}"
        for file, name in (
            ("beta", "BetaWithSoftplusConcentration"),
            ("exponential", "ExponentialWithSoftplusRate"),
            ("gamma", "GammaWithSoftplusConcentrationRate"),
            ("laplace", "LaplaceWithSoftplusScale"),
            ("normal", "NormalWithSoftplusScale"),
            ("student_t", "StudentTWithAbsDfSoftplusScale"),
            ("util", "fill_triangular"),
            ("util", "matrix_diag_transform"),
            ("util", "reduce_weighted_logsumexp"),
            ("util", "softplus_inverse"),
            ("util", "tridiag"),
        )
    },
    "tf.contrib.estimator.add_metrics": "tf.estimator.add_metrics",
    "tf.contrib.learn.KMeansClustering": "tf.contrib.factorization.KMeansClustering",
    "tf.contrib.framework.BoundedTensorSpec": ("tf.python.framework.tensor_spec.BoundedTensorSpec"),
    "tf.contrib.framework.RecordInput": "tf.python.ops.data_flow_ops.RecordInput",
    "tf.contrib.framework.convert_to_tensor_or_sparse_tensor": (
        "tf.convert_to_tensor_or_sparse_tensor"
    ),
    "tf.contrib.framework.get_graph_from_inputs": (
        "tf.python.framework.ops._get_graph_from_inputs"
    ),
    "tf.contrib.framework.prepend_name_scope": "tf.python.framework.ops.prepend_name_scope",
    "tf.contrib.framework.smart_case": "tf.python.framework.smart_cond.smart_case",
    "tf.contrib.framework.smart_cond": "tf.python.framework.smart_cond.smart_cond",
    "tf.contrib.framework.smart_constant_value": (
        "tf.python.framework.smart_cond.smart_constant_value"
    ),
    "tf.contrib.framework.strip_name_scope": "tf.python.framework.ops.strip_name_scope",
    "tf.contrib.stateless.stateless_random_normal": "tf.random.stateless_normal",
    "tf.contrib.stateless.stateless_random_uniform": "tf.random.stateless_uniform",
    "tf.contrib.stateless.stateless_truncated_normal": "tf.random.stateless_truncated_normal",
    "tf.contrib.summary.all_summary_ops": "tf.python.ops.summary_ops_v2.all_v2_summary_ops",
    "tf.contrib.summary.graph": "tf.python.ops.summary_ops_v2.graph_v1",
}
