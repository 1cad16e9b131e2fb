import io

import joblib
import numpy as np
import pytest

from tf1_graphs.datasets import DATASETS, FEATURE_NAMES, Dataset, load_california_housing
from tf1_graphs.errors import InputError

from .conftest import data_file

THREE_ROWS = b"""\
-122.230000,37.880000,41.000000,880.000000,129.000000,322.000000,126.000000,8.325200,452600.000000
-122.220000,37.860000,21.000000,7099.000000,1106.000000,2401.000000,1138.000000,8.301400,358500.000000
-122.240000,37.850000,52.000000,1467.000000,190.000000,496.000000,177.000000,7.257400,352100.000000
"""


@pytest.fixture
def three_rows(home, monkeypatch):
    """The data set's first rows in its place."""
    file = data_file("cal_housing.data", THREE_ROWS)
    dataset = Dataset("california-housing", "Three rows", (file,), "none")
    monkeypatch.setitem(DATASETS, dataset.name, dataset)
    monkeypatch.setenv("TF1_GRAPHS_DATA", str(home))
    (home / dataset.name).mkdir()
    (home / dataset.name / file.name).write_bytes(THREE_ROWS)


def assert_as_scikit_learn(content, folder):
    """Compare with scikit-learn's own loader, given the table that it would have cached."""
    from sklearn.datasets import fetch_california_housing

    columns = [8, 7, 2, 3, 4, 5, 6, 1, 0]
    table = np.loadtxt(io.BytesIO(content), delimiter=",")[:, columns]
    joblib.dump(table, folder / "cal_housing_py3.pkz", compress=1)
    expected = fetch_california_housing(data_home=folder, download_if_missing=False)
    features, target = load_california_housing()
    assert features.dtype == target.dtype == np.float64
    assert features.tobytes() == expected.data.tobytes()
    assert target.tobytes() == expected.target.tobytes()
    assert features.strides == expected.data.strides
    assert list(FEATURE_NAMES) == expected.feature_names


@pytest.mark.usefixtures("three_rows")
def test_first_row():
    features, target = load_california_housing()
    assert features.shape == (3, 8)
    expected = [8.3252, 41, 880 / 126, 129 / 126, 322, 322 / 126, 37.88, -122.23]
    assert features[0].tolist() == expected
    assert target.tolist() == [4.526, 3.585, 3.521]


@pytest.mark.usefixtures("three_rows")
def test_three_rows_as_scikit_learn(home):
    assert_as_scikit_learn(THREE_ROWS, home)


def test_real_data_as_scikit_learn(home, real_files):
    content = (real_files / "california-housing/cal_housing.data").read_bytes()
    assert_as_scikit_learn(content, home)
    features, target = load_california_housing()
    assert features.shape == (20640, 8)
    assert target.shape == (20640,)


def test_missing():
    with pytest.raises(InputError, match="the data set california-housing is not here"):
        load_california_housing()
