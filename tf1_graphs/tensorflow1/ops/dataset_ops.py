"""Builds what TensorFlow 1.15.5 put between a data set and its iterator, an op or two.

`OptimizeDataset` and `ModelDataset` count for the seeds of the ops after them. Today's runtime
optimizes every data set, by no op of its own.

References:
    TensorFlow 1.15.5, `python/data/ops/dataset_ops.py`, `DatasetV2._apply_options`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import dataset_ops

# What an option of today's turns on as in 1.15.5, and what 1.15.5 did unless it was turned off.
OPTIONAL = (
    "filter_fusion",
    "map_and_filter_fusion",
    "map_fusion",
    "map_parallelization",
    "parallel_batch",
)
DEFAULT = ("map_and_batch_fusion", "noop_elimination", "shuffle_and_repeat_fusion")


def apply_options(original):
    """Return a method that gives a data set with the two ops behind it."""

    def applied(self):
        dataset = original(self)
        options, structure = dataset._options_attr, dataset._flat_structure
        tensor = dataset._variant_tensor
        names = [] if _captures_reference(dataset) else optimizations(options)
        if names:
            names = tf.convert_to_tensor(names, tf.string, name="optimizations")
            tensor = tf.raw_ops.OptimizeDataset(
                input_dataset=tensor, optimizations=names, optimization_configs=[], **structure
            )
        if options.autotune.enabled is not False:
            tensor = tf.raw_ops.ModelDataset(
                input_dataset=tensor, algorithm=0, cpu_budget=0, **structure
            )
        return dataset_ops._VariantDataset(tensor, dataset.element_spec)

    return applied


def optimizations(options):
    """Return the names of the optimizations that a data set's options ask for, in order."""
    wanted = options.experimental_optimization
    names = {name for name in (*OPTIONAL, *DEFAULT) if getattr(wanted, name)}
    if wanted.apply_default_optimizations is not False:
        names |= {name for name in DEFAULT if getattr(wanted, name) is not False}
    names = sorted(names)
    if options.deterministic is False:
        names.append("make_sloppy")
    return names + ["slack"] * bool(options.experimental_slack)


def _captures_reference(dataset):
    """Tell whether a function of the data set reads a reference variable: it is not optimized."""
    captured = [
        item for function in dataset._functions() for item in function.function.captured_inputs
    ]
    return any(_is_of_reference(tensor) for tensor in captured) or any(
        map(_captures_reference, dataset._inputs())
    )


def _is_of_reference(tensor):
    return tensor.dtype._is_ref_dtype or any(map(_is_of_reference, tensor.op.inputs))
