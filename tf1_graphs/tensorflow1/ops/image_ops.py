"""Standardizes images by the ops of TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `python/ops/image_ops_impl.py`.
"""

from tf1_graphs.tensorflow1.loading import compat_v1 as tf


def per_image_standardization(original):
    """Return a standardization that ends in an identity, as TensorFlow 1's did."""

    def standardize(image):
        standardized = original(image)
        with tf.name_scope(f"{standardized.op.name}/"):
            return tf.identity(standardized)

    return standardize
