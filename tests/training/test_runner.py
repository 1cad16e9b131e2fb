"""A run that was stopped and continued equals one that was not, bit by bit."""

import dataclasses
import os
import signal

import numpy as np
import pytest

from tests import commands
from tests.changing import changed
from tests.training.experiments import DROPOUT, Settings
from tests.training.runs import bits, silent
from tests.training.runs import train_unobserved as train
from tf1_graphs.errors import InputError
from tf1_graphs.runs.run_directory import RunDirectory, read_metrics
from tf1_graphs.training import runner
from tf1_graphs.training.engine import ENGINES
from tf1_graphs.training.interruption import Interrupted
from tf1_graphs.training.options import Options

EPOCHS = 4


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory):
    return bits(train(DROPOUT, tmp_path_factory.mktemp("uninterrupted"), EPOCHS))


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    return train(DROPOUT, tmp_path_factory.mktemp("finished"), 3)


@pytest.mark.parametrize("stopped_after", range(1, EPOCHS))
def test_more_epochs_continue_a_finished_run(tmp_path, uninterrupted, stopped_after):
    train(DROPOUT, tmp_path, stopped_after)
    assert bits(train(DROPOUT, tmp_path, EPOCHS)) == uninterrupted


# Every mini-batch of two epochs: the later ones begin as the second does. Each signal within an
# epoch and at its end.
@pytest.mark.parametrize(
    ("mini_batch", "number"),
    [(n, signal.SIGINT if n % 2 else signal.SIGTERM) for n in range(1, 7)],
)
def test_a_signal_saves_after_the_mini_batch_and_the_run_goes_on(
    tmp_path, uninterrupted, mini_batch, number
):
    drawn = []

    def interrupting(settings, n_examples, source):
        for indices in DROPOUT.training.mini_batches(settings, n_examples, source):
            drawn.append(indices)
            if len(drawn) == mini_batch:
                os.kill(os.getpid(), number)
            yield indices

    interrupted = changed(DROPOUT, mini_batches=interrupting)
    with pytest.raises(Interrupted) as raised:
        train(interrupted, tmp_path, EPOCHS)
    assert raised.value.number == number
    assert len(drawn) == mini_batch
    assert bits(train(DROPOUT, tmp_path, EPOCHS)) == uninterrupted


def test_a_second_signal_stops_at_once(tmp_path):
    def interrupting(settings, n_examples, source):
        for indices in DROPOUT.training.mini_batches(settings, n_examples, source):
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGINT)
            yield indices

    with pytest.raises(KeyboardInterrupt):
        train(changed(DROPOUT, mini_batches=interrupting), tmp_path, EPOCHS)


def test_signal_handlers_are_put_back(tmp_path):
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    train(DROPOUT, tmp_path, 1)
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_a_finished_run_is_not_trained_again(finished):
    before = bits(finished)

    def fail(*_arguments):
        raise AssertionError("drew mini-batches of a finished run")

    train(changed(DROPOUT, mini_batches=fail), finished.path, 3)
    assert bits(finished) == before


def test_the_seed_reaches_the_graph(tmp_path):
    one = read_metrics(train(DROPOUT, tmp_path / "one", 2, seed=1))
    two = read_metrics(train(DROPOUT, tmp_path / "two", 2, seed=2))
    again = read_metrics(train(DROPOUT, tmp_path / "again", 2, seed=1))
    assert one == again
    assert one != two


def test_step_metrics_are_means_over_examples(tmp_path):
    """With a learning rate that moves nothing, the epoch's mean is the mean over the examples."""
    frozen = changed(DROPOUT, build=build_frozen)
    row = read_metrics(train(frozen, tmp_path, 1))[0]
    labels = DROPOUT.training.load(None)["train"]["y"]
    np.testing.assert_allclose(row["train_mean"], labels.mean(), rtol=1e-6)


def build_frozen(settings):
    from tests.training.experiments import build
    from tf1_graphs.tensorflow1 import tf

    book = build(settings)
    mean = tf.reduce_mean(tf.cast(book.inputs["y"], tf.float32))
    return dataclasses.replace(book, step_metrics={"train_mean": mean})


def test_early_stopping_ends_the_run_at_the_same_epoch_after_an_interruption(tmp_path):
    def stop(_settings, history):
        return len(history) >= 3

    stopping = changed(DROPOUT, stop=stop)
    whole = train(stopping, tmp_path / "whole", EPOCHS)
    assert len(read_metrics(whole)) == 3
    train(stopping, tmp_path / "cut", 2)
    assert bits(train(stopping, tmp_path / "cut", EPOCHS)) == bits(whole)


