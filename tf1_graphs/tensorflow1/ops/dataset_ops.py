"""Builds the nodes that TensorFlow 1.15.5 put between a data set and its iterator.

References:
    TensorFlow 1.15.5, `python/data/ops/dataset_ops.py`, `python/data/util/random_seed.py`.
"""

import functools
import warnings

from tf1_graphs.tensorflow1.loading import compat_v1 as tf
from tf1_graphs.tensorflow1.loading import (
    gen_dataset_ops,
    gen_experimental_dataset_ops,
    random_seed,
)

# What 1.15.5 did to every data set unless it was told not to, and what it did when it was told to.
ALWAYS = ("map_and_batch_fusion", "noop_elimination", "shuffle_and_repeat_fusion")
ASKED = (
    "filter_fusion",
    "map_and_filter_fusion",
    "map_fusion",
    "map_parallelization",
    "parallel_batch",
)


def optimized(original):
    """Return a method that hands an iterator its data set, optimized and modelled as in 1.15.5."""

    def apply_options(self):
        dataset = original(self)
        with warnings.catch_warnings(action="ignore"):  # that options are known when it runs
            options = self.options()
        optimizations = _optimizations(options)
        variant = _with_threads(dataset._variant_tensor, options.threading, self._flat_structure)
        if optimizations and not _has_captured_reference(self):
            names = tf.convert_to_tensor(optimizations, tf.string, name="optimizations")
            variant = gen_dataset_ops.optimize_dataset(variant, names, **self._flat_structure)
        if options.autotune.enabled is not False:
            variant = gen_dataset_ops.model_dataset(variant, **self._flat_structure)
        return _With(dataset, variant)

    return apply_options


def _with_threads(variant, options, structure):
    if options.max_intra_op_parallelism is not None:
        variant = gen_experimental_dataset_ops.max_intra_op_parallelism_dataset(
            variant, _int64(options.max_intra_op_parallelism), **structure
        )
    if options.private_threadpool_size is not None:
        variant = gen_experimental_dataset_ops.private_thread_pool_dataset(
            variant, _int64(options.private_threadpool_size), **structure
        )
    return variant


def _int64(value):
    return tf.convert_to_tensor(value, tf.int64)


def without_node(original):
    """Return a maker of data sets with options, which 1.15.5 kept beside the graph, not in it."""

    @functools.wraps(original)
    def with_options(self, input_dataset, options, name=None):
        self._input_dataset, self._name = input_dataset, name
        super(type(self), self).__init__(input_dataset, input_dataset._variant_tensor)
        before = self._options_attr
        self._options_attr = before.merge(options) if before else options
        self._options_attr._set_mutable(False)

    return with_options


class _With:
    """A data set with another tensor for it in the graph."""

    def __init__(self, dataset, variant):
        self._dataset, self._variant_tensor = dataset, variant

    def __getattr__(self, name):
        return getattr(self._dataset, name)


def _optimizations(options):
    chosen = options.experimental_optimization
    wanted = {name for name in (*ASKED, *ALWAYS) if getattr(chosen, name)}
    if chosen.apply_default_optimizations is not False:
        wanted |= {name for name in ALWAYS if getattr(chosen, name) is not False}
    sloppy = ["make_sloppy"] if options.deterministic is False else []
    return [*sorted(wanted), *sloppy, *(["slack"] if options.experimental_slack else [])]


def _has_captured_reference(dataset):
    """Tell whether a data set's functions read reference variables, which forbade optimizing."""
    captured = [t for f in dataset._functions() for t in f.function.captured_inputs]
    return any(map(_refers, captured)) or any(map(_has_captured_reference, dataset._inputs()))


def _refers(tensor):
    return tensor.dtype._is_ref_dtype or any(map(_refers, tensor.op.inputs))


def get_seed(seed):
    """Return the two seeds of a data set, as scalars of int64.

    Args:
        seed: an integer, a scalar of int64, or None.
    """
    seed, seed2 = random_seed.get_seed(seed)
    seed = tf.convert_to_tensor(0 if seed is None else seed, tf.int64, name="seed")
    if seed2 is None:
        return seed, tf.constant(0, tf.int64, name="seed2")
    with tf.name_scope("seed2") as scope:
        seed2 = tf.convert_to_tensor(seed2, tf.int64)
        are_zero = tf.logical_and(tf.equal(seed, 0), tf.equal(seed2, 0))
        seed2 = tf.where(are_zero, tf.constant(2**31 - 1, tf.int64), seed2, name=scope)
    return seed, seed2
