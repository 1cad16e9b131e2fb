"""The estimator of k-means, as contrib had it: the same as `tf.estimator.experimental.KMeans`.

What differs: the name and the default of its seed, its variables, and the distances of `transform`,
which are squared.

References:
    TensorFlow 1.15.5, `contrib/factorization/python/ops/kmeans.py`.
"""

import functools
import importlib

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.factorization import clustering_ops
from tf1_graphs.tf1.estimator_package import ROOT, public

_canned = importlib.import_module(f"{ROOT}.canned.kmeans")
_with_dependencies = tensorflow1.private_module("python.ops.control_flow_ops").with_dependencies
_Estimator = public.experimental.KMeans


def _model_fn(features, mode, config, graph, columns, tolerance):
    points = _canned._parse_features_if_necessary(features, columns)
    distances, clusters, losses, initialized, init_op, training_op = graph(points).training_graph()
    loss = tf.reduce_sum(losses)
    tf.summary.scalar("loss/raw", loss)
    step = tf.assign_add(tf.train.get_global_step(), 1)
    training_op = _with_dependencies([training_op, step], loss)
    hooks = [_canned._InitializeClustersHook(init_op, initialized, config.is_chief)]
    if tolerance is not None:
        hooks.append(_canned._LossRelativeChangeHook(loss, tolerance))
    predictions = {
        _Estimator.ALL_DISTANCES: distances[0],
        _Estimator.CLUSTER_INDEX: clusters[0],
    }
    served = {**predictions, "serving_default": clusters[0]}
    output = public.export.PredictOutput
    return public.EstimatorSpec(
        mode=mode,
        predictions=predictions,
        loss=loss,
        train_op=training_op,
        eval_metric_ops={_Estimator.SCORE: tf.metrics.mean(loss)},
        training_hooks=hooks,
        export_outputs={name: output(tensor) for name, tensor in served.items()},
    )


class KMeansClustering(_Estimator):
    """Clusters by k-means.

    Args:
        num_clusters: their number.
        model_dir: the model's folder.
        initial_clusters: `random`, `kmeans_plus_plus`, or the centers.
        distance_metric: `squared_euclidean` or `cosine`.
        random_seed: of the first centers.
        use_mini_batch: whether a step moves the centers by a mini-batch.
        mini_batch_steps_per_iteration: steps between two updates of them.
        kmeans_plus_plus_num_retries: how many centers `kmeans_plus_plus` tries for each.
        relative_tolerance: change of the loss that ends the training, or None.
        config: the `RunConfig`.
        feature_columns: of features by name, or None: then they are put side by side.
    """

    def __init__(
        self,
        num_clusters,
        model_dir=None,
        initial_clusters=clustering_ops.RANDOM_INIT,
        distance_metric=clustering_ops.SQUARED_EUCLIDEAN_DISTANCE,
        random_seed=0,
        use_mini_batch=True,
        mini_batch_steps_per_iteration=1,
        kmeans_plus_plus_num_retries=2,
        relative_tolerance=None,
        config=None,
        feature_columns=None,
    ):
        graph = functools.partial(
            clustering_ops.KMeans,
            num_clusters=num_clusters,
            initial_clusters=initial_clusters,
            distance_metric=distance_metric,
            use_mini_batch=use_mini_batch,
            mini_batch_steps_per_iteration=mini_batch_steps_per_iteration,
            random_seed=random_seed,
            kmeans_plus_plus_num_retries=kmeans_plus_plus_num_retries,
        )

        def model_fn(features, mode, config):
            return _model_fn(features, mode, config, graph, feature_columns, relative_tolerance)

        public.Estimator.__init__(self, model_fn, model_dir, config)

    def transform(self, input_fn):
        """Yield the distances of each example to the centers."""
        yield from self._predict_one_key(input_fn, _Estimator.ALL_DISTANCES)
