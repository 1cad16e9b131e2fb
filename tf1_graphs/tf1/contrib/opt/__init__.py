"""`tf.contrib.opt`."""

from tf1_graphs.tf1.contrib.opt.adam import AdaMaxOptimizer, LazyAdamOptimizer, NadamOptimizer
from tf1_graphs.tf1.contrib.opt.external_optimizer import (
    ExternalOptimizerInterface,
    ScipyOptimizerInterface,
)
from tf1_graphs.tf1.contrib.opt.lars_optimizer import LARSOptimizer
from tf1_graphs.tf1.contrib.opt.moving_average_optimizer import MovingAverageOptimizer
from tf1_graphs.tf1.contrib.opt.sign_optimizers import AddSignOptimizer, PowerSignOptimizer
from tf1_graphs.tf1.contrib.opt.weight_decay_optimizers import (
    AdamWOptimizer,
    DecoupledWeightDecayExtension,
    MomentumWOptimizer,
    extend_with_decoupled_weight_decay,
)
from tf1_graphs.tf1.contrib.opt.wrappers import (
    MultitaskOptimizerWrapper,
    VariableClippingOptimizer,
    clip_gradients_by_global_norm,
)
from tf1_graphs.tf1.namespace import namespace

__all__ = [
    "AdaMaxOptimizer",
    "AdamWOptimizer",
    "AddSignOptimizer",
    "DecoupledWeightDecayExtension",
    "ExternalOptimizerInterface",
    "LARSOptimizer",
    "LazyAdamOptimizer",
    "MomentumWOptimizer",
    "MovingAverageOptimizer",
    "MultitaskOptimizerWrapper",
    "NadamOptimizer",
    "PowerSignOptimizer",
    "ScipyOptimizerInterface",
    "VariableClippingOptimizer",
    "clip_gradients_by_global_norm",
    "extend_with_decoupled_weight_decay",
]

__getattr__, __dir__ = namespace(__name__)
