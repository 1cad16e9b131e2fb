"""Computes article 004's CNN in NumPy: a second opinion on the TensorFlow graph's gradients.

Nothing here imports TensorFlow. `network` is the network, `trainer` the article's training loop.
"""

from tf1_graphs.numpy_cnn.article_pickle import load_article_pickle
from tf1_graphs.numpy_cnn.gradient_check import compare_gradients, numerical_gradient
from tf1_graphs.numpy_cnn.im2col import col2im, im2col
from tf1_graphs.numpy_cnn.inference import BatchCount, predict_in_batches
from tf1_graphs.numpy_cnn.network import accuracy, gradients, initial_parameters, logits, loss
from tf1_graphs.numpy_cnn.optimizers import (
    OPTIMIZERS,
    Optimizer,
    get_optimizer,
    optimizer_table,
)
from tf1_graphs.numpy_cnn.parameters import load_parameters, save_parameters
from tf1_graphs.numpy_cnn.trainer import Progress, TrainerSettings, train, train_step
from tf1_graphs.numpy_cnn.training_state import (
    TrainingState,
    start_training,
    state_from_arrays,
    state_to_arrays,
)
from tf1_graphs.numpy_cnn.validation import ARTICLE_SHAPES, check_parameters

__all__ = [
    "ARTICLE_SHAPES",
    "OPTIMIZERS",
    "BatchCount",
    "Optimizer",
    "Progress",
    "TrainerSettings",
    "TrainingState",
    "accuracy",
    "check_parameters",
    "col2im",
    "compare_gradients",
    "get_optimizer",
    "gradients",
    "im2col",
    "initial_parameters",
    "load_article_pickle",
    "load_parameters",
    "logits",
    "loss",
    "numerical_gradient",
    "optimizer_table",
    "predict_in_batches",
    "save_parameters",
    "start_training",
    "state_from_arrays",
    "state_to_arrays",
    "train",
    "train_step",
]
