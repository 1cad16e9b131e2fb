"""`tf.contrib.factorization`: clusters by k-means."""

from tf1_graphs.tf1.contrib.factorization.clustering_ops import (
    COSINE_DISTANCE,
    KMEANS_PLUS_PLUS_INIT,
    RANDOM_INIT,
    SQUARED_EUCLIDEAN_DISTANCE,
    KMeans,
)
from tf1_graphs.tf1.contrib.factorization.kmeans import KMeansClustering
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "COSINE_DISTANCE",
    "KMEANS_PLUS_PLUS_INIT",
    "RANDOM_INIT",
    "SQUARED_EUCLIDEAN_DISTANCE",
    "KMeans",
    "KMeansClustering",
]

__getattr__, __dir__ = namespace(__name__)
