import numpy as np
import pytest

from tf1_graphs.experiments.experiment import shortest
from tf1_graphs.runs.measurements import Measurements


@pytest.mark.parametrize("digits", [0.97, 0.1, 0.9742, 1.0, 1e-8])
def test_shortest_digits(digits):
    assert float(np.float32(digits)) != digits or digits == 1.0
    assert shortest(np.float32(digits)) == digits


def test_column():
    measured = Measurements(({"loss": np.float32(0.5)}, {"loss": np.float32(0.25)}), {})
    column = measured.column("loss")
    assert column.dtype == np.float32
    assert column.tolist() == [0.5, 0.25]
    with pytest.raises(KeyError, match="accuracy"):
        measured.column("accuracy")
