"""Layers over volumes, and layers of one's own."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _volume(tf):
    return tf.reshape(tf.range(64.0), [1, 4, 4, 4, 1]) / 64.0


def _series(tf):
    return tf.placeholder_with_default(
        [[[0.1, 0.5], [0.2, 0.6], [0.3, 0.7], [0.4, 0.8]]], [None, 4, 2], name="series"
    )


def conv3d(tf):
    return tf.layers.conv3d(_volume(tf), 2, 3, strides=2, padding="same", activation=tf.nn.relu)


def conv3d_dilated(tf):
    return tf.layers.conv3d(_volume(tf), 2, 2, dilation_rate=2)


def conv3d_transpose(tf):
    return tf.layers.conv3d_transpose(_volume(tf), 2, [2, 2, 2], strides=(2, 2, 2), name="up")


def separable_conv1d(tf):
    return tf.layers.separable_conv1d(_series(tf), 3, 2, depth_multiplier=2)


def pooling3d(tf):
    return [
        tf.layers.max_pooling3d(_volume(tf), 2, 2),
        tf.layers.average_pooling3d(_volume(tf), [2, 2, 1], 1, padding="same"),
    ]


def classes(tf):
    h = tf.layers.Conv3D(2, 2)(_volume(tf))
    h = tf.layers.Conv3DTranspose(1, 2)(tf.layers.MaxPooling3D(2, 1)(h))
    h = tf.layers.Flatten()(tf.layers.AveragePooling3D(2, 2)(h))
    return [h, tf.layers.SeparableConv1D(2, 2)(_series(tf))]


def _scale_class(tf):
    class ScaleLayer(tf.layers.Layer):
        def __init__(self, units, regularizer=None, **kwargs):
            super(ScaleLayer, self).__init__(**kwargs)  # noqa: UP008 - Python 2 wrote it so
            self.units = units
            self.regularizer = regularizer
            self.input_spec = tf.layers.InputSpec(min_ndim=2)

        def build(self, input_shape):
            size = input_shape.as_list()[-1]
            self.kernel = self.add_weight(
                "kernel", [size, self.units], regularizer=self.regularizer
            )
            self.scale = self.add_variable(
                name="scale", shape=[], initializer=tf.ones_initializer(), trainable=False
            )
            super(ScaleLayer, self).build(input_shape)  # noqa: UP008

        def call(self, inputs, double=False):
            outputs = tf.matmul(inputs, self.kernel) * self.scale
            self.add_loss(tf.reduce_sum(outputs), inputs=True)
            self.add_update(tf.assign_add(self.scale, 1.0), inputs=True)
            return 2.0 * outputs if double else outputs

    return ScaleLayer


def subclass(tf):
    layer = _scale_class(tf)(2, regularizer=tf.nn.l2_loss, name="mine")
    first = layer(_x(tf))
    second = layer.apply(_x(tf), double=True)
    assert [v.op.name for v in layer.trainable_variables] == ["mine/kernel"]
    assert [v.op.name for v in layer.variables] == ["mine/kernel", "mine/scale"]
    assert layer.count_params() == 7
    return [first, second]


def subclass_unnamed_in_scope(tf):
    with tf.variable_scope("net"):
        layer = _scale_class(tf)(2)
        outputs = _scale_class(tf)(2)(layer(_x(tf)))
    return [outputs, *layer.updates]


def subclass_bad_input(tf):
    try:
        _scale_class(tf)(2)(tf.ones([2]))
    except ValueError as error:
        return tf.constant(int("expected min_ndim=2" in str(error)))


def subclass_not_trainable(tf):
    layer = _scale_class(tf)(2, trainable=False)
    return layer(_x(tf))


def activity(tf):
    class Squares(tf.layers.Layer):
        def call(self, inputs):
            return tf.square(inputs)

    return Squares(activity_regularizer=tf.reduce_sum)(_x(tf))
