"""Builds what saves and restores the shards of a checkpoint as TensorFlow 1.15.5 does.

A saver that shards, such as an estimator's, writes a file for each device of the variables; those
without one and resource variables, which are read on the processor, are two.

References:
    TensorFlow 1.15.5, `python/training/saver.py`, `BaseSaverBuilder`.
"""

import collections
import uuid

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def group_by_devices(self, saveables):
    """Return the pairs of a device and what is saved there; reading the tensors builds them."""
    groups = collections.defaultdict(list)
    for saveable in saveables:
        devices = {_canonical(spec.tensor.device) for spec in saveable.specs}
        if len(devices) != 1:
            raise ValueError(
                f"All tensors of a saveable object must be on the same device: {saveable.name}"
            )
        groups[devices.pop()].append(saveable)
    return sorted(groups.items())


def _canonical(device):
    return tf.DeviceSpec.from_string(device or "").to_string()


def add_sharded_save_ops(self, checkpoint_prefix, per_device):
    """Build one SaveV2 a device, and their merging; return the checkpoint's prefix."""
    suffix = f"_temp_{uuid.uuid4().hex}/part"
    temporary = tf.string_join([checkpoint_prefix, suffix])
    number = tf.constant(len(per_device), name="num_shards")
    prefixes, saves = [], []
    for shard, (device, saveables) in enumerate(per_device):
        with tf.device(_on_cpu(device)):
            prefixes.append(self.sharded_filename(temporary, shard, number))
            saves.append(self._AddSaveOps(prefixes[-1], saveables))
    last = per_device[-1][0]
    with tf.control_dependencies([save.op for save in saves]), tf.device(_on_cpu(last)):
        merge = tf.raw_ops.MergeV2Checkpoints(
            checkpoint_prefixes=prefixes,
            destination_prefix=checkpoint_prefix,
            delete_old_dirs=True,
            allow_missing_files=False,
            name="MergeV2Checkpoints",
        )
        with tf.control_dependencies([merge]):
            return tf.identity(checkpoint_prefix)


def _on_cpu(device):
    spec = tf.DeviceSpec.from_string(device)
    return spec.replace(device_type="CPU", device_index=0).to_string()
