"""Batch normalization against NumPy, over several training steps."""

import numpy as np
import pytest

from tf1_graphs.layers import batch_normalization
from tf1_graphs.tensorflow1 import new_graph, tf

MOMENTUM, EPSILON, STEPS = 0.8, 1e-3, 5


def mini_batches(shape):
    rng = np.random.RandomState(3)
    return [rng.normal(2, 3, shape).astype(np.float32) for _ in range(STEPS)]


@pytest.mark.parametrize(
    ("shape", "axis", "fused"),
    [
        ((16, 5), -1, None),
        ((16, 7, 5), 1, None),
        ((8, 4, 6, 3), -1, None),
        ((8, 4, 6, 3), -1, False),
    ],
    ids=["2-D", "3-D over axis 1", "4-D fused", "4-D not fused"],
)
def test_against_numpy(shape, axis, fused):
    axis %= len(shape)
    others = tuple(i for i in range(len(shape)) if i != axis)
    features = shape[axis]
    broadcast = [features if i == axis else 1 for i in range(len(shape))]
    # The fused kernel alone divides by n - 1 in the variance that goes to the moving average.
    count = np.prod(shape) / features
    bessel = count / (count - 1) if len(shape) == 4 and fused is None else 1
    moving_mean, moving_variance = np.zeros(features), np.ones(features)

    with new_graph(seed=42):
        X = tf.placeholder(tf.float32, (None, *shape[1:]))
        training = tf.placeholder_with_default(False, ())
        outputs = batch_normalization(
            X, axis, momentum=MOMENTUM, epsilon=EPSILON, training=training, fused=fused
        )
        gamma, beta, mean, variance = tf.global_variables()
        update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            gamma.load(np.linspace(0.5, 2, features), session)
            beta.load(np.linspace(-1, 1, features), session)

            def normalized(x, mean, variance):
                scale = np.linspace(0.5, 2, features).reshape(broadcast)
                offset = np.linspace(-1, 1, features).reshape(broadcast)
                deviation = x - mean.reshape(broadcast)
                root = np.sqrt(variance.reshape(broadcast) + EPSILON)
                return scale * deviation / root + offset

            for x in mini_batches(shape):
                in_training, _ = session.run([outputs, update_ops], {X: x, training: True})
                x = x.astype(float)
                batch_mean, batch_variance = x.mean(others), x.var(others)
                moving_mean += (1 - MOMENTUM) * (batch_mean - moving_mean)
                moving_variance += (1 - MOMENTUM) * (batch_variance * bessel - moving_variance)
                expected = normalized(x, batch_mean, batch_variance)
                np.testing.assert_allclose(in_training, expected, rtol=1e-5, atol=1e-5)
                np.testing.assert_allclose(session.run(mean), moving_mean, rtol=1e-5)
                np.testing.assert_allclose(session.run(variance), moving_variance, rtol=1e-5)

            in_inference = session.run(outputs, {X: x})
            expected = normalized(x, moving_mean, moving_variance)
            np.testing.assert_allclose(in_inference, expected, rtol=1e-5, atol=1e-5)


def test_inference_moves_nothing():
    with new_graph():
        X = tf.placeholder(tf.float32, (None, 5))
        training = tf.placeholder_with_default(False, ())
        batch_normalization(X, training=training)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            before = session.run(tf.global_variables())
            session.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS), {X: np.ones([4, 5])})
            np.testing.assert_array_equal(session.run(tf.global_variables()), before)


def test_nothing_updates_the_averages_but_update_ops():
    with new_graph():
        X = tf.placeholder(tf.float32, (None, 5))
        outputs = batch_normalization(X, training=True)
        with tf.Session() as session:
            session.run(tf.global_variables_initializer())
            before = session.run(tf.global_variables())
            session.run(outputs, {X: np.ones([4, 5])})
            np.testing.assert_array_equal(session.run(tf.global_variables()), before)
