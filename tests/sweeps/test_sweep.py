"""Sweeps of the moons article with few epochs, in real worker processes."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.experiments.articles import written_slow
from tests.sweeps import deadly
from tf1_graphs.cli import main
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.sweeps import dispatch, worker
from tf1_graphs.training import evaluation
from tf1_graphs.training.options import Options

SWEEP = ("sweep", "moons", "--seeds", "0:2", "--set", "noise=0.1,0.2", "--epochs", "3")
RUNS = [f"seed-{seed}{noise}-epochs=3" for noise in ("", "-noise=0.2") for seed in (0, 1)]


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def bits(runs_dir, pattern="*/seed-*"):
    """Return the metrics and the results of all runs, byte for byte."""
    found = {}
    for run in sorted(Path(runs_dir).glob(pattern)):
        for name in ("metrics.csv", "results.json"):
            found[f"{run.name}/{name}"] = (run / name).read_bytes()
    return found


@pytest.fixture(scope="module")
def one_worker(tmp_path_factory):
    """The sweep by one worker, this process."""
    runs_dir = tmp_path_factory.mktemp("one")
    result = invoke(*SWEEP, "--workers", 1, "--runs-dir", runs_dir)
    assert result.exit_code == 0, result.stderr
    return runs_dir


def tasks(folder, seeds, epochs=3, experiment="moons", **options):
    experiment = find(experiment)
    settings = dataclasses.replace(experiment.settings(), epochs=epochs)
    options = {"say": worker.silent, **options}
    return [
        worker.task_of(experiment, settings, folder / f"seed-{seed}", Options(seed=seed, **options))
        for seed in seeds
    ]


def test_each_run_is_an_ordinary_run_directory(one_worker):
    moons = one_worker / "moons"
    assert sorted(path.name for path in moons.iterdir()) == sorted([*RUNS, "sweeps"])
    assert json.loads((moons / RUNS[2] / "run.json").read_text())["settings"]["noise"] == 0.2
    alone = invoke("train", "moons", "--seed", 1, "--epochs", 3, "--run-dir", one_worker / "alone")
    assert alone.exit_code == 0
    for name in ("metrics.csv", "results.json"):
        assert (moons / RUNS[1] / name).read_bytes() == (one_worker / "alone" / name).read_bytes()


def test_two_workers_give_the_same_bytes(one_worker, tmp_path):
    result = invoke(*SWEEP, "--workers", 2, "--runs-dir", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert bits(tmp_path) == bits(one_worker)
    assert len(bits(tmp_path)) == 8
    assert result.stdout.count("loss ") == 4


def test_finished_runs_are_not_trained_again(one_worker):
    result = invoke(*SWEEP, "--workers", 1, "--runs-dir", one_worker)
    assert result.exit_code == 0
    assert result.stdout == ""


def test_compare(one_worker):
    (sweep,) = (one_worker / "moons" / "sweeps").iterdir()
    result = invoke("compare", sweep.name, "--by", "loss", "--json", "-", "--runs-dir", one_worker)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert sorted(row["run"] for row in rows) == sorted(RUNS)
    assert [row["loss"] for row in rows] == sorted(row["loss"] for row in rows)
    assert {row["state"] for row in rows} == {"finished"}
    result = invoke("compare", sweep, "--by", "lost")
    assert result.exit_code == 2
    assert "there is no column 'lost'; there are run, seed, noise, epochs_done" in result.stderr


def test_tensorboard_reads_the_hyperparameters(one_worker):
    from tensorboard.backend.event_processing import event_accumulator
    from tensorboard.plugins.hparams import metadata

    logs = str(one_worker / "moons" / RUNS[2] / "logs")
    read = event_accumulator.EventAccumulator(logs)
    read.Reload()
    content = read.SummaryMetadata(metadata.SESSION_START_INFO_TAG).plugin_data.content
    values = metadata.parse_session_start_info_plugin_data(content).hparams
    assert values["noise"].number_value == 0.2
    assert values["seed"].number_value == 0
    assert {"loss/loss_1", "eval/acc"} <= set(read.Tags()["scalars"])


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def longer(tmp_path_factory):
    """The words of a sweep whose runs wait in each epoch where SECONDS_AN_EPOCH says so."""
    path = written_slow(tmp_path_factory.mktemp("slow"))
    return ("sweep", str(path), "--seeds", "0:3", "--epochs", "12", "--runs-dir")


@pytest.fixture(scope="module")
def undisturbed(longer, tmp_path_factory):
    runs_dir = tmp_path_factory.mktemp("whole")
    assert invoke(*longer, runs_dir, "--workers", 1).exit_code == 0
    return runs_dir


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_sweep_that_was_stopped_ends_as_one_that_was_not(tmp_path, longer, undisturbed, number):
    """Its workers save, also when the command is gone; then a single worker does the rest."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tf1_graphs", *longer, str(tmp_path), "--workers", "2"],
        env={**os.environ, "SECONDS_AN_EPOCH": "0.1"},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: any(tmp_path.glob("*/*/checkpoints/model.ckpt-*.index")))
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    if number == signal.SIGINT:
        assert process.returncode == 130
        assert "stopped by SIGINT, and saved: the same command continues" in errors
        assert "Traceback" not in errors
    assert not any(tmp_path.glob("*/seed-2*/results.json"))
    assert invoke(*longer, tmp_path, "--workers", 1).exit_code == 0
    assert bits(tmp_path) == bits(undisturbed)
    assert len(bits(tmp_path)) == 6