def test_the_best_model_is_kept(tmp_path):
    keeping = changed(DROPOUT, best="test_loss")
    run = train(keeping, tmp_path, 6)
    losses = [row["test_loss"] for row in read_metrics(run)]
    kept = {path.name.split(".")[0] for path in run.best.iterdir()}
    assert kept == {f"model-{int(np.argmin(losses)) + 1}"}


def test_the_final_model_restores_by_its_meta_graph(tmp_path):
    from tf1_graphs.tensorflow1 import new_graph, tf

    run = train(DROPOUT, tmp_path, 1)
    with new_graph() as graph, tf.Session() as session:
        saver = tf.train.import_meta_graph(f"{run.final_model}.meta")
        saver.restore(session, str(run.final_model))
        assert session.run("dense/kernel:0").shape == (4, 12)
        assert not [op for op in graph.get_operations() if "engine" in op.name]


def test_the_final_model_is_the_same_whichever_engine_trained_it(tmp_path):
    epoch, book = (train(DROPOUT, tmp_path / engine, 1, engine=engine) for engine in ENGINES)
    for name in ("model.meta", "model.index", "model.data-00000-of-00001"):
        path = epoch.final_model.parent / name
        assert path.read_bytes() == (book.final_model.parent / name).read_bytes()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 2}, "has 3 epochs already, more than 2"),
        ({"rate": 0.2}, "settings rate: 0.4 there, 0.2 here"),
        ({"seed": 1}, "seed: 42 there, 1 here"),
        ({"threads": 2}, "threads: 1 there, 2 here.*--force"),
    ],
)
def test_another_run_is_refused(finished, change, message):
    before = bits(finished)
    options = {key: change[key] for key in change.keys() & {"seed", "threads"}}
    settings = {key: change[key] for key in change.keys() - options.keys()}
    chosen = dataclasses.replace(Settings(epochs=3), **settings)
    with pytest.raises(InputError, match=message):
        runner.train(DROPOUT, chosen, finished, Options(say=silent, **options))
    assert bits(finished) == before


def test_other_data_and_another_graph_are_refused(tmp_path):
    train(DROPOUT, tmp_path, 1)

    def load(settings):
        data = DROPOUT.training.load(settings)
        data["train"]["X"][0, 0] += 1
        return data

    with pytest.raises(InputError, match=r"data train/X: .*… there, .*… here"):
        train(changed(DROPOUT, load=load), tmp_path, 2)
    with pytest.raises(InputError, match=r"graph: .*… there, .*… here"):
        train(
            changed(DROPOUT, build=build_frozen_more),
            tmp_path,
            2,
        )


def build_frozen_more(settings):
    from tests.training.experiments import build
    from tf1_graphs.tensorflow1 import tf

    book = build(settings)
    tf.constant(1, name="one_more")
    return book


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from tests.training.experiments import DROPOUT, Settings
from tests.training.runs import train_unobserved as train
from tf1_graphs.errors import InputError
from tf1_graphs.training.prediction import trained_model
here, folder = map(Path, sys.argv[1:])
run = train(DROPOUT, here, 2, threads=2, force=True)
with trained_model(DROPOUT, Settings(epochs=2), run, threads=1) as infer:
    print(len(infer(DROPOUT.training.load(None)["test"]).predictions))
try:
    train(DROPOUT, folder, 4, threads=1)
except InputError as error:
    print(error)
"""


def test_another_process_takes_other_threads_with_force_and_keeps_them(tmp_path, uninterrupted):
    here, folder = tmp_path / "forced", tmp_path / "refused"
    train(DROPOUT, here, 1)
    done = commands.python("-c", ANOTHER_PROCESS, here, folder)
    done.check_returncode()
    inferred, error = done.stdout.splitlines()
    assert inferred == "40"
    assert "take --threads 2 here, or 1 in a new process" in error
    assert not folder.exists()
    assert len(read_metrics(RunDirectory(here))) == 2
    assert '"threads": 2' in RunDirectory(here).manifest.read_text()
    assert bits(train(DROPOUT, folder, EPOCHS)) == uninterrupted


def test_a_folder_with_a_run_but_no_manifest_is_refused(tmp_path):
    train(DROPOUT, tmp_path, 1).manifest.unlink()
    with pytest.raises(InputError, match=r"files of a run but no run\.json"):
        train(DROPOUT, tmp_path, 2)
