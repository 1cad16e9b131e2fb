"""Article 001: a multilayer perceptron on MNIST, and the upstream notebook that it comes from.

Section: the listing. Departs in: the shuffle buffer draws from NumPy's generator, so that a run can
be continued; `prefetch(1)` changes no number and has no counterpart. Run it:
`tf1-graphs reproduce mnist_mlp mnist_mlp_double_softmax --seeds 20`. Expect: a test accuracy of
0.96; the article prints no figure, and what its upstream notebook prints (0.9207) comes out of
`mnist_mlp_double_softmax` only. Time: a few seconds a run.
"""

from functools import partial

from tf1_graphs.articles.mnist_mlp import graph, published, training
from tf1_graphs.experiments.experiment import LAST_MINI_BATCH, Experiment, Training

_experiment = partial(
    Experiment, article="001", data_sets=("mnist",), minutes=0.2, units={"loss": "nats"}
)
_training = partial(
    Training,
    load=training.load,
    mini_batches=training.mini_batches,
    evaluated={LAST_MINI_BATCH: ""},
    line=training.line,
    results=training.results,
    results_lines=training.results_lines,
)

MNIST_MLP = _experiment(
    name="mnist_mlp",
    title="Multilayer perceptron on MNIST",
    settings=training.Settings,
    training=_training(build=graph.build),
    published=published.ARTICLE,
)

MNIST_MLP_DOUBLE_SOFTMAX = _experiment(
    name="mnist_mlp_double_softmax",
    title="Multilayer perceptron on MNIST, as the upstream notebook has it: softmax twice",
    settings=training.NotebookSettings,
    training=_training(build=graph.build_double_softmax),
    published=published.NOTEBOOK,
)

EXPERIMENTS = (MNIST_MLP, MNIST_MLP_DOUBLE_SOFTMAX)
