from types import SimpleNamespace

import numpy as np

from tf1_graphs.articles.shared import keras
from tf1_graphs.experiments import defaults
from tf1_graphs.experiments.experiment import Source


def epoch_of(source, n_examples=10, batch_size=4):
    settings = SimpleNamespace(batch_size=batch_size)
    return list(defaults.shuffled(settings, n_examples, source))


def test_mini_batches_take_each_example_once_and_the_last_is_smaller():
    batches = epoch_of(Source(np.random.RandomState(1)))
    assert [len(batch) for batch in batches] == [4, 4, 2]
    assert sorted(np.concatenate(batches)) == list(range(10))


def test_mini_batches_are_reshuffled_each_epoch():
    source = Source(np.random.RandomState(1))
    assert np.concatenate(epoch_of(source)).tolist() != np.concatenate(epoch_of(source)).tolist()


# What `EarlyStopping` decides otherwise is recorded: see test_keras_recording.py.


def test_early_stopping_waits_for_the_first_epoch():
    assert not keras.stops_early([], 0, 0)


def test_early_stopping_compares_in_double_precision():
    # In float32 the sum would be rounded to 1 and count as no improvement.
    losses = [np.float32(1), np.float32(1) - np.float32(6e-8)]
    assert not keras.stops_early(losses, 1, 1e-9)


def test_line_leaves_out_what_keras_does_not_report():
    metrics = {"loss": np.float32(0.5), "gradient_norm/hidden1": np.float32(9), "val_loss": np.nan}
    assert keras.line(0, metrics) == "Epoch 1 - loss: 0.5000 - val_loss: nan"
