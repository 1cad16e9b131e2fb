"""Builds alpha dropout, which keeps mean and variance: noise for self-normalizing layers."""

from tf1_graphs.articles.theory.activations import SELU_ALPHA, SELU_SCALE
from tf1_graphs.tensorflow1 import tf

SATURATED = -SELU_ALPHA * SELU_SCALE


def alpha_dropout(inputs, rate, training):
    """Set each input to SELU's lowest value with probability `rate`, then undo the shift.

    The affine map `a · x + b` with `a = ((1 − rate) · (1 + rate · α'²))^(−1/2)` and
    `b = −a · α' · rate`, `α'` being SELU's lowest value, restores mean 0 and variance 1.

    Args:
        inputs: float tensor, SELU's outputs.
        rate: probability in (0, 1).
        training: bool or scalar bool tensor; False passes the inputs on.

    Returns:
        Tensor of the inputs' shape.

    References:
        TensorFlow 2.1.0, `python/keras/layers/noise.py`, `AlphaDropout`; Klambauer et al.,
        arXiv:1706.02515.
    """
    # TensorFlow takes seconds to import.
    from tf1_graphs.tensorflow1.ops.nn_ops import random_uniform
    from tf1_graphs.tensorflow1.ops.smart_cond import smart_cond

    a = ((1 - rate) * (1 + rate * SATURATED**2)) ** -0.5
    b = -a * SATURATED * rate

    def dropped():
        uniform = random_uniform(tf.shape(inputs), dtype=inputs.dtype)
        kept = tf.cast(uniform >= rate, inputs.dtype)
        return a * (inputs * kept + SATURATED * (1 - kept)) + b

    with tf.name_scope("alpha_dropout"):
        return smart_cond(training, dropped, lambda: tf.identity(inputs))
