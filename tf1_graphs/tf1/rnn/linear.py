"""Builds a fully connected layer over one tensor or several, as old cells have it.

References:
    TensorFlow 1.15.5, `contrib/rnn/python/ops/core_rnn_cell.py`.
"""

from tf1_graphs.tensorflow1 import tf


class Linear:
    """The layer `[args] · kernel + bias`; its variables belong to the current variable scope.

    Args:
        args: float tensor [batch, n], or a list of them.
        output_size: number of neurons.
        build_bias: whether there is a bias.
        bias_initializer: of the bias; None is 0.
        kernel_initializer: of the kernel; None is the variable scope's.

    Raises:
        ValueError: no tensor, another rank than 2, or an unknown size.
    """

    def __init__(
        self, args, output_size, build_bias, bias_initializer=None, kernel_initializer=None
    ):
        if args is None or (isinstance(args, (list, tuple)) and not args):
            raise ValueError("`args` must be specified")
        args = args if isinstance(args, (list, tuple)) else [args]
        shapes = [tensor.shape for tensor in args]
        for shape in shapes:
            if shape.rank != 2:
                raise ValueError(f"linear is expecting 2D arguments: {shapes}")
            if shape.as_list()[1] is None:
                raise ValueError(f"linear expects shape[1] to be provided, but saw {shape}")
        dtype = args[0].dtype
        self._biases = None
        with tf.variable_scope(tf.get_variable_scope()) as outer:
            self._weights = tf.get_variable(
                "kernel",
                [sum(shape.as_list()[1] for shape in shapes), output_size],
                dtype=dtype,
                initializer=kernel_initializer,
            )
            if build_bias:
                with tf.variable_scope(outer) as inner:
                    inner.set_partitioner(None)
                    self._biases = tf.get_variable(
                        "bias",
                        [output_size],
                        dtype=dtype,
                        initializer=bias_initializer or tf.constant_initializer(0.0, dtype=dtype),
                    )

    def __call__(self, args):
        """Build the layer on tensors such as it was made for."""
        args = args if isinstance(args, (list, tuple)) else [args]
        if len(args) == 1:
            outputs = tf.matmul(args[0], self._weights)
        else:
            one = tf.constant(1, dtype=tf.int32)
            outputs = tf.matmul(tf.concat(args, one), self._weights)
        return outputs if self._biases is None else tf.nn.bias_add(outputs, self._biases)


def linear(args, output_size, bias, bias_initializer=None, kernel_initializer=None):
    """Build such a layer once; see `Linear`."""
    args = args if isinstance(args, (list, tuple)) else [args]
    with tf.variable_scope(tf.get_variable_scope()) as outer:
        weights = Linear(args, output_size, False, None, kernel_initializer)._weights
        outputs = tf.matmul(tf.concat(args, 1) if len(args) > 1 else args[0], weights)
        if not bias:
            return outputs
        with tf.variable_scope(outer) as inner:
            inner.set_partitioner(None)
            dtype = args[0].dtype
            biases = tf.get_variable(
                "bias",
                [output_size],
                dtype=dtype,
                initializer=bias_initializer or tf.constant_initializer(0.0, dtype=dtype),
            )
        return tf.nn.bias_add(outputs, biases)
