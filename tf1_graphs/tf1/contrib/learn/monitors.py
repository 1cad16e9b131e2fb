"""Monitors: what watches the training of `tf.contrib.learn`'s estimators, step by step.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/monitors.py`.
"""

import copy
import inspect
import time

import numpy as np

from tf1_graphs import tf1 as tf


class BaseMonitor:
    """A monitor that does nothing."""

    run_on_all_workers = False
    _estimator = None

    def set_estimator(self, estimator):
        """Be told which estimator trains."""
        self._estimator = estimator

    def begin(self, max_steps=None):
        """Be told that training begins."""
        self._max_steps = max_steps

    def end(self, session=None):
        """Be told that training has ended."""

    def step_begin(self, step):
        """Return the tensors, or their names, that are fetched with the step."""
        return []

    def step_end(self, step, output):
        """Take the values that were fetched, by tensor or name; True ends the training."""
        return False

    def post_step(self, step, session):
        """Be told that all monitors had the step."""


class EveryN(BaseMonitor):
    """A monitor of each n-th step, of the first ones and of the last.

    Args:
        every_n_steps: n.
        first_n_steps: how many of the first.
    """

    def __init__(self, every_n_steps=100, first_n_steps=1):
        self._every, self._first = every_n_steps, first_n_steps
        self._last_active, self._last, self._active = 0, None, False

    def every_n_step_begin(self, step):
        """As `step_begin`."""
        return []

    def every_n_step_end(self, step, outputs):
        """As `step_end`."""
        return False

    def every_n_post_step(self, step, session):
        """As `post_step`."""

    def step_begin(self, step):
        """Tell whether it is such a step, and ask for what is fetched then."""
        due = step >= self._every + self._last_active
        self._active = step <= self._first or due or step == self._max_steps
        return self.every_n_step_begin(step) if self._active else []

    def step_end(self, step, output):
        """Hand on such a step's values."""
        return self.every_n_step_end(step, output) if self._active else False

    def post_step(self, step, session):
        """Hand on such a step's end."""
        if self._active:
            self.every_n_post_step(step, session)
            self._last_active = step
        self._last = step

    def end(self, session=None):
        """Hand on the last step's end, if that is not done yet."""
        if self._last != self._last_active:
            self.every_n_post_step(self._last, session)


class StopAtStep(BaseMonitor):
    """Ends the training after `num_steps` more, or at `last_step`."""

    run_on_all_workers = True

    def __init__(self, num_steps=None, last_step=None):
        if (num_steps is None) == (last_step is None):
            raise ValueError("Either num_steps or last_step must be specified, and not both.")
        self._steps, self._last = num_steps, last_step

    def step_begin(self, step):
        """Find the last step at the first one."""
        if self._last is None:
            self._last = step + self._steps - 1
        return []

    def step_end(self, step, output):
        """End the training at the last step."""
        return step >= self._last


