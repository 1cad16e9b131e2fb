"""Computes article 004's CNN in NumPy: a second opinion on the TensorFlow graph's gradients.

Nothing here imports TensorFlow; the article's training loop is `articles/mnist_cnn/trainer.py`.
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
from tf1_graphs.numpy_cnn.validation import ARTICLE_SHAPES, check_parameters

__all__ = [
    "ARTICLE_SHAPES",
    "OPTIMIZERS",
    "BatchCount",
    "Optimizer",
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
]
