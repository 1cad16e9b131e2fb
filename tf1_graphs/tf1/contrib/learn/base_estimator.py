"""What the estimators of `tf.contrib.learn` have in common: training, evaluating, inferring.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/estimator.py`.
"""

import copy
import tempfile
from pathlib import Path

import numpy as np

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.learn.data_feeder import DataFeeder
from tf1_graphs.tf1.contrib.learn.monitors import replace_monitors_with_hooks
from tf1_graphs.tf1.contrib.learn.run_config import RunConfig
from tf1_graphs.tf1.contrib.learn.sessions import (
    by_name,
    chosen,
    predicted,
    signature,
    summarize,
)
from tf1_graphs.tf1.contrib.tf_slim import part

evaluation = part("training.evaluation")
# Reads the global step after the variables have been saved; no public function builds its nodes.
_global_step_read = tensorflow1.private_module(
    "python.training.training_util"
)._get_or_create_global_step_read


class NotFittedError(ValueError, AttributeError):
    """Nothing has been trained yet."""


def inputs_of(x, y, input_fn, batch_size, shuffle=False, epochs=1):
    """Return the function that builds the inputs, and the one that feeds them, or None.

    Raises:
        ValueError: arrays and an `input_fn` are given, or neither.
    """
    if (input_fn is None) == (x is None):
        raise ValueError("Either x or input_fn must be provided, and not both.")
    if input_fn is not None:
        if y is not None or batch_size is not None:
            raise ValueError("Can not provide both input_fn and y or batch_size.")
        return input_fn, None
    feeder = DataFeeder(x, y, batch_size, shuffle, epochs)
    return feeder.input_builder, feeder.feed


