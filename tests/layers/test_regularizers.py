import numpy as np
import pytest

from tf1_graphs.layers import l1_l2_regularizer, l1_regularizer, l2_regularizer
from tf1_graphs.tensorflow1 import new_graph, tf

WEIGHTS = np.array([[0.5, -1.5], [2.0, -0.25]], np.float32)


def loss(regularizer):
    with new_graph(), tf.Session() as session:
        return session.run(regularizer(tf.constant(WEIGHTS)))


@pytest.mark.parametrize("scale", [0.01, 1.0, np.float32(0.5)])
def test_values(scale):
    l1, l2 = np.abs(WEIGHTS).sum(), (WEIGHTS**2).sum() / 2
    assert loss(l1_regularizer(scale)) == pytest.approx(scale * l1, rel=1e-6)
    assert loss(l2_regularizer(scale)) == pytest.approx(scale * l2, rel=1e-6)
    assert loss(l1_l2_regularizer(scale, 0.3)) == pytest.approx(scale * l1 + 0.3 * l2, rel=1e-6)
    assert loss(l1_l2_regularizer(scale, 0.0)) == pytest.approx(scale * l1, rel=1e-6)
    assert loss(l1_l2_regularizer(0.0, scale)) == pytest.approx(scale * l2, rel=1e-6)


@pytest.mark.parametrize("make", [l1_regularizer, l2_regularizer, l1_l2_regularizer])
def test_scope(make):
    with new_graph():
        first, second, named = (
            make(0.1)(tf.constant(WEIGHTS)),
            make(0.1)(tf.constant(WEIGHTS)),
            make(0.1, scope="penalty")(tf.constant(WEIGHTS)),
        )
    assert first.op.name == make.__name__
    assert second.op.name == f"{make.__name__}_1"
    assert named.op.name == "penalty"


def test_scale_zero_adds_nothing():
    with new_graph() as graph:
        for regularizer in (l1_regularizer(0.0), l2_regularizer(0.0), l1_l2_regularizer(0.0, 0.0)):
            assert regularizer(WEIGHTS) is None
        assert graph.get_operations() == []


@pytest.mark.parametrize("make", [l1_regularizer, l2_regularizer])
@pytest.mark.parametrize("scale", [1, 0, True, "0.1", None])
def test_scale_type(make, scale):
    with pytest.raises(ValueError, match=f"expected scale to be a float, got {scale!r}"):
        make(scale)


@pytest.mark.parametrize("make", [l1_regularizer, l2_regularizer])
@pytest.mark.parametrize("scale", [-0.1, float("nan"), float("inf")])
def test_scale_range(make, scale):
    with pytest.raises(
        ValueError, match=f"expected scale to be 0.0 or more and finite, got {scale}"
    ):
        make(scale)


def test_both_scales_are_checked():
    with pytest.raises(ValueError, match=r"expected scale_l1 to be 0\.0 or more"):
        l1_l2_regularizer(-1.0, 1.0)
    with pytest.raises(ValueError, match="expected scale_l2 to be a float, got 1"):
        l1_l2_regularizer(1.0, 1)
