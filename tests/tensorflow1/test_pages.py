"""What TensorFlow's libraries took up while they were loaded is given back, and used again."""

import subprocess
import sys

import pytest

SCRIPT = """
from tf1_graphs.tensorflow1 import new_graph, pages, tf
with new_graph(seed=1):
    x = tf.random_uniform([100, 100])
    y = tf.reduce_sum(tf.matmul(x, tf.linalg.inv(x)))
    with tf.Session() as session:
        session.run(y)
        before = mapped()
        pages.give_back()
        after = mapped()
        value = session.run(tf.matmul([[1.0, 2.0]], [[3.0], [4.0]]))
print(before, after, value[0, 0])
"""
MAPPED = """
def mapped():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("RssFile"))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux gives pages back")
def test_pages_are_given_back_and_mapped_again():
    command = [sys.executable, "-c", MAPPED + SCRIPT]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    before, after, value = map(float, done.stdout.split())
    assert after < before
    assert value == 11