class BaseEstimator:
    """A model in a folder, with what an estimator does with it.

    Args:
        model_dir: its folder; None is that of `config`, or one for the time being.
        config: the `RunConfig`.

    Raises:
        ValueError: `config` has another folder.
    """

    def __init__(self, model_dir=None, config=None):
        self._config = config or RunConfig()
        own = self._config.model_dir
        if model_dir and own and model_dir != own:
            raise ValueError(
                f"model_dir is {model_dir!r}, and the one of RunConfig {own!r}: give one"
            )
        self._model_dir = model_dir or own or tempfile.mkdtemp()
        if own is None:
            self._config = self._config.replace(model_dir=self._model_dir)
        settings = self._config.session_config
        self._session_config = settings or tf.ConfigProto(allow_soft_placement=True)
        self._labels = None

    config = property(lambda self: copy.deepcopy(self._config))
    model_dir = property(lambda self: self._model_dir)

    def fit(
        self,
        x=None,
        y=None,
        input_fn=None,
        steps=None,
        batch_size=None,
        monitors=None,
        max_steps=None,
    ):
        """Train, and return the estimator.

        Args:
            x: array [examples, …] or arrays by name, in the place of `input_fn`.
            y: its labels.
            input_fn: function that returns the tensors of features and labels.
            steps: how many steps more; None is until the inputs end.
            batch_size: of `x`.
            monitors: hooks, or monitors.
            max_steps: the last step, in the place of `steps`.

        Raises:
            ValueError: arguments exclude each other.
        """
        if steps is not None and max_steps is not None:
            raise ValueError("Can not provide both steps and max_steps.")
        if x is not None and input_fn is None:
            SKCompat(self).fit(x, y, batch_size, steps, max_steps, monitors)
            return self
        input_fn, _ = inputs_of(x, y, input_fn, batch_size)
        if max_steps is not None and self._step() >= max_steps:
            return self
        hooks = replace_monitors_with_hooks(monitors, self)
        if steps is not None or max_steps is not None:
            hooks.append(tf.train.StopAtStepHook(steps, max_steps))
        loss = self._train_model(input_fn, hooks)
        tf.logging.info("Loss for final step: %s.", loss)
        return self

    def partial_fit(self, x=None, y=None, input_fn=None, steps=1, batch_size=None, monitors=None):
        """Train by `steps` steps more, as `fit` does."""
        return self.fit(x, y, input_fn, steps, batch_size, monitors)

    def _step(self):
        if tf.train.latest_checkpoint(self._model_dir) is None:
            return -1
        return tf.train.load_variable(self._model_dir, tf.GraphKeys.GLOBAL_STEP)

    def evaluate(
        self,
        x=None,
        y=None,
        input_fn=None,
        feed_fn=None,
        batch_size=None,
        steps=None,
        metrics=None,
        name=None,
        checkpoint_path=None,
        hooks=None,
        log_progress=True,
    ):
        """Evaluate, and return the metrics by name.

        Args:
            x: as `fit`.
            y: as `fit`.
            input_fn: as `fit`.
            feed_fn: function that returns what is fed, or None.
            batch_size: of `x`.
            steps: how many mini-batches; None is until the inputs end.
            metrics: `MetricSpec` by name, besides the model's own.
            name: of the evaluation, whose summaries go to the folder `eval_<name>`.
            checkpoint_path: None is the newest one.
            hooks: of the session.
            log_progress: whether mini-batches are counted in the log.

        Raises:
            ValueError: arguments exclude each other, or nothing was trained.
        """
        if x is not None and input_fn is None:
            return SKCompat(self).score(x, y, batch_size, steps, metrics, name)
        input_fn, _ = inputs_of(x, y, input_fn, batch_size)
        return self._evaluate_model(
            input_fn, steps, feed_fn, metrics, name, checkpoint_path, hooks, log_progress
        )

    def predict(
        self,
        x=None,
        input_fn=None,
        batch_size=None,
        outputs=None,
        as_iterable=True,
        iterate_batches=False,
    ):
        """Infer, and return the predictions of the examples, one after the other.

        Args:
            x: as `fit`.
            input_fn: as `fit`; labels are not needed.
            batch_size: of `x`.
            outputs: names of predictions; None is all.
            as_iterable: False returns them at once, of `input_fn` those of one mini-batch.
            iterate_batches: whether they are returned mini-batch by mini-batch.
        """
        if x is not None and not as_iterable:
            return SKCompat(self).predict(x, batch_size, outputs)
        input_fn, feed = inputs_of(x, None, input_fn, batch_size)
        return self._infer_model(input_fn, feed, outputs, as_iterable, iterate_batches)

    def get_variable_value(self, name):
        """Return a variable's value, an array."""
        return tf.train.load_variable(self._model_dir, name)

    def get_variable_names(self):
        """Return the names of the variables that were saved."""
        return [name for name, _ in tf.train.list_variables(self._model_dir)]

    def _checkpoint(self):
        path = tf.train.latest_checkpoint(self._model_dir)
        if path is None:
            raise NotFittedError(f"Couldn't find trained model at {self._model_dir}.")
        return path

    def _train_model(self, input_fn, hooks):
        config = self._config
        with tf.Graph().as_default() as graph:
            tf.set_random_seed(config.tf_random_seed)
            step = tf.train.create_global_step(graph)
            features, labels = input_fn()
            self._check_inputs(labels)
            _global_step_read()
            ops = self._get_train_ops(features, labels)
            tf.add_to_collection(tf.GraphKeys.LOSSES, ops.loss)
            told = {"loss": ops.loss, "step": step}
            hooks = [
                *hooks,
                tf.train.NanTensorHook(ops.loss),
                tf.train.LoggingTensorHook(told, every_n_iter=100),
            ]
            scaffold = ops.scaffold or tf.train.Scaffold()
            if not (scaffold.saver or tf.get_collection(tf.GraphKeys.SAVERS)):
                tf.add_to_collection(tf.GraphKeys.SAVERS, self._saver())
            chief = self._saving(scaffold, [*hooks, *ops.training_hooks, *ops.training_chief_hooks])
            with tf.train.MonitoredTrainingSession(
                master=config.master,
                is_chief=config.is_chief,
                checkpoint_dir=self._model_dir,
                scaffold=scaffold,
                hooks=[*hooks, *ops.training_hooks],
                chief_only_hooks=[*chief, *ops.training_chief_hooks],
                save_checkpoint_secs=0,
                save_summaries_steps=config.save_summary_steps,
                config=self._session_config,
            ) as session:
                loss = None
                while not session.should_stop():
                    _, loss = session.run([ops.train_op, ops.loss])
            return loss

    def _saver(self):
        return tf.train.Saver(
            sharded=True,
            max_to_keep=self._config.keep_checkpoint_max,
            keep_checkpoint_every_n_hours=self._config.keep_checkpoint_every_n_hours,
            defer_build=True,
            save_relative_paths=True,
        )

    def _saving(self, scaffold, hooks):
        """Return the hook that saves checkpoints, unless there is one, or none is wanted."""
        seconds, steps = self._config.save_checkpoints_secs, self._config.save_checkpoints_steps
        there = any(isinstance(hook, tf.train.CheckpointSaverHook) for hook in hooks)
        if there or not (seconds or steps):
            return []
        return [tf.train.CheckpointSaverHook(self._model_dir, seconds, steps, scaffold=scaffold)]

    def _evaluate_model(
        self,
        input_fn,
        steps,
        feed_fn=None,
        metrics=None,
        name="",
        checkpoint_path=None,
        hooks=None,
        log_progress=True,
    ):
        if metrics is not None and not isinstance(metrics, dict):
            raise ValueError(f"Metrics argument should be None or dict. Got {metrics}.")
        checkpoint_path = checkpoint_path or self._checkpoint()
        folder = str(Path(self._model_dir, f"eval_{name}" if name else "eval"))
        with tf.Graph().as_default() as graph:
            tf.set_random_seed(self._config.tf_random_seed)
            step = tf.train.create_global_step(graph)
            features, labels = input_fn()
            self._check_inputs(labels)
            ops = self._get_eval_ops(features, labels, metrics)
            values, updates = {}, []
            for key, metric in ops.eval_metric_ops.items():
                values[key] = metric[0] if isinstance(metric, (list, tuple)) else metric
                updates += metric[1:] if isinstance(metric, (list, tuple)) else ()
            hooks = list(hooks or [])
            if feed_fn:
                hooks.append(tf.train.FeedFnHook(feed_fn))
            update = tf.group(*updates) if updates else None
            if steps:
                stop = evaluation.StopAfterNEvalsHook(steps, log_progress=log_progress)
                hooks.append(stop)
            found = evaluation.evaluate_once(
                checkpoint_path=checkpoint_path,
                master=self._config.evaluation_master,
                scaffold=ops.scaffold,
                eval_ops=update,
                final_ops={**values, "global_step": step},
                hooks=hooks,
                config=self._session_config,
            )
        summarize(folder, found)
        return found

    def _infer_model(
        self, input_fn, feed_fn=None, outputs=None, as_iterable=True, iterate_batches=False
    ):
        path = self._checkpoint()
        with tf.Graph().as_default() as graph:
            tf.set_random_seed(self._config.tf_random_seed)
            tf.train.create_global_step(graph)
            features = input_fn()
            features = features[0] if isinstance(features, (list, tuple)) else features
            ops = self._get_predict_ops(features)
            predictions = chosen(ops.predictions, outputs)
            session = tf.train.MonitoredSession(
                tf.train.ChiefSessionCreator(
                    scaffold=ops.scaffold,
                    checkpoint_filename_with_path=path,
                    config=self._session_config,
                )
            )
            if not as_iterable:
                with session:
                    return session.run(predictions, feed_fn() if feed_fn else None)
        return predicted(session, graph, predictions, feed_fn, iterate_batches)

    def _check_inputs(self, labels):
        """Remember the labels' types and shapes, of which placeholders are made to infer."""
        if self._labels is None and labels is not None:
            self._labels = by_name(signature, labels)


