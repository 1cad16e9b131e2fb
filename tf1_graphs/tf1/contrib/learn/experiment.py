"""Experiments: an estimator with its inputs, on one machine.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/experiment.py`.
"""

import time
from pathlib import Path

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn.monitors import ValidationMonitor, replace_monitors_with_hooks
from tf1_graphs.tf1.estimator_package import public


class Experiment:
    """An estimator, what it is trained on, and what it is evaluated on.

    Args:
        estimator: one of `tf.contrib.learn` or of `tf.estimator`.
        train_input_fn: its inputs to train on.
        eval_input_fn: its inputs to be evaluated on.
        eval_metrics: `MetricSpec` by name; not for `tf.estimator`.
        train_steps: the last step; None is until the inputs end.
        eval_steps: mini-batches of an evaluation.
        train_monitors: hooks and monitors of the training.
        eval_hooks: hooks of the evaluation.
        local_eval_frequency: steps between two evaluations of `local_run`.
        eval_delay_secs: time before the first evaluation, where others train.
        continuous_eval_throttle_secs: least time between two evaluations.
        min_eval_frequency: steps between two evaluations of `train_and_evaluate`; 0 is the last
            one alone.
        delay_workers_by_global_step: of a cluster.
        export_strategies: each has a `name` and `export(estimator, folder, checkpoint_path,
            eval_result)`.
        train_steps_per_iteration: steps between two evaluations of `continuous_train_and_eval`.
        check_interval_secs: the least time between two looks for a checkpoint.
    """

    def __init__(
        self,
        estimator,
        train_input_fn,
        eval_input_fn,
        eval_metrics=None,
        train_steps=None,
        eval_steps=100,
        train_monitors=None,
        eval_hooks=None,
        local_eval_frequency=None,
        eval_delay_secs=120,
        continuous_eval_throttle_secs=60,
        min_eval_frequency=None,
        delay_workers_by_global_step=False,
        export_strategies=None,
        train_steps_per_iteration=None,
        check_interval_secs=5,
    ):
        self._core = isinstance(estimator, public.Estimator)
        if self._core and eval_metrics is not None:
            raise ValueError("`eval_metrics` must be `None` with `tf.estimator.Estimator`.")
        # Under these names a script's own subclass finds them.
        self._estimator = estimator
        self._train_input_fn, self._eval_input_fn = train_input_fn, eval_input_fn
        self._eval_metrics, self._train_steps = eval_metrics, train_steps
        self._eval_steps = eval_steps
        self._train_monitors = list(train_monitors or [])
        self._eval_hooks = list(eval_hooks or [])
        self._local_eval_frequency = local_eval_frequency
        self._eval_delay_secs = eval_delay_secs
        self._throttle_secs = continuous_eval_throttle_secs
        self._min_eval_frequency = 1 if min_eval_frequency is None else min_eval_frequency
        self._train_steps_per_iteration = train_steps_per_iteration
        self._check_interval_secs = check_interval_secs
        several = isinstance(export_strategies, (list, tuple))
        strategies = export_strategies if several else [export_strategies]
        self._export_strategies = tuple(item for item in strategies if item is not None)

    estimator = property(lambda self: self._estimator)
    eval_metrics = property(lambda self: self._eval_metrics)
    train_steps = property(lambda self: self._train_steps)
    eval_steps = property(lambda self: self._eval_steps)

    def extend_train_hooks(self, additional_hooks):
        """Add hooks to the training."""
        self._train_monitors.extend(additional_hooks)

    def train(self, delay_secs=None):
        """Train to `train_steps`, after a delay if there is one."""
        time.sleep(delay_secs or 0)
        return self._train(self._train_monitors, max_steps=self._train_steps)

    def _train(self, monitors, **steps):
        hooks = replace_monitors_with_hooks(monitors, self._estimator)
        if self._core:
            return self._estimator.train(self._train_input_fn, hooks=hooks, **steps)
        return self._estimator.fit(input_fn=self._train_input_fn, monitors=hooks, **steps)

    def _evaluate(self, name=None, checkpoint_path=None, steps=None):
        options = {} if self._core else {"metrics": self._eval_metrics}
        return self._estimator.evaluate(
            input_fn=self._eval_input_fn,
            steps=steps or self._eval_steps,
            name=name,
            checkpoint_path=checkpoint_path,
            hooks=self._eval_hooks,
            **options,
        )

    def evaluate(self, delay_secs=None, name=None):
        """Evaluate the newest checkpoint, after `delay_secs`."""
        time.sleep(self._eval_delay_secs if delay_secs is None else delay_secs)
        return self._evaluate(name or "one_pass")

    def train_and_evaluate(self):
        """Train, with evaluations in between; return the last one's metrics, and the exports."""
        monitors = list(self._train_monitors)
        if self._min_eval_frequency:
            metrics = {} if self._core else {"metrics": self._eval_metrics}
            monitors.append(
                ValidationMonitor(
                    input_fn=self._eval_input_fn,
                    eval_steps=self._eval_steps,
                    every_n_steps=self._min_eval_frequency,
                    hooks=self._eval_hooks,
                    check_interval_secs=self._check_interval_secs,
                    **metrics,
                )
            )
        self._train(monitors, max_steps=self._train_steps)
        found = self._evaluate()
        return found, self._maybe_export(found)

    def local_run(self):
        """As `train_and_evaluate`, with evaluations each `local_eval_frequency` steps."""
        kept, self._min_eval_frequency = self._min_eval_frequency, self._local_eval_frequency
        try:
            return self.train_and_evaluate()
        finally:
            self._min_eval_frequency = kept

    def continuous_train_and_eval(self, continuous_eval_predicate_fn=None):
        """Train and evaluate in turns, until `train_steps`, or the predicate is false.

        Args:
            continuous_eval_predicate_fn: function of the last metrics, None at first.
        """
        found, exports, each = None, None, self._train_steps_per_iteration or 1000
        if self._train_steps_per_iteration is None and self._train_steps is not None:
            each = int(self._train_steps / 10)
        while continuous_eval_predicate_fn is None or continuous_eval_predicate_fn(found):
            if self._has_training_stopped(found):
                break
            self._train(self._train_monitors, steps=each)
            path = tf.train.latest_checkpoint(self._estimator.model_dir)
            found = self._evaluate("one_pass", path)
            exports = self._maybe_export(found)
        return found, exports

    def continuous_eval(
        self,
        delay_secs=None,
        throttle_delay_secs=None,
        evaluate_checkpoint_only_once=True,
        continuous_eval_predicate_fn=None,
        name="continuous",
    ):
        """Evaluate each new checkpoint, until `train_steps`, or the predicate is false."""
        time.sleep(self._eval_delay_secs if delay_secs is None else delay_secs)
        wait = self._throttle_secs if throttle_delay_secs is None else throttle_delay_secs
        found, before = None, None
        while continuous_eval_predicate_fn is None or continuous_eval_predicate_fn(found):
            if self._has_training_stopped(found):
                return
            begun = time.time()
            path = tf.train.latest_checkpoint(self._estimator.model_dir)
            found = {}
            if path and not (evaluate_checkpoint_only_once and path == before):
                found = self._evaluate(name, path) or {}
                self._maybe_export(found, path)
                before = path
            time.sleep(max(0, wait - (time.time() - begun)))

    def _has_training_stopped(self, eval_result):
        step = (eval_result or {}).get(tf.GraphKeys.GLOBAL_STEP)
        return bool(step and self._train_steps and step >= self._train_steps)

    def _maybe_export(self, eval_result, checkpoint_path=None):
        folder = Path(self._estimator.model_dir, "export")
        return [
            strategy.export(
                self._estimator,
                str(folder / strategy.name),
                checkpoint_path=checkpoint_path,
                eval_result=eval_result,
            )
            for strategy in self._export_strategies
        ]

    def test(self):
        """Train and evaluate one step, and return the metrics."""
        self._train(self._train_monitors, steps=1)
        found = self._evaluate("one_pass", steps=1)
        self._maybe_export(found)
        return found
