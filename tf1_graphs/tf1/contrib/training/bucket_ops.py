"""Batches examples of like lengths, by queues.

References:
    TensorFlow 1.15.5, `contrib/training/python/training/bucket_ops.py`.
"""

import functools
import itertools

import numpy as np

from tf1_graphs import tf1 as tf
from tf1_graphs.tensorflow1.ops.smart_cond import smart_cond


def bucket(
    tensors,
    which_bucket,
    batch_size,
    num_buckets,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Put each example into the bucket that it says, and return the batch of a full bucket.

    Args:
        tensors: one example: a tensor, a list or a dict of tensors.
        which_bucket: number of the bucket, a scalar integer tensor.
        batch_size: size of the batches, or a list of a size a bucket.
        num_buckets: number of buckets.
        num_threads: number of threads that fill the buckets.
        capacity: number of batches that wait, and of examples in a bucket.
        bucket_capacities: numbers of examples, a bucket each; None is `capacity`.
        shapes: shapes of the tensors, where they are not known.
        dynamic_pad: whether the examples of a batch are padded to its longest one.
        allow_smaller_final_batch: whether the last batches may be smaller.
        keep_input: bool or scalar bool tensor: whether the example is taken at all.
        shared_name: name of the queues between sessions.
        name: name of the ops; by default `bucket`.

    Returns:
        The bucket's number, and the batch in the form of `tensors`.

    Raises:
        ValueError: no tensor, or a list of sizes or capacities of another length.
    """
    several = isinstance(batch_size, (list, tuple))
    if several and len(batch_size) != num_buckets:
        raise ValueError("If batch_size is a list it must have num_buckets elements")
    sizes = list(batch_size) if several else [batch_size] * num_buckets
    capacities = bucket_capacities or [capacity] * num_buckets
    if len(capacities) != num_buckets:
        raise ValueError(
            f"The list bucket_capacities ({capacities}) must have exactly num_buckets "
            f"({num_buckets}) elements."
        )
    flat = as_list(tensors)
    with tf.name_scope(name, "bucket", flat) as name:
        flat = [tf.convert_to_tensor(tensor) for tensor in flat]
        if not flat:
            raise ValueError("Expected at least one tensor in bucket().")
        keep_input = tf.convert_to_tensor(keep_input)
        sizes = [_static_or_tensor(size) for size in sizes]
        types = [tensor.dtype for tensor in flat]
        shapes = [tf.TensorShape(s) for s in shapes or [tensor.shape for tensor in flat]]
        which_bucket = tf.convert_to_tensor(which_bucket, dtype=tf.int32, name="which_bucket")
        queue = tf.PaddingFIFOQueue if dynamic_pad else tf.FIFOQueue
        queues = [
            queue(
                capacity=capacities[number],
                dtypes=types,
                shapes=shapes,
                shared_name=None if shared_name is None else f"{shared_name}_{number}",
                name=f"bucket_queue_{number}",
            )
            for number in range(num_buckets)
        ]
        known = None if allow_smaller_final_batch or several else sizes[-1]
        batch_shape = tf.TensorShape([known if isinstance(known, int) else None])
        top = tf.PaddingFIFOQueue(
            capacity=capacity,
            dtypes=[tf.int32, *types],
            shapes=[tf.TensorShape([]), *(batch_shape.concatenate(s) for s in queues[0].shapes)],
            shared_name=shared_name,
            name="top_queue",
        )

        def enqueue():
            return tf.group(
                *[
                    tf.cond(
                        tf.equal(which_bucket, number),
                        functools.partial(queues[number].enqueue, flat),
                        tf.no_op,
                    )
                    for number in range(num_buckets)
                ],
                name="group_enqueues",
            )

        enqueue_ops = [smart_cond(keep_input, enqueue, tf.no_op)] * num_threads
        closed = tf.errors.OutOfRangeError, tf.errors.CancelledError
        to_top = []
        for number, (queue, size) in enumerate(zip(queues, sizes, strict=True)):
            first = tf.constant(number)
            take = queue.dequeue_up_to if allow_smaller_final_batch else queue.dequeue_many
            batch = take(size, name=f"read_bucket_{number}")
            batch = batch if isinstance(batch, (list, tuple)) else [batch]
            to_top.append(top.enqueue([first, *batch], name=f"enqueue_from_bucket_{number}"))
        tf.train.add_queue_runner(
            tf.train.QueueRunner(
                queues[0],
                to_top,
                close_op=top.close(),
                cancel_op=top.close(cancel_pending_enqueues=True),
                queue_closed_exception_types=closed,
            )
        )
        tf.train.add_queue_runner(
            tf.train.QueueRunner(
                top,
                enqueue_ops,
                close_op=tf.group(*[queue.close() for queue in queues]),
                cancel_op=tf.group(
                    *[queue.close(cancel_pending_enqueues=True) for queue in queues]
                ),
                queue_closed_exception_types=closed,
            )
        )
        for queue in queues:
            tf.summary.scalar(f"bucket/{queue.name}/size", tf.cast(top.size(), tf.float32))
        tf.summary.scalar(
            f"bucket/{top.name}/fraction_of_{capacity}_full",
            tf.cast(top.size(), tf.float32) * (1.0 / capacity),
        )
        number, *batch = top.dequeue(name="dequeue_top")
        return number, like(tensors, batch)


def bucket_by_sequence_length(
    input_length,
    tensors,
    batch_size,
    bucket_boundaries,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Make batches of examples of like lengths.

    Args:
        input_length: the example's length, a scalar integer tensor.
        tensors: one example: a tensor, a list or a dict of tensors.
        batch_size: size of the batches, or a list of a size a bucket.
        bucket_boundaries: increasing lengths at which a new bucket begins.
        num_threads: as `bucket`.
        capacity: as `bucket`.
        bucket_capacities: as `bucket`.
        shapes: as `bucket`.
        dynamic_pad: as `bucket`.
        allow_smaller_final_batch: as `bucket`.
        keep_input: as `bucket`.
        shared_name: as `bucket`.
        name: name of the ops; by default `bucket_by_sequence_length`.

    Returns:
        The lengths of a batch, and the batch in the form of `tensors`.

    Raises:
        TypeError: the boundaries are no list of integers.
        ValueError: there are none, or they do not increase.
    """
    if not isinstance(bucket_boundaries, (list, tuple)):
        raise TypeError(
            f"bucket_boundaries must be a list or tuple, but received: {bucket_boundaries}"
        )
    if not bucket_boundaries:
        raise ValueError("bucket_boundaries must not be empty")
    for low, high in itertools.pairwise(bucket_boundaries):
        if not isinstance(low, int) or not isinstance(high, int):
            raise TypeError(f"bucket boundaries must be integers, but saw: {low} and {high}")
        if low >= high:
            raise ValueError(
                f"Buckets must contain sequential increasing lengths, but saw: {low} before {high}"
            )
    flat = as_list(tensors)
    with tf.name_scope(name, "bucket_by_sequence_length", [input_length, *flat]) as name:
        input_length = tf.convert_to_tensor(input_length, dtype=tf.int32, name="input_length")
        limits = np.iinfo(np.int32)
        inside = tf.logical_and(
            tf.less_equal([limits.min, *bucket_boundaries], input_length),
            tf.less(input_length, [*bucket_boundaries, limits.max]),
        )
        which_bucket = tf.cast(tf.reduce_min(tf.where_v2(inside)), tf.int32)
        _, batch = bucket(
            [input_length, *flat],
            which_bucket,
            batch_size,
            len(bucket_boundaries) + 1,
            num_threads,
            capacity,
            bucket_capacities,
            None if shapes is None else [tf.TensorShape([]), *shapes],
            dynamic_pad,
            allow_smaller_final_batch,
            keep_input,
            shared_name,
        )
        return batch[0], like(tensors, batch[1:])


def as_list(tensors):
    """Return a tensor, a list or a dict of tensors as a list."""
    if isinstance(tensors, dict):
        return [tensors[key] for key in sorted(tensors)]
    return list(tensors) if isinstance(tensors, (list, tuple)) else [tensors]


def like(tensors, flat):
    """Return a list in the form that `as_list` made it of."""
    if isinstance(tensors, dict):
        return dict(zip(sorted(tensors), flat, strict=True))
    return list(flat) if isinstance(tensors, (list, tuple)) else flat[0]


def _static_or_tensor(size):
    size = tf.convert_to_tensor(size, dtype=tf.int32, name="batch_size")
    known = tf.get_static_value(size)
    return size if known is None else int(known)
