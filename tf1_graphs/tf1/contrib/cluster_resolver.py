"""`tf.contrib.cluster_resolver`: one machine's; a TPU's is refused."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.estimator_package import refuse_tpu
from tf1_graphs.tf1.namespace import namespace


class TPUClusterResolver:
    """The address of a TPU; `TPUEstimator` takes None in its place, and trains on the processor."""

    def __init__(self, tpu=None, *_, **__):
        refuse_tpu(f"TPUClusterResolver({tpu!r})")


SimpleClusterResolver = tensorflow1.tf.distribute.cluster_resolver.SimpleClusterResolver

__all__ = ["SimpleClusterResolver", "TPUClusterResolver"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.distribute.cluster_resolver)
