"""The drop-in changes no graph: an article's hash is the same in a process that imported it."""

from tests import commands

HASHES = """
import dataclasses, json, sys
if sys.argv[1] == "drop-in":
    import tf1_graphs.tf1
from tf1_graphs.experiments.catalogue import experiments
from tf1_graphs.runs.manifest import graph_hash
from tf1_graphs.tensorflow1 import new_graph
found = {}
for name, experiment in experiments().items():
    settings = experiment.settings()
    if hasattr(settings, "layers"):
        settings = dataclasses.replace(settings, layers=2)  # the others are like these
    with new_graph(42) as graph:
        experiment.training.build(settings)
        found[name] = graph_hash(graph.as_graph_def(add_shapes=True))
print(json.dumps(found, indent=0))
"""


def hashes(process):
    done = commands.python("-c", HASHES, process)
    done.check_returncode()
    return done.stdout.splitlines()


def test_the_drop_in_changes_no_graph():
    alone = hashes("alone")
    assert len(alone) > 20
    assert hashes("drop-in") == alone
