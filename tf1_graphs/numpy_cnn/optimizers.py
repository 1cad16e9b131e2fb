"""Updates parameters by the book's six optimizers, in its order of operations.

An optimizer changes nothing it is given: `update` returns new parameters and a new state. Whoever
stops in the middle of a step still holds the last complete pair, and can save it.

With `p` a parameter, `g` its gradient, `lr` the learning rate, and slots that start at zero:

| name | slots | step |
|---|---|---|
| `sgd` | | `p -= lr g` |
| `momentum` | `v` | `v = momentum v - lr g; p += v` |
| `nesterov` | `v` | `v = momentum v - lr g; p += momentum^2 v; p -= (1 + momentum) lr g` |
| `adagrad` | `h` | `h += g^2; p -= lr g / (sqrt(h) + 1e-7)` |
| `rmsprop` | `h` | `h = decay_rate h + (1 - decay_rate) g^2; p -= lr g / (sqrt(h) + 1e-7)` |
| `adam` | `m`, `v` | `m += (1 - beta1)(g - m); v += (1 - beta2)(g^2 - v);` |
| | | `p -= lr_t m / (sqrt(v) + 1e-7)`, `lr_t = lr sqrt(1 - beta2^t) / (1 - beta1^t)` |

Two mistakes, kept where they are printed:

1. The article's trainer spells the key of RMSProp `rmsprpo`; asking for `rmsprop` there ends in
   `KeyError`. `OPTIMIZERS` has the right name; `optimizer_table(as_printed=True)` the printed one.
2. The book's Nesterov step takes the velocity after its update; equation 7 of the paper it cites
   (arXiv:1212.0901) takes it from before. Its steps are therefore longer: for a lone gradient
   `(1 + momentum + momentum^2) lr g` at first, instead of `(1 + momentum) lr g`.

The article's run uses Adam, which neither touches.

References:
    Article 004, section on training; Saito, *Deep Learning from Scratch* (O'Reilly Japan, 2016),
    section 6.1 and its `common/optimizer.py`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from tf1_graphs.errors import InputError

EPSILON = 1e-7  # added to the root, not under it


def _sgd(p, g, slots, t, *, learning_rate=0.01):
    return p - learning_rate * g, ()


def _momentum(p, g, slots, t, *, learning_rate=0.01, momentum=0.9):
    (v,) = slots
    v = momentum * v - learning_rate * g
    return p + v, (v,)


def _nesterov(p, g, slots, t, *, learning_rate=0.01, momentum=0.9):
    (v,) = slots
    v = momentum * v - learning_rate * g
    p = p + momentum * momentum * v
    return p - (1 + momentum) * learning_rate * g, (v,)


def _adagrad(p, g, slots, t, *, learning_rate=0.01):
    (h,) = slots
    h = h + g * g
    return p - learning_rate * g / (np.sqrt(h) + EPSILON), (h,)


def _rmsprop(p, g, slots, t, *, learning_rate=0.01, decay_rate=0.99):
    (h,) = slots
    h = decay_rate * h + (1 - decay_rate) * g * g
    return p - learning_rate * g / (np.sqrt(h) + EPSILON), (h,)


def _adam(p, g, slots, t, *, learning_rate=0.001, beta1=0.9, beta2=0.999):
    m, v = slots
    # math.sqrt, because a NumPy scalar would turn float32 parameters into float64.
    rate = learning_rate * math.sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g * g - v)
    return p - rate * m / (np.sqrt(v) + EPSILON), (m, v)


def _check_shapes(what, params, arrays):
    """Refuse arrays without the names and shapes of the parameters: NumPy would broadcast them."""
    expected, found = ({k: a.shape for k, a in of.items()} for of in (params, arrays))
    if found != expected:
        raise InputError(f"{what} belong to other parameters: expected {expected}, found {found}")


@dataclass(frozen=True)
class Optimizer:
    """One optimizer: the step of a single parameter, and what it remembers between steps.

    Attributes:
        step: `(p, g, slots, t, **settings)` to `(new p, new slots)`; `t` counts the steps from 1.
        slots: names of the arrays that are kept for every parameter.
    """

    step: Callable
    slots: tuple[str, ...] = ()

    @property
    def settings(self):
        """The settings that `update` takes, with the book's defaults."""
        return dict(self.step.__kwdefaults__)

    def initial_state(self, params):
        """Return the state before the first step.

        Args:
            params: `{name: array}`.

        Returns:
            `{"iteration": 0, slot: {name: zeros}, ...}`.
        """
        zeros = {slot: {k: np.zeros_like(p) for k, p in params.items()} for slot in self.slots}
        return {"iteration": 0, **zeros}

    def check_state(self, params, state):
        """Refuse a state that is not one of this optimizer for these parameters.

        Args:
            params: `{name: array}`.
            state: what is to be a state.

        Raises:
            InputError: slots, names or shapes differ; the message names the expected and the found.
        """
        expected = sorted(["iteration", *self.slots])
        if sorted(state) != expected:
            raise InputError(
                f"the state is of another optimizer: expected {expected}, found {sorted(state)}"
            )
        for slot in self.slots:
            _check_shapes(f"the values of slot {slot}", params, state[slot])

    def update(self, params, grads, state, **settings):
        """Take one step; the arguments stay as they are.

        Args:
            params: `{name: array}`.
            grads: `{name: array}`, the same names and shapes.
            state: from `initial_state` or the step before.
            **settings: any of `self.settings`, such as `learning_rate`.

        Returns:
            The new parameters and the new state.

        Raises:
            InputError: an unknown setting, the state of another optimizer, or gradients that are
                not those of the parameters.
        """
        unknown = sorted(set(settings) - set(self.settings))
        if unknown:
            raise InputError(f"expected settings from {sorted(self.settings)}, found {unknown}")
        self.check_state(params, state)
        _check_shapes("the gradients", params, grads)
        t = state["iteration"] + 1
        new_params = {}
        new_state = {"iteration": t, **{slot: {} for slot in self.slots}}
        for name, p in params.items():
            slots = tuple(state[slot][name] for slot in self.slots)
            new_params[name], slots = self.step(p, grads[name], slots, t, **settings)
            for slot, value in zip(self.slots, slots, strict=True):
                new_state[slot][name] = value
        return new_params, new_state