class SKCompat:
    """An estimator that is fed arrays, as scikit-learn's are.

    Args:
        estimator: the estimator.
    """

    def __init__(self, estimator):
        self._estimator = estimator

    def fit(self, x, y, batch_size=128, steps=None, max_steps=None, monitors=None):
        """Train on arrays, shuffled; `steps` or `max_steps` end it."""
        input_fn, feed = inputs_of(x, y, None, batch_size, shuffle=True, epochs=None)
        monitors = [tf.train.FeedFnHook(feed), *(monitors or [])]
        self._estimator.fit(input_fn=input_fn, steps=steps, max_steps=max_steps, monitors=monitors)
        return self

    def score(self, x, y, batch_size=128, steps=None, metrics=None, name=None):
        """Evaluate on arrays, and return the metrics by name."""
        input_fn, feed = inputs_of(x, y, None, batch_size)
        return self._estimator._evaluate_model(input_fn, steps, feed, metrics, name)

    def predict(self, x, batch_size=128, outputs=None):
        """Infer on arrays, and return the predictions: an array, or arrays by name."""
        input_fn, feed = inputs_of(x, None, None, batch_size)
        parts = list(self._estimator._infer_model(input_fn, feed, outputs, iterate_batches=True))
        if isinstance(parts[0], dict):
            return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        return np.concatenate(parts)
