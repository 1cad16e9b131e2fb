"""`tf.contrib.distributions`: `tf.distributions`, and what contrib had besides.

The base class, most univariate distributions and `kl_divergence` are TensorFlow's own still;
TensorFlow Probability, which went on with the others, builds other ops.
"""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.distributions import bijectors
from tf1_graphs.tf1.contrib.distributions.categories import (
    ExpRelaxedOneHotCategorical,
    OneHotCategorical,
    RelaxedBernoulli,
    RelaxedOneHotCategorical,
)
from tf1_graphs.tf1.contrib.distributions.mixture import Mixture
from tf1_graphs.tf1.contrib.distributions.mixtures import Independent, MixtureSameFamily
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
from tf1_graphs.tf1.contrib.distributions.univariate import Deterministic, Logistic, Poisson
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "ConditionalDistribution",
    "ConditionalTransformedDistribution",
    "Deterministic",
    "ExpRelaxedOneHotCategorical",
    "Independent",
    "Logistic",
    "Mixture",
    "MixtureSameFamily",
    "MultivariateNormalDiag",
    "MultivariateNormalDiagPlusLowRank",
    "MultivariateNormalDiagWithSoftplusScale",
    "MultivariateNormalFullCovariance",
    "MultivariateNormalTriL",
    "OneHotCategorical",
    "Poisson",
    "RelaxedBernoulli",
    "RelaxedOneHotCategorical",
    "TransformedDistribution",
    "bijectors",
]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.distributions)
