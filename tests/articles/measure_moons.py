"""Measures article 000's figures on what `record_moons` trained with TensorFlow 1.15.5.

`python -m tests.articles.measure_moons FOLDER` writes `tf1_graphs/articles/moons/recorded.json`,
and prints what two other readings of the text give: the test set alone made at noise 0.2, and the
script started again at noise 0.2 without deleting its checkpoint folder.
"""

import json
import re
import sys
from pathlib import Path

import numpy as np

from tf1_graphs.articles.moons import published
from tf1_graphs.judging.rules import digits
from tf1_graphs.runs.measurements import Measurements
from tf1_graphs.runs.run_directory import as_json

TARGET = Path(published.__file__).with_name("recorded.json")


def measurements(recorded):
    """Return one training's `Measurements`."""
    epochs = tuple(
        {"loss": np.float32(row[0]), "accuracy": np.float32(row[1])} for row in recorded["epochs"]
    )
    return Measurements(epochs, {name: float(recorded[name]) for name in ("precision", "recall")})


def measured(folder):
    """Return {figure: {seed: number}} of all trainings in a folder."""
    found = {}
    for path in sorted(folder.glob("noise=*.npz")):
        noise, added, seed = re.fullmatch(r"noise=(.+?)(-added)?-seed-(\d+)", path.stem).groups()
        trained = measurements(np.load(path))
        for figure in published.LISTING.figures:
            settings = {"noise": 0.1, "corrected": (), **figure.settings}
            if settings == {"noise": float(noise), "corrected": (1,) if added else ()}:
                found.setdefault(figure.name, {})[seed] = as_json(figure.measure(trained))
    return found


def others(folder):
    """Print the lowest and the highest accuracy of the two other readings, a line a seed."""
    for path in sorted(folder.glob("noise=0.1-seed-*.npz")):
        recorded = np.load(path)
        restarted, tested = recorded["restarted"][:, 1], recorded["epochs"][-1000:, 2]
        ends = [digits(end) for it in (restarted, tested) for end in (it.min(), it.max())]
        print(f"{path.stem}: restarted {ends[0]} to {ends[1]}, test set {ends[2]} to {ends[3]}")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    found = measured(folder)
    TARGET.write_text(json.dumps(found, indent=1) + "\n")
    others(folder)
