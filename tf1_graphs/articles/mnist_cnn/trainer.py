"""Trains article 004's NumPy network as a run that survives any interruption.

Nothing of TensorFlow is run. Progress and checkpoints are the runner's own; an epoch is what lies
between two reports of the article's trainer.
"""

import numpy as np
import tqdm
from threadpoolctl import threadpool_limits

from tf1_graphs import numpy_cnn
from tf1_graphs.articles.mnist_cnn.published import LAST_BATCH
from tf1_graphs.runs import checkpoint, run_directory
from tf1_graphs.training import interruption, restoring
from tf1_graphs.training.progress import Progress


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
    run, options, settings = live.run, live.options, live.settings
    images = {part: _channels_first(live.data[part]) for part in live.data}
    x, labels = images["train"]
    optimizer, corrected = settings.chosen_optimizer(), LAST_BATCH in settings.corrected
    iterations = settings.iterations(len(labels))
    progress, params, slots = _restored(live, optimizer)
    first_epoch = progress.position.epoch
    run_directory.cut_metrics(run, first_epoch)
    with (
        # The bits depend on the number of threads, and more than one are slower.
        threadpool_limits(options.threads, user_api="blas"),
        interruption.requests() as stop,
        open(run.metrics, "a") as metrics_file,
        tqdm.tqdm(total=settings.epochs, initial=first_epoch, unit="epoch", disable=None) as bar,
    ):
        while slots["iteration"] < iterations:
            batch = progress.source.rng.choice(len(labels), settings.batch_size)
            params, slots = optimizer.update(
                params,
                numpy_cnn.gradients(params, x[batch], labels[batch]),
                slots,
                learning_rate=settings.learning_rate,
            )
            loss = numpy_cnn.loss(params, x[batch], labels[batch])
            progress.steps_done([(len(batch), {})])
            options.say(f"train loss:{loss}")
            if reported := settings.reports_after(slots["iteration"], len(labels)):
                epoch = progress.position.epoch
                progress.epoch_done()
                measured = {"mini_batch_loss": loss} | {
                    f"{part}_accuracy": numpy_cnn.accuracy(
                        params, *images[f"{part}_sample"], corrected=corrected
                    )
                    for part in ("train", "test")
                }
                row = {name: np.float32(value) for name, value in measured.items()}
                run_directory.write_metrics_row(metrics_file, epoch, row)
                options.say(live.experiment.training.line(epoch, measured))
                bar.update()
            if reported or stop or slots["iteration"] == iterations:
                metrics_file.flush()
                _commit(live, progress, params, slots)
            if stop:
                raise interruption.Interrupted(stop[0])
        accuracy = numpy_cnn.accuracy(params, *images["test"], corrected=corrected)
    run.final_model.parent.mkdir(exist_ok=True)
    numpy_cnn.save_parameters(run.final_model.with_suffix(".npz"), params)
    return {"test_accuracy": accuracy}


def _channels_first(part):
    """Return images [n, 1, 28, 28] and their labels."""
    return part["X"].transpose(0, 3, 1, 2), part["y"]


def _restored(live, optimizer):
    """Return the progress to go on from, the parameters and the optimizer's state."""
    position, state = restoring.latest(live)
    if position is None:
        checkpoint.begin(live.run.checkpoints)
        progress = Progress.start(live.options.seed)
    else:
        live.options.say(f"Training was interrupted. Continuing at epoch {position.epoch}")
        progress = Progress.unpack(position, state)
    rng = progress.source.rng
    # The article has one generator: before the first mini-batch it has drawn the initial values.
    if progress.position.epoch == 0:
        params = numpy_cnn.initial_parameters(rng)
    if position is None:
        return progress, params, optimizer.initial_state(params)
    for _ in range(position.step):
        rng.choice(len(live.data["train"]["y"]), live.settings.batch_size)
    params = {name: state[f"params {name}"] for name in numpy_cnn.ARTICLE_SHAPES}
    slots = {slot: {name: state[f"{slot} {name}"] for name in params} for slot in optimizer.slots}
    return progress, params, slots | {"iteration": int(state["iteration"])}


def _commit(live, progress, params, slots):
    arrays = {f"params {name}": value for name, value in params.items()}
    for slot, values in slots.items():
        if slot != "iteration":
            arrays |= {f"{slot} {name}": value for name, value in values.items()}
    checkpoint.commit(
        live.run.checkpoints,
        progress.position,
        lambda prefix: None,
        progress.pack() | arrays | {"iteration": np.int64(slots["iteration"])},
        also_sync=(live.run.metrics,),
        keep=live.options.keep,
    )
