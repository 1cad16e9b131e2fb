"""The training loop: the article's order of things, its evaluations, and exact resumption."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import (
    OPTIMIZERS,
    TrainerSettings,
    accuracy,
    gradients,
    loss,
    start_training,
    state_from_arrays,
    state_to_arrays,
    train,
    train_step,
)


def bits(state):
    return {name: a.tobytes() for name, a in state_to_arrays(state).items()}


@pytest.fixture
def data(images, labels):
    return images, labels, images[:6], labels[:6]


def test_a_step_is_draw_update_then_loss(params, images, labels):
    """The article's three lines, with NumPy's global generator as in the article."""
    state = start_training(params, np.random.RandomState(3))
    state, found = train_step(state, images, labels, TrainerSettings(batch_size=5))

    np.random.seed(3)
    batch = np.random.choice(12, 5)
    adam = OPTIMIZERS["adam"]
    grads = gradients(params, images[batch], labels[batch])
    expected, _ = adam.update(params, grads, adam.initial_state(params), learning_rate=0.001)
    assert all(np.array_equal(state.params[name], value) for name, value in expected.items())
    assert found == loss(expected, images[batch], labels[batch])
    assert found != loss(params, images[batch], labels[batch])
    assert state.iteration == 1
    assert state.generator().choice(12, 5).tolist() == np.random.choice(12, 5).tolist()


def test_a_step_leaves_the_state_it_started_from(params, images, labels):
    state = start_training(params, np.random.RandomState(3))
    before = bits(state)
    after, _ = train_step(state, images, labels, TrainerSettings(batch_size=5))
    assert bits(state) == before
    assert bits(after) != before


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("stop", [1, 4, 7])
def test_a_resumed_run_has_the_bits_of_an_uninterrupted_one(params, data, optimizer, stop):
    settings = TrainerSettings(epochs=3, batch_size=4, optimizer=optimizer)
    start = start_training(params, np.random.RandomState(9), optimizer)
    whole = list(train(start, *data, settings))
    assert len(whole) == 9

    run = train(start, *data, settings)
    first = [next(run) for _ in range(stop)]
    restored = state_from_arrays(state_to_arrays(first[-1].state))
    resumed = first + list(train(restored, *data, settings))
    assert [bits(p.state) for p in resumed] == [bits(p.state) for p in whole]
    assert [p[1:] for p in resumed] == [p[1:] for p in whole]


def test_another_seed_gives_another_run(params, data):
    """Otherwise the comparison of bits above would say nothing about the generator."""
    settings = TrainerSettings(epochs=1, batch_size=4)
    runs = [
        list(train(start_training(params, np.random.RandomState(seed)), *data, settings))
        for seed in (0, 1)
    ]
    assert bits(runs[0][-1].state) != bits(runs[1][-1].state)


def test_a_finished_run_has_nothing_left(params, data):
    settings = TrainerSettings(epochs=1, batch_size=4)
    *_, last = train(start_training(params, np.random.RandomState(0)), *data, settings)
    assert list(train(last.state, *data, settings)) == []


def test_training_lowers_the_loss(params, data):
    settings = TrainerSettings(epochs=40, batch_size=6, learning_rate=0.01)
    before = loss(params, *data[:2])
    *_, last = train(start_training(params, np.random.RandomState(0)), *data, settings)
    assert loss(last.state.params, *data[:2]) < before / 2


def evaluated(params, data, **settings):
    """The mini-batches (from 1) after which the accuracies were recorded."""
    run = train(
        start_training(params, np.random.RandomState(0)), *data, TrainerSettings(**settings)
    )
    return [p.state.iteration for p in run if p.test_accuracy is not None]


def test_as_printed_the_first_epoch_is_reported_after_one_mini_batch(params, data):
    assert evaluated(params, data, epochs=3, batch_size=4) == [1, 4, 7]


def test_corrected_an_epoch_is_reported_at_its_end(params, data):
    assert evaluated(params, data, epochs=3, batch_size=4, whole_epochs=True) == [3, 6, 9]


def test_as_printed_a_batch_size_that_does_not_divide_skips_epochs(params, data):
    # 12 / 8 = 1.5 mini-batches an epoch: the remainder is 0 at 0, 3, 6 ... only.
    assert evaluated(params, data, epochs=4, batch_size=8) == [1, 4]


def test_corrected_a_batch_size_that_does_not_divide_skips_none(params, data):
    assert evaluated(params, data, epochs=4, batch_size=8, whole_epochs=True) == [1, 3, 4, 6]


@pytest.mark.parametrize("whole_epochs", [False, True])
def test_a_batch_larger_than_the_training_set_is_one_epoch(params, data, whole_epochs):
    settings = {"epochs": 3, "batch_size": 20, "whole_epochs": whole_epochs}
    assert evaluated(params, data, **settings) == [1, 2, 3]


@pytest.mark.parametrize(("train_size", "batch_size"), [(5000, 100), (60000, 128), (7, 3), (3, 7)])
def test_corrected_runs_report_every_epoch_once(train_size, batch_size):
    settings = TrainerSettings(epochs=13, batch_size=batch_size, whole_epochs=True)
    total = settings.iterations(train_size)
    reported = [k for k in range(1, total + 1) if settings.evaluates_after(k, train_size)]
    assert len(reported) == 13
    assert reported[-1] == total


def test_the_articles_run_has_1000_mini_batches_and_20_reports():
    settings = TrainerSettings()
    assert settings.iterations(5000) == 1000
    reported = [k for k in range(1, 1001) if settings.evaluates_after(k, 5000)]
    assert reported == list(range(1, 1001, 50))


def test_the_accuracies_are_those_of_the_first_images(params, images, labels):
    """200 images, of which the first 100 are evaluated: `accuracy` takes batches of 100."""
    rng = np.random.RandomState(2)
    x, t = rng.rand(200, 2, 8, 8), rng.randint(0, 4, 200)
    settings = TrainerSettings(epochs=1, batch_size=50, evaluate_samples=100)
    state = start_training(params, np.random.RandomState(0))
    first = next(train(state, x, t, x[::-1], t[::-1], settings))
    assert first.state.epoch == 1
    assert first.train_accuracy == accuracy(first.state.params, x[:100], t[:100])
    assert first.test_accuracy == accuracy(first.state.params, x[:99:-1], t[:99:-1])
    assert first.train_accuracy != first.test_accuracy


def test_all_images_are_evaluated_on_request(params, data):
    settings = TrainerSettings(
        epochs=1, batch_size=4, evaluate_samples=None, whole_epochs=True, all_images=True
    )
    *_, last = train(start_training(params, np.random.RandomState(0)), *data, settings)
    assert last.test_accuracy == accuracy(last.state.params, *data[2:], corrected=True)
    assert last.train_accuracy == accuracy(last.state.params, *data[:2], corrected=True)


def test_one_hot_labels_train_the_same(params, data):
    x, t, *test = data
    settings = TrainerSettings(epochs=1, batch_size=4)
    start = start_training(params, np.random.RandomState(0))
    *_, indices = train(start, x, t, *test, settings)
    *_, one_hot = train(start, x, np.eye(4)[t], *test, settings)
    assert bits(indices.state) == bits(one_hot.state)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"epochs": 0}, "expected epochs as an integer of at least 1, found 0"),
        ({"epochs": 2.0}, "expected epochs as an integer .* found 2.0"),
        ({"epochs": True}, "expected epochs as an integer .* found True"),
        ({"batch_size": -1}, "expected batch_size as an integer .* found -1"),
        ({"batch_size": None}, "expected batch_size as an integer .* found None"),
        ({"evaluate_samples": 0}, "expected evaluate_samples as an integer .* found 0"),
        ({"learning_rate": 0}, "expected learning_rate as a positive number, found 0"),
        ({"learning_rate": float("nan")}, "expected learning_rate .* found nan"),
        ({"learning_rate": float("inf")}, "expected learning_rate .* found inf"),
        ({"learning_rate": "fast"}, "expected learning_rate .* found 'fast'"),
        ({"learning_rate": True}, "expected learning_rate .* found True"),
        ({"optimizer": "rmsprpo"}, "expected an optimizer from .* found 'rmsprpo'"),
    ],
)
def test_wrong_settings_are_refused(settings, message):
    with pytest.raises(InputError, match=message):
        TrainerSettings(**settings)


def test_bad_data_is_refused_by_the_call(params, data):
    x, t, x_test, t_test = data
    state = start_training(params, np.random.RandomState(0))
    with pytest.raises(InputError, match=r"expected images \[n, 2, 8, 8\]"):
        train(state, x[:, :, 1:], t, x_test, t_test)
    with pytest.raises(InputError, match="expected at least one image"):
        train(state, x, t, x_test[:0], t_test[:0])
    with pytest.raises(InputError, match="expected labels from 0 to 3, found 4"):
        train(state, x, t, x_test, t_test + 1)
    with pytest.raises(InputError, match=r"expected labels \[12\]"):
        train(state, x, t[1:], x_test, t_test)


def test_the_state_of_another_optimizer_is_refused_by_the_call(params, data):
    state = start_training(params, np.random.RandomState(0), "momentum")
    with pytest.raises(InputError, match="the state is of another optimizer"):
        train(state, *data)
