"""`tf.contrib.distributions.bijectors`: differentiable functions with an inverse.

A bijector has `forward(x)`, `inverse(y)`, and the logarithm of the determinant of the jacobian of
either, from which `TransformedDistribution` makes densities.
"""

from tf1_graphs.tf1.contrib.distributions.bijectors.affine import (
    Affine,
    AffineLinearOperator,
    AffineScalar,
)
from tf1_graphs.tf1.contrib.distributions.bijectors.autoregressive import (
    MaskedAutoregressiveFlow,
    masked_autoregressive_default_template,
    masked_dense,
)
from tf1_graphs.tf1.contrib.distributions.bijectors.composed import (
    Bijector,
    Chain,
    ConditionalBijector,
    Identity,
    Inline,
    Invert,
)
from tf1_graphs.tf1.contrib.distributions.bijectors.elementwise import (
    AbsoluteValue,
    Exp,
    PowerTransform,
    Sigmoid,
    Softplus,
    Softsign,
    Square,
)
from tf1_graphs.tf1.contrib.distributions.bijectors.vectors import (
    Permute,
    RealNVP,
    SoftmaxCentered,
    real_nvp_default_template,
)
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "AbsoluteValue",
    "Affine",
    "AffineLinearOperator",
    "AffineScalar",
    "Bijector",
    "Chain",
    "ConditionalBijector",
    "Exp",
    "Identity",
    "Inline",
    "Invert",
    "MaskedAutoregressiveFlow",
    "Permute",
    "PowerTransform",
    "RealNVP",
    "Sigmoid",
    "SoftmaxCentered",
    "Softplus",
    "Softsign",
    "Square",
    "masked_autoregressive_default_template",
    "masked_dense",
    "real_nvp_default_template",
]

__getattr__, __dir__ = namespace(__name__)
