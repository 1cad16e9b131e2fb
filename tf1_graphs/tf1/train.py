"""`tf.train`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.namespace import namespace


def polynomial_decay(
    learning_rate,
    global_step,
    decay_steps,
    end_learning_rate=0.0001,
    power=1.0,
    cycle=False,
    name=None,
):
    """Build a learning rate that falls to `end_learning_rate` in `decay_steps` steps.

    `(learning_rate - end) · (1 - step / decay_steps) ** power + end`; with `cycle`, the fall
    begins again in multiples of `decay_steps`.

    References:
        TensorFlow 1.15.5, `python/keras/optimizer_v2/learning_rate_schedule.py`.
    """
    with tf.name_scope(name or "PolynomialDecay") as name:
        rate = tf.convert_to_tensor(learning_rate, name="initial_learning_rate")
        end = tf.cast(end_learning_rate, rate.dtype)
        power = tf.cast(power, rate.dtype)
        step = tf.cast(global_step, rate.dtype)
        steps = tf.cast(decay_steps, rate.dtype)
        if cycle:
            begun = tf.cond(tf.equal(step, 0), lambda: 1.0, lambda: tf.ceil(step / decay_steps))
            steps = tf.multiply(steps, begun)
        else:
            step = tf.minimum(step, decay_steps)
        done = tf.divide(step, steps)
        fall = tf.multiply(rate - end, tf.pow(1 - done, power))
        return tf.add(fall, end, name=name)


__all__ = ["polynomial_decay"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.train)
