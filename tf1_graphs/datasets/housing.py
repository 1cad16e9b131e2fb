"""Loads California housing: the median house value of a block, from eight features.

References:
    R. K. Pace, R. Barry, "Sparse spatial autoregressions", Statistics and Probability Letters 33,
    1997, pages 291-297.
"""

import io

import numpy as np

from tf1_graphs.datasets.locate import locate

FEATURE_NAMES = (
    "MedInc",
    "HouseAge",
    "AveRooms",
    "AveBedrms",
    "Population",
    "AveOccup",
    "Latitude",
    "Longitude",
)

# Positions in the file: longitude, latitude, housingMedianAge, totalRooms, totalBedrooms,
# population, households, medianIncome, medianHouseValue.
_TARGET_THEN_FEATURES = [8, 7, 2, 3, 4, 5, 6, 1, 0]


def load_california_housing():
    """Load California housing with the features that scikit-learn's loader derives.

    Returns:
        `(features, target)`, bit for bit those of `sklearn.datasets.fetch_california_housing`:
        features float64 [20640, 8] in the order of `FEATURE_NAMES` (median income in units of
        10,000 dollars, median age in years, rooms, bedrooms per household, persons, persons per
        household, degrees, degrees), and target float64 [20640], median house value in units of
        100,000 dollars.

    Raises:
        InputError: the data is missing or is not the original.

    References:
        `sklearn/datasets/_california_housing.py`.
    """
    content = locate("california-housing")["cal_housing.data"]
    # One indexing and slices of it, as in scikit-learn: this also settles the memory layout, and
    # with it the order in which NumPy later sums a column.
    table = np.loadtxt(io.BytesIO(content), delimiter=",")[:, _TARGET_THEN_FEATURES]
    target, features = table[:, 0] / 100000.0, table[:, 1:]
    households = features[:, 5].copy()
    features[:, 2] /= households
    features[:, 3] /= households
    features[:, 5] = features[:, 4] / households
    return features, target
