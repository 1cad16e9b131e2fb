"""Inference with the trained model of a run."""

import dataclasses

import numpy as np
import pytest

from tests.changing import changed
from tests.training.experiments import DROPOUT
from tests.training.runs import train_unobserved as train
from tf1_graphs.errors import InputError
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.experiments.defaults import no_lines, no_results
from tf1_graphs.runs import run_directory
from tf1_graphs.runs.run_directory import RunDirectory
from tf1_graphs.tensorflow1 import new_graph
from tf1_graphs.training import prediction

MOONS = find("moons")


@pytest.fixture(scope="module")
def moons(tmp_path_factory):
    return train(MOONS, tmp_path_factory.mktemp("moons"), 60)


def trained_model(run, experiment=MOONS):
    return prediction.trained_model(experiment, experiment.settings(), run)


def test_the_metrics_are_the_last_epochs(moons):
    last = run_directory.read_metrics(moons)[-1]
    data = MOONS.training.load(MOONS.settings())
    with trained_model(moons) as infer:
        inferred = infer(data["test"])
    assert {name: np.float32(value) for name, value in inferred.metrics.items()} == last
    assert (inferred.predictions == inferred.logits.argmax(axis=1)).all()
    assert (inferred.predictions == data["test"]["y"]).mean() == pytest.approx(last["accuracy"])


def test_without_labels_there_are_predictions_alone(moons):
    with trained_model(moons) as infer:
        inferred = infer({"X": np.zeros((3, 2))})
    assert inferred.predictions.shape == (3,)
    assert inferred.metrics == {}


def test_a_missing_feature_is_named(moons):
    with trained_model(moons) as infer, pytest.raises(InputError, match=r"arrays X; X is missing"):
        infer({"y": np.zeros(3)})


@pytest.mark.parametrize("batch_size", [1, 7, 100, 1000])
def test_running_counts(moons, batch_size):
    part = MOONS.training.load(MOONS.settings())["test"]
    with trained_model(moons) as infer:
        whole = infer(part)
        counts = list(prediction.in_batches(infer, part, batch_size))
    sizes = [len(count.inferred.predictions) for count in counts]
    assert [count.batch for count in counts] == list(range(len(counts)))
    assert [count.seen for count in counts] == np.cumsum(sizes).tolist()
    assert counts[-1].seen == 400
    predictions = np.concatenate([count.inferred.predictions for count in counts])
    assert (predictions == whole.predictions).all()
    right = np.cumsum(whole.predictions == part["y"])
    assert [count.correct for count in counts] == [right[count.seen - 1] for count in counts]
    assert counts[-1].metrics == pytest.approx(whole.metrics, rel=1e-5)


def test_moving_averages_are_used_and_predictions_are_made_from_logits(tmp_path):
    """Batch normalization by the statistics of the batch would depend on its other examples."""
    experiment = changed(
        DROPOUT,
        build=build_plain,
        results=no_results,
        results_lines=no_lines,
    )
    run = train(experiment, tmp_path, 3)
    part = DROPOUT.training.load(None)["test"]
    with trained_model(run, experiment) as infer:
        whole = infer(part)
        one_by_one = [count.inferred for count in prediction.in_batches(infer, part, 1)]
    logits = np.concatenate([inferred.logits for inferred in one_by_one])
    # A product of four terms of size 1 is summed in another order: a few roundings of that size.
    np.testing.assert_allclose(logits, whole.logits, rtol=0, atol=1e-6)
    assert (whole.predictions == whole.logits.argmax(axis=1)).all()


def build_plain(settings):
    """As mnist_batch_norm: logits from batch normalization, and no predictions."""
    from tf1_graphs.experiments.experiment import BookGraph
    from tf1_graphs.layers import batch_normalization, dense
    from tf1_graphs.tensorflow1 import tf

    X = tf.placeholder(tf.float32, (None, 4), name="X")
    y = tf.placeholder(tf.int32, (None,), name="y")
    training = tf.placeholder_with_default(False, (), name="training")
    logits = batch_normalization(dense(X, 2), training=training, momentum=0.9)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    return BookGraph(
        inputs={"X": X, "y": y},
        training_op=tf.train.GradientDescentOptimizer(0.1).minimize(loss),
        metrics={"loss": loss},
        update_ops=tuple(tf.get_collection(tf.GraphKeys.UPDATE_OPS)),
        training=training,
        logits=logits,
    )


def test_a_run_that_is_not_finished(tmp_path):
    run = RunDirectory(tmp_path)
    with pytest.raises(InputError, match=r"is not finished.*tf1-graphs resume"), trained_model(run):
        pass


@pytest.mark.parametrize("suffix", ["index", "data-00000-of-00001"])
def test_a_trained_model_with_a_missing_file(moons, tmp_path, suffix):
    run = train(MOONS, tmp_path, 1)
    run.final_model.with_name(f"model.{suffix}").unlink()
    with (
        pytest.raises(InputError, match=rf"not whole, model\.{suffix} is missing"),
        trained_model(run),
    ):
        pass


@pytest.mark.parametrize("suffix", ["index", "data-00000-of-00001"])
def test_a_damaged_trained_model(tmp_path, suffix):
    run = train(MOONS, tmp_path, 1)
    path = run.final_model.with_name(f"model.{suffix}")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InputError, match=r"final/model"), trained_model(run):
        pass


def test_a_trainer_without_a_predictor(moons):
    search = changed(find("housing_random_search"), predictor=None)
    with pytest.raises(InputError, match=r"leaves no trained graph"), trained_model(moons, search):
        pass


@pytest.mark.parametrize("experiment", experiments().values(), ids=list(experiments()))
def test_every_experiment_can_be_inferred_with(experiment):
    assert (experiment.training.trainer is None) == (experiment.training.predictor is None)
    settings = experiment.settings()
    if hasattr(settings, "layers"):
        settings = dataclasses.replace(settings, layers=2)  # the others are like these
    with new_graph():
        book = experiment.training.build(settings)
    assert prediction.LABELS in book.inputs
    if "accuracy" in book.metrics:
        assert book.logits.shape.as_list() == [None, 2 if experiment is MOONS else 10]
    else:
        assert book.predictions.dtype.is_floating
