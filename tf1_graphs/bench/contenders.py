"""Makes the contenders: functions that train on given mini-batches, each in its own way.

Each is made from an experiment, its settings and data, and a number of threads, and returns a
function of a list of index arrays that trains on them. All see the same mini-batches.
"""

import contextlib

import numpy as np

from tf1_graphs.bench.products import products
from tf1_graphs.tensorflow1 import new_graph, session_config, tf
from tf1_graphs.training.engine import ENGINES
from tf1_graphs.training.evaluation import as_fed

SEED = 42


def book_session(stack, experiment, settings, config):
    """Build the book's graph in the default graph, and open a session with its variables.

    Args:
        stack: `ExitStack` that closes the session.
        experiment: the `Experiment`.
        settings: its settings.
        config: the session's `tf.ConfigProto`.

    Returns:
        (book, session): the `BookGraph` and the `tf.Session`.
    """
    book = experiment.training.build(settings)
    init = tf.global_variables_initializer()
    session = tf.Session(config=config)
    stack.callback(session.close)
    session.run(init)
    return book, session


def article(stack, experiment, settings, data, threads):
    """Train as the article's listing does: `Session.run` with a `feed_dict` for each mini-batch.

    In a session as TensorFlow makes it for so many threads.
    """
    config = tf.ConfigProto(
        intra_op_parallelism_threads=threads, inter_op_parallelism_threads=threads
    )
    with new_graph(SEED):
        book, session = book_session(stack, experiment, settings, config)
    train = data["train"]
    fetches = [book.training_op, list(book.update_ops)]
    constant = {} if book.training is None else {book.training: True}

    def run(mini_batches):
        for indices in mini_batches:
            batch = {book.inputs[name]: array[indices] for name, array in train.items()}
            session.run(fetches, feed_dict={**constant, **batch})

    return run


def engine(name):
    """Return the contender that trains by an engine."""

    def contender(stack, experiment, settings, data, threads):
        with new_graph(SEED):
            book, session = book_session(stack, experiment, settings, session_config(threads))
            train = ENGINES[name](session, book, as_fed(data, book)["train"])

        def run(mini_batches):
            iterator = iter(mini_batches)
            while train.run(iterator):
                pass

        return run

    return contender


def keras(_stack, experiment, settings, data, threads):
    """Train the same network by `fit` of Keras 3, on examples gathered in the same order."""
    import keras as keras_3

    network = NETWORKS[experiment.name]
    with contextlib.suppress(RuntimeError):
        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(threads)
    layers = []
    if network["filters"]:
        layers += [
            keras_3.layers.Conv2D(network["filters"], FILTER_SIZE),
            keras_3.layers.Activation(network["activation"]),
            keras_3.layers.MaxPooling2D(),
            keras_3.layers.Flatten(),
        ]
    for units in (*network["hidden"], network["outputs"]):
        layers.append(keras_3.layers.Dense(units))
        if network["batch_norm"]:
            layers.append(keras_3.layers.BatchNormalization(momentum=0.9))
        layers.append(keras_3.layers.Activation(network["activation"]))
    layers.pop()
    model = keras_3.Sequential(layers)
    optimizers = {"adam": keras_3.optimizers.Adam, "sgd": keras_3.optimizers.SGD}
    model.compile(
        optimizers[network["optimizer"]](settings.learning_rate),
        keras_3.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    X = data["train"]["X"].astype(np.float32)
    y = data["train"]["y"].astype(np.int32)

    def run(mini_batches):
        order = np.concatenate(mini_batches)
        model.fit(X[order], y[order], batch_size=len(mini_batches[0]), shuffle=False, verbose=0)

    return run


def pytorch(_stack, experiment, settings, data, threads):
    """Train the same network by PyTorch's usual loop."""
    import torch

    network = NETWORKS[experiment.name]
    torch.set_num_threads(threads)
    activation = {"elu": torch.nn.ELU, "relu": torch.nn.ReLU}[network["activation"]]
    X = torch.from_numpy(data["train"]["X"].astype(np.float32))
    y = torch.from_numpy(data["train"]["y"].astype(np.int64))
    layers = []
    if network["filters"]:
        X = X.permute(0, 3, 1, 2).contiguous()
        layers += [
            torch.nn.Conv2d(X.shape[1], network["filters"], FILTER_SIZE),
            activation(),
            torch.nn.MaxPool2d(2),
            torch.nn.Flatten(),
        ]
    inputs = torch.nn.Sequential(*layers)(X[:1]).shape[1]
    for units in (*network["hidden"], network["outputs"]):
        layers.append(torch.nn.Linear(inputs, units))
        if network["batch_norm"]:
            layers.append(torch.nn.BatchNorm1d(units, momentum=0.1))
        layers.append(activation())
        inputs = units
    layers.pop()
    model = torch.nn.Sequential(*layers)
    optimizers = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}
    optimizer = optimizers[network["optimizer"]](model.parameters(), settings.learning_rate)

    def run(mini_batches):
        for indices in mini_batches:
            chosen = torch.from_numpy(indices)
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(X[chosen]), y[chosen]).backward()
            optimizer.step()

    return run


FILTER_SIZE = 5
NETWORKS = {
    "moons": {
        "filters": 0,
        "hidden": (6, 4),
        "outputs": 2,
        "activation": "elu",
        "batch_norm": False,
        "optimizer": "adam",
    },
    "mnist_batch_norm": {
        "filters": 0,
        "hidden": (300, 100),
        "outputs": 10,
        "activation": "elu",
        "batch_norm": True,
        "optimizer": "sgd",
    },
    "mnist_cnn": {
        "filters": 30,
        "hidden": (100,),
        "outputs": 10,
        "activation": "relu",
        "batch_norm": False,
        "optimizer": "adam",
    },
}
"""The experiments' networks as other libraries are told them."""

CONTENDERS = {
    "article": article,
    "book": engine("book"),
    "epoch": engine("epoch"),
    "products": products,
    "keras": keras,
    "pytorch": pytorch,
}
