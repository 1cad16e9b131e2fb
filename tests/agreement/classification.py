"""Do our Fashion-MNIST graphs agree with Keras of TensorFlow 2.1.0 in distribution?

For each experiment and test metric: the difference of the means over the seeds, in units of its
standard error `√(s²/n + s'²/n')`; up to 2 is agreement. keras_tf210.json has two seeds of each;
keras.json has more of some, and of the same Keras models on 1.15.5, which a second line compares.
Runs that are finished already are read.

The statistics are weak with so few seeds. Stronger evidence is in
`tests/articles/test_keras_recording.py`: from the same weights and mini-batches, our graphs go the
way of Keras to five digits.

    python -m tests.agreement.classification --seeds 5 [--runs-dir runs] [EXPERIMENT ...]

It takes some four minutes a seed, so it is no part of the tests.
"""

import json
import statistics
import sys
from pathlib import Path

import click

from tf1_graphs.experiments.catalogue import find

RECORDINGS = (
    Path(__file__).parents[1] / "reference" / "keras_tf210.json",
    Path(__file__).with_name("keras.json"),
)
KERAS_NAMES = {
    "fashion_mlp": "mlp_raw",
    "fashion_mlp_scaled": "mlp_scaled",
    "fashion_deep": "deep",
    "fashion_deep_bn_after": "bn_after",
    "fashion_deep_bn_before": "bn_before",
    "fashion_deep_selu": "selu",
    "fashion_deep_alpha_dropout": "alpha_dropout",
}
METRICS = ("test_loss", "test_accuracy")
LIMIT = 2


def standard_errors(ours, theirs):
    """Return the difference of two samples' means in units of its standard error."""
    difference = statistics.fmean(ours) - statistics.fmean(theirs)
    variance = sum(statistics.variance(sample) / len(sample) for sample in (ours, theirs))
    return difference / variance**0.5 if variance else 0.0 if not difference else float("inf")


def spread(sample):
    """Show a sample's mean, standard deviation and size."""
    return f"{statistics.fmean(sample):.4f} ± {statistics.stdev(sample):.4f} ({len(sample)})"


def compare(name, measurements, keras, on_1155):
    """Return lines that compare an experiment with Keras, and whether it agrees with 2.1.0.

    Args:
        name: the experiment.
        measurements: its `Measurements` of each seed.
        keras: the recordings of the same model on 2.1.0.
        on_1155: those on 1.15.5, perhaps none.
    """
    counts = {measured.results["parameters"] for measured in measurements}
    agree = counts == {recording["params"] for recording in keras}
    lines = [f"{name}: parameters {counts}, {'exactly' if agree else 'not'} Keras'"]
    for index, metric in enumerate(METRICS):
        ours = [measured.results[metric] for measured in measurements]
        theirs = [recording["test"][index] for recording in keras]
        if None in theirs:
            lines.append(f"  {metric}: diverges; ours {ours}, Keras' {theirs} (None is NaN)")
            continue
        lines.append(f"  {metric}: ours {spread(ours)}")
        agree = agree and abs(standard_errors(ours, theirs)) <= LIMIT
        samples = {"2.1.0": theirs}
        if on_1155:
            samples["1.15.5"] = [recording["test"][index] for recording in on_1155]
        for version, sample in samples.items():
            errors = standard_errors(ours, sample)
            verdict = "agrees" if abs(errors) <= LIMIT else "differs"
            lines.append(
                f"    Keras of {version} {spread(sample)}: {errors:+.1f} standard errors, {verdict}"
            )
    return lines, agree


@click.command()
@click.argument("names", nargs=-1)
@click.option("--seeds", default=5, show_default=True, type=click.IntRange(min=2))
@click.option("--first-seed", default=42, show_default=True)
@click.option("--runs-dir", default="runs", show_default=True, type=click.Path(path_type=Path))
def main(names, seeds, first_seed, runs_dir):
    """Train what is missing and compare it with Keras."""
    from tf1_graphs.runs.run_directory import RunDirectory, run_name
    from tf1_graphs.training import runner
    from tf1_graphs.training.options import Options

    recorded = [entry for path in RECORDINGS for entry in json.loads(path.read_text())]
    all_agree = True
    for name in names or KERAS_NAMES:
        experiment, measurements = find(name), []
        settings = experiment.settings()
        for seed in range(first_seed, first_seed + seeds):
            run = RunDirectory(runs_dir / name / run_name(seed, settings))
            options = Options(seed=seed, say=lambda line: None, command=tuple(sys.argv))
            measurements.append(runner.train(experiment, settings, run, options))
        on_210, on_1155 = (
            [
                entry
                for entry in recorded
                if (entry["name"], entry.get("version", "2.1.0")) == (KERAS_NAMES[name], version)
            ]
            for version in ("2.1.0", "1.15.5")
        )
        lines, agree = compare(name, measurements, on_210, on_1155)
        click.echo("\n".join(lines))
        all_agree = all_agree and agree
    raise SystemExit(0 if all_agree else 1)


if __name__ == "__main__":
    main()
