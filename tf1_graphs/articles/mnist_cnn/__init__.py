"""Article 004: a small CNN on MNIST, in NumPy as the article has it and as a TensorFlow 1 graph.

Sections: building the CNN, training, inference. `mnist_cnn_numpy` is the article's network and
trainer; departs in: nothing that its figures depend on, the layers are written anew. `mnist_cnn` is
the same network as a graph, from the same initial values and mini-batches; departs in: it is
evaluated after each whole epoch (the article's trainer after the first mini-batch of each), and
computes in float32. Each is the second opinion on the other's gradients. Run them:
`tf1-graphs reproduce mnist_cnn mnist_cnn_numpy --seeds 5`. Expect: a test accuracy of 0.96. Time:
a quarter of a minute a run as a graph, a minute and a half in NumPy.
"""

from functools import partial

from tf1_graphs.articles.mnist_cnn import graph, inference, published, trainer, training
from tf1_graphs.experiments.experiment import Experiment, Training

_experiment = partial(
    Experiment,
    article="004",
    data_sets=("mnist",),
    units={"loss": "nats", "mini_batch_loss": "nats, of the last mini-batch"},
)
_training = partial(
    Training,
    load=training.load,
    build=graph.build,
    mini_batches=training.mini_batches,
    evaluated={"train_sample": "train_", "test_sample": "test_"},
    line=training.line,
    results_lines=training.results_lines,
)

MNIST_CNN = _experiment(
    name="mnist_cnn",
    title="CNN on MNIST, as a graph",
    settings=training.Settings,
    training=_training(results=training.results),
    published=published.GRAPH,
    minutes=0.3,
)

MNIST_CNN_NUMPY = _experiment(
    name="mnist_cnn_numpy",
    title="CNN on MNIST, in NumPy alone",
    settings=training.NumpySettings,
    training=_training(trainer=trainer.train, predictor=inference.predictor),
    published=published.NUMPY,
    minutes=1.5,
)

EXPERIMENTS = (MNIST_CNN, MNIST_CNN_NUMPY)
