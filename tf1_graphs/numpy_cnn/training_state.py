"""Holds everything that training continues from, in one value that never changes.

Each step makes a new `TrainingState`. Whichever one is at hand, after any number of steps, can be
saved, and training from it gives the same bits as training that was never stopped.
"""

from dataclasses import dataclass

import numpy as np

from tf1_graphs.errors import InputError
from tf1_graphs.numpy_cnn.optimizers import get_optimizer
from tf1_graphs.numpy_cnn.validation import check_parameters

COUNTS = ("iteration", "epoch")


@dataclass(frozen=True)
class TrainingState:
    """A point in training.

    Attributes:
        params: parameters, `{"W1": ...}`.
        optimizer_state: what `Optimizer.update` returned last.
        random_state: `numpy.random.RandomState.get_state(legacy=False)` after the last draw.
        iteration: mini-batches trained on so far.
        epoch: evaluations made so far, which the article calls epochs.
    """

    params: dict
    optimizer_state: dict
    random_state: dict
    iteration: int = 0
    epoch: int = 0

    def generator(self):
        """Return a new `numpy.random.RandomState` that stands where this state's stands."""
        rng = np.random.RandomState(0)
        rng.set_state(self.random_state)
        return rng


def start_training(params, rng, optimizer="adam"):
    """Return the state before the first mini-batch.

    Args:
        params: initial parameters; they are copied.
        rng: the `numpy.random.RandomState` that draws the mini-batches, as it stands; it is not
            advanced. The article has one generator: the one that drew the parameters.
        optimizer: name of the optimizer.

    Returns:
        A `TrainingState`.

    Raises:
        InputError: the parameters are no parameter set, the optimizer is unknown, or `rng` is of
            another kind.
    """
    check_parameters(params)
    if not isinstance(rng, np.random.RandomState):
        raise InputError(f"expected a numpy.random.RandomState, found {type(rng).__name__}")
    random_state = rng.get_state(legacy=False)
    if random_state["bit_generator"] != "MT19937":
        raise InputError(
            f"expected a generator of the kind MT19937, found {random_state['bit_generator']}"
        )
    params = {name: value.copy() for name, value in params.items()}
    return TrainingState(params, get_optimizer(optimizer).initial_state(params), random_state)


def state_to_arrays(state):
    """Lay a state out as named arrays, for `np.savez` or any other store of arrays.

    Args:
        state: a `TrainingState`.

    Returns:
        `{name: array}`; a name says where the array belongs, such as `params/W1`,
        `optimizer/m/W1`, `optimizer/iteration`, `random/key`, `iteration`.
    """
    arrays = {f"params/{name}": value for name, value in state.params.items()}
    for slot, values in state.optimizer_state.items():
        if slot == "iteration":
            arrays["optimizer/iteration"] = np.array(values)
        else:
            arrays |= {f"optimizer/{slot}/{name}": value for name, value in values.items()}
    random = state.random_state
    arrays["random/key"] = random["state"]["key"]
    arrays["random/pos"] = np.array(random["state"]["pos"])
    arrays["random/has_gauss"] = np.array(random["has_gauss"])
    arrays["random/gauss"] = np.array(random["gauss"])
    return arrays | {name: np.array(getattr(state, name)) for name in COUNTS}


def _check_random_state(mt19937):
    """Refuse a position outside the key: NumPy would read whatever lies there in memory."""
    key, position = mt19937["key"], mt19937["pos"]
    if key.shape != (624,) or key.dtype != np.uint32 or not 0 <= position <= 624:
        raise InputError(
            f"expected a random key of 624 uint32 and a position from 0 to 624, "
            f"found {key.dtype} {list(key.shape)} and {position}"
        )


def state_from_arrays(arrays):
    """Put a state together from `state_to_arrays`' arrays.

    Args:
        arrays: `{name: array}`.

    Returns:
        The `TrainingState`, bit for bit.

    Raises:
        InputError: arrays are missing, or do not make a state.
    """
    params = {}
    optimizer_state = {}
    try:
        for name, value in arrays.items():
            band, _, rest = name.partition("/")
            slot, _, parameter = rest.partition("/")
            if band == "params":
                params[rest] = value
            elif band == "optimizer" and parameter:
                optimizer_state.setdefault(slot, {})[parameter] = value
        optimizer_state["iteration"] = int(arrays["optimizer/iteration"])
        random_state = {
            "bit_generator": "MT19937",
            "state": {"key": arrays["random/key"], "pos": int(arrays["random/pos"])},
            "has_gauss": int(arrays["random/has_gauss"]),
            "gauss": float(arrays["random/gauss"]),
        }
        counts = {name: int(arrays[name]) for name in COUNTS}
        _check_random_state(random_state["state"])
    except KeyError as error:
        raise InputError(f"expected the array {error} in a training state, found none") from error
    except (TypeError, ValueError) as error:
        raise InputError(f"the arrays do not make a training state: {error}") from error
    if min(*counts.values(), optimizer_state["iteration"]) < 0:
        raise InputError(f"expected counts of at least 0 in a training state, found {counts}")
    return TrainingState(params, optimizer_state, random_state, **counts)
