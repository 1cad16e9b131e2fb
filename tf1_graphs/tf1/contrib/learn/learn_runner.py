"""Runs an experiment on this machine.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/learn_runner.py`.
"""

from tf1_graphs.tf1.contrib.learn.experiment import Experiment
from tf1_graphs.tf1.contrib.learn.run_config import RunConfig


def run(experiment_fn, output_dir=None, schedule=None, run_config=None, hparams=None):
    """Make an experiment, run it, and return what its schedule returns.

    Args:
        experiment_fn: function of `output_dir`; or, with `run_config`, of it and `hparams`.
        output_dir: the model's folder.
        schedule: the experiment's method; by default `train_and_evaluate`.
        run_config: in the place of `output_dir`, the settings, which the estimator has to have.
        hparams: hyperparameters, or None.

    Raises:
        ValueError: there is neither folder nor settings, or both, or no such schedule.
        TypeError: `experiment_fn` makes no `Experiment`.
        RuntimeError: the estimator has other settings.
    """
    if (output_dir is None) == (run_config is None):
        raise ValueError("Either `output_dir` or `run_config` has to be given, and not both")
    if run_config is None:
        if hparams is not None:
            raise ValueError("`hparams` go with `run_config`")
        experiment = _made(experiment_fn(output_dir=output_dir))
    else:
        experiment = _with_settings(experiment_fn, run_config, hparams)
    task = getattr(experiment, schedule or "train_and_evaluate", None)
    if not callable(task):
        raise ValueError(f"Schedule references non-existent task {schedule}")
    return task()


def _made(experiment):
    if not isinstance(experiment, Experiment):
        raise TypeError(f"Experiment builder did not return an Experiment, but {type(experiment)}")
    return experiment


def _with_settings(experiment_fn, run_config, hparams):
    if not isinstance(run_config, RunConfig) or not run_config.model_dir:
        raise ValueError("`run_config` must be a `tf.contrib.learn.RunConfig` with a `model_dir`")
    before = run_config.uid()
    experiment = _made(experiment_fn(run_config, hparams))
    settings = experiment.estimator.config
    if not hasattr(settings, "uid") or settings.uid() != before:
        raise RuntimeError(
            "the Estimator in the Experiment has another RunConfig: pass it the `run_config` that "
            "`experiment_fn` gets"
        )
    return experiment


def tune(experiment_fn, tuner):
    """Run the experiments that a tuner asks for."""
    while tuner.next_trial():
        tuner.run_experiment(lambda config, hparams: _with_settings(experiment_fn, config, hparams))
