"""Record the losses of article 004's CNN over its first steps on TensorFlow 1.15.5.

python -m tests.articles.record_losses > tests/articles/mnist_cnn_losses.tf1155.json
"""

import json

import numpy as np
import tensorflow as tf

from tests.recordings.listings.mnist_cnn import mnist_cnn

SEED = 42


def losses():
    """Train on one mini-batch, again and again, on one thread; return the loss before each step."""
    X, y, loss, training_op = mnist_cnn()
    images = np.random.RandomState(0).uniform(0, 1, (100, 28, 28, 1))
    fed = {X: images, y: np.arange(100) % 10}
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        return [float(session.run([loss, training_op], fed)[0]) for _ in range(5)]


if __name__ == "__main__":
    tf.set_random_seed(SEED)
    np.random.seed(SEED)
    print(json.dumps({"tensorflow": tf.__version__, "graph_seed": SEED, "losses": losses()}))
