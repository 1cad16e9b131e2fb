import math
from types import SimpleNamespace

import numpy as np
import pytest

from tf1_graphs.articles import keras
from tf1_graphs.spec import Source


def epoch_of(source, n_examples=10, batch_size=4):
    settings = SimpleNamespace(batch_size=batch_size)
    return list(keras.mini_batches(settings, n_examples, source))


def test_mini_batches_take_each_example_once_and_the_last_is_smaller():
    batches = epoch_of(Source(np.random.RandomState(1)))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert sorted(np.concatenate(batches)) == list(range(10))


def test_mini_batches_are_reshuffled_each_epoch():
    source = Source(np.random.RandomState(1))
    assert np.concatenate(epoch_of(source)).tolist() != np.concatenate(epoch_of(source)).tolist()


# Each row was gone through by hand with `EarlyStopping.on_epoch_end` of TensorFlow 2.1.0: `wait`
# counts the epochs whose `loss + min_delta` is not below `best`.
@pytest.mark.parametrize(
    ("losses", "patience", "min_delta", "stops_after"),
    [
        ([5, 4, 3, 2, 1], 2, 0.01, None),
        ([1, 1, 1], 2, 0, 3),
        ([1, 1, 0.5, 0.5], 2, 0, None),
        ([1, 1, 0.5, 0.5, 0.5], 2, 0, 5),
        # Exactly min_delta below is no improvement (numbers that float64 has exactly).
        ([1, 0.75, 0.75], 2, 0.25, 3),
        ([1, 0.7, 0.7], 2, 0.25, None),
        # Small steps down do not add up to an improvement of the epoch before, but of the best.
        ([1, 0.9, 0.8, 0.7], 3, 0.25, None),
        ([1, 0.9, 0.8], 2, 0.25, 3),
        # After one of these the best is 0.5, not the smaller 0.45 that improved too little.
        ([0.5, 0.45, 0.42, 0.3], 3, 0.1, None),
        ([0.5, 0.45, 0.41, 0.405], 3, 0.1, 4),
        ([math.nan, math.nan], 2, 0, 2),
        ([1, math.nan, 0.5, math.nan, math.nan], 2, 0, 5),
        ([1, 1], 0, 0, 2),
        ([], 0, 0, None),
    ],
)
def test_early_stopping_as_keras_decides(losses, patience, min_delta, stops_after):
    decisions = [
        keras.stops_early(losses[:epochs], patience, min_delta) for epochs in range(len(losses) + 1)
    ]
    assert (decisions.index(True) if True in decisions else None) == stops_after


def test_early_stopping_compares_in_double_precision():
    # In float32 the sum would be rounded to 1 and count as no improvement.
    losses = [np.float32(1), np.float32(1) - np.float32(6e-8)]
    assert not keras.stops_early(losses, 1, 1e-9)


def test_line_leaves_out_what_keras_does_not_report():
    metrics = {"loss": np.float32(0.5), "gradient_norm/hidden1": np.float32(9), "val_loss": np.nan}
    assert keras.line(0, metrics) == "Epoch 1 - loss: 0.5000 - val_loss: nan"
