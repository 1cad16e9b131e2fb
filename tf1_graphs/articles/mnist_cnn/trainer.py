"""Trains article 004's NumPy network as a run that survives any interruption.

Nothing of TensorFlow is run. The checkpoints are the runner's own, of the NumPy training state.
"""

import numpy as np
import tqdm
from threadpoolctl import threadpool_limits

from tf1_graphs import numpy_cnn
from tf1_graphs.runs import checkpoint, run_directory
from tf1_graphs.training import interruption, restoring


def train(live):
    """Train the network as the article's trainer does, or continue its last checkpoint.

    `metrics.csv` gets a row for each report of the trainer: the accuracies on the first training
    and test images, and the loss of the last mini-batch after its step. The final model is
    `final/model.npz`.

    Args:
        live: the runner's `Live`.

    Returns:
        The results by name: the accuracy on all test images.

    Raises:
        Interrupted: a signal stopped the run; it is saved.
    """
    run, options = live.run, live.options
    settings = live.settings.of_trainer()
    train_set, test_set = (_channels_first(live.data[part]) for part in ("train", "test"))
    iterations = settings.iterations(len(train_set[1]))
    state, step = _restored(live)
    run_directory.cut_metrics(run, state.epoch)
    with (
        # The bits depend on the number of threads, and more than one are slower.
        threadpool_limits(options.threads, user_api="blas"),
        interruption.requests() as stop,
        open(run.metrics, "a") as metrics_file,
        tqdm.tqdm(total=settings.epochs, initial=state.epoch, unit="epoch", disable=None) as bar,
    ):
        for progress in numpy_cnn.train(state, *train_set, *test_set, settings):
            state, step = progress.state, step + 1
            options.say(f"train loss:{progress.loss}")
            reported = progress.test_accuracy is not None
            if reported:
                step = 0
                epoch = state.epoch - 1
                measured = {
                    "mini_batch_loss": progress.loss,
                    "train_accuracy": progress.train_accuracy,
                    "test_accuracy": progress.test_accuracy,
                }
                row = {name: np.float32(value) for name, value in measured.items()}
                run_directory.write_metrics_row(metrics_file, epoch, row)
                options.say(live.experiment.training.line(epoch, measured))
                bar.update()
            if reported or stop or state.iteration == iterations:
                metrics_file.flush()
                _commit(live, state, step)
            if stop:
                raise interruption.Interrupted(stop[0])
        accuracy = numpy_cnn.accuracy(state.params, *test_set, corrected=settings.all_images)
    run.final_model.parent.mkdir(exist_ok=True)
    numpy_cnn.save_parameters(run.final_model.with_suffix(".npz"), state.params)
    return {"test_accuracy": accuracy}


def _channels_first(part):
    """Return images [n, 1, 28, 28] and their labels."""
    return part["X"].transpose(0, 3, 1, 2), part["y"]


def _restored(live):
    """Return the training state to go on from, and the mini-batches since its last report."""
    position, arrays = restoring.latest(live)
    if position is None:
        checkpoint.begin(live.run.checkpoints)
        rng = np.random.RandomState(live.options.seed)
        params = numpy_cnn.initial_parameters(rng)
        return numpy_cnn.start_training(params, rng, live.settings.of_trainer().optimizer), 0
    live.options.say(f"Training was interrupted. Continuing at epoch {position.epoch}")
    return numpy_cnn.state_from_arrays(arrays), position.step


def _commit(live, state, step):
    checkpoint.commit(
        live.run.checkpoints,
        checkpoint.Position(state.epoch, step),
        lambda prefix: None,
        numpy_cnn.state_to_arrays(state),
        also_sync=(live.run.metrics,),
        keep=live.options.keep,
    )
