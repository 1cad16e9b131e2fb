"""Says under which name of the drop-in stands what TensorFlow 1 had elsewhere, unchanged.

Releases before 1.15 are among it: `tf.contrib.data.Dataset` was 1.3's, `tf.array_ops` 1.4's.
"""

import sys
import types

# By the old module: the module whose names it has.
MODULES = {
    "tf.array_ops": "tf.python.ops.array_ops",
    "tf.contrib.autograph": "tf.autograph",
    "tf.contrib.compiler": "tf.xla.experimental",
    "tf.contrib.compiler.jit": "tf.xla.experimental",
    "tf.contrib.compiler.xla": "tf.xla.experimental",
    "tf.contrib.feature_column": "tf.feature_column",
    "tf.contrib.framework.nest": "tf.python.util.nest",
    "tf.contrib.keras": "tf.keras",
    "tf.contrib.keras.api": "tf.contrib",
    "tf.contrib.keras.python": "tf.contrib",
    "tf.contrib.linalg": "tf.linalg",
    "tf.contrib.rnn.rnn_cell": "tf.contrib.rnn",
    "tf.contrib.staging": "tf.python.ops.data_flow_ops",
    "tf.contrib.stateless": "tf.random",
    "tf.contrib.summary": "tf.python.ops.summary_ops_v2",
    "tf.python.ops.constant_op": "tf.python.framework.constant_op",
    "tf.python.training.training_ops": "tf.python.training.gen_training_ops",
}
# By the old name: the name that it became.
NAMES = {
    "tf.contrib.compiler.jit.experimental_jit_scope": "tf.xla.experimental.jit_scope",
    "tf.contrib.data.Dataset": "tf.data.Dataset",
    "tf.contrib.data.FixedLengthRecordDataset": "tf.data.FixedLengthRecordDataset",
    "tf.contrib.data.Iterator": "tf.data.Iterator",
    "tf.contrib.data.TFRecordDataset": "tf.data.TFRecordDataset",
    "tf.contrib.data.TextLineDataset": "tf.data.TextLineDataset",
    "tf.contrib.deprecated.audio_summary": "tf.audio_summary",
    "tf.contrib.deprecated.histogram_summary": "tf.histogram_summary",
    "tf.contrib.deprecated.image_summary": "tf.image_summary",
    "tf.contrib.deprecated.merge_all_summaries": "tf.merge_all_summaries",
    "tf.contrib.deprecated.merge_summary": "tf.merge_summary",
    "tf.contrib.deprecated.scalar_summary": "tf.scalar_summary",
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


def moved(symbol, root, resolve):
    """Return what a name stands for that TensorFlow 1 had in another place, or None.

    Args:
        symbol: such as `tf.contrib.data.Dataset`.
        root: the full name of the drop-in.
        resolve: returns what the drop-in has under a name.

    Raises:
        AttributeError: it is not at the other place either.
    """
    if symbol in NAMES:
        return resolve(NAMES[symbol])
    return _module(symbol, MODULES[symbol], root, resolve) if symbol in MODULES else None


def _module(symbol, target, root, resolve):
    """Return a module of the old name, which takes its names from another one."""
    full_name = root + symbol.removeprefix("tf")
    if full_name in sys.modules:
        return sys.modules[full_name]
    module = types.ModuleType(full_name)
    module.__path__ = []

    def get(name):
        if name.startswith("__"):
            raise AttributeError(f"module {full_name!r} has no attribute {name!r}")
        own = f"{symbol}.{name}"
        found = moved(own, root, resolve)
        if found is None:
            found = resolve(f"{target}.{name}")
        is_module = isinstance(found, types.ModuleType) and own not in MODULES
        return _module(own, f"{target}.{name}", root, resolve) if is_module else found

    module.__getattr__, module.__dir__ = get, lambda: dir(resolve(target))
    sys.modules[full_name] = module
    return module
