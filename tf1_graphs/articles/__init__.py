"""Holds the articles: one package each, with its graph, its training and what it published."""

from tf1_graphs.articles import fashion, housing, mnist_batch_norm, mnist_cnn, mnist_mlp, moons

EXPERIMENTS = (
    *moons.EXPERIMENTS,
    *mnist_mlp.EXPERIMENTS,
    *mnist_batch_norm.EXPERIMENTS,
    *fashion.EXPERIMENTS,
    *housing.EXPERIMENTS,
    *mnist_cnn.EXPERIMENTS,
)
