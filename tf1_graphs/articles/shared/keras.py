"""Does what `fit` of Keras does around the network, as TensorFlow 2.1.0 has it.

References:
    TensorFlow 2.1.0, `python/keras/engine/training_v2.py` and `python/keras/callbacks.py`.
"""

import math

from tf1_graphs.experiments import defaults


def stops_early(losses, patience, min_delta):
    """Say whether `EarlyStopping` has ended the training by now.

    An epoch is an improvement if its loss is below the best one so far by more than `min_delta`;
    the best one is that of the last improvement, not the smallest. Training ends after `patience`
    epochs in a row without an improvement. A NaN improves nothing.

    Args:
        losses: the monitored loss of each epoch so far.
        patience: epochs without an improvement that end the training.
        min_delta: what an improvement has to exceed.
    """
    best, waited = math.inf, 0
    for loss in map(float, losses):
        if loss + min_delta < best:
            best, waited = loss, 0
        else:
            waited += 1
            if waited >= patience:
                return True
    return False


def line(epoch, metrics):
    """Print an epoch's loss and metrics as Keras does, without what is measured besides them."""
    shown = {name: value for name, value in metrics.items() if not name.startswith("gradient")}
    return defaults.every_metric(epoch, shown)