def test_a_run_that_fails_does_not_stop_the_others(tmp_path):
    other = "seed-0-epochs=3"
    train = ("train", "moons", "--epochs", 3, "--run-dir", tmp_path / "moons" / other)
    assert invoke(*train, "--seed", 7).exit_code == 0
    result = invoke(*SWEEP, "--workers", 1, "--runs-dir", tmp_path)
    assert result.exit_code == 2
    assert f"Error: {tmp_path}/moons/{other}: " in result.stderr
    assert "holds another run (seed: 7 there, 0 here): " in result.stderr
    (sweep,) = (tmp_path / "moons" / "sweeps").iterdir()
    rows = [
        json.loads(line) for line in invoke("compare", sweep, "--json", "-").stdout.splitlines()
    ]
    assert [row["state"] for row in rows] == ["failed", "finished", "finished", "finished"]
    assert "loss" not in rows[0]


def test_damaged_run_directories_do_not_stop_the_others(tmp_path):
    moons = tmp_path / "moons"
    (moons / RUNS[0]).mkdir(parents=True)
    (moons / RUNS[0] / "run.json").write_text("{")
    (moons / RUNS[1]).touch()
    result = invoke(*SWEEP, "--workers", 1, "--runs-dir", tmp_path)
    assert result.exit_code == 2
    assert f"{RUNS[0]}/run.json is not valid JSON" in result.stderr
    assert f"{RUNS[1]}: File exists" in result.stderr
    assert len(list(moons.glob("seed-*/results.json"))) == 2


def test_an_unexpected_error_is_reported_with_its_traceback(tmp_path):
    (task,) = tasks(tmp_path, [0])
    outcome = worker.train(dataclasses.replace(task, settings=None))
    assert outcome.state == "failed"
    assert outcome.error.startswith("TypeError: ")
    assert "Traceback" in outcome.details


def test_a_run_that_kills_its_process_is_named_and_the_others_finish(tmp_path):
    bad, good = tasks(tmp_path, [0, 1])
    bad = dataclasses.replace(bad, settings=deadly.Deadly())
    outcomes = {
        Path(outcome.path).name: outcome
        for outcome in dispatch.train_all([bad, good], dispatch.Here(2))
    }
    assert {name: outcome.state for name, outcome in outcomes.items()} == {
        "seed-0": "failed",
        "seed-1": "finished",
    }
    assert "the process that trained it died" in outcomes["seed-0"].error


