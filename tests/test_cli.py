"""The commands as a user meets them: what they print, and their exit status."""

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import commands
from tests.changing import changed
from tf1_graphs.cli import main
from tf1_graphs.tensorflow1 import kernels

LICENSE = str(Path(__file__).parents[1] / "LICENSE")
RECORDINGS = Path(__file__).parent / "recordings"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command in an empty folder, and return its result."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments):
        return CliRunner().invoke(main, [str(argument) for argument in arguments])

    return invoke


def bad_input(result, *words):
    """Check for one clear line on standard error, and exit status 2."""
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    for word in words:
        assert word in result.stderr
    return True


def test_help_names_every_command(run):
    result = run("--help")
    assert result.exit_code == 0
    commands = ("list", "show", "train", "resume", "reproduce", "inspect", "tensorboard", "plot")
    for command in (*commands, "predict"):
        assert command in result.output


def test_list_and_show(run):
    listed = run("list").output
    assert "moons" in listed
    assert "mnist_batch_norm_first_listing" in listed
    shown = run("show", "moons").output
    for words in ("learning_rate = 0.001", "published figures", "errata", "minutes", "generated"):
        assert words in shown


# The losses after epochs 0, 50 and 100, by `kernels.processor()` but for its cache: without a
# fingerprint today's, else what 1.15.5 prints on that processor (AMD; AMD, Intel with AVX-512).
MOONS_LOSSES = {
    None: ["0.56446517", "0.2218749", "0.061560173"],
    "AVX-512": ["0.56446517", "0.2218749", "0.061560173"],
    "bf80a4b9ac32018f": ["0.5644651", "0.2218749", "0.061560187"],
    "bf80a4b9ac32018f, AVX-512": ["0.5644651", "0.2218749", "0.061560154"],
    "daa30c19851bb017, AVX-512": ["0.5644651", "0.22187486", "0.061560176"],
}


def test_train_prints_the_articles_lines_and_resume_goes_on(run):
    result = run("train", "moons", "--epochs", 51, "--run-dir", "here")
    assert result.exit_code == 0
    processor = re.sub("(, )?first cache .*", "", kernels.processor() or "") or None
    if processor not in MOONS_LOSSES:
        pytest.skip(f"no losses of 1.15.5 are recorded on a processor {processor}")
    losses = MOONS_LOSSES[processor]
    assert result.stdout.splitlines()[:2] == [
        f"Epoch: 0 \tLoss: {losses[0]} \tAcc: 0.7975",
        f"Epoch: 50 \tLoss: {losses[1]} \tAcc: 0.895",
    ]
    assert "Finished: here" in result.stderr
    resumed = run("resume", "here", "--epochs", 101)
    assert resumed.exit_code == 0
    assert resumed.stdout.splitlines()[:2] == [
        "Training was interrupted. Continuing at epoch 51",
        f"Epoch: 100 \tLoss: {losses[2]} \tAcc: 0.985",
    ]
    assert run("inspect", "here").exit_code == 0


@pytest.mark.parametrize("command", ["adopt", "resume"])
def test_a_run_directory_is_not_an_articles_own_folder(run, short_moons, command):
    result = run(command, short_moons, "--experiment", "moons")
    assert bad_input(
        result, f"{short_moons} is a run directory", f"`tf1-graphs resume {short_moons}` continues"
    )


def test_a_run_of_another_experiment_is_named_in_a_short_line(run, short_moons, real_data):
    result = run("train", "mnist_batch_norm", "--run-dir", short_moons)
    assert bad_input(
        result,
        f"{short_moons} holds a run of moons, not of mnist_batch_norm: name another folder with "
        "--run-dir, or delete that run and start over with --fresh\n",
    )


def test_checkpoint_seconds_can_be_infinite(run):
    arguments = ("train", "moons", "--epochs", 3, "--run-dir", "here", "--checkpoint-seconds")
    assert run(*arguments, "inf").exit_code == 0
    assert Path("here/checkpoints/model.ckpt.epoch").read_text() == "3"


