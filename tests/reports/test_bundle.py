"""Runs packed into one archive, and checked without TensorFlow."""

import json
import re
import subprocess
import sys
import zipfile

import pytest
from click.testing import CliRunner

from tests.experiments.articles import written
from tf1_graphs.cli import main
from tf1_graphs.reports import bundle


def call(*words):
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A bundle of two runs of a reader's own file, and the folder of the runs."""
    folder = tmp_path_factory.mktemp("bundle")
    path = written(folder)
    for seed in (1, 2):
        assert call("train", path, "--seed", seed, "--runs-dir", folder / "runs").exit_code == 0
    runs = sorted((folder / "runs" / "points").glob("seed-*"))
    result = call("bundle", *runs, "--output", folder / "bundle.zip")
    assert result.exit_code == 0, result.output
    return folder / "bundle.zip", runs


def test_what_is_in_it(packed):
    path, _runs = packed
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        told = json.loads(archive.read("bundle.json"))
    for name in ("run.json", "experiment.py", "metrics.csv", "results.json", "graph.pb"):
        assert {f"points/seed-1/{name}", f"points/seed-2/{name}"} <= names
    assert "points/seed-1/final/model.index" in names
    assert told["files"].keys() == names - {"bundle.json"}
    assert [run["seed"] for run in told["runs"]] == [1, 2]
    assert told["runs"][0]["figures"][0]["name"] == "loss"


def test_the_same_runs_give_the_same_bytes(packed, tmp_path):
    path, runs = packed
    assert call("bundle", *runs, "--output", tmp_path / "again.zip").exit_code == 0
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def test_it_is_verified_without_tensorflow(packed):
    code = (
        "import sys; from tf1_graphs.cli import main; sys.argv[1:] = ['verify', sys.argv[1]]\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    print(end.code, 'tensorflow' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(packed[0])]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "points/seed-2: 3 epochs, graph " in done.stdout
    assert re.search(r"  loss: [\d.]+ to [\d.]+ \(undecided\)", done.stdout)
    assert done.stdout.endswith("0 False\n")


def changed(packed, path, change):
    """Write the bundle again with its contents changed by a function."""
    with zipfile.ZipFile(packed[0]) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    change(contents)
    path.write_bytes(bundle._archive(contents))
    return path


def listed(contents, name, content):
    """Put a file into the bundle, and its hash into the list: as a forger would."""
    import hashlib

    contents[name] = content
    told = json.loads(contents["bundle.json"])
    told["files"][name]["sha256"] = hashlib.sha256(content).hexdigest()
    contents["bundle.json"] = json.dumps(told).encode()


RUN = "points/seed-1"


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda it: it.pop(f"{RUN}/final/model.index"), "model.index is missing"),
        (lambda it: it.update({"more": b"x"}), "more is not of the bundle"),
        (lambda it: it.update({f"{RUN}/metrics.csv": b"epoch\n"}), "metrics.csv has another cont"),
        (lambda it: listed(it, f"{RUN}/metrics.csv", b"epoch\n0\n"), "not have the epochs 0 to 2"),
        (lambda it: listed(it, f"{RUN}/graph.pb", b""), "graph.pb is not the graph that run.json"),
        (lambda it: listed(it, f"{RUN}/graph.pb", b"\xff"), f"{RUN}: cannot be read: DecodeError"),
        (lambda it: listed(it, f"{RUN}/experiment.py", b""), "experiment.py is not the file"),
        (lambda it: listed(it, f"{RUN}/run.json", it["points/seed-2/run.json"]), "another seed"),
        (lambda it: listed(it, f"{RUN}/results.json", b"[]"), "cannot be read: TypeError"),
    ],
)
def test_what_was_changed_is_named(packed, tmp_path, change, wrong):
    result = call("verify", changed(packed, tmp_path / "bundle.zip", change))
    assert result.exit_code == 1
    (line,) = [line for line in result.output.splitlines() if wrong in line]
    assert line.startswith(("Wrong: points/seed-1", "Wrong: more"))
    assert "not as it was packed" in result.output


def test_every_flipped_byte_is_noticed(packed, tmp_path):
    content = packed[0].read_bytes()
    for position in range(0, len(content), len(content) // 40):
        damaged = bytearray(content)
        damaged[position] ^= 1
        (tmp_path / "damaged.zip").write_bytes(damaged)
        result = call("verify", tmp_path / "damaged.zip")
        with zipfile.ZipFile(packed[0]) as archive:
            sound = {name: archive.read(name) for name in archive.namelist()}
        if result.exit_code == 0:  # a bit of the zip's own headers that changes no content
            with zipfile.ZipFile(tmp_path / "damaged.zip") as archive:
                assert {name: archive.read(name) for name in archive.namelist()} == sound
        assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no file "),
        (b"PK", "is not a bundle that can be read"),
        (b"", "not a bundle"),
    ],
)
def test_what_is_no_bundle(tmp_path, content, message):
    if content is not None:
        (tmp_path / "it.zip").write_bytes(content)
    result = call("verify", tmp_path / "it.zip")
    assert result.exit_code == 2
    assert message in result.output


def test_runs_that_cannot_be_packed(packed, tmp_path):
    run = packed[1][0]
    result = call("bundle", run, run, "--output", tmp_path / "it.zip")
    assert "would both be points/seed-1 in the bundle" in result.output
    result = call("bundle", tmp_path, "--output", tmp_path / "it.zip")
    assert (result.exit_code, "is not a run directory" in result.output) == (2, True)
    assert not (tmp_path / "it.zip").exists()
