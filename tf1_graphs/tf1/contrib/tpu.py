"""`tf.contrib.tpu`: its estimator, on the processor; the rest is TensorFlow's own."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.estimator_package import public, tpu_estimator
from tf1_graphs.tf1.namespace import namespace

InputPipelineConfig = public.tpu.InputPipelineConfig
RunConfig = public.tpu.RunConfig
TPUConfig = public.tpu.TPUConfig
TPUEstimator = public.tpu.TPUEstimator
TPUEstimatorSpec = public.tpu.TPUEstimatorSpec
export_estimator_savedmodel = tpu_estimator.export_estimator_savedmodel

CrossShardOptimizer = tensorflow1.tf.tpu.CrossShardOptimizer

__all__ = [
    "CrossShardOptimizer",
    "InputPipelineConfig",
    "RunConfig",
    "TPUConfig",
    "TPUEstimator",
    "TPUEstimatorSpec",
    "export_estimator_savedmodel",
]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.tpu)
