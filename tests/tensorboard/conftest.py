"""Runs to look at, one of them interrupted, and a running TensorBoard."""

import contextlib
import os
import signal
import subprocess
import sys

import pytest

from tests.changing import changed
from tests.training.experiments import DIGITS, SHORT_MOONS
from tests.training.runs import train
from tf1_graphs.training.interruption import Interrupted

MOONS_EPOCHS = 60


@pytest.fixture(scope="package")
def runs(tmp_path_factory):
    """A folder of two runs: moons, stopped in epoch 20 and resumed; digits, traced."""
    folder = tmp_path_factory.mktemp("shown") / "runs"

    def interrupting(settings, n_examples, source):
        for step, indices in enumerate(
            SHORT_MOONS.training.mini_batches(settings, n_examples, source)
        ):
            if (source.epoch, step) == (20, 3):
                os.kill(os.getpid(), signal.SIGINT)
            yield indices

    moons = folder / "moons" / "resumed"
    with pytest.raises(Interrupted):
        train(changed(SHORT_MOONS, mini_batches=interrupting), moons, MOONS_EPOCHS)
    train(SHORT_MOONS, moons, MOONS_EPOCHS)
    train(DIGITS, folder / "digits" / "seed-42", 3, trace=True)
    return folder


@contextlib.contextmanager
def tensorboard_serving(*arguments):
    """Start `tf1-graphs tensorboard`, and yield the process and its URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tf1_graphs", "tensorboard", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        line = process.stdout.readline()
        urls = [word for word in line.split() if word.startswith("http")]
        assert urls, (line, process.stderr.read())
        yield process, urls[0]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


@pytest.fixture(scope="package")
def url(runs):
    """The URL of TensorBoard on both runs."""
    with tensorboard_serving(runs) as (_, address):
        yield address


@pytest.fixture(scope="package")
def moons_url(runs):
    """The URL of TensorBoard on the run that was resumed."""
    with tensorboard_serving(runs / "moons") as (_, address):
        yield address
