"""Article 002: batch normalization on MNIST, in its two listings.

Section: 5, batch normalization (chapter 11 of the book it follows, Géron's *Hands-On Machine
Learning*). Departs in: nothing for the complete listing; the first listing stops at its logits, so
it is trained by the second one's loss, optimizer and loop. Run it:
`tf1-graphs reproduce mnist_batch_norm`. Expect: the 20 published accuracies, 0.8952 … 0.9742.
Time: under a minute.
"""

from functools import partial

from tf1_graphs.articles.mnist_batch_norm import graph, published, training
from tf1_graphs.experiments.experiment import Experiment, Training

_experiment = partial(
    Experiment, article="002", data_sets=("mnist",), minutes=0.4, units={"loss": "nats"}
)
_training = partial(
    Training,
    load=training.load,
    mini_batches=training.mini_batches,
    evaluated={"valid": ""},
    line=training.line,
)

MNIST_BATCH_NORM = _experiment(
    name="mnist_batch_norm",
    title="Batch normalization on MNIST, the complete listing",
    settings=training.Settings,
    training=_training(build=graph.build),
    published=published.COMPLETE_LISTING,
)

MNIST_BATCH_NORM_FIRST_LISTING = _experiment(
    name="mnist_batch_norm_first_listing",
    title="Batch normalization on MNIST, the first listing",
    settings=training.FirstListingSettings,
    training=_training(build=graph.build_first_listing),
    published=published.FIRST_LISTING,
)

EXPERIMENTS = (MNIST_BATCH_NORM, MNIST_BATCH_NORM_FIRST_LISTING)