class PrintTensor(EveryN):
    """Writes tensors' values to the log, by names."""

    def __init__(self, tensor_names, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        named = isinstance(tensor_names, dict)
        self._names = tensor_names if named else {name: name for name in tensor_names}

    def every_n_step_begin(self, step):
        """Fetch them."""
        return list(self._names.values())

    def every_n_step_end(self, step, outputs):
        """Write them."""
        values = ", ".join(f"{tag} = {outputs[name]}" for tag, name in self._names.items())
        tf.logging.info("Step %d: %s", step, values)


class CaptureVariable(EveryN):
    """Keeps a variable's values in `values`, by step."""

    def __init__(self, var_name, every_n=100, first_n=1):
        super().__init__(every_n, first_n)
        self._name, self.values = var_name, {}

    def every_n_step_begin(self, step):
        """Fetch it."""
        return [self._name]

    def every_n_step_end(self, step, outputs):
        """Keep it."""
        self.values[step] = outputs[self._name]


class NanLossDuringTrainingError(RuntimeError):
    """The loss is no number."""

    def __str__(self):
        return "NaN loss during training."


class NanLoss(EveryN):
    """Ends the training where the loss is no number; by default with an error."""

    def __init__(self, loss_tensor, every_n_steps=100, fail_on_nan_loss=True):
        super().__init__(every_n_steps)
        self._loss, self._fail = loss_tensor, fail_on_nan_loss

    def every_n_step_begin(self, step):
        """Fetch the loss."""
        return [self._loss]

    def every_n_step_end(self, step, outputs):
        """End the training if it is no number."""
        stop = bool(np.isnan(outputs[self._loss]))
        if stop and self._fail:
            raise NanLossDuringTrainingError
        return stop


class ValidationMonitor(EveryN):
    """Evaluates while the model trains, and ends the training where it gets no better.

    Args:
        x: as `Estimator.evaluate`, like what is not said here.
        y: as `Estimator.evaluate`.
        input_fn: as `Estimator.evaluate`.
        batch_size: as `Estimator.evaluate`.
        eval_steps: its `steps`.
        every_n_steps: steps between two evaluations; there has to be a new checkpoint.
        metrics: as `Estimator.evaluate`.
        hooks: as `Estimator.evaluate`.
        early_stopping_rounds: steps without a better metric that end the training, or None.
        early_stopping_metric: the metric's name.
        early_stopping_metric_minimize: whether less is better.
        name: as `Estimator.evaluate`.
        check_interval_secs: the least time between two looks for a checkpoint.

    Raises:
        ValueError: there is no input, or the metric is not among those that were evaluated.
    """

    def __init__(
        self,
        x=None,
        y=None,
        input_fn=None,
        batch_size=None,
        eval_steps=None,
        every_n_steps=100,
        metrics=None,
        hooks=None,
        early_stopping_rounds=None,
        early_stopping_metric="loss",
        early_stopping_metric_minimize=True,
        name=None,
        check_interval_secs=5,
    ):
        super().__init__(every_n_steps, first_n_steps=-1)
        if x is None and input_fn is None:
            raise ValueError("Either x or input_fn should be provided.")
        given = {"x": x, "y": y, "batch_size": batch_size, "metrics": metrics}
        self._given = {key: value for key, value in given.items() if value is not None}
        self._given |= {"input_fn": input_fn, "steps": eval_steps, "hooks": hooks, "name": name}
        self._rounds, self._metric = early_stopping_rounds, early_stopping_metric
        self._less = early_stopping_metric_minimize
        self._interval, self._looked, self._path = check_interval_secs, None, None
        self.early_stopped = False
        self.best_step = self.best_value = self.best_metrics = None

    def every_n_step_end(self, step, outputs):
        """Evaluate the newest checkpoint, unless that is done."""
        now = time.time()
        soon = self._looked is not None and self._interval is not None
        if soon and now - self._looked <= self._interval:
            return False
        self._looked = now
        path = tf.train.latest_checkpoint(self._estimator.model_dir)
        if path is None or path == self._path:
            return False
        self._path = path
        found = self._estimator.evaluate(**self._given)
        values = ", ".join(f"{name} = {value}" for name, value in found.items())
        tf.logging.info("Validation (step %d): %s", step, values)
        return self._rounds is not None and self._is_enough(step, found)

    def _is_enough(self, step, found):
        if self._metric not in found:
            raise ValueError(f"Metric {self._metric} missing from outputs {set(found)}.")
        value, best = found[self._metric], self.best_value
        if best is None or (value < best if self._less else value > best):
            self.best_value, self.best_step = value, step
            self.best_metrics = copy.deepcopy(found)
        self.early_stopped = bool(step - self.best_step >= self._rounds)
        return self.early_stopped


class RunHookAdapterForMonitors(tf.train.SessionRunHook):
    """Has monitors take part in a session."""

    def __init__(self, monitors):
        self._monitors = monitors

    def begin(self):
        """Hand it on."""
        self._step, self._number = tf.train.get_global_step(), None
        for monitor in self._monitors:
            monitor.begin(max_steps=None)

    def before_run(self, run_context):
        """Ask the monitors what is fetched."""
        if self._number is None:
            self._number = run_context.session.run(self._step) + 1
        wanted = [item for monitor in self._monitors for item in monitor.step_begin(self._number)]
        graph = tf.get_default_graph()
        fetched = {item: _element(graph, item) for item in wanted}
        return tf.train.SessionRunArgs({"step": self._step, "monitors": fetched})

    def after_run(self, run_context, run_values):
        """Hand the values to the monitors."""
        for monitor in self._monitors:
            if monitor.step_end(self._number, run_values.results["monitors"]):
                run_context.request_stop()
        for monitor in self._monitors:
            monitor.post_step(self._number, run_context.session)
        self._number = run_values.results["step"] + 1

    def end(self, session):
        """Hand it on."""
        for monitor in self._monitors:
            takes = "session" in inspect.signature(monitor.end).parameters
            monitor.end(session=session) if takes else monitor.end()


def _element(graph, item):
    """Return a tensor by its name, with or without the number of its output."""
    if not isinstance(item, str):
        return item
    return graph.as_graph_element(item if ":" in item else f"{item}:0")


def replace_monitors_with_hooks(monitors_or_hooks, estimator):
    """Return a list of hooks: the monitors among them are one hook, the last.

    Args:
        monitors_or_hooks: list of both, or None.
        estimator: the one that trains.
    """
    hooks = [item for item in monitors_or_hooks or () if isinstance(item, tf.train.SessionRunHook)]
    monitors = [item for item in monitors_or_hooks or () if item not in hooks]
    if not estimator.config.is_chief:
        monitors = [item for item in monitors if item.run_on_all_workers]
    for monitor in monitors:
        monitor.set_estimator(estimator)
    return [*hooks, RunHookAdapterForMonitors(monitors)] if monitors else hooks
