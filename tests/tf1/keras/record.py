"""Run the Keras programs with one TensorFlow and write what they printed.

usage: python -m tests.tf1.keras.record OUTPUT    (with TensorFlow 1.15.5: recorded.json)

Runs on Python 3.7.
"""

import json
import os
import sys
import tempfile

import numpy as np

from tests.tf1.keras import programs
from tests.tf1.record import cases_of


def plain(value):
    """Return a result as plain lists, numbers and text."""
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.tolist() if hasattr(value, "tolist") else value


def run(tf, program):
    """Run one program in a graph of its own."""
    tf.keras.backend.clear_session()
    tf.reset_default_graph()
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    tf.keras.backend.set_session(tf.Session(config=config))
    tf.set_random_seed(42)
    np.random.seed(42)
    with tempfile.TemporaryDirectory() as folder:
        try:
            return plain(program(tf, folder))
        except Exception as error:
            return {"error": type(error).__name__ + ": " + str(error)}


def main(output):
    """Run all programs."""
    if os.environ.get("DROP_IN"):
        from tf1_graphs import tf1 as tf
    else:
        import tensorflow as tf
    tf.logging.set_verbosity(tf.logging.ERROR)
    found = {name: run(tf, program) for name, program in cases_of(programs).items()}
    for name, item in found.items():
        if isinstance(item, dict):
            print(name, item["error"], file=sys.stderr)
    with open(output, "w") as file:
        json.dump(found, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
