"""Puts our functions behind the package `tensorflow_estimator`, which is TensorFlow 1's own Python.

Its `Estimator`, hooks, heads, canned models and TPU estimators are those of TensorFlow 1.15.5; they
build its nodes once they call its functions.

What it asks of private modules that today's TensorFlow has no more, each with its reason:

- `estimator_export`: how TensorFlow once registered the package's public names.
- `estimator_training`: training on several machines under a coordinator.
- `tpu_embedding`, `tpu_embedding_gradient`, `session_support`: embeddings and sessions on a TPU.
"""

import functools
import importlib
import inspect
import sys
import types

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1 import feature_layers
from tf1_graphs.tf1.packages import View, give_view

PACKAGE = "tensorflow_estimator"
ROOT = f"{PACKAGE}.python.estimator"


class _Export:
    """What decorated a public name, and told TensorFlow of it."""

    def __init__(self, *names, **_):
        self._names = names

    def __call__(self, function):
        return function

    def export_constant(self, *_):
        """Do nothing."""


class _OfKeras(type):
    """What a Keras class is before Keras was imported: nothing is an instance of it."""

    def __instancecheck__(cls, item):
        package = sys.modules.get("tf_keras")
        return package is not None and isinstance(item, _below(package, cls.path))

    def __call__(cls, *args, **kwargs):
        return _below(tf.keras, cls.path)(*args, **kwargs)


def _below(value, path):
    for part in path.split("."):
        value = getattr(value, part)
    return value


class _Keras(types.ModuleType):
    """`tf.keras` as the package's modules see it: its names are looked up when they are used."""

    def __init__(self, path=""):
        super().__init__(f"keras.{path}".rstrip("."))
        self._path = path

    def __getattr__(self, name):
        if name.startswith("__") and name != "__internal__":
            raise AttributeError(name)
        path = f"{self._path}.{name}".lstrip(".")
        if path in _OF_KERAS:
            return _OF_KERAS[path]
        if name[0].isupper():
            return _OfKeras(name, (), {"path": path})
        return _Keras(path)

    def __call__(self, *args, **kwargs):
        return _below(tf.keras, self._path)(*args, **kwargs)


_OF_KERAS = {
    "Model": feature_layers.Model,
    "models.Model": feature_layers.Model,
    "layers.Layer": feature_layers.Layer,
    "layers.DenseFeatures": feature_layers.DenseFeatures,
    "initializers.zeros": tf.zeros_initializer,
    "initializers.constant": tf.constant_initializer,
}


def _one_machine(*_):
    return False


def _several_machines(*_, **__):
    raise ValueError(
        "tf1_graphs trains estimators on one machine: leave out experimental_distribute, and run "
        "many seeds or settings with `tf1-graphs sweep`"
    )


# Keras 3, whose `losses.Reduction` it would be, takes a second to import, and draws from `random`.
_REDUCTIONS = {name: name.lower() for name in ("AUTO", "NONE", "SUM", "SUM_OVER_BATCH_SIZE")}
_LOSSES = types.SimpleNamespace(
    Reduction=types.SimpleNamespace(**_REDUCTIONS, all=_REDUCTIONS.values)
)

_COORDINATOR = types.SimpleNamespace(
    should_run_distribute_coordinator=_one_machine,
    init_run_config=_several_machines,
    train_and_evaluate=_several_machines,
    estimator_train=_several_machines,
    estimator_evaluate=_several_machines,
)
_TPU = "tensorflow.python.tpu"


def _cast(x, dtype, name=None):
    """Build a cast; to float32, it was `tf.to_float` in the modules of `WITH_TO_FLOAT`."""
    return tf.cast(x, dtype, name or ("ToFloat" if dtype == tf.float32 else None))


WITH_TO_FLOAT = (
    "canned.head",
    "canned.linear",
    "head.base_head",
    "head.binary_class_head",
    "head.regression_head",
)


class _OnlyOnTPU(types.ModuleType):
    """A private module of which nothing is used on the processor."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def refuse_tpu(what):
    """Raise the error that there is no TPU."""
    raise ValueError(
        f"{what} wants a TPU: tf1_graphs trains on the processor. Leave the address out, or give "
        "use_tpu=False (BERT: --use_tpu=False)"
    )


def _with_loss(validate):
    """Wrap what checks the loss that a `model_fn` returned."""

    @functools.wraps(validate)
    def validated(loss, mode):
        if loss is None and mode in (public.ModeKeys.TRAIN, public.ModeKeys.EVAL):
            raise ValueError(
                f"model_fn returned no loss for the mode {mode!r}: give a scalar tensor, "
                "EstimatorSpec(mode, loss=loss, …); only PREDICT goes without"
            )
        return validate(loss, mode)

    return validated


def _on_the_processor(initialize):
    """Wrap `TPUEstimator.__init__`: it takes no TPU."""

    @functools.wraps(initialize)
    def initialized(self, *args, **kwargs):
        bound = inspect.signature(initialize).bind(self, *args, **kwargs)
        bound.apply_defaults()
        if bound.arguments["use_tpu"]:
            refuse_tpu("TPUEstimator with use_tpu=True, its default,")
        master = getattr(bound.arguments["config"], "master", "")
        if master.startswith("grpc://"):
            refuse_tpu(f"RunConfig(master={master!r})")
        initialize(*bound.args, **bound.kwargs)

    return initialized


def _import():
    keras = _Keras()
    ours = {"compat.v1": View("tensorflow.compat.v1", tf, {"keras": keras}), "keras": keras}
    ours |= {"compat.v2.keras": keras, "losses": _LOSSES}
    give_view(
        PACKAGE,
        {
            "tensorflow": View("tensorflow", tensorflow1.tf.compat.v2, ours),
            "tensorflow.python.distribute.estimator_training": _COORDINATOR,
            f"{_TPU}.tpu_embedding": _OnlyOnTPU("tpu_embedding"),
            f"{_TPU}.tpu_embedding_gradient": _OnlyOnTPU("tpu_embedding_gradient"),
            f"{_TPU}.session_support": _OnlyOnTPU("session_support"),
            f"{ROOT}.estimator_export": types.SimpleNamespace(estimator_export=_Export),
        },
    )
    public = importlib.import_module(f"{ROOT}.api._v1.estimator")
    with_to_float = View("tensorflow", tensorflow1.tf.compat.v2, {**ours, "cast": _cast})
    for name in WITH_TO_FLOAT:
        importlib.import_module(f"{ROOT}.{name}").tf = with_to_float
    return public


public = _import()
tpu_estimator = importlib.import_module(f"{ROOT}.tpu.tpu_estimator")
tpu_estimator.TPUEstimator.__init__ = _on_the_processor(tpu_estimator.TPUEstimator.__init__)
model_fn = importlib.import_module(f"{ROOT}.model_fn")
model_fn._validate_estimator_spec_loss = _with_loss(model_fn._validate_estimator_spec_loss)
