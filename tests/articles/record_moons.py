"""Trains article 000's listing on TensorFlow 1.15.5 over seeds, for what is shown beside ours.

With TensorFlow 1.15.5, 40 trainings of half a minute: `python -m tests.articles.record_moons
FOLDER`. It writes one `.npz` a training, and goes on where it stopped. Then, with this package,
`python -m tests.articles.measure_moons FOLDER` writes `tf1_graphs/articles/moons/recorded.json`.
"""

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
import tensorflow as tf
from sklearn.datasets import make_moons

from tests.recordings.listings.moons import moons

SEEDS = range(42, 52)
KEPT = Path(tempfile.gettempdir()) / "record_moons"
EPOCHS, BATCH, SAVED_AT = 5000, 64, 4950
TRAININGS = [(0.1, ()), (0.2, ()), (0.3, ()), (0.2, (1,))]


def load(noise):
    """Return the training and the test set, the last 400 points."""
    points, labels = make_moons(2000, noise=noise, random_state=42)
    return points[:-400], labels[:-400], points[-400:], labels[-400:]


def train(noise, corrected, seed):
    """Train as the listing does; return loss and accuracy of each epoch, and the final scores.

    At noise 0.1 also what two other readings of the text give: the test set alone made at noise
    0.2, and the script started again at noise 0.2 without deleting its checkpoint folder.
    """
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    np.random.seed(seed)
    moons(corrected)
    names = ["input/X:0", "input/y:0", "loss/loss:0", "eval/Mean:0", "eval/ArgMax:0"]
    graph = tf.get_default_graph()
    X, y, loss, accuracy, predictions = map(graph.get_tensor_by_name, names)
    step = graph.get_operation_by_name("train/Adam")
    saver, kept = tf.train.Saver(), str(KEPT / str(os.getpid()) / "model.ckpt")
    X_train, y_train, X_test, y_test = load(noise)
    with tf.Session(
        config=tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    ) as session:
        session.run(tf.global_variables_initializer())

        def epochs(first, last, X_train, y_train, X_test, y_test, other=None):
            rows = []
            for epoch in range(first, last):
                for _ in range(int(np.ceil(2000 / BATCH))):
                    drawn = np.random.randint(0, len(X_train), BATCH)
                    session.run(step, {X: X_train[drawn], y: y_train[drawn]})
                row = session.run([loss, accuracy], {X: X_test, y: y_test})
                if other is not None:
                    row.append(session.run(accuracy, {X: other, y: y_test}))
                rows.append(row)
                if epoch == SAVED_AT and other is not None:
                    saver.save(session, kept)
            return np.array(rows, np.float32)

        other = load(0.2)[2] if noise == 0.1 else None
        found = {"epochs": epochs(0, EPOCHS, X_train, y_train, X_test, y_test, other)}
        predicted = session.run(predictions, {X: X_test}) == 1
        hits = float(np.count_nonzero(predicted & (y_test == 1)))
        found["precision"] = hits / max(np.count_nonzero(predicted), 1)
        found["recall"] = hits / np.count_nonzero(y_test)
        if other is not None:
            saver.restore(session, kept)
            np.random.seed(seed)  # the script's own seed, in a new process
            found["restarted"] = epochs(SAVED_AT + 1, EPOCHS, *load(0.2))
        return found


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for directory in (folder, KEPT / str(os.getpid())):
        directory.mkdir(parents=True, exist_ok=True)
    for seed in SEEDS:
        for noise, corrected in TRAININGS:
            path = folder / f"noise={noise}{'-added' if corrected else ''}-seed-{seed}.npz"
            if not path.exists():
                part = path.with_suffix(".part.npz")
                np.savez(part, **train(noise, corrected, seed))
                part.replace(path)
                print(path.name, flush=True)
