"""A reader's own file, by the commands: trained, killed, resumed, judged, looked at, changed."""

import json
import os
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from tests.experiments.articles import POINTS, written, written_slow
from tf1_graphs.cli import main


def call(*words):
    return CliRunner().invoke(main, list(map(str, words)))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the reader's file, in which the commands are called."""
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A folder with the file, and its finished run; copied by those who change it."""
    folder = tmp_path_factory.mktemp("own")
    written(folder)
    run_dir = folder / "runs" / "points" / "seed-42"
    result = call("train", folder / "article.py", "--run-dir", run_dir)
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def own(finished, monkeypatch):
    """The finished run's folder; the file is put back afterwards."""
    monkeypatch.chdir(finished)
    yield finished
    written(finished)


RUN = "runs/points/seed-42"


def test_the_manifest_says_where_the_experiment_comes_from(own):
    manifest = json.loads((own / RUN / "run.json").read_text())
    assert manifest["reference"]["text"] == f"{own / 'article.py'}:points"
    assert (own / RUN / "experiment.py").read_text() == POINTS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "article.py"), "points: Two clouds"),
        (("resume", RUN), "Finished: runs/points/seed-42"),
        (("predict", RUN), "accuracy: "),
        (("inspect", RUN), "points: Two clouds"),
        (("inspect", "article.py", "--seed", 7), "points: Two clouds"),
        (("plot", RUN), "learning_curves.png"),
        (("report", RUN), "runs/points/seed-42/report.html"),
        (("report", "runs/points"), "runs/points/report.html"),
        (("reproduce", "article.py"), "1 open for lack of seeds"),
        (("report", "runs"), "runs/report.html"),
    ],
)
def test_every_command_finds_it_again(own, words, said):
    result = call(*words)
    assert result.exit_code == 0, result.output
    assert said in result.output


def test_tensorboard_takes_the_file(own):
    result = call("tensorboard", "article.py", "--port", 70000)
    assert "is not in the range" in result.output  # of the port; the name was no error
    result = call("tensorboard", "article.py", "--runs-dir", "nowhere")
    assert "there is no folder points nor nowhere/points" in result.output


def test_a_killed_run_resumes_to_the_same_bytes(tmp_path):
    """It waits in each epoch, so as to be under way when it is killed."""
    file, killed = written_slow(tmp_path), tmp_path / "killed"
    command = [sys.executable, "-m", "tf1_graphs", "train", file, "--run-dir", killed]
    process = subprocess.Popen(
        [*command, "--set", "epochs=20"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "SECONDS_AN_EPOCH": "0.05"},
    )
    for _line in zip(range(5), process.stdout, strict=False):
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (killed / "results.json").exists()
    whole = tmp_path / "whole"
    assert call("resume", killed).exit_code == 0
    trained = call("train", file, "--run-dir", whole, "--set", "epochs=20")
    assert trained.exit_code == 0
    for name in ("metrics.csv", "final/model.data-00000-of-00001", "results.json"):
        assert (killed / name).read_bytes() == (whole / name).read_bytes(), name


def test_another_graph_is_named_and_the_run_keeps_to_its_own(own):
    written(own, **{"tf.nn.elu": "tf.nn.relu", "(0, 5)": "(0, 0.001)"})
    result = call("train", "article.py")
    assert result.exit_code == 2
    assert "article.py has changed since runs/points/seed-42 began (the graph (build)): " in (
        result.output
    )
    assert "--fresh starts over" in result.output
    result = call("predict", RUN)
    assert result.exit_code == 0, result.output
    assert (
        "article.py has changed since runs/points/seed-42 began: the graph (build); the figure "
        "'loss' is another one. The run keeps to the code that it began with, "
        "runs/points/seed-42/experiment.py. It is judged by what the file publishes now"
    ) in result.output
    call("report", RUN)
    (figure,) = json.loads((own / RUN / "report.json").read_text())["figures"]
    assert figure["held"] == 0


def test_a_file_that_is_gone_is_replaced_by_the_copy(own):
    (own / "article.py").unlink()
    result = call("predict", RUN)
    assert result.exit_code == 0
    assert "runs/points/seed-42 goes by its own copy, experiment.py" in result.output


