"""Restores what scripts of TensorFlow 1's time expect of other libraries, on their import.

Only the script's own process is changed. Old names lead to what replaced them; sources of data that
have gone are served from the verified data sets of this package.
"""

import collections
import collections.abc
import functools
import importlib
import inspect
import math
import sys
import threading
import time
import types

_done = set()


def before_import(name, fromlist=()):
    """Restore what a library has dropped, before a script imports it for the first time.

    Args:
        name: what is imported, `sklearn.cross_validation`.
        fromlist: the names that are taken from it.
    """
    for key in _parts(name, fromlist):
        if key in LIBRARIES and key not in _done:
            _done.add(key)
            try:
                LIBRARIES[key]()
            except ModuleNotFoundError as error:
                if error.name != key.partition(".")[0]:
                    raise
                _done.discard(key)  # the script's own import says that it is not installed


def _parts(name, fromlist):
    """Yield a module's name from its root on, and those that may be its own among what is taken."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        yield ".".join(parts[:count])
    for item in fromlist or ():
        yield f"{name}.{item}"


def python_3():
    """Restore what Python has dropped since 3.7."""
    _add(time, clock=time.perf_counter)
    _add(inspect, getargspec=_getargspec)
    _add(threading.Thread, isAlive=threading.Thread.is_alive)
    importlib.import_module("fractions").gcd = math.gcd
    _add(collections, **{name: getattr(collections.abc, name) for name in collections.abc.__all__})


def _getargspec(function):
    found = inspect.getfullargspec(function)
    kind = collections.namedtuple("ArgSpec", "args varargs keywords defaults")
    return kind(found.args, found.varargs, found.varkw, found.defaults)


def _add(owner, **names):
    for name, value in names.items():
        if not hasattr(owner, name):
            setattr(owner, name, value)


def _module(name, **names):
    """Make a module that is gone, with these names in it."""
    module = sys.modules.setdefault(name, types.ModuleType(name))
    _add(module, **names)
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)
    return module


def _scipy():
    import scipy
    import scipy.special

    from tf1_graphs.scripts import scipy_misc

    names = {name: getattr(scipy_misc, name) for name in scipy_misc.__all__}
    special = {name: getattr(scipy.special, name) for name in ("comb", "factorial", "logsumexp")}
    _module("scipy.misc", **names, **special)
    _module("scipy.misc.pilutil", **names)
    ndimage = importlib.import_module("scipy.ndimage")
    _add(ndimage, imread=scipy_misc.imread)
    _module("scipy.ndimage.interpolation", **vars(ndimage))
    import scipy.integrate
    import scipy.sparse.linalg

    # Found under sys.modules without their parents having been packages.
    eigen = {name: getattr(scipy.sparse.linalg, name) for name in ("eigs", "eigsh", "svds")}
    for name in ("eigen", "eigen.arpack", "eigen.arpack.arpack"):
        _module(f"scipy.sparse.linalg.{name}", **eigen).__path__ = []
    _add(scipy.integrate, trapz=scipy.integrate.trapezoid, simps=scipy.integrate.simpson)


def _renamed_argument(function, **names):
    """Return a function that takes arguments by the names, too, that they had."""

    @functools.wraps(function)
    def either(*args, **kwargs):
        return function(*args, **{names.get(key, key): value for key, value in kwargs.items()})

    return either


def _sklearn_model_selection():
    selection = vars(importlib.import_module("sklearn.model_selection"))
    public = {name: value for name, value in selection.items() if not name.startswith("_")}
    for name in ("cross_validation", "grid_search", "learning_curve"):
        _module(f"sklearn.{name}", **public)


def _sklearn_externals():
    importlib.import_module("sklearn")
    joblib = importlib.import_module("joblib")
    _module("sklearn.externals", joblib=joblib)
    sys.modules["sklearn.externals.joblib"] = joblib


def _sklearn_datasets():
    import sklearn.datasets

    from tf1_graphs.scripts import dead_data

    _module("sklearn.datasets.samples_generator", **vars(sklearn.datasets))
    _module("sklearn.datasets.base", **vars(sklearn.datasets))
    sklearn.datasets.fetch_california_housing = dead_data.fetch_california_housing
    # Not `_add`: scikit-learn has texts of its own for names that it dropped.
    sklearn.datasets.fetch_mldata = dead_data.fetch_mldata
    sklearn.datasets.fetch_openml = dead_data.fetch_openml(sklearn.datasets.fetch_openml)


def _sklearn_preprocessing():
    impute = importlib.import_module("sklearn.impute")
    _add(importlib.import_module("sklearn.preprocessing"), Imputer=impute.SimpleImputer)


def _sklearn_manifold():
    manifold = importlib.import_module("sklearn.manifold")
    manifold.TSNE.__init__ = _renamed_argument(manifold.TSNE.__init__, n_iter="max_iter")


def _pandas():
    import pandas

    frame, series = pandas.DataFrame, pandas.Series

    def append(self, other, ignore_index=False, **_):
        if isinstance(other, dict):
            other = pandas.DataFrame([other])
        elif isinstance(other, series) and isinstance(self, frame):
            other = other.to_frame().T
        return pandas.concat(
            [self, *(other if isinstance(other, list) else [other])], ignore_index=ignore_index
        )

    def as_matrix(self, columns=None):
        return (self if columns is None else self[columns]).to_numpy()

    for kind in (frame, series):
        _add(kind, append=append, as_matrix=as_matrix, iteritems=kind.items)
        _add(kind, ix=property(lambda self: self.loc))
    frame.get_value = lambda self, index, col: self.at[index, col]


def _pil():
    import PIL.Image

    resampling = PIL.Image.Resampling
    _add(
        PIL.Image,
        ANTIALIAS=resampling.LANCZOS,
        BICUBIC=resampling.BICUBIC,
        BILINEAR=resampling.BILINEAR,
        CUBIC=resampling.BICUBIC,
        LINEAR=resampling.BILINEAR,
        NEAREST=resampling.NEAREST,
    )
    transpose = PIL.Image.Transpose
    _add(PIL.Image, **{kind.name: kind for kind in transpose})


def _matplotlib():
    from tf1_graphs.scripts import figures

    figures.save_what_cannot_be_shown()


def _keras():
    from tf1_graphs.tf1.keras.datasets import fashion_mnist, mnist

    keras_datasets = importlib.import_module("keras.datasets")
    keras_datasets.mnist.load_data = mnist.load_data
    keras_datasets.fashion_mnist.load_data = fashion_mnist.load_data


def _urllib():
    from tf1_graphs.scripts import dead_data

    dead_data.name_what_is_wanted()


LIBRARIES = {
    "PIL": _pil,
    "keras": _keras,
    "matplotlib": _matplotlib,
    "pandas": _pandas,
    "pylab": _matplotlib,
    "scipy": _scipy,
    "seaborn": _matplotlib,
    "sklearn.cross_validation": _sklearn_model_selection,
    "sklearn.datasets": _sklearn_datasets,
    "sklearn.externals": _sklearn_externals,
    "sklearn.grid_search": _sklearn_model_selection,
    "sklearn.learning_curve": _sklearn_model_selection,
    "sklearn.manifold": _sklearn_manifold,
    "sklearn.preprocessing": _sklearn_preprocessing,
    "urllib": _urllib,
}
