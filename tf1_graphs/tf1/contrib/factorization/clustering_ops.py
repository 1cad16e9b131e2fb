"""The graph of k-means.

References:
    TensorFlow 1.15.5, `contrib/factorization/python/ops/clustering_ops.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf

_ops = tensorflow1.private_module("python.ops.clustering_ops")
COSINE_DISTANCE = _ops.COSINE_DISTANCE
KMEANS_PLUS_PLUS_INIT = _ops.KMEANS_PLUS_PLUS_INIT
RANDOM_INIT = _ops.RANDOM_INIT
SQUARED_EUCLIDEAN_DISTANCE = _ops.SQUARED_EUCLIDEAN_DISTANCE


class KMeans(_ops.KMeans):
    """The graph of k-means: TensorFlow's own, with the seed and the variables of contrib.

    Args:
        inputs: a tensor [examples, features], or a list of such.
        num_clusters: number of clusters.
        *args: as TensorFlow's own takes them: `initial_clusters`, `distance_metric`,
            `use_mini_batch`, `mini_batch_steps_per_iteration`, `random_seed` and more.
        **kwargs: the same by name.
    """

    def __init__(self, inputs, num_clusters, *args, **kwargs):
        super().__init__(inputs, num_clusters, *args, **kwargs)
        # `get_seed` of today's would mix it with the graph's seed; 0 was no seed.
        place = 4  # of `random_seed` behind `num_clusters`
        self._seed = args[place] if len(args) > place else kwargs.get("random_seed", 0)

    def _create_variables(self, num_clusters):
        start = tf.constant([], dtype=tf.float32)
        centers = tf.Variable(start, name=_ops.CLUSTERS_VAR_NAME, validate_shape=False)
        initialized = tf.Variable(False, dtype=tf.bool, name="initialized")
        if not self._use_mini_batch or self._mini_batch_steps_per_iteration <= 1:
            counts = (
                tf.Variable(tf.ones([num_clusters], tf.int64)) if self._use_mini_batch else None
            )
            return centers, initialized, counts, centers, None
        updated = tf.Variable(start, name="clusters_updated", validate_shape=False)
        steps = tf.Variable(
            self._mini_batch_steps_per_iteration, dtype=tf.int64, name="update_in_steps"
        )
        counts = tf.Variable(tf.zeros([num_clusters], tf.int64))
        return centers, initialized, counts, updated, steps
