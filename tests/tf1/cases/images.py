"""Images."""


def _image(tf):
    return tf.placeholder_with_default(
        [[[[0.1], [0.2], [0.3], [0.4]]] * 4], [None, 4, 4, 1], name="image"
    )


def images(tf):
    x = _image(tf)
    return [
        tf.image.resize_images(x, [2, 2]),
        tf.image.resize_bilinear(x, [2, 2]),
        tf.image.resize_nearest_neighbor(x, [8, 8]),
        tf.image.flip_left_right(x[0]),
        tf.image.rgb_to_grayscale(tf.ones([2, 2, 3])),
        tf.image.convert_image_dtype(tf.constant([[[1]]], tf.uint8), tf.float32),
        tf.image.adjust_brightness(x, 0.1),
    ]


def images_cropped(tf):
    x = _image(tf)
    return [
        tf.image.crop_to_bounding_box(x, 0, 0, 2, 2),
        tf.image.central_crop(x[0], 0.5),
        tf.image.resize_image_with_crop_or_pad(x, 2, 6),
    ]


def images_standardized(tf):
    x = _image(tf)
    return [tf.image.per_image_standardization(x[0]), tf.image.adjust_contrast(x, 0.5)]


def image_random(tf):
    x = tf.ones([4, 4, 3])
    return [
        tf.image.random_flip_left_right(x),
        tf.image.random_flip_up_down(x),
        tf.image.random_brightness(x, 0.2),
        tf.image.random_contrast(x, 0.2, 1.8),
        tf.image.random_saturation(x, 0.5, 1.5),
        tf.image.random_hue(x, 0.1),
    ]
