"""The doctor: all as tested here, and what it says where TensorFlow is broken or another one."""

import json

import pytest
from click.testing import CliRunner

from tf1_graphs import doctor
from tf1_graphs.cli import main
from tf1_graphs.datasets.status import FileStatus
from tf1_graphs.doctor import examining


def test_tensorflow_and_the_canary_are_as_tested():
    found = {finding.name: finding for finding in examining._tensorflow()}
    assert list(found) == ["TensorFlow", "canary", "device"]
    assert all(finding.as_tested for finding in found.values())
    assert found["canary"].found == "equal"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise ImportError('no libcuda')", "does not load: ImportError: no libcuda"),
        ("import os; os.kill(os.getpid(), 4)", "the process was ended by SIGILL"),
    ],
)
def test_a_tensorflow_that_does_not_load_is_said(monkeypatch, tmp_path, code, said):
    (tmp_path / "tensorflow.py").write_text(code)
    path = [str(tmp_path), *filter(None, [examining.os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", ":".join(path))
    (finding,) = examining._tensorflow()
    assert said in finding.found
    assert not finding.as_tested


@pytest.mark.parametrize(("as_tested", "status"), [(True, 0), (False, 1)])
def test_the_exit_status_says_whether_all_is_as_tested(monkeypatch, as_tested, status):
    finding = doctor.Finding("canary", "op 3 differs", as_tested, "other digits")
    monkeypatch.setattr(doctor, "examine", lambda: [finding])
    done = CliRunner().invoke(main, ["doctor", "--json", "-"])
    assert done.exit_code == status
    assert json.loads(done.stdout) == {
        "name": "canary",
        "found": "op 3 differs",
        "as_tested": as_tested,
        "means": "other digits",
    }
    done = CliRunner().invoke(main, ["doctor"])
    assert done.stdout.startswith("  canary: op" if as_tested else "! canary: op")


@pytest.mark.parametrize(("state", "good"), [("ok", True), ("missing", True), ("wrong", False)])
def test_data_that_is_not_the_original_is_a_difference(monkeypatch, state, good):
    monkeypatch.setattr(
        examining.datasets, "verify", lambda: [FileStatus("mnist", "images", None, state)]
    )
    (finding,) = examining._data()
    assert (finding.found, finding.as_tested) == (state, good)
