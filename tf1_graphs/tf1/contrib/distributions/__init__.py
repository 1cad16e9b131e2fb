"""`tf.contrib.distributions`: `tf.distributions`, and what contrib had besides.

The base class, the univariate distributions and `kl_divergence` are TensorFlow's own still;
TensorFlow Probability, which went on with the others, builds other ops.
"""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.distributions import bijectors
from tf1_graphs.tf1.contrib.distributions.mvn import (
    MultivariateNormalDiag,
    MultivariateNormalDiagPlusLowRank,
    MultivariateNormalDiagWithSoftplusScale,
    MultivariateNormalFullCovariance,
    MultivariateNormalTriL,
)
from tf1_graphs.tf1.contrib.distributions.transformed import (
    ConditionalDistribution,
    ConditionalTransformedDistribution,
    TransformedDistribution,
)
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "ConditionalDistribution",
    "ConditionalTransformedDistribution",
    "MultivariateNormalDiag",
    "MultivariateNormalDiagPlusLowRank",
    "MultivariateNormalDiagWithSoftplusScale",
    "MultivariateNormalFullCovariance",
    "MultivariateNormalTriL",
    "TransformedDistribution",
    "bijectors",
]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.distributions)