def test_train_fresh_starts_over(run):
    run("train", "moons", "--epochs", 2, "--run-dir", "here", "--seed", 1)
    assert bad_input(
        run("train", "moons", "--epochs", 2, "--run-dir", "here"), "seed: 1", "--fresh"
    )
    other = run("train", "moons", "--run-dir", "here", "--seed", 1, "--set", "noise=0.2")
    assert bad_input(other, "here holds another run (settings noise: 0.1 there, 0.2 here): name")
    assert run("train", "moons", "--epochs", 2, "--run-dir", "here", "--fresh").exit_code == 0
    assert json.loads(Path("here/run.json").read_text())["seed"] == 42


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["train", "moon"], ["no experiment is named 'moon'", "moons"]),
        (["train", "moons", "--set", "noyse=1"], ["no setting 'noyse'", "noise"]),
        (["train", "moons", "--set", "noise=much"], ["noise takes a number from 0 on, got 'much'"]),
        (["train", "moons", "--set", "noise=-1"], ["noise takes a number from 0 on, got -1"]),
        (["train", "moons", "--set", "epochs=1.5"], ["epochs takes a whole number"]),
        (["train", "moons", "--set", "noise"], ["key=value"]),
        (["train", "moons", "--set", "corrected=9"], ["moons: only errata that can be repaired"]),
        (["train", "mnist_batch_norm", "--corrected"], ["mnist_batch_norm", "there is none"]),
        (["train", "moons", "--seed", "-1"], ["--seed takes a whole number from 0", "got -1"]),
        (["inspect", "moons", "--seed", str(2**32)], ["from 0 to 4294967295"]),
        (["train", "moons", "--checkpoint-seconds", "nan"], ["--checkpoint-seconds takes", "nan"]),
        (["resume", "here", "--checkpoint-seconds=-1"], ["takes seconds from 0 on, got -1"]),
        (["sweep", "moons", "--checkpoint-seconds=-inf"], ["takes seconds from 0 on, got -inf"]),
        (["bench", "moons", "--seconds", "nan"], ["--seconds takes seconds from 0.01 on, got nan"]),
        (["bench", "moons", "--seconds", "inf"], ["--seconds takes seconds from 0.01 on, got inf"]),
        (["bench", "moons", "--seconds", "0"], ["--seconds takes seconds from 0.01 on, got 0"]),
        (["train", "moons", "--set", "learning_rate=nan"], ["learning_rate takes a number", "nan"]),
        (["resume", "nowhere"], ["nowhere is not a run directory", "tf1-graphs train"]),
        (["resume", "nowhere", "--experiment", "moons"], ["nowhere is not a folder"]),
        (["adopt", "nowhere", "--experiment", "moons"], ["nowhere is not a folder"]),
        (["adopt", "nowhere"], ["Missing option '--experiment'"]),
        (["resume", ".", "--experiment", "moons"], [". has no model.ckpt.epoch: name the folder"]),
        (["train", "xyz"], ["no experiment is named 'xyz'; there are moons, mnist_mlp"]),
        (["resume", "nowhere", "--seed", "1"], ["--experiment"]),
        (["reproduce"], ["name an experiment", "--all"]),
        (["reproduce", "moonz"], ["did you mean moons"]),
        (["inspect", "moons", "--against", "nothing.json"], ["nothing.json: no such file"]),
        (["inspect", "moons", "--against", "moons"], ["--against moons: no such", "not an exp"]),
        (["tensorboard", "nowhere"], ["no folder nowhere nor runs/nowhere: train something"]),
        (["tensorboard", "/no/where"], ["Error: there is no folder /no/where: train something"]),
        (["tensorboard", LICENSE], [f"{LICENSE} is a file: name the folder of its run"]),
        (["tensorboard", __file__], ["test_cli.py defines no experiment"]),
        (["resume", __file__], [f"{__file__} is a file: name a run directory"]),
        (["predict", __file__], ["test_cli.py defines no experiment"]),
        (["run", "nothing.py"], ["there is no script nothing.py"]),
        (["check", "nothing.py"], ["nothing.py"]),
        (["run", "notes.ipynb", "more"], ["a notebook takes no arguments, got more"]),
    ],
)
def test_bad_input(run, arguments, words):
    assert bad_input(run(*arguments), *words)


def test_missing_data_says_where_it_was_looked_for(run, monkeypatch, tmp_path):
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    result = run("train", "mnist_batch_norm")
    assert bad_input(result, str(tmp_path / "data" / "mnist"), "tf1-graphs data fetch mnist")


