"""Runs that an article's own script left behind on TensorFlow 1.15.5, and the way back."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from tests.training.runs import bits, silent
from tf1_graphs.cli import main
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import find
from tf1_graphs.experiments.settings import parse
from tf1_graphs.runs.foreign import find_foreign
from tf1_graphs.runs.run_directory import RunDirectory, read_metrics
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.training import runner
from tf1_graphs.training.options import Options
from tf1_graphs.training.resuming import from_article

REFERENCE = Path(__file__).parents[1] / "reference"
CONTINUATION = json.loads((REFERENCE / "interrupted" / "continuation.tf1155.json").read_text())


def resume(name, runs_dir, folder=None, **options):
    """Continue the recorded run of an experiment, and return its run directory."""
    experiment = find(name)
    settings = parse(experiment, epochs=options.pop("epochs", None))
    options = Options(say=silent, histograms=0, **options)
    folder = folder or REFERENCE / "interrupted" / name
    run, foreign = from_article(folder, experiment, settings, options, runs_dir)
    runner.train(experiment, settings, run, options, foreign)
    return run


def test_moons_goes_on_as_on_1155(tmp_path):
    run = resume("moons", tmp_path, epochs=501)
    rows = read_metrics(run)
    assert len(rows) == 501 - 401
    for epoch, loss, accuracy in CONTINUATION["moons"]:
        if 401 <= epoch < 501:
            row = rows[epoch - 401]
            assert row["accuracy"] == np.float32(accuracy)
            np.testing.assert_allclose(row["loss"], loss, rtol=1e-4)


@pytest.mark.usefixtures("real_data")
def test_mnist_batch_norm_prints_the_remaining_digits(tmp_path):
    rows = read_metrics(resume("mnist_batch_norm", tmp_path))
    assert [str(row["accuracy"]) for row in rows] == CONTINUATION["mnist_batch_norm"][10:]


def test_the_articles_folder_is_left_as_it_is(tmp_path):
    folder = tmp_path / "article"
    shutil.copytree(REFERENCE / "interrupted" / "moons", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    resume("moons", tmp_path / "runs", folder, epochs=403)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_continued_run_can_itself_be_interrupted(tmp_path):
    whole = resume("moons", tmp_path / "whole", epochs=404)
    experiment = find("moons")
    options = Options(say=silent)
    run, foreign = from_article(
        REFERENCE / "interrupted" / "moons",
        experiment,
        parse(experiment, epochs=404),
        options,
        tmp_path,
    )
    for epochs in (402, 404):
        runner.train(experiment, parse(experiment, epochs=epochs), run, options, foreign)
    assert bits(run) == bits(whole)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda folder: (folder / "model.ckpt.epoch").write_text("many"), "is not a number"),
        (lambda folder: (folder / "model.ckpt.epoch").unlink(), "has no model.ckpt.epoch"),
        (lambda folder: (folder / "model.ckpt.index").unlink(), "no checkpoint: expected"),
        (shutil.rmtree, "is not a folder"),
    ],
)
def test_a_folder_that_cannot_be_continued(tmp_path, damage, message):
    folder = tmp_path / "article"
    shutil.copytree(REFERENCE / "interrupted" / "moons", folder)
    damage(folder)
    with pytest.raises(InputError, match=message):
        find_foreign(folder)


def test_another_articles_checkpoint_is_refused(tmp_path):
    folder = REFERENCE / "interrupted" / "mnist_batch_norm"
    with pytest.raises(InputError, match=r"cannot be restored into this graph: it has no fc1"):
        resume("moons", tmp_path, folder)


def test_fewer_epochs_than_it_has_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"has 401 epochs already, more than 100: .*--epochs"):
        resume("moons", tmp_path, epochs=100)


def test_1155_restored_our_checkpoint_and_trained_on(tmp_path):
    """`tests/reference/restore.py` did, on the checkpoint beside its recording."""
    folder = REFERENCE / "restored"
    recorded = json.loads((folder / "restored.tf1155.json").read_text())
    experiment = find("moons")
    run = RunDirectory(tmp_path)
    runner.train(experiment, parse(experiment, epochs=51), run, Options(say=silent))
    ours = tf.train.load_checkpoint(str(run.checkpoints / "model.ckpt-51"))
    theirs = tf.train.load_checkpoint(str(folder / "model.ckpt-51"))
    assert ours.get_variable_to_shape_map() == theirs.get_variable_to_shape_map()
    assert ours.get_variable_to_dtype_map() == theirs.get_variable_to_dtype_map()
    assert recorded["step"] == 51 * 32
    runner.train(experiment, parse(experiment, epochs=101), run, Options(say=silent))
    rows = read_metrics(run)
    for epoch, key in ((50, "restored"), (100, "epoch_100")):
        loss, accuracy = recorded[key]
        assert rows[epoch]["accuracy"] == np.float32(accuracy)
        np.testing.assert_allclose(rows[epoch]["loss"], loss, rtol=1e-4)


def test_adopt_and_the_old_form_of_it_do_the_same(tmp_path):
    folder, runs = str(REFERENCE / "interrupted" / "moons"), []
    for command in ("adopt", "resume"):
        rest = ("--experiment", "moons", "--epochs", "404", "--runs-dir", str(tmp_path / command))
        result = CliRunner().invoke(main, [command, folder, *rest])
        assert result.exit_code == 0, result.stderr
        (path,) = tmp_path.glob(f"{command}/moons/*/metrics.csv")
        runs.append((path.parent.name, path.read_bytes()))
    assert runs[0] == runs[1]