OPTIMIZERS = MappingProxyType(
    {
        "sgd": Optimizer(_sgd),
        "momentum": Optimizer(_momentum, ("v",)),
        "nesterov": Optimizer(_nesterov, ("v",)),
        "adagrad": Optimizer(_adagrad, ("h",)),
        "rmsprop": Optimizer(_rmsprop, ("h",)),
        "adam": Optimizer(_adam, ("m", "v")),
    }
)


def optimizer_table(as_printed=False):
    """Return the table of optimizers, right or as the article prints it.

    Args:
        as_printed: whether RMSProp is under the article's key `rmsprpo` (mistake 1 above).

    Returns:
        `{name: Optimizer}`, a new dictionary.

    Example:
        >>> optimizer_table(as_printed=True)["rmsprop"]
        Traceback (most recent call last):
        KeyError: 'rmsprop'
    """
    misspelt = {"rmsprop": "rmsprpo"} if as_printed else {}
    return {misspelt.get(name, name): optimizer for name, optimizer in OPTIMIZERS.items()}


def get_optimizer(name):
    """Return an optimizer by its name, in any case of letters, as in the article.

    Args:
        name: such as `adam` or `Adam`.

    Returns:
        An `Optimizer`.

    Raises:
        InputError: the name is unknown; the message lists the known ones.
    """
    if str(name).lower() not in OPTIMIZERS:
        raise InputError(f"expected an optimizer from {sorted(OPTIMIZERS)}, found {name!r}")
    return OPTIMIZERS[str(name).lower()]
