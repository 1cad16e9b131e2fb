"""The optimizers: steps worked out by hand, and the table as it is printed."""

import math

import numpy as np
import pytest

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn import OPTIMIZERS, get_optimizer, optimizer_table

# Two steps from p = 1 with gradients 2 and -1, worked out from the formulas with lr = 0.1,
# momentum 0.9, decay rate 0.99, beta1 0.9, beta2 0.999. The terms are written out.
BY_HAND = {
    "sgd": [1 - 0.2, 1 - 0.2 + 0.1],
    # v = -0.2, then -0.18 + 0.1 = -0.08
    "momentum": [1 - 0.2, 0.8 - 0.08],
    # the same v; p += 0.81 v - 1.9 * 0.1 g
    "nesterov": [1 - 0.162 - 0.38, 0.458 - 0.0648 + 0.19],
    # h = 4, then 5
    "adagrad": [1 - 0.2 / (2 + 1e-7), 1 - 0.2 / (2 + 1e-7) + 0.1 / (math.sqrt(5) + 1e-7)],
    # h = 0.01 * 4 = 0.04, then 0.0396 + 0.01 = 0.0496
    "rmsprop": [
        1 - 0.2 / (0.2 + 1e-7),
        1 - 0.2 / (0.2 + 1e-7) + 0.1 / (math.sqrt(0.0496) + 1e-7),
    ],
    # m = 0.2, v = 0.004; then m = 0.2 + 0.1 (-1 - 0.2) = 0.08, v = 0.004 + 0.001 (1 - 0.004)
    "adam": [
        1 - 0.1 * math.sqrt(0.001) / 0.1 * 0.2 / (math.sqrt(0.004) + 1e-7),
        1
        - 0.1 * math.sqrt(0.001) / 0.1 * 0.2 / (math.sqrt(0.004) + 1e-7)
        - 0.1 * math.sqrt(1 - 0.999**2) / (1 - 0.81) * 0.08 / (math.sqrt(0.004996) + 1e-7),
    ],
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_two_steps_by_hand(name):
    optimizer = OPTIMIZERS[name]
    params = {"W": np.array([1.0])}
    state = optimizer.initial_state(params)
    found = []
    for gradient in (2.0, -1.0):
        grads = {"W": np.array([gradient])}
        params, state = optimizer.update(params, grads, state, learning_rate=0.1)
        found.append(params["W"].item())
    assert found == pytest.approx(BY_HAND[name], rel=1e-12)
    assert state["iteration"] == 2


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_arguments_are_not_changed_and_every_entry_has_its_own_step(name):
    optimizer = OPTIMIZERS[name]
    params = {"W": np.array([[1.0, 2.0], [3.0, 4.0]]), "b": np.array([5.0, 6.0])}
    grads = {"W": np.array([[1.0, 0.0], [-1.0, 2.0]]), "b": np.array([0.0, 0.5])}
    state = optimizer.initial_state(params)
    after, state1 = optimizer.update(params, grads, state)
    again, _ = optimizer.update(params, grads, state)
    for key in params:
        assert np.array_equal(after[key], again[key])
        assert np.array_equal(after[key] != params[key], grads[key] != 0)
        assert np.array_equal(np.sign(params[key] - after[key]), np.sign(grads[key]))
    assert state["iteration"] == 0
    assert state1["iteration"] == 1
    assert not any(state[slot][key].any() for slot in optimizer.slots for key in params)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_float32_stays_float32(name):
    optimizer = OPTIMIZERS[name]
    params = {"W": np.ones(3, np.float32)}
    after, state = optimizer.update(params, params, optimizer.initial_state(params))
    kept = [after["W"], *(state[slot]["W"] for slot in optimizer.slots)]
    assert {array.dtype for array in kept} == {np.dtype(np.float32)}


def test_defaults_are_the_books():
    assert {name: optimizer.settings for name, optimizer in OPTIMIZERS.items()} == {
        "sgd": {"learning_rate": 0.01},
        "momentum": {"learning_rate": 0.01, "momentum": 0.9},
        "nesterov": {"learning_rate": 0.01, "momentum": 0.9},
        "adagrad": {"learning_rate": 0.01},
        "rmsprop": {"learning_rate": 0.01, "decay_rate": 0.99},
        "adam": {"learning_rate": 0.001, "beta1": 0.9, "beta2": 0.999},
    }


def test_the_table_as_printed_has_no_rmsprop():
    printed = optimizer_table(as_printed=True)
    with pytest.raises(KeyError, match="rmsprop"):
        printed["rmsprop"]
    assert printed["rmsprpo"] is OPTIMIZERS["rmsprop"]
    assert set(printed) ^ set(optimizer_table()) == {"rmsprpo", "rmsprop"}


def test_the_right_table():
    assert optimizer_table() == dict(OPTIMIZERS)


def test_names_in_any_case():
    assert get_optimizer("Adam") is OPTIMIZERS["adam"]
    assert get_optimizer("RMSprop") is OPTIMIZERS["rmsprop"]


@pytest.mark.parametrize("name", ["rmsprpo", "", None])
def test_an_unknown_name_is_refused(name):
    with pytest.raises(
        InputError, match=rf"expected an optimizer from \['adagrad'.*found {name!r}"
    ):
        get_optimizer(name)


def test_an_unknown_setting_is_refused():
    params = {"W": np.ones(2)}
    adam = OPTIMIZERS["adam"]
    with pytest.raises(InputError, match=r"settings from \['beta1'.*found \['lr'\]"):
        adam.update(params, params, adam.initial_state(params), lr=0.1)


def test_the_state_of_another_optimizer_is_refused():
    params = {"W": np.ones(2)}
    state = OPTIMIZERS["momentum"].initial_state(params)
    message = r"expected \['iteration', 'm', 'v'\], found \['iteration', 'v'\]"
    with pytest.raises(InputError, match=message):
        OPTIMIZERS["adam"].update(params, params, state)


def test_the_state_of_other_parameters_is_refused():
    state = OPTIMIZERS["momentum"].initial_state({"W": np.ones(3)})
    with pytest.raises(InputError, match=r"slot v belong to other parameters: .*\(2,\).*\(3,\)"):
        OPTIMIZERS["momentum"].update({"W": np.ones(2)}, {"W": np.ones(2)}, state)


@pytest.mark.parametrize("grads", [{"W": np.ones(1)}, {}, {"W": np.ones(2), "b": np.ones(1)}])
def test_gradients_of_other_parameters_are_refused(grads):
    with pytest.raises(InputError, match="the gradients belong to other parameters"):
        OPTIMIZERS["sgd"].update({"W": np.ones(2)}, grads, {"iteration": 0})
