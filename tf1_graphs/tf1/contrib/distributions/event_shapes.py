"""Parts the axes of a sample: those of the draws, of the batch and of the event.

References:
    TensorFlow 1.15.5, `contrib/distributions/python/ops/shape.py`.
"""

import contextlib

from tf1_graphs.tensorflow1 import private_module, tf

# pick_vector and rotate_transpose have no public names.
util = private_module("python.ops.distributions.util")


class DistributionShape:
    """Knows how many axes of a tensor of shape draws + batch + event are the batch's, the event's.

    Args:
        batch_ndims: how many the batch has, a number or a scalar tensor.
        event_ndims: how many an event has.
        validate_args: whether what the graph does not say is checked when it runs.
        name: of its name scope.

    Raises:
        ValueError: one is missing, negative or no scalar.
        TypeError: one is no int32.
    """

    def __init__(
        self, batch_ndims=None, event_ndims=None, validate_args=False, name="DistributionShape"
    ):
        if batch_ndims is None:
            raise ValueError("batch_ndims cannot be None")
        if event_ndims is None:
            raise ValueError("event_ndims cannot be None")
        self.validate_args, self.name = validate_args, name
        with tf.name_scope(name), tf.name_scope("init"):
            self.batch_ndims = self._checked(tf.convert_to_tensor(batch_ndims, name="batch_ndims"))
            self._batch, self._no_batch = _known(self.batch_ndims)
            self.event_ndims = self._checked(tf.convert_to_tensor(event_ndims, name="event_ndims"))
            self._event, self._no_event = _known(self.event_ndims)

    def get_ndims(self, x, name="get_ndims"):
        """Return the rank of a tensor, a scalar."""
        with self._scope(name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            if x.shape.ndims is None:
                return tf.rank(x, name="ndims")
            return tf.convert_to_tensor(x.shape.ndims, dtype=tf.int32, name="ndims")

    def get_sample_ndims(self, x, name="get_sample_ndims"):
        """Return how many axes of a tensor are the draws', a scalar.

        Raises:
            ValueError: it has fewer axes than a batch and an event together.
        """
        with self._scope(name, [x]):
            ndims = self.get_ndims(x, name=name)
            if _are_known(ndims, self.batch_ndims, self.event_ndims):
                rank = tf.get_static_value(ndims)
                draws = rank - self._batch - self._event
                if draws < 0:
                    raise ValueError(
                        f"expected batch_ndims({self._batch}) + event_ndims({self._event}) "
                        f"<= ndims({rank})"
                    )
                return tf.convert_to_tensor(draws, name="sample_ndims")
            with tf.name_scope(name="sample_ndims"):
                draws = ndims - self.batch_ndims - self.event_ndims
                if self.validate_args:
                    draws = _after([tf.assert_non_negative(draws)], draws)
            return draws

    def get_shape(self, x, name="get_shape"):
        """Return the sizes of the draws' axes, of the batch's and of the event's: three vectors."""
        with self._scope(name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            draws = self.get_sample_ndims(x, name=name)
            return (
                _sizes(x, [], draws, "sample_shape"),
                _sizes(x, [draws], self.batch_ndims, "batch_shape"),
                _sizes(x, [draws, self.batch_ndims], self.event_ndims, "event_shape"),
            )

    def make_batch_of_event_sample_matrices(
        self, x, expand_batch_dim=True, name="make_batch_of_event_sample_matrices"
    ):
        """Move the draws, as one axis, behind the event.

        Args:
            x: tensor of shape draws + batch + event.
            expand_batch_dim: whether a batch without axes gets one.
            name: of the name scope.

        Returns:
            `(matrices, sample_shape)`: the tensor of shape batch + event + [number of draws], an
            event without axes having got one; and the sizes of the draws' axes.
        """
        with self._scope(name, [x]):
            x = tf.convert_to_tensor(x, name="x")
            sample_shape, batch_shape, event_shape = self.get_shape(x)
            event_shape = util.pick_vector(self._no_event, [1], event_shape)
            if expand_batch_dim:
                batch_shape = util.pick_vector(self._no_batch, [1], batch_shape)
            x = tf.reshape(x, shape=tf.concat([[-1], batch_shape, event_shape], 0))
            return util.rotate_transpose(x, shift=-1), sample_shape

    def undo_make_batch_of_event_sample_matrices(
        self,
        x,
        sample_shape,
        expand_batch_dim=True,
        name="undo_make_batch_of_event_sample_matrices",
    ):
        """Move the draws back before the batch.

        Args:
            x: tensor of shape batch + event + [number of draws].
            sample_shape: sizes of the draws' axes.
            expand_batch_dim: as it was given for the way there.
            name: of the name scope.

        Returns:
            Tensor of shape draws + batch + event.
        """
        with self._scope(name, [x, sample_shape]):
            x = tf.convert_to_tensor(x, name="x")
            sample_shape = tf.convert_to_tensor(sample_shape, name="sample_shape")
            x = util.rotate_transpose(x, shift=1)
            if _are_known(self.batch_ndims, self.event_ndims):
                added = [-1] if self._no_event else []
                added += [1] if self._no_batch and expand_batch_dim else []
                if added:
                    x = tf.squeeze(x, axis=added)
                _, batch_shape, event_shape = self.get_shape(x)
            else:
                sizes = x.shape.as_list() if x.shape.is_fully_defined() else tf.shape(x)
                batch_shape = sizes[1 : 1 + self.batch_ndims]
                expanded = tf.logical_and(expand_batch_dim, self._no_batch)
                start = tf.where_v2(expanded, 2, 1 + self.batch_ndims)
                event_shape = sizes[start : start + self.event_ndims]
            return tf.reshape(x, shape=tf.concat([sample_shape, batch_shape, event_shape], 0))

    @contextlib.contextmanager
    def _scope(self, name, values):
        values = [*values, self.batch_ndims, self.event_ndims]
        with tf.name_scope(self.name), tf.name_scope(name, values=values) as scope:
            yield scope

    def _checked(self, x):
        x = tf.convert_to_tensor(x, name="x")
        if x.dtype.base_dtype != tf.int32:
            raise TypeError(f"{x.name}.dtype={x.dtype} is not {tf.int32}")
        value = tf.get_static_value(x)
        if x.shape.ndims is not None and value is not None:
            if x.shape.ndims != 0:
                raise ValueError(f"{x.name}.ndims={x.shape.ndims} is not 0 (scalar)")
            if value < 0:
                raise ValueError(f"{x.name}.value={value} cannot be negative")
        elif self.validate_args:
            x = _after([tf.assert_rank(x, 0), tf.assert_non_negative(x)], x)
        return x


def _sizes(x, before, number, name):
    """Return the sizes of `number` axes of a tensor, after as many as `before` adds up to."""
    before = before or [tf.zeros([], dtype=tf.int32, name="zero")]
    if x.shape.ndims is not None and _are_known(number, *before):
        start = sum(tf.get_static_value(size) for size in before)
        sizes = x.shape[start : start + tf.get_static_value(number)].as_list()
        if None not in sizes:
            return tf.convert_to_tensor(sizes, dtype=tf.int32, name=name)
    return tf.slice(tf.shape(x), [sum(before)], [number])


def _known(ndims):
    """Return a number of axes, or None, and whether it is 0, a tensor where that is not known."""
    value = tf.get_static_value(ndims)
    return (value, value == 0) if value is not None else (None, tf.equal(ndims, 0))


def _are_known(*tensors):
    return all(tf.get_static_value(tensor) is not None for tensor in tensors)


def _after(checks, tensor):
    # with_dependencies of the private control_flow_ops: its name scope is `control_dependency`.
    return private_module("python.ops.control_flow_ops").with_dependencies(checks, tensor)
