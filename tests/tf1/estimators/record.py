"""Run the estimator programs with one TensorFlow and write what they built, printed and left.

usage: python -m tests.tf1.estimators.record FOLDER [NAME...]   (TensorFlow 1.15.5: the recordings)

One JSON file for each program: the nodes of the training, evaluation and prediction graphs, what it
returned, and the files in its folder. Runs on Python 3.7.
"""

# ruff: noqa: UP031, PTH113, PTH118, PTH207 - Python 3.7 runs it too

import glob
import importlib
import json
import os
import re
import sys
import tempfile

from tests.tf1.record import cases_of, nodes

MODULES = ("programs", "learn_programs")


def recorder(tf, graphs, losses):
    """Make the hook that records each graph when its session begins."""

    class Recorder(tf.train.SessionRunHook):
        def __init__(self, name):
            self.name = name

        def begin(self):
            self.loss = tf.get_collection(tf.GraphKeys.LOSSES)

        def after_create_session(self, session, coord):
            graphs[self.name] = nodes(session.graph)

        def before_run(self, run_context):
            return tf.train.SessionRunArgs(self.loss) if self.loss else None

        def after_run(self, run_context, run_values):
            if self.loss:
                values = [float(value.sum()) for value in run_values.results]
                losses.setdefault(self.name, []).append(values)

    return Recorder


def files_below(folder):
    """Return the names of the files that a program left, with times and hosts taken out."""
    paths = glob.glob(os.path.join(folder, "**"), recursive=True)
    names = [os.path.relpath(path, folder) for path in paths if os.path.isfile(path)]
    names = [re.sub(r"tfevents\..*", "tfevents", name) for name in names]
    return sorted({re.sub(r"\d{9,}", "TIME", name) for name in names})


def record_program(tf, program):
    tf.reset_default_graph()
    graphs, losses = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        model_dir = os.path.join(folder, "model")
        try:
            returned = program(tf, model_dir, recorder(tf, graphs, losses))
        except Exception as error:
            return {"error": "%s: %s" % (type(error).__name__, error), "graphs": graphs}
        found = {"graphs": graphs, "losses": losses, "returned": returned}
        found["files"] = files_below(model_dir)
    return found


def programs(package="tests.tf1.estimators"):
    return {
        name: program
        for module in MODULES
        for name, program in cases_of(importlib.import_module(package + "." + module)).items()
        if "hook" in program.__code__.co_varnames[:3] and program.__code__.co_argcount == 3
    }


def main(folder, *names):
    if os.environ.get("DROP_IN"):
        from tf1_graphs import tf1 as tf
    else:
        import tensorflow as tf
    tf.logging.set_verbosity(tf.logging.ERROR)
    for name, program in programs().items():
        if names and name not in names:
            continue
        found = record_program(tf, program)
        if "error" in found:
            print(name, found["error"], file=sys.stderr)
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(found, file, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
