"""Writes run directories without a training: what a finished run measured, by hand."""

import dataclasses
import json

from tf1_graphs.runs.run_directory import RunDirectory, run_name


def write_run(folder, experiment, rows, results=None, seed=42, settings=None, **manifest):
    """Write a run; `results` of None leaves it unfinished."""
    settings = settings or experiment.settings()
    run = RunDirectory(folder / experiment.name / run_name(seed, settings))
    run.path.mkdir(parents=True)
    content = {
        "experiment": experiment.name,
        "article": experiment.article,
        "settings": json.loads(json.dumps(dataclasses.asdict(settings))),
        "seed": seed,
        "engine": "epoch",
        "threads": 1,
        "onednn": True,
        "data": {"train/X": "ab" * 32},
        "versions": {"tensorflow": "2.21.0"},
        "command": ["tf1-graphs", "train", experiment.name],
        **manifest,
    }
    run.manifest.write_text(json.dumps(content))
    lines = [",".join(["epoch", *rows[0]])] if rows else []
    lines += [",".join(map(str, [epoch, *row.values()])) for epoch, row in enumerate(rows)]
    run.metrics.write_text("".join(f"{line}\n" for line in lines))
    if results is not None:
        run.results.write_text(json.dumps({"results": results}))
    return run
