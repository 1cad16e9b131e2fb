"""Kill real training processes at every file operation, resume them, and compare every bit.

A forking parent that has TensorFlow imported makes the trials fast. The shim (`shim.c`, loaded by
`LD_PRELOAD`) counts a child's file operations in its run directory and kills it with SIGKILL
before the n-th: 1, 2, 3 … until a run ends untouched. Other children are killed at random moments.
Each is resumed, some are killed again while they are; what they end with must be, to the last bit,
what an undisturbed run ends with.

The full harness: `make crash`, or `python -m tests.crash --kills 200`.
"""

import ctypes
import dataclasses
import importlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.changing import changed
from tests.training.runs import bits, train
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.tensorflow1 import kernels

SHIM_SOURCE = Path(__file__).with_name("shim.c")


def compile_shim(folder):
    """Compile the shim into a folder, and return its path."""
    shim = Path(folder) / "shim.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", shim, SHIM_SOURCE, "-ldl"]
    subprocess.run(command, check=True)
    return shim


def shim(module):
    """Return the loaded shim; a process without it starts the module again with it, and ends."""
    if "CRASH_SHIM" in os.environ:
        return ctypes.CDLL(os.environ["CRASH_SHIM"])
    with tempfile.TemporaryDirectory() as folder:
        path = str(compile_shim(folder))
        environment = {**os.environ, "LD_PRELOAD": path, "CRASH_SHIM": path}
        command = [sys.executable, "-m", module, *sys.argv[1:]]
        sys.exit(subprocess.run(command, env=environment).returncode)


def ended(pid, read, seconds):
    """Wait for a child, which is killed after so many seconds unless they are None.

    Returns:
        (status, operations): the exit status, negative for a signal, and the number of file
        operations, which a child that was not killed writes into the pipe `read`.
    """
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    operations = int(os.read(read, 20) or 0)
    os.close(read)
    return status, operations


def sample(module, *arguments):
    """Run a harness, which must find no differing byte; return how many kills it tried."""
    environment = {key: value for key, value in os.environ.items() if key != "CRASH_SHIM"}
    answer = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, env=environment
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    tried, failed = re.search(r"(\d+) kills tried, (\d+) runs", answer.stdout).groups()
    assert int(failed) == 0
    return int(tried)


@dataclasses.dataclass
class Harness:
    """Trials of one experiment in one folder.

    Attributes:
        experiment: the `Experiment`; its data is loaded once, before the forks.
        epochs: epochs of a run.
        folder: where the runs are made.
        shim: the loaded shim.
    """

    experiment: object
    epochs: int
    folder: Path
    shim: ctypes.CDLL

    def __post_init__(self):
        # Loaded once, not in each fork.
        kernels.in_force()
        importlib.import_module("tensorboard.plugins.hparams.summary_v2")
        data = self.experiment.training.load(self.experiment.settings())
        self.experiment = changed(self.experiment, load=lambda _settings: data)
        whole = self.folder / "whole"
        status, self.operations = self.child(whole)
        assert status == 0, f"the undisturbed run ended with {status}"
        self.expected = bits(RunDirectory(whole))

    def child(self, path, fatal=0, half=False, seconds=None):
        """Train in a child process.

        Args:
            path: the run directory.
            fatal: the file operation that is not survived; 0 is none.
            half: whether a fatal write is done by half.
            seconds: time after which the child is killed; None is never.

        Returns:
            (status, operations): the exit status, negative for a signal, and the number of file
            operations of a child that was not killed.
        """
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(read)
            try:
                self.shim.crash_arm(str(path).encode(), fatal, half)
                train(self.experiment, path, self.epochs, checkpoint_seconds=0)
                os.write(write, b"%d" % self.shim.crash_operations())
                os._exit(0)
            except BaseException as error:
                os.write(2, f"{error!r}\n".encode())
                os._exit(1)
        os.close(write)
        return ended(pid, read, seconds)

    def survives(self, kills):
        """Kill a run several times, let it end, and say how it differs from an undisturbed one.

        Args:
            kills: arguments of `child`, one dictionary a kill.

        Returns:
            The names of the files that differ; an empty list if the run survived.
        """
        path = self.folder / "trial"
        shutil.rmtree(path, ignore_errors=True)
        for kill in kills:
            status, _ = self.child(path, **kill)
            if status not in (0, -signal.SIGKILL):
                return [f"a killed run ended with {status}"]
        status, _ = self.child(path)
        if status:
            return [f"the resumed run ended with {status}"]
        found = bits(RunDirectory(path))
        return [
            name
            for name in self.expected.keys() | found.keys()
            if found.get(name) != self.expected.get(name)
        ]


def trials(operations, rng):
    """Yield kills without end: every file operation in turn, then random ones, twice in a run."""
    for fatal in range(1, operations + 1):
        yield [{"fatal": fatal, "half": fatal % 2 == 0}]
    while True:
        yield [{"seconds": rng.uniform(0.2, 2.5)}]
        yield [{"fatal": rng.randrange(1, operations), "half": True} for _ in range(2)]


def run(experiment, epochs, folder, shim, kills=None, every=1, seed=0, say=print):
    """Kill and resume an experiment's runs.

    Args:
        experiment: the `Experiment`.
        epochs: epochs of a run.
        folder: where the runs are made.
        shim: the loaded shim.
        kills: number of kills; None is one for each file operation of a run.
        every: take every so-manieth trial only.
        seed: of the random kills.
        say: function that prints a line.

    Returns:
        (tried, failures): number of kills, and (kills, differing files) of each run that differed.
    """
    harness = Harness(experiment, epochs, Path(folder), shim)
    tried, failures = 0, []
    for index, plan in enumerate(trials(harness.operations, random.Random(seed))):
        if tried >= (kills or harness.operations):
            break
        if index % every:
            continue
        tried += len(plan)
        if differing := harness.survives(plan):
            failures.append((plan, differing))
            say(f"{experiment.name}: {plan}: {differing}")
    say(
        f"{experiment.name}: {harness.operations} file operations a run; {tried} kills, "
        f"{len(failures)} runs with differing bytes"
    )
    return tried, failures