def test_a_run_in_use_is_waited_for_and_then_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(worker, "PATIENCE", 0.1)
    (task,) = tasks(tmp_path, [0])
    (tmp_path / "seed-0").mkdir()
    script = (
        "import sys, time\nfrom tf1_graphs import files\n"
        f"with files.lock({str(tmp_path / 'seed-0')!r}):\n print(1, flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    holder.stdout.readline()
    outcome = worker.train(task)
    holder.kill()
    holder.wait()
    assert outcome.state == "failed"
    assert f"is in use by process {holder.pid}" in outcome.error


def test_a_process_keeps_its_number_of_threads(tmp_path, one_worker):
    (task,) = tasks(tmp_path, [0], threads=2)
    outcome = worker.train(task)
    assert outcome.state == "failed"
    assert "take --threads 1 here, or 2 in a new process" in outcome.error


def test_the_genetic_search_repeats_itself(tmp_path):
    arguments = (
        *("sweep", "moons", "--seeds", "0", "--set", "learning_rate=log:1e-4:1e-1"),
        *("--genetic", 2, "--population", 3, "--by", "loss", "--epochs", 1, "--workers", 1),
        *("--runs-dir", tmp_path),
    )
    first = invoke(*arguments)
    assert first.exit_code == 0, first.stderr
    trained = bits(tmp_path)
    # The best of the first generation is in the second one too.
    assert len(trained) == 2 * (3 + 2)
    again = invoke(*arguments)
    assert again.exit_code == 0
    assert again.stdout == ""
    assert bits(tmp_path) == trained


GENETIC = ("sweep", "moons", "--set", "learning_rate=log:1e-4:1e-1", "--genetic", 2)


def test_a_column_that_there_is_not_is_refused_before_anything_is_trained(tmp_path):
    result = invoke(
        *(*GENETIC, "--by", "cost", "--epochs", 1, "--workers", 1, "--runs-dir", tmp_path / "runs"),
    )
    assert result.exit_code == 2
    assert result.stderr == (
        "Error: there is no column 'cost'; there are loss, accuracy, precision, recall, "
        "epochs_done, seconds\n"
    )
    assert not (tmp_path / "runs").exists()


def test_where_the_columns_are_not_known_the_first_run_says_them(tmp_path, monkeypatch):
    monkeypatch.setattr(evaluation, "columns", lambda *_: None)
    result = invoke(
        *(*GENETIC, "--by", "cost", "--epochs", 1, "--workers", 1, "--runs-dir", tmp_path),
    )
    assert result.exit_code == 2
    assert "there is no column 'cost'; there are" in result.stderr
    assert len(list(tmp_path.glob("moons/*/results.json"))) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["moonz"], "no experiment is named 'moonz'"),
        (["moons", "--set", "noyse=1"], "there is no setting 'noyse'; did you mean noise?"),
        (["moons", "--set", "noise=0.1,high"], "noise takes a number from 0 on, got 'high'"),
        (["moons", "--seeds", "3:3"], "the range of seeds 3:3 is empty"),
        (["moons", "--random", "3"], "--random draws settings: say which with --set"),
        (["moons", "--grid", "--random", "3"], "one search at a time: got --grid and --random"),
        (["moons", "--set", "noise=1,2", "--genetic", "3"], "name it with --by, such as --by loss"),
        (["moons", "--by", "loss"], "--by and --population are for --genetic"),
        (
            ["moons", "--set", "noise=log:1:2"],
            "noise is a distribution: draw from it with --random",
        ),
        (["moons", "--name", "a/b"], "a sweep's name is the name of a folder, got 'a/b'"),
        (["moons", "--epochs", "0"], "epochs takes a whole number from 1 on, got 0"),
        (["moons", "--scheduler", "tcp://x:1", "--workers", "2"], "--workers is for this machine"),
    ],
)
def test_bad_input(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = invoke("sweep", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr
    assert not any(tmp_path.iterdir())


def test_missing_data_is_said_once_before_anything_runs(tmp_path, monkeypatch):
    for name in ("TF1_GRAPHS_DATA", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    monkeypatch.chdir(tmp_path)
    result = invoke("sweep", "mnist_batch_norm", "--seeds", "0:9")
    assert result.exit_code == 2
    assert "tf1-graphs data fetch mnist" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_second_command_on_the_same_sweep_is_refused(one_worker):
    from tf1_graphs import files

    (sweep,) = (one_worker / "moons" / "sweeps").iterdir()
    with files.lock(sweep):
        result = invoke(*SWEEP, "--workers", 1, "--runs-dir", one_worker)
    assert result.exit_code == 2
    assert f"is in use by process {os.getpid()}" in result.stderr


def test_a_name_stands_for_one_plan(one_worker):
    named = ("--name", "first", "--workers", 1, "--runs-dir", one_worker)
    assert invoke(*SWEEP, *named).exit_code == 0
    result = invoke("sweep", "moons", "--seeds", "0:2", "--epochs", 3, *named)
    assert result.exit_code == 2
    assert "first is another sweep (settings: {'noise': '0.1,0.2'} there, {} here)" in result.stderr


def test_a_sweep_that_was_drawn_otherwise_is_refused_and_stays_readable(tmp_path):
    """As an earlier version left it, whose draws were its own."""
    sweep = ("sweep", "moons", "--set", "noise=log:0.1:1", "--random", 2, "--epochs", 1)
    sweep += ("--name", "old", "--workers", 1, "--runs-dir", tmp_path)
    assert invoke(*sweep).exit_code == 0
    file = tmp_path / "moons" / "sweeps" / "old" / "sweep.json"
    content = json.loads(file.read_text())
    content["runs"].reverse()
    file.write_text(json.dumps(content))
    trained = bits(tmp_path)
    result = invoke(*sweep)
    assert result.exit_code == 2
    assert "was drawn by other versions of tf1_graphs or scikit-learn" in result.stderr
    assert "give this sweep another --name" in result.stderr
    assert invoke("compare", "old", "--runs-dir", tmp_path).exit_code == 0
    assert bits(tmp_path) == trained
