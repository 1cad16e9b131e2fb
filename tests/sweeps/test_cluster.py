"""Sweeps on a real scheduler with real worker processes, over the loopback interface."""

import contextlib
import dataclasses
import functools
import importlib.metadata
import json
import os
import resource
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.experiments.articles import POINTS, written, written_slow
from tests.sweeps.test_sweep import bits, invoke, wait_for
from tests.sweeps.test_sweep import tasks as tasks_of
from tf1_graphs import datasets, files
from tf1_graphs.errors import InputError
from tf1_graphs.sweeps import dispatch, launch
from tf1_graphs.tensorflow1.kernels import building
from tf1_graphs.training.interruption import Interrupted

pytest.importorskip("distributed")

SEEDS, EPOCHS = range(4), 24
SLOWLY = {"SECONDS_AN_EPOCH": "0.04"}  # of the workers


@pytest.fixture(scope="module")
def slow(tmp_path_factory):
    """A file whose runs take more than a second on the workers, and wait for most of it."""
    return written_slow(tmp_path_factory.mktemp("slow"))


@pytest.fixture(scope="module")
def tasks(slow):
    """Function that makes the tasks of its runs."""
    return functools.partial(tasks_of, experiment=str(slow))


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home for the workers without any data; the kernels, long to build, are there."""
    folder = tmp_path_factory.mktemp("home")
    kernels = folder / "cache" / "tf1_graphs" / "kernels"
    kernels.parent.mkdir(parents=True)
    kernels.symlink_to(building.cache_folder())
    return folder


@pytest.fixture(scope="module")
def start(home):
    """Start a process of Dask's command line; it ends with these tests."""
    environment = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), **SLOWLY}
    environment.pop("TF1_GRAPHS_DATA", None)
    with contextlib.ExitStack() as stack:

        def start(command, *arguments, **options):
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{command}", *arguments],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **options,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        yield start


@pytest.fixture(scope="module")
def scheduler(start, home):
    """The address of a scheduler; it has no workers yet."""
    file = home / "scheduler.json"
    options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file)
    start("dask_scheduler", *map(str, options))
    wait_for(lambda: file.exists() and file.read_text().rstrip().endswith("}"))
    return json.loads(file.read_text())["address"]


@pytest.fixture(scope="module")
def start_worker(start, scheduler):
    def start_worker(**options):
        return start(
            "dask_worker", scheduler, "--nthreads", "1", "--no-nanny", "--no-dashboard", **options
        )

    return start_worker


@pytest.fixture(scope="module")
def steady(start_worker):
    """A worker that stays to the end."""
    return start_worker()


@pytest.fixture
def place(scheduler, steady, tmp_path):
    with launch.place(None, scheduler, tmp_path, ()) as found:
        yield found


@pytest.fixture(scope="module")
def here(tmp_path_factory, tasks):
    """The runs, trained by this process."""
    folder = tmp_path_factory.mktemp("here")
    for outcome in dispatch.train_all(tasks(folder, SEEDS, EPOCHS), dispatch.Here(1)):
        assert outcome.state == "finished", outcome.details
    return folder


def pid_of(outcome):
    return int(outcome.place.split()[1])


def begun(folder, process):
    """Whether a process trains a run in the folder, and has saved it."""
    return any(
        holder.read_text().strip() == str(process.pid)
        and any(holder.parent.glob("checkpoints/model.ckpt-*.index"))
        for holder in folder.glob("seed-*/.lock.pid")
    )


def test_a_scheduler_without_workers(scheduler, tmp_path, monkeypatch):
    from tf1_graphs.sweeps import cluster

    monkeypatch.setattr(cluster, "SECONDS", 0.5)
    result = invoke("sweep", "moons", "--scheduler", scheduler, "--runs-dir", tmp_path)
    assert result.exit_code == 2
    assert f"the scheduler {scheduler} has no worker: start some with `dask wor" in result.stderr


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "http://127.0.0.1:80"])
def test_a_scheduler_that_does_not_answer(tmp_path, monkeypatch, address):
    from tf1_graphs.sweeps import cluster

    monkeypatch.setattr(cluster, "SECONDS", 0.5)
    result = invoke("sweep", "moons", "--scheduler", address, "--runs-dir", tmp_path)
    assert result.exit_code == 2
    assert f"the scheduler {address} does not answer: start one with `dask sch" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_worker_that_is_killed_loses_nothing(place, here, start_worker, steady, tasks, tmp_path):
    victim = start_worker()
    place.client.wait_for_workers(2, timeout=60)

    def kill():
        wait_for(lambda: begun(tmp_path, victim))
        victim.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    outcomes = list(dispatch.train_all(tasks(tmp_path, SEEDS, EPOCHS), place))
    killer.join()
    assert victim.wait(60) == -signal.SIGKILL
    assert [outcome.state for outcome in outcomes] == ["finished"] * 4
    assert steady.pid in {pid_of(outcome) for outcome in outcomes}
    assert bits(tmp_path, "seed-*") == bits(here, "seed-*")


def test_ctrl_c_saves_the_runs_on_the_workers(place, here, steady, tasks, tmp_path):
    def interrupt():
        wait_for(lambda: begun(tmp_path, steady))
        os.kill(os.getpid(), signal.SIGINT)

    interrupter = threading.Thread(target=interrupt)
    interrupter.start()
    with pytest.raises(Interrupted) as raised:
        list(dispatch.train_all(tasks(tmp_path, SEEDS, EPOCHS), place))
    interrupter.join()
    assert raised.value.number == signal.SIGINT
    assert not any(tmp_path.glob("seed-3"))
    outcomes = dispatch.train_all(tasks(tmp_path, SEEDS, EPOCHS), place)
    assert {outcome.state for outcome in outcomes} == {"finished"}
    assert bits(tmp_path, "seed-*") == bits(here, "seed-*")