def test_data_with_a_wrong_hash(run, monkeypatch, tmp_path, real_data):
    folder = tmp_path / "data" / "mnist"
    shutil.copytree(real_data / "mnist", folder)
    name = "train-labels-idx1-ubyte.gz"
    shutil.copy(folder / "t10k-labels-idx1-ubyte.gz", folder / name)
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(tmp_path / "data"))
    assert bad_input(run("train", "mnist_batch_norm"), name, "sha256")


def test_a_manifest_that_is_no_manifest(run):
    Path("here").mkdir()
    Path("here/run.json").write_text("{}")
    assert bad_input(run("resume", "here"), "here/run.json is not the manifest of a run")
    Path("here/run.json").write_text("{")
    assert bad_input(run("resume", "here"), "here/run.json is not valid JSON")


def test_inspect_against_a_recording(run, tmp_path):
    result = run("inspect", "moons", "--against", RECORDINGS / "moons.tf1155.json")
    assert result.exit_code == 0
    assert result.output == "moons: identical (206 nodes, 21 initial values, 5 collections)\n"
    corrected = RECORDINGS / "moons.corrected-1.tf1155.json"
    assert run("inspect", "moons", "--corrected", "--against", corrected).exit_code == 0
    assert run("inspect", "moons", "--against", corrected).exit_code == 1
    changed = run("inspect", "moons", "--seed", 1, "--against", RECORDINGS / "moons.tf1155.json")
    assert changed.exit_code == 1
    assert "graph seed 1 here, 42 there" in changed.output


def test_inspect_against_another_format(run, tmp_path):
    recording = json.loads((RECORDINGS / "moons.tf1155.json").read_text())
    path = tmp_path / "graph.json"
    for change, words in (
        ({"format": 2}, "recording of format 2"),
        ({"tensorflow": None}, "does not say which TensorFlow"),
        ({"articles": []}, "is not a recording of graphs"),
    ):
        path.write_text(json.dumps(recording | change))
        assert bad_input(run("inspect", "moons", "--against", path), str(path), words)


def test_reproduce_writes_json_and_its_status_says_whether_a_verdict_changed(run, monkeypatch):
    import dataclasses

    from tf1_graphs.experiments import catalogue

    moons = catalogue.experiments()["moons"]
    figures = tuple(figure for figure in moons.published.figures if not figure.settings)

    @dataclasses.dataclass(frozen=True)
    class Short(moons.settings):
        epochs: int = 3

    short = changed(moons, settings=Short, figures=figures)
    monkeypatch.setitem(catalogue.experiments(), "moons", short)
    result = run("reproduce", "moons", "--json", "-")
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    found = json.loads(line)
    assert found["verdict"] == "undecided"  # one seed decides no claim
    outcomes = {figure["name"]: figure["outcome"] for figure in found["figures"]}
    assert outcomes["first epoch with 100 % accuracy at noise 0.1"] == "changed"
    assert outcomes["epoch of the smallest loss at noise 0.1"] == "open"
    assert set(found) >= {"experiment", "article", "seed", "settings", "run_directory", "seconds"}
    written = json.loads(Path(found["run_directory"], "report.json").read_text())
    assert written["figures"] == found["figures"]


def test_show_a_topic_and_its_picture(run):
    pytest.importorskip("matplotlib")
    result = run("show", "losses", "--plot", "losses.png")
    assert result.exit_code == 0
    assert "cross-entropy loss" in result.stdout
    assert Path("losses.png").read_bytes().startswith(b"\x89PNG")
    assert bad_input(run("show", "loses"), "did you mean losses", "activations", "moons")
    assert bad_input(run("show", "moons", "--plot", "x.png"), "--plot goes with activations")


