"""A product that 1.15.5 made one op with its bias: by a vector, it has the bits of matrices."""

from tests.tensorflow1.kernels.test_arithmetic import NEEDS_LIBRARY, run

PRODUCTS = """
import numpy as np
from tf1_graphs.tensorflow1 import new_graph, tf
random = np.random.RandomState(0)
x, w = (random.normal(size=size).astype(np.float32) for size in ((64, 33), (33, 1)))
def product(weights, with_bias):
    with new_graph(), tf.Session() as session:
        fed = tf.placeholder(tf.float32, [None, 33])
        outputs = tf.matmul(fed, tf.constant(weights))
        if with_bias:
            outputs = tf.nn.bias_add(outputs, tf.placeholder_with_default([0.0], [1]))
        return session.run(tf.negative(outputs), {fed: x})
alone, fused = product(w, False), product(w, True)
two = product(np.repeat(w, 2, axis=1), False)[:, :1]
print(np.array_equal(fused, two), np.array_equal(fused, alone))
"""


@NEEDS_LIBRARY
def test_a_product_by_a_vector_and_its_bias_are_computed_as_one_op():
    done = run(PRODUCTS, TF1_GRAPHS_ARITHMETIC="tf1")
    assert done.stdout == "True False\n", done.stderr
