"""What `inspect` says and draws, as readable files; made again, to look at the differences, by

python -m tests.inspection.goldens tests/inspection/goldens
"""

import sys
from pathlib import Path

from tests.inspection.subjects import TF1_EVENTS, experiment
from tf1_graphs import inspection

EXPERIMENTS = ("moons", "mnist_batch_norm")


def words():
    """Return the descriptions, as text by file name."""
    found = {name: experiment(name) for name in EXPERIMENTS}
    # Its title is where the file is.
    found["tf1155"] = inspection.load(TF1_EVENTS)
    described = {
        name: inspection.describe(inspection.facts(subject)) for name, subject in found.items()
    }
    return {f"{name}.txt": "\n".join(lines[1:]) + "\n" for name, lines in described.items()}


def pictures():
    """Return the pictures, as text by file name."""
    texts = {}
    for name in EXPERIMENTS:
        graph = experiment(name).graph
        texts[f"{name}.svg"] = inspection.svg(graph, depth=1, title=name)
        texts[f"{name}.dot"] = inspection.dot(graph, depth=2, title=name)
    return texts


if __name__ == "__main__":
    for name, text in (words() | pictures()).items():
        Path(sys.argv[1], name).write_text(text)
