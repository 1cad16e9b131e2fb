"""`tf.contrib.image`: images turned, shifted and distorted by projective transforms.

A transform [a0, a1, a2, b0, b1, b2, c0, c1] says from where a point (x, y) of the output is taken:
((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) of the input, with k = c0 x + c1 y + 1.

References:
    TensorFlow 1.15.5, `contrib/image/python/ops/image_ops.py`.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.namespace import namespace

DTYPES = (tf.uint8, tf.int32, tf.int64, tf.float16, tf.float32, tf.float64)


def _batch(image_or_images):
    """Return images as a batch with channels: [batch, height, width, channels].

    Raises:
        TypeError: of another type, or rank.
    """
    if image_or_images.dtype.base_dtype not in DTYPES:
        raise TypeError(f"Invalid dtype {image_or_images.dtype}.")
    rank = image_or_images.get_shape().ndims
    if rank is None:
        raise TypeError("image_or_images rank must be statically known")
    if rank not in (2, 3, 4):
        raise TypeError("Images should have rank between 2 and 4.")
    if rank == 4:
        return image_or_images
    return image_or_images[None, :, :, None] if rank == 2 else image_or_images[None, :, :, :]


def _unbatch(output, image_or_images):
    rank = image_or_images.get_shape().ndims
    if rank == 4:
        return output
    return output[0, :, :, 0] if rank == 2 else output[0, :, :, :]


def rotate(images, angles, interpolation="NEAREST", name=None):
    """Turn images counterclockwise; what comes in from outside is zero.

    Args:
        images: [batch, height, width, channels], [height, width, channels] or [height, width].
        angles: in radians, one, or one for each image of a batch.
        interpolation: "NEAREST" or "BILINEAR".
        name: name scope.

    Raises:
        TypeError: images of another type or rank.
    """
    with tf.name_scope(name, "rotate"):
        given = tf.convert_to_tensor(images)
        images = _batch(given)
        height = tf.cast(tf.shape(images)[1], tf.float32)[None]
        width = tf.cast(tf.shape(images)[2], tf.float32)[None]
        transforms = angles_to_projective_transforms(angles, height, width)
        return _unbatch(transform(images, transforms, interpolation=interpolation), given)


def translate(images, translations, interpolation="NEAREST", name=None):
    """Shift images by [dx, dy], or each of a batch by its own; what comes in is zero."""
    with tf.name_scope(name, "translate"):
        transforms = translations_to_projective_transforms(translations)
        return transform(images, transforms, interpolation=interpolation)


def angles_to_projective_transforms(angles, image_height, image_width, name=None):
    """Return the transforms [n, 8] that turn images about their centre by angles in radians.

    Raises:
        TypeError: `angles` is neither a number nor a vector.
    """
    with tf.name_scope(name, "angles_to_projective_transforms"):
        given = tf.convert_to_tensor(angles, name="angles", dtype=tf.float32)
        if len(given.get_shape()) not in (0, 1):
            raise TypeError("Angles should have rank 0 or 1.")
        angles = given if len(given.get_shape()) else given[None]
        x_offset = (
            (image_width - 1)
            - (tf.cos(angles) * (image_width - 1) - tf.sin(angles) * (image_height - 1))
        ) / 2.0
        y_offset = (
            (image_height - 1)
            - (tf.sin(angles) * (image_width - 1) + tf.cos(angles) * (image_height - 1))
        ) / 2.0
        number = tf.shape(angles)[0]
        columns = [
            tf.cos(angles)[:, None],
            -tf.sin(angles)[:, None],
            x_offset[:, None],
            tf.sin(angles)[:, None],
            tf.cos(angles)[:, None],
            y_offset[:, None],
            tf.zeros((number, 2), tf.float32),
        ]
        return tf.concat(columns, axis=1)


def translations_to_projective_transforms(translations, name=None):
    """Return the transforms [n, 8] that shift images by [dx, dy], or by the rows of a matrix.

    Raises:
        TypeError: `translations` is neither a vector nor a matrix.
    """
    with tf.name_scope(name, "translations_to_projective_transforms"):
        given = tf.convert_to_tensor(translations, name="translations", dtype=tf.float32)
        if given.get_shape().ndims is None:
            raise TypeError("translation_or_translations rank must be statically known")
        if len(given.get_shape()) not in (1, 2):
            raise TypeError("Translations should have rank 1 or 2.")
        translations = given[None] if len(given.get_shape()) == 1 else given
        number = tf.shape(translations)[0]
        columns = [
            tf.ones((number, 1), tf.float32),
            tf.zeros((number, 1), tf.float32),
            -translations[:, 0, None],
            tf.zeros((number, 1), tf.float32),
            tf.ones((number, 1), tf.float32),
            -translations[:, 1, None],
            tf.zeros((number, 2), tf.float32),
        ]
        return tf.concat(columns, axis=1)


def transform(images, transforms, interpolation="NEAREST", output_shape=None, name=None):
    """Apply a transform to images, or to each of a batch its own.

    Args:
        images: as for `rotate`.
        transforms: [8] or [n, 8].
        interpolation: "NEAREST" or "BILINEAR".
        output_shape: [height, width] of the output, or None: the input's.
        name: name scope.

    Raises:
        TypeError: images or transforms of another type or rank.
        ValueError: an output's shape of other than two numbers.
    """
    with tf.name_scope(name, "transform"):
        given = tf.convert_to_tensor(images, name="images")
        transforms = tf.convert_to_tensor(transforms, name="transforms", dtype=tf.float32)
        images = _batch(given)
        if output_shape is None:
            output_shape = tf.shape(images)[1:3]
            known = tf.get_static_value(output_shape)
            output_shape = output_shape if known is None else known
        output_shape = tf.convert_to_tensor(output_shape, tf.int32, name="output_shape")
        if not output_shape.get_shape().is_compatible_with([2]):
            raise ValueError(
                "output_shape must be a 1-D Tensor of 2 elements: new_height, new_width"
            )
        if transforms.get_shape().ndims not in (1, 2):
            raise TypeError("Transforms should have rank 1 or 2.")
        if transforms.get_shape().ndims == 1:
            transforms = transforms[None]
        output = tensorflow1.tf.raw_ops.ImageProjectiveTransformV2(
            images=images,
            transforms=transforms,
            output_shape=output_shape,
            interpolation=interpolation.upper(),
        )
        return _unbatch(output, given)


def compose_transforms(*transforms):
    """Return the transform that does several, one after the other."""
    if not transforms:
        raise ValueError("transforms cannot be empty")
    with tf.name_scope("compose_transforms"):
        composed = flat_transforms_to_matrices(transforms[0])
        for one in transforms[1:]:
            composed = tf.matmul(composed, flat_transforms_to_matrices(one))
        return matrices_to_flat_transforms(composed)


def flat_transforms_to_matrices(transforms):
    """Return transforms [8] or [n, 8] as matrices [n, 3, 3]."""
    with tf.name_scope("flat_transforms_to_matrices"):
        transforms = tf.convert_to_tensor(transforms, name="transforms")
        if transforms.shape.ndims not in (1, 2):
            raise ValueError(f"Transforms should be 1D or 2D, got: {transforms}")
        transforms = tf.reshape(transforms, tf.constant([-1, 8]))
        number = tf.shape(transforms)[0]
        nine = tf.concat([transforms, tf.ones([number, 1])], axis=1)
        return tf.reshape(nine, tf.constant([-1, 3, 3]))


def matrices_to_flat_transforms(transform_matrices):
    """Return matrices [3, 3] or [n, 3, 3] as transforms [n, 8]."""
    with tf.name_scope("matrices_to_flat_transforms"):
        matrices = tf.convert_to_tensor(transform_matrices, name="transform_matrices")
        if matrices.shape.ndims not in (2, 3):
            raise ValueError(f"Matrices should be 2D or 3D, got: {matrices}")
        transforms = tf.reshape(matrices, tf.constant([-1, 9]))
        transforms /= transforms[:, 8:9]
        return transforms[:, :8]


__all__ = [
    "angles_to_projective_transforms",
    "compose_transforms",
    "flat_transforms_to_matrices",
    "matrices_to_flat_transforms",
    "rotate",
    "transform",
    "translate",
    "translations_to_projective_transforms",
]

__getattr__, __dir__ = namespace(__name__)
