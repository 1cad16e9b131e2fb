"""What the tests inspect."""

from pathlib import Path

from tf1_graphs import inspection
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.tensorflow1 import new_graph

HERE = Path(__file__).parent
REFERENCE = HERE.parent / "reference"
RECORDING = HERE.parent / "recordings" / "moons.tf1155.json"
MOONS_META = REFERENCE / "interrupted" / "moons" / "model.ckpt.meta"
MNIST_META = REFERENCE / "interrupted" / "mnist_batch_norm" / "model.ckpt.meta"
TF1_RUN = HERE / "tf1155" / "run"
TF1_EVENTS = TF1_RUN / "events.out.tfevents.1.tf1155"
ONE_MORE = HERE / "tf1155" / "one_more.pb"


def experiment(name, seed=42, **settings):
    """An experiment's graph, as the command builds it."""
    found = find(name)
    with new_graph(seed) as graph:
        book = found.training.build(found.settings(**settings))
    return inspection.of_graph(graph, f"{name}: {found.title}", book)


def built(function, seed=42):
    """The graph that a function builds."""
    with new_graph(seed) as graph:
        function()
    return inspection.of_graph(graph)
