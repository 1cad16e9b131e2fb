"""Answers old scripts' downloads from addresses that no longer answer."""

import functools
import shutil
import urllib.error
import urllib.request
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import numpy as np

from tf1_graphs import datasets
from tf1_graphs.datasets.locate import find_file
from tf1_graphs.datasets.registry import get_dataset

HOUSING = "MedInc HouseAge AveRooms AveBedrms Population AveOccup Latitude Longitude"


def _mnist(load):
    from sklearn.utils import Bunch

    images = load()
    data = np.concatenate([images.x_train, images.x_test]).reshape(-1, 784)
    target = np.concatenate([images.y_train, images.y_test])
    return Bunch(data=data, target=target.astype(float), DESCR="", COL_NAMES=["label", "data"])


def fetch_mldata(dataname, target_name="label", data_name="data", transpose_data=True, **_):
    """Return MNIST as mldata.org served it, 70000 rows of 784 and classes as floats.

    Raises:
        ValueError: another data set.
    """
    if "mnist" not in dataname.lower():
        raise ValueError(
            f"mldata.org, from which {dataname!r} came, has gone; of its data sets there is only "
            "'MNIST original' here"
        )
    found = _mnist(datasets.load_mnist)
    # The original is sorted by class within its training and its test part.
    order = [np.argsort(part, kind="stable") for part in np.split(found.target, [60000])]
    order = np.concatenate([order[0], order[1] + 60000])
    found.data, found.target = found.data[order], found.target[order]
    return found


def fetch_openml(original):
    """Return a function that serves MNIST and Fashion-MNIST without the network."""
    loads = {"mnist_784": datasets.load_mnist, "Fashion-MNIST": datasets.load_fashion_mnist}

    @functools.wraps(original)
    def fetch(name=None, *args, return_X_y=False, as_frame="auto", **kwargs):
        if name not in loads:
            return original(name, *args, return_X_y=return_X_y, as_frame=as_frame, **kwargs)
        found = _mnist(loads[name])
        found.data = found.data.astype(float)
        found.target = found.target.astype(int).astype(str).astype(object)
        return (found.data, found.target) if return_X_y else found

    return fetch


def fetch_california_housing(
    data_home=None, download_if_missing=True, return_X_y=False, as_frame=False, **_
):
    """Return the Californian houses from this package's verified file, as scikit-learn did."""
    from sklearn.utils import Bunch

    data, target = datasets.load_california_housing()[:2]
    if return_X_y:
        return data, target
    return Bunch(
        data=data, target=target, feature_names=HOUSING.split(), target_names=["MedHouseVal"]
    )


def name_what_is_wanted():
    """Have `urllib` serve MNIST's files, and say of others what is wanted and where to put it."""
    urllib.request.urlretrieve = _retrieve(urllib.request.urlretrieve)
    urllib.request.urlopen = _open(urllib.request.urlopen)


def _our_file(url):
    """Return the path of our copy of a file, if it is one of MNIST's or Fashion-MNIST's."""
    name = PurePosixPath(urlsplit(url).path).name
    key = "fashion-mnist" if "fashion" in url else "mnist"
    if "mnist" not in url or not name.endswith("ubyte.gz"):
        return None
    dataset = get_dataset(key)
    for file in dataset.files:
        if file.name.startswith(name.removesuffix(".gz")):
            path = find_file(dataset, file)
            return path if path is not None and str(path).endswith(".gz") else None
    return None


def _retrieve(original):
    @functools.wraps(original)
    def retrieve(url, filename=None, *args, **kwargs):
        ours = _our_file(str(url))
        if ours is not None and filename is not None:
            shutil.copyfile(ours, filename)
            return str(filename), {}
        try:
            return original(url, filename, *args, **kwargs)
        except OSError as error:
            where = f": put it at {filename}" if filename else " yourself"
            raise urllib.error.URLError(
                f"the script wants {url}, which cannot be downloaded ({_reason(error)}){where}, "
                "if you have it"
            ) from None

    return retrieve


def _open(original):
    @functools.wraps(original)
    def urlopen(url, *args, **kwargs):
        try:
            return original(url, *args, **kwargs)
        except urllib.error.URLError as error:
            address = getattr(url, "full_url", url)
            name = PurePosixPath(urlsplit(str(address)).path).name
            raise urllib.error.URLError(
                f"the script wants {address}, which cannot be downloaded ({_reason(error)}): get "
                f"{name or 'it'} elsewhere, and put it where the script looks before it downloads"
            ) from None

    return urlopen


def _reason(error):
    return getattr(error, "reason", None) or error
