"""Summaries and savers."""


def _x(tf):
    return tf.placeholder_with_default([[1.0, 2.0, 3.0], [0.5, -2.0, 1.0]], [None, 3], name="X")


def _image(tf):
    return tf.placeholder_with_default(
        [[[[0.1], [0.2], [0.3], [0.4]]] * 4], [None, 4, 4, 1], name="image"
    )


def summaries(tf):
    x = _x(tf)
    loss = tf.reduce_mean(x)
    tf.summary.scalar("MSE", loss)
    tf.summary.histogram("weights", x)
    tf.summary.image("input", _image(tf), 3)
    return tf.summary.merge_all()


def summaries_in_scope(tf):
    with tf.name_scope("loss"):
        a = tf.summary.scalar("log loss", tf.constant(1.0))
        b = tf.summary.scalar("loss", tf.constant(1.0), collections=["mine"], family="f")
    return tf.summary.merge([a, b])


def saver(tf):
    tf.Variable([1.0, 2.0], name="a")
    tf.Variable(1, name="b", trainable=False)
    tf.train.Saver()


def saver_of_some(tf):
    a = tf.Variable([1.0, 2.0], name="a")
    tf.Variable(1.0, name="b")
    tf.train.Saver({"renamed": a}, max_to_keep=2)


def saver_then_seed(tf):
    tf.Variable([1.0, 2.0], name="a")
    tf.train.Saver()
    tf.Variable(tf.random_normal([2]), name="b")
