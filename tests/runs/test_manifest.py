"""What a run directory admits: the same run, on the same device, of the same graph."""

import json

import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.runs import manifest
from tf1_graphs.runs.run_directory import RunDirectory

NOW = {
    "experiment": "moons",
    "settings": {"epochs": 2},
    "seed": 42,
    "imported": None,
    "data": {"train/X": "a" * 64},
    "graph": "b" * 64,
    "threads": 1,
    "onednn": True,
    "device": "cpu",
    "versions": {"tf1_graphs": "0.2.0", "tensorflow": "2.21.0"},
}
BEFORE = {key: value for key, value in NOW.items() if key != "device"} | {
    "versions": {"tf1_graphs": "0.1.0", "tensorflow": "2.21.0"}
}
OTHER_GRAPH = BEFORE | {"graph": "c" * 64}


@pytest.fixture(name="run")
def run_(tmp_path):
    return RunDirectory(tmp_path)


def left(run, found):
    run.manifest.write_text(json.dumps(found))


def test_an_earlier_releases_graph_is_refused_in_one_line(run):
    left(run, OTHER_GRAPH)
    with pytest.raises(InputError, match=r"begun by tf1_graphs 0\.1\.0.*finish it with.*--fresh"):
        manifest.admit(run, NOW, force=True)
    assert json.loads(run.manifest.read_text()) == OTHER_GRAPH


def test_an_earlier_releases_finished_run_stands_as_recorded(run):
    left(run, OTHER_GRAPH)
    run.results.write_text('{"results": {}}')
    manifest.admit(run, NOW)
    assert json.loads(run.manifest.read_text()) == OTHER_GRAPH
    with pytest.raises(InputError, match="begun by"):
        manifest.admit(run, NOW | {"settings": {"epochs": 3}})
    assert run.results.exists()


def test_an_earlier_releases_run_of_the_same_graph_goes_on(run):
    left(run, BEFORE)
    manifest.admit(run, NOW)


def test_another_graph_of_the_same_release_is_another_run(run):
    left(run, NOW | {"graph": "c" * 64})
    with pytest.raises(InputError, match="holds another run"):
        manifest.admit(run, NOW)


def test_another_device_is_refused_without_force(run):
    left(run, BEFORE)
    with pytest.raises(InputError, match="device: cpu there, gpu here"):
        manifest.admit(run, NOW | {"device": "gpu"})
    manifest.admit(run, NOW | {"device": "gpu"}, force=True)
    assert json.loads(run.manifest.read_text())["device"] == "gpu"