@pytest.mark.parametrize(
    ("replaced", "message"),
    [
        (
            {'"X": X[:60]': '"X": X[:60, :1]'},
            "points: load returns train/X of the shape (60, 1), but its placeholder takes (?, 2)",
        ),
        (
            {'"y": y[:60]': '"y": y[:59]'},
            "points: load: the part train has different numbers of examples: X 60, y 59",
        ),
        (
            {'"y": y[:60]': '"labels": y[:60]'},
            "points: load returns X, labels in the part train, but build has the inputs X, y",
        ),
        (
            {'"y": y[:60]': '"y": np.array(["a"] * 60)'},
            "points: load returns train/y as <U1, but its placeholder takes int64",
        ),
        ({'return {"train"': 'return {"training"'}, "load must return the arrays of each part"),
        ({'return {"train"': 'return list({"train"', "y[60:]}}": "y[60:]}})"}, "got list"),
    ],
)
def test_load_that_does_not_fit_the_graph(folder, replaced, message):
    written(folder, **replaced)
    result = call("train", "article.py")
    assert result.exit_code == 2
    assert message in result.output


@pytest.mark.parametrize("function", ["load", "build"])
def test_a_function_that_fails_shows_its_own_traceback(folder, function):
    path = written(
        folder, **{f"def {function}(settings):": f"def {function}(settings):\n    1 / 0"}
    )
    result = call("train", "article.py")
    assert result.exit_code == 2
    line, head, frame, *_ = result.output.splitlines()
    assert line == f"Error: {function} of {path} failed: ZeroDivisionError: division by zero"
    assert head == "Traceback (most recent call last):"
    assert str(path) in frame


def test_a_figure_whose_measure_fails_is_named_and_the_others_are_judged(folder):
    other = (
        'OTHER = PublishedFigure("other", "1", "here", "claim", lambda run: run.nothing, (0, 1))'
    )
    path = written(folder, **{"POINTS =": f"{other}\nPOINTS =", "(LOSS,)": "(OTHER, LOSS)"})
    result = call("reproduce", "article.py", "--json", "found.json")
    assert result.exit_code == 1
    other, loss = json.loads((folder / "found.json").read_text())["figures"]
    assert other["measured"].startswith("its measure failed: AttributeError: ")
    assert other["measured"].endswith(f"({path}:46)")
    assert loss["held"] == 1


def test_a_sweep_on_one_worker_and_on_two_has_the_same_bytes(folder):
    for workers in (1, 2):
        options = ("--seeds", "1,2", "--set", "rate=0.2", "--workers", workers)
        result = call("sweep", "article.py", *options, "--runs-dir", f"runs{workers}")
        assert result.exit_code == 0, result.output
    names = sorted(path.name for path in (folder / "runs1" / "points").glob("seed-*"))
    assert len(names) == 2
    for name in names:
        for file in ("metrics.csv", "final/model.data-00000-of-00001", "experiment.py"):
            one, two = (folder / f"runs{n}" / "points" / name / file for n in (1, 2))
            assert one.read_bytes() == two.read_bytes()
    (sweep,) = (folder / "runs1" / "points" / "sweeps").iterdir()
    assert call("compare", sweep).exit_code == 0
    result = call("report", sweep)
    assert result.exit_code == 0, result.output
    assert "tf1-graphs sweep article.py:points --seeds 1,2" in (sweep / "report.md").read_text()


def test_a_sweep_of_a_file_that_trains_something_else_is_not_taken_for_finished(folder):
    options = ("--seeds", "1", "--workers", 1)
    assert call("sweep", "article.py", *options).exit_code == 0
    written(folder, **{"(0, 5)": "(0, 4)"})
    result = call("sweep", "article.py", *options)
    assert result.exit_code == 0, result.output
    written(folder, **{"tf.nn.elu": "tf.nn.relu"})
    result = call("sweep", "article.py", *options)
    assert result.exit_code == 2
    assert "article.py has changed since" in result.output
    assert "the graph (build)" in result.output


def test_new_writes_a_file_that_runs_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("new", "digits").exit_code == 0
    assert len((tmp_path / "digits.py").read_text().splitlines()) <= 60

    result = call("reproduce", "digits.py")
    assert result.exit_code == 0, result.output
    assert "0 changed, 1 open for lack of seeds" in result.output
    again = call("new", "digits")
    assert again.exit_code == 2
    assert "digits.py is there already, and is left as it is" in again.output
    assert "is no Python name" in call("new", "my-article").output
