"""Article 000: a fully connected network on the moons data.

Section: the whole article, one listing. Departs in: nothing; the values that its text leaves out
are the author's published script's. Run it: `tf1-graphs reproduce moons`. Expect: 100 % test
accuracy at noise 0.1. Time: a quarter of a minute a run of 5000 epochs.
"""

from tf1_graphs.articles.moons import graph, published, training
from tf1_graphs.experiments.experiment import Experiment, Training

MOONS = Experiment(
    name="moons",
    title="Fully connected network on two interleaved half moons",
    article="000",
    settings=training.Settings,
    training=Training(
        load=training.load,
        build=graph.build,
        mini_batches=training.mini_batches,
        evaluated={"test": ""},
        line=training.line,
        checkpoint_every=50,
        results=training.results,
        results_lines=training.results_lines,
    ),
    published=published.LISTING,
    minutes=0.3,
    units={"loss": "nats"},
)

EXPERIMENTS = (MOONS,)
