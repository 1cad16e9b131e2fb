"""The state of training: complete, independent of what it was made from, exact as arrays."""

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import (
    OPTIMIZERS,
    TrainerSettings,
    start_training,
    state_from_arrays,
    state_to_arrays,
    train_step,
)


@pytest.fixture
def state(params, images, labels):
    """A state after three mini-batches, with a Gaussian number waiting in its generator."""
    rng = np.random.RandomState(4)
    rng.randn()
    made = start_training(params, rng)
    for _ in range(3):
        made, _ = train_step(made, images, labels, TrainerSettings(batch_size=4))
    return made


def bits(state):
    return {name: (a.dtype, a.shape, a.tobytes()) for name, a in state_to_arrays(state).items()}


def test_the_start_is_independent_of_its_arguments(params):
    rng = np.random.RandomState(4)
    state = start_training(params, rng)
    before = bits(state)
    params["W1"] += 1
    rng.rand(700)
    assert bits(state) == before


def test_the_start_continues_the_generator_without_advancing_it(params):
    rng = np.random.RandomState(4)
    rng.randn()
    state = start_training(params, rng)
    assert state.generator().randn() == rng.randn()
    assert state.generator().choice(100, 5).tolist() == rng.choice(100, 5).tolist()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_bit_comes_back(params, images, labels, optimizer):
    state = start_training(params, np.random.RandomState(0), optimizer)
    settings = TrainerSettings(batch_size=4, optimizer=optimizer)
    state, _ = train_step(state, images, labels, settings)
    assert bits(state_from_arrays(state_to_arrays(state))) == bits(state)


def test_a_waiting_gaussian_number_comes_back(state):
    restored = state_from_arrays(state_to_arrays(state))
    assert state.random_state["has_gauss"] == 1
    assert restored.generator().randn() == state.generator().randn()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"optimizer": "rmsprpo"}, "expected an optimizer"),
        ({"rng": np.random.default_rng(0)}, "expected a numpy.random.RandomState"),
        ({"rng": np.random.RandomState(np.random.PCG64(0))}, "kind MT19937, found PCG64"),
        ({"params": {}}, "expected the parameters"),
    ],
)
def test_the_start_refuses(params, arguments, message):
    with pytest.raises(InputError, match=message):
        start_training(**({"params": params, "rng": np.random.RandomState(0)} | arguments))


@pytest.mark.parametrize(
    "name",
    [
        "iteration",
        "epoch",
        "optimizer/iteration",
        "random/key",
        "random/pos",
        "random/has_gauss",
        "random/gauss",
    ],
)
def test_a_missing_array_is_named(state, name):
    arrays = state_to_arrays(state)
    del arrays[name]
    with pytest.raises(InputError, match=f"expected the array '{name}' in a training state"):
        state_from_arrays(arrays)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"iteration": np.array([1, 2])}, "do not make a training state"),
        ({"iteration": np.array(-1)}, "expected counts of at least 0"),
        ({"optimizer/iteration": np.array(-1)}, "expected counts of at least 0"),
        ({"random/pos": np.array(625)}, "position from 0 to 624, found .* and 625"),
        ({"random/pos": np.array(-1)}, "position from 0 to 624, found .* and -1"),
        ({"random/key": np.zeros(623, np.uint32)}, r"found uint32 \[623\]"),
        ({"random/key": np.zeros(624)}, r"found float64 \[624\]"),
    ],
)
def test_arrays_that_make_no_state_are_refused(state, change, message):
    with pytest.raises(InputError, match=message):
        state_from_arrays(state_to_arrays(state) | change)
