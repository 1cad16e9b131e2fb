"""The settings of `tf.contrib.learn`'s estimators, on one machine.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/estimators/run_config.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.estimator_package import public

_BY_DEFAULT = 0
_OF_A_RUN = (
    "tf_random_seed",
    "save_summary_steps",
    "save_checkpoints_steps",
    "save_checkpoints_secs",
    "session_config",
    "keep_checkpoint_max",
    "keep_checkpoint_every_n_hours",
    "log_step_count_steps",
)


class TaskType:
    """The tasks of a cluster."""

    MASTER = "master"
    PS = "ps"
    WORKER = "worker"


class Environment:
    """Where a job runs."""

    CLOUD = "cloud"
    GOOGLE = "google"
    LOCAL = "local"


class RunConfig(public.RunConfig):
    """How an estimator is run: seeds, checkpoints, the session.

    Args:
        master: address of a session's server, or None.
        num_cores: threads of `tf_config`.
        log_device_placement: of `tf_config`.
        gpu_memory_fraction: of `tf_config`.
        tf_random_seed: the graphs' seed; None is no seed.
        save_summary_steps: steps between two summaries.
        save_checkpoints_secs: seconds between two checkpoints; by default 600, or None with
            `save_checkpoints_steps`.
        save_checkpoints_steps: steps between two checkpoints, or None.
        keep_checkpoint_max: how many are kept.
        keep_checkpoint_every_n_hours: of these, one is kept for good.
        log_step_count_steps: steps between two lines with their speed.
        protocol: of a cluster's servers.
        evaluation_master: address of a server for evaluations.
        model_dir: the model's folder.
        session_config: `tf.ConfigProto` of the sessions.
        session_creation_timeout_secs: how long a session is waited for.
    """

    environment = Environment.LOCAL

    def __init__(
        self,
        master=None,
        num_cores=0,
        log_device_placement=False,
        gpu_memory_fraction=1,
        tf_random_seed=None,
        save_summary_steps=100,
        save_checkpoints_secs=_BY_DEFAULT,
        save_checkpoints_steps=None,
        keep_checkpoint_max=5,
        keep_checkpoint_every_n_hours=10000,
        log_step_count_steps=100,
        protocol=None,
        evaluation_master="",
        model_dir=None,
        session_config=None,
        session_creation_timeout_secs=7200,
    ):
        super().__init__(
            model_dir=model_dir,
            tf_random_seed=tf_random_seed,
            save_summary_steps=save_summary_steps,
            keep_checkpoint_max=keep_checkpoint_max,
            keep_checkpoint_every_n_hours=keep_checkpoint_every_n_hours,
            log_step_count_steps=log_step_count_steps,
            protocol=protocol,
            session_creation_timeout_secs=session_creation_timeout_secs,
        )
        if save_checkpoints_secs == _BY_DEFAULT:
            save_checkpoints_secs = 600 if save_checkpoints_steps is None else None
        self._master, self._evaluation_master = master or "", evaluation_master or ""
        self._save_checkpoints_secs = save_checkpoints_secs
        self._save_checkpoints_steps = save_checkpoints_steps
        self._session_config = session_config
        self.tf_config = tf.ConfigProto(
            log_device_placement=log_device_placement,
            inter_op_parallelism_threads=num_cores,
            intra_op_parallelism_threads=num_cores,
            gpu_options=tf.GPUOptions(per_process_gpu_memory_fraction=gpu_memory_fraction),
        )

    def uid(self, whitelist=_OF_A_RUN):
        """Return a text that is the same for two settings that differ in what `whitelist` names."""
        left_out = {f"_{name}" for name in whitelist}
        kept = {name: value for name, value in vars(self).items() if name not in left_out}
        return ", ".join(f"{name}={value!r}" for name, value in sorted(kept.items()))
