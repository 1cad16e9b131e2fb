"""Convolutions of few channels, and those whose windows have gaps, have the bits of all others.

Those of few channels are compared with today's kernel, on shapes whose products leave no single
column; it is asked by a graph that does not keep TensorFlow 1's rules.
"""

import pytest

from tests.tensorflow1.kernels.test_arithmetic import NEEDS_LIBRARY, run
from tf1_graphs.tensorflow1.kernels import building

CONVOLUTIONS = """
import numpy as np
from tf1_graphs.tensorflow1 import new_graph, tf
random = np.random.RandomState(0)
config = tf.ConfigProto(intra_op_parallelism_threads=THREADS)
def numbers(shape, special):
    found = random.uniform(-2, 2, shape).astype("f")
    found[random.uniform(size=shape) < 0.02] = special
    return found
def convolved(image, filter, stride, padding):
    fed, given = tf.placeholder("float32", [None, *image.shape[1:]]), tf.constant(filter)
    y = tf.nn.conv2d(fed, given, strides=[1, stride, stride, 1], padding=padding)
    with tf.Session(config=config) as session:
        return session.run(tf.negative(y), {fed: image})
others = []
for case in range(60):
    images, depth, outputs = random.choice([1, 2, 9]), random.randint(1, 16), random.randint(2, 48)
    height, width = random.randint(1, 7, 2)
    shape = (images, *random.randint(7, 20, 2), depth)
    image = numbers(shape, random.choice([0.0, np.inf, np.nan]))
    filter = numbers((height, width, depth, outputs), random.choice([0.0, np.inf]))
    how = random.randint(1, 4), ["SAME", "VALID"][case % 2]
    with new_graph():
        ours = convolved(image, filter, *how)
    with tf.Graph().as_default():
        todays = convolved(image, filter, *how)
    ours[np.isnan(ours)] = todays[np.isnan(todays)] = np.nan
    if ours.tobytes() != todays.tobytes():
        others.append((shape, filter.shape, *how))
print(others)
"""


@NEEDS_LIBRARY
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_convolutions_of_few_channels_have_the_bits_of_todays(threads):
    script = CONVOLUTIONS.replace("THREADS", str(threads))
    done = run(script, TF1_GRAPHS_ARITHMETIC="tf1")
    assert done.stdout == "[]\n", done.stderr


DILATED = """
import numpy as np
from tf1_graphs.tensorflow1 import new_graph, tf
random = np.random.RandomState(0)
def convolved(image, filter, padding):
    with new_graph(), tf.Session() as session:
        fed = tf.placeholder("float32", image.shape)
        strides, dilations = [1, 1, 1, 1], [1, 2, 3, 1]
        y = tf.nn.conv2d(
            fed, tf.constant(filter), strides=strides, padding=padding, dilations=dilations
        )
        return session.run(tf.negative(y), {fed: image})
for channels in (3, 33):
    for padding in ("SAME", "VALID"):
        image = random.uniform(-2, 2, (2, 14, 13, channels)).astype("f")
        filter = random.uniform(-2, 2, (3, 2, channels, 1)).astype("f")
        alone = convolved(image, filter, padding)
        among_two = convolved(image, np.repeat(filter, 2, 3), padding)
        print(alone.tobytes() == among_two[..., :1].tobytes())
"""


@NEEDS_LIBRARY
def test_a_single_output_of_windows_with_gaps_is_computed_as_among_others():
    if not building.has_avx512():
        pytest.skip("with narrower vectors, 1.15.5 computed a single output in another way")
    done = run(DILATED, TF1_GRAPHS_ARITHMETIC="tf1")
    assert done.stdout == "True\n" * 4, done.stderr