@pytest.fixture(scope="module")
def short_moons(tmp_path_factory):
    """A finished run of three epochs, which no test changes."""
    folder = tmp_path_factory.mktemp("moons") / "run"
    arguments = ["train", "moons", "--epochs", "3", "--run-dir", str(folder)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    return folder


def test_plot_prints_the_paths(run, short_moons):
    pytest.importorskip("matplotlib")
    result = run("plot", short_moons)
    assert result.exit_code == 0
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert [path.name for path in paths] == [
        "learning_curves.png",
        "confusion_matrix.png",
        "decision_boundary.png",
        "boundary_growth.png",
    ]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


def test_plot_of_an_unfinished_run_says_what_is_missing(run, short_moons):
    pytest.importorskip("matplotlib")
    shutil.copytree(short_moons, "here")
    Path("here/results.json").unlink()
    result = run("plot", "here")
    assert result.exit_code == 0
    assert result.stdout == "here/figures/learning_curves.png\n"
    assert "tf1-graphs resume here" in result.stderr


def test_plot_that_is_stopped(run, short_moons, monkeypatch):
    from tf1_graphs import plots
    from tf1_graphs.training.interruption import Interrupted

    def stopped(_run, _say):
        raise Interrupted(signal.SIGTERM)

    monkeypatch.setattr(plots, "write", stopped)
    result = run("plot", short_moons)
    assert result.exit_code == 143
    assert result.stderr == (
        "stopped by SIGTERM, and saved: the same command draws what is missing\n"
    )


def test_predict_counts_and_writes_the_predictions(run, short_moons):
    result = run("predict", short_moons, "--batch-size", 150, "--output", "moons.csv")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "moons: test, 400 examples"
    last = (short_moons / "metrics.csv").read_text().splitlines()[-1].split(",")
    correct = round(400 * float(last[2]))
    assert lines[1] == f"accuracy: {correct / 400:g} ({correct} of 400 correct)"
    assert float(lines[2].removeprefix("loss: ")) == pytest.approx(float(last[1]), rel=1e-4)
    assert len(lines) == 3
    assert result.stderr == "Predictions: moons.csv\n"
    header, *rows = Path("moons.csv").read_text().splitlines()
    assert header == "example,label,prediction"
    cells = [list(map(int, row.split(","))) for row in rows]
    assert [example for example, _, _ in cells] == list(range(400))
    assert sum(label == prediction for _, label, prediction in cells) == correct
    assert "moons: train, 1600" in run("predict", short_moons, "--part", "train").stdout


def test_predict_shows_the_counts_so_far_on_a_terminal(short_moons):
    terminal, its_end = pty.openpty()
    termios.tcsetwinsize(its_end, (24, 120))
    command = [sys.executable, "-m", "tf1_graphs", "predict", str(short_moons)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=its_end, text=True, check=True)
    os.close(its_end)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal, on Linux
        while more := os.read(terminal, 65536):
            shown += more
    os.close(terminal)
    counted = done.stdout.splitlines()[1].split("(")[1].removesuffix(")")
    assert f"{counted}]" in shown.decode()
    assert "400/400" in shown.decode()


def test_predict_bad_input(run, short_moons):
    result = run("predict", short_moons, "--part", "tests")
    assert bad_input(result, "moons has no part 'tests'; it has train, test")
    result = run("predict", short_moons, "--output", "nowhere/x.csv")
    assert bad_input(result, "--output nowhere/x.csv: there is no folder nowhere")
    result = run("predict", short_moons, "--output", "x.txt")
    assert bad_input(result, "--output takes the name of a .csv or .npz file, got x.txt")
    shutil.copytree(short_moons, "here")
    Path("here/results.json").unlink()
    assert bad_input(run("predict", "here"), "here is not finished", "tf1-graphs resume here")
    assert bad_input(run("predict", "nowhere"), "nowhere is not a run directory")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_saves_and_says_how_to_resume(tmp_path, number):
    command = [sys.executable, "-m", "tf1_graphs", "train", "moons", "--run-dir", "here"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline().startswith("Epoch: 0")
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert "continue with `tf1-graphs resume here`" in errors
    assert "Traceback" not in errors
    epoch = int((tmp_path / "here/checkpoints/model.ckpt.epoch").read_text())
    resume = ("-m", "tf1_graphs", "resume", "here", "--epochs", epoch + 1)
    assert f"Continuing at epoch {epoch}" in commands.python(*resume, cwd=tmp_path).stdout


def test_a_reader_that_has_gone_stops_the_training_and_loses_nothing(tmp_path):
    command = [sys.executable, "-m", "tf1_graphs", "train", "moons", "--run-dir", "here"]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout.readline().startswith("Epoch: 0")
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == (
            "Error: nothing reads the output any more, so the training stopped; the last "
            "checkpoint stands: continue with `tf1-graphs resume here`\n"
        )
    assert process.wait() == 2
    assert (tmp_path / "here/checkpoints/model.ckpt.epoch").exists()


def test_run_ends_with_the_scripts_exit_status(run):
    Path("script.py").write_text("import sys\nsys.exit(int(sys.argv[1]) + 1)\n")
    assert run("run", "script.py", "6").exit_code == 7
