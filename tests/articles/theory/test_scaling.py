import numpy as np
import pytest

from tf1_graphs.articles.theory import scaling
from tf1_graphs.errors import InputError


@pytest.fixture
def values():
    return np.random.RandomState(0).lognormal(3, 2, (50, 4))


def test_z_score_has_mean_0_and_variance_1(values):
    scaled = scaling.z_score(values)
    np.testing.assert_allclose(scaled.mean(0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled.var(0), 1)


def test_z_score_is_standard_scalers(values):
    from sklearn.preprocessing import StandardScaler

    scaler = StandardScaler().fit(values[:30])
    of_train = scaling.statistics(values[:30])
    np.testing.assert_allclose(
        scaling.z_score(values[30:], of=of_train), scaler.transform(values[30:]), rtol=1e-12
    )


def test_min_max_is_min_max_scalers(values):
    from sklearn.preprocessing import MinMaxScaler

    scaled = scaling.min_max(values)
    np.testing.assert_allclose(scaled, MinMaxScaler().fit_transform(values), atol=1e-12)
    assert (scaled.min(0) == 0).all()
    assert (scaled.max(0) == 1).all()


@pytest.mark.parametrize("scale", [scaling.z_score, scaling.min_max])
def test_a_constant_column_becomes_0(scale):
    assert scale([[7.0, 1.0], [7.0, 3.0]])[:, 0].tolist() == [0, 0]


@pytest.mark.parametrize("scale", [scaling.z_score, scaling.min_max, scaling.statistics])
@pytest.mark.parametrize("bad", [np.zeros((0, 3)), [1.0, 2.0]], ids=["empty", "one axis"])
def test_bad_values(scale, bad):
    with pytest.raises(InputError, match="examples in rows"):
        scale(bad)


def test_statistics_of_other_columns(values):
    with pytest.raises(InputError, match=r"expected 3 columns.* got 4"):
        scaling.z_score(values, of=scaling.statistics(values[:, :3]))


def test_what_is_shown():
    text = "\n".join(scaling.show())
    assert "-1.069" in text
    assert "σ²" in text