def test_a_command_that_is_killed_lets_go_of_its_runs(scheduler, steady, slow, tmp_path):
    """The worker's thread saves the run and ends it, so that the same command can go on."""
    command = ["sweep", str(slow), "--epochs", str(EPOCHS), "--runs-dir", str(tmp_path)]
    command += ["--scheduler", scheduler]
    process = subprocess.Popen([sys.executable, "-m", "tf1_graphs", *command])
    wait_for(lambda: begun(tmp_path / "points", steady))
    process.kill()
    process.wait()
    wait_for(lambda: not begun(tmp_path / "points", steady))
    assert not list(tmp_path.glob("points/*/results.json"))
    result = invoke(*command)
    assert result.exit_code == 0, result.stderr
    assert len(bits(tmp_path)) == 2


def test_runs_come_back_from_workers_that_do_not_share_the_folder(place, here, tasks, tmp_path):
    """One of them was begun here, and goes there as it stands."""
    unshared = dataclasses.replace(place, marker=tmp_path / "not seen", shared=False)
    short = tasks(tmp_path, SEEDS[:1], 5)
    assert [it.state for it in dispatch.train_all(short, dispatch.Here(1))] == ["finished"]
    said = []
    assert launch.train(tasks(tmp_path, SEEDS[:2], EPOCHS), unshared, said.append) == []
    assert len(said) == 2
    there, expected = bits(tmp_path, "seed-*"), bits(here, "seed-[01]")
    assert there == expected


def test_a_full_disk_on_one_worker_fails_its_runs_alone(place, start_worker, tmp_path):
    """A limit on the size of files, which is reported as a full disk is."""
    limits = (1500, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    full = start_worker(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits))
    place.client.wait_for_workers(2, timeout=60)
    outcomes = list(dispatch.train_all(tasks_of(tmp_path, range(6), 5), place))
    full.kill()
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    assert failed
    assert {pid_of(outcome) for outcome in failed} == {full.pid}
    for outcome in failed:
        assert "too large" in outcome.error or "could not be" in outcome.error
    finished = [outcome for outcome in outcomes if outcome.state == "finished"]
    assert len(finished) + len(failed) == 6
    assert len(list(tmp_path.glob("seed-*/results.json"))) == len(finished) > 0


def test_workers_with_other_versions_are_listed(scheduler, steady, tmp_path, monkeypatch):
    version = importlib.metadata.version

    def other(package):
        return "1.0.1" if package == "numpy" else version(package)

    monkeypatch.setattr(importlib.metadata, "version", other)
    message = rf"workers have other versions .*\(tcp://127.*: numpy {version('numpy')}, not 1\.0\.1"
    with pytest.raises(InputError, match=message), launch.place(None, scheduler, tmp_path, ()):
        pass


def test_data_is_sent_once_to_workers_that_lack_it(scheduler, steady, home, tmp_path, real_data):
    written = set()
    for _launch in range(2):
        with launch.place(None, scheduler, tmp_path, ("california-housing",)):
            (file,) = Path(home, "cache").rglob("cal_housing.data")
        written.add(file.stat().st_mtime_ns)
    assert files.sha256(file) == datasets.DATASETS["california-housing"].files[0].sha256
    assert len(written) == 1


def test_a_search_inside_a_run_stays_in_its_worker(scheduler, steady, tmp_path, real_data):
    """Scikit-learn's search would hand its fits to the cluster, by joblib's backend."""
    search = ("housing_random_search", "--set", "n_iter=1", "--set", "cv=2", "--epochs", 1)
    result = invoke("sweep", *search, "--scheduler", scheduler, "--runs-dir", tmp_path)
    assert result.exit_code == 0, result.stderr
    assert len(list(tmp_path.glob("*/*/fits/*/results.json"))) == 3


def test_the_file_is_sent_by_its_content(scheduler, steady, tmp_path, monkeypatch):
    """Of a sweep of a reader's own file; the worker sees neither it nor the marker."""
    from tf1_graphs.sweeps import cluster

    path = written(tmp_path)
    real = cluster.Cluster.prepared

    def hidden(place, task):
        path.unlink(missing_ok=True)
        prepared = real(place, task)
        place.marker.unlink(missing_ok=True)
        return prepared

    monkeypatch.setattr(cluster.Cluster, "prepared", hidden)
    monkeypatch.setattr(cluster, "SECONDS", 120)  # a busy machine starts workers slowly
    options = ("--seeds", "1,2", "--runs-dir", tmp_path / "there", "--scheduler", scheduler)
    result = invoke("sweep", path, *options)
    assert result.exit_code == 0, result.output
    written(tmp_path)
    options = ("--seeds", "1,2", "--runs-dir", tmp_path / "here", "--workers", "1")
    assert invoke("sweep", path, *options).exit_code == 0
    for seed in (1, 2):
        there, here = (tmp_path / place / "points" / f"seed-{seed}" for place in ("there", "here"))
        assert (there / "experiment.py").read_text() == POINTS
        for name in ("metrics.csv", "final/model.data-00000-of-00001", "results.json"):
            assert (there / name).read_bytes() == (here / name).read_bytes(), name
