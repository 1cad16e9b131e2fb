"""Packs runs into one archive that says what is in it, and checks such an archive.

| in the archive | content |
|---|---|
| `bundle.json` | the runs, the figures with their verdicts, and each file's size and SHA-256 |
| `<run>/run.json`, `metrics.csv`, `results.json` | what the run is, and what it measured |
| `<run>/graph.pb` | the graph that was trained, a `GraphDef` |
| `<run>/final/…` | the trained model |
| `<run>/experiment.py` | the file that defines the experiment, of a reader's own |
| `<run>/figures/…`, `report.*` | pictures and reports, where they were made |

The same runs give the same bytes. Checking one takes neither TensorFlow nor the experiments.
"""

import csv
import hashlib
import io
import json
import zipfile
import zlib
from pathlib import Path

from tf1_graphs import __version__, files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import manifest, run_directory
from tf1_graphs.runs.run_directory import RunDirectory

FORMAT = 1
CONTENTS = "bundle.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first date that a zip file can have
_PARTS = (
    "run.json",
    "experiment.py",
    "metrics.csv",
    "results.json",
    "final/*",
    "figures/*.png",
    "report.*",
)


def write(paths, output):
    """Pack finished runs into an archive.

    Args:
        paths: run directories.
        output: the `.zip` file, replaced as a whole.

    Raises:
        InputError: a folder is no finished run, or two of them are the same one.
        OSError: the file cannot be written; an old one stands.
    """
    runs = {}
    for path in map(Path, paths):
        name = "/".join(path.resolve().parts[-2:])
        if name in runs:
            raise InputError(f"{path} and {runs[name].path} would both be {name} in the bundle")
        runs[name] = RunDirectory(path)
    contents, said = {}, []
    for name, run in runs.items():
        said.append({"run": name, **_of_run(run)})
        for part in _PARTS:
            for path in sorted(run.path.glob(part)):
                contents[f"{name}/{path.relative_to(run.path).as_posix()}"] = path.read_bytes()
        contents[f"{name}/graph.pb"] = _graph(run)
    listed = {
        name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(contents.items())
    }
    told = {"format": FORMAT, "tf1_graphs": __version__, "runs": said, "files": listed}
    contents[CONTENTS] = (json.dumps(told, indent=1, allow_nan=False) + "\n").encode()
    files.atomic_write(output, _archive(contents))


def verify(path):
    """Check an archive: nothing is missing, added or changed, and its parts agree.

    Args:
        path: the archive.

    Returns:
        (lines, wrong): what was checked, and what is wrong, each a line; wrong is empty if nothing
        is.

    Raises:
        InputError: it is not a bundle that could be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            # A damaged file is read as far as its checksum, and is then what is wrong.
            contents = {name: _read(archive, name) for name in names}
        told = json.loads(contents[CONTENTS])
        listed, runs = told["files"], told["runs"]
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, TypeError, EOFError) as error:
        raise InputError(
            f"{path} is not a bundle that can be read ({error}); `tf1-graphs bundle RUN` makes one"
        ) from None
    if told.get("format") != FORMAT:
        raise InputError(f"{path} has the format {told.get('format')!r}, not {FORMAT}")
    there = set(names) - {CONTENTS}
    wrong = [
        f"{name} is there {names.count(name)} times" for name in set(names) if names.count(name) > 1
    ]
    wrong += [f"{name} is missing" for name in listed if name not in there]
    wrong += [f"{name} is not of the bundle" for name in sorted(there - set(listed))]
    for name in sorted(there & set(listed)):
        content = contents[name]
        if content is None or hashlib.sha256(content).hexdigest() != listed[name]["sha256"]:
            wrong.append(f"{name} has another content than when it was packed")
    lines = [f"{len(listed)} files, {sum(it['size'] for it in listed.values())} bytes"]
    for run in runs:
        wrong += [f"{run['run']}: {it}" for it in _disagreements(run, contents)]
        lines.append(f"{run['run']}: {run['epochs']} epochs, graph {run['graph'][:12]}…")
        lines += [f"  {it['name']}: {it['measured']} ({it['verdict']})" for it in run["figures"]]
    return lines, wrong


def _of_run(run):
    """Return what `bundle.json` says of a run."""
    from tf1_graphs.reports import target

    found = run_directory.read_manifest(run)
    if run_directory.read_measurements(run) is None:
        raise InputError(
            f"{run.path} is not finished: `tf1-graphs resume {run.path}` goes on with it"
        )
    figures = target.of_run_directory(run).as_json()["figures"]
    kept = ("name", "published", "measured", "rule", "verdict", "expected", "tensorflow1")
    return {
        "experiment": found["experiment"],
        "seed": found["seed"],
        "settings": found["settings"],
        "epochs": len(run_directory.read_metrics(run)),
        "graph": found["graph"],
        "figures": [{name: figure[name] for name in kept} for figure in figures],
    }


def _graph(run):
    """Build the run's graph again, and return it as bytes.

    Raises:
        InputError: it is another graph than the one that was trained.
    """
    from tf1_graphs.tensorflow1 import new_graph
    from tf1_graphs.training.resuming import from_manifest

    experiment, settings, options = from_manifest(run)
    with new_graph(options.seed) as graph:
        experiment.training.build(settings)
        built = graph.as_graph_def(add_shapes=True)
    if manifest.graph_hash(built) != run_directory.read_manifest(run)["graph"]:
        raise InputError(
            f"{run.path} was trained with another graph than {experiment.name} builds now"
        )
    return built.SerializeToString(deterministic=True)


def _archive(contents):
    """Return a zip file's bytes: the same ones for the same contents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), contents[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _read(archive, name):
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError):
        return None


def _disagreements(run, contents):
    """Say where the files of a run do not agree with each other, or with what the bundle says."""
    from tensorboard.compat.proto import graph_pb2

    name = run["run"]
    try:
        kept = json.loads(contents[f"{name}/run.json"])
        for key in ("experiment", "seed", "settings", "graph"):
            if kept[key] != run[key]:
                yield f"bundle.json says another {key} than run.json"
        rows = list(csv.DictReader(io.StringIO(contents[f"{name}/metrics.csv"].decode())))
        if [row["epoch"] for row in rows] != [str(epoch) for epoch in range(run["epochs"])]:
            yield f"metrics.csv does not have the epochs 0 to {run['epochs'] - 1}"
        json.loads(contents[f"{name}/results.json"])["results"]
        graph = graph_pb2.GraphDef.FromString(contents[f"{name}/graph.pb"])
        if manifest.graph_hash(graph) != kept["graph"]:
            yield "graph.pb is not the graph that run.json names"
        reference = kept.get("reference") or {}
        if f"{name}/experiment.py" in contents:
            content = contents[f"{name}/experiment.py"]
            if hashlib.sha256(content).hexdigest() != reference.get("sha256"):
                yield "experiment.py is not the file that run.json names"
    # Any byte may be another one.
    except Exception as error:
        yield f"cannot be read: {type(error).__name__}: {error}"
