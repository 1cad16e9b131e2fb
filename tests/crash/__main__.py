"""The full crash harness: `python -m tests.crash --kills 200`."""

import argparse
import os
import sys
import tempfile

from tests.changing import changed
from tests.crash import harness


def main():
    """Run the harness over three experiments; exit status 1 if any bit differed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, help="of each experiment; default: each operation")
    parser.add_argument("--every", type=int, default=1, help="take every n-th trial only")
    parser.add_argument("--seed", type=int, default=0, help="of the random kills")
    parser.add_argument("--experiment", action="append", help="default: all that have their data")
    arguments = parser.parse_args()
    shim = harness.shim("tests.crash")
    from tests.training.experiments import EXPERIMENTS
    from tf1_graphs.experiments.catalogue import find

    experiments = {
        "short_moons": (EXPERIMENTS["short_moons"], 3),
        "dropout": (EXPERIMENTS["dropout"], 3),
    }
    if os.environ.get("TF1_GRAPHS_DATA"):
        batch_norm = changed(find("mnist_batch_norm"), name="short_mnist_batch_norm")
        experiments["short_mnist_batch_norm"] = (_smaller(batch_norm), 3)
    total, failed = 0, 0
    for name in arguments.experiment or experiments:
        experiment, epochs = experiments[name]
        with tempfile.TemporaryDirectory() as folder:
            tried, failures = harness.run(
                experiment,
                epochs,
                folder,
                shim,
                kills=arguments.kills,
                every=arguments.every,
                seed=arguments.seed,
                say=lambda line: print(line, flush=True),
            )
        total += tried
        failed += len(failures)
    print(f"{total} kills tried, {failed} runs with differing bytes")
    sys.exit(1 if failed else 0)


def _smaller(experiment):
    """Train on the first 5000 images only, so that a trial takes seconds."""

    def load(settings):
        data = experiment.training.load(settings)
        cut = {name: array[:5000] for name, array in data["train"].items()}
        return {**data, "train": cut}

    return changed(experiment, load=load)


if __name__ == "__main__":
    main()
