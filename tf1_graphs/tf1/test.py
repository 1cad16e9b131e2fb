"""`tf.test`."""

import unittest

from tf1_graphs import tensorflow1
from tf1_graphs.tensorflow1 import tf
from tf1_graphs.tf1.namespace import namespace


def is_built_with_cuda():
    """Tell whether sessions compute on a GPU.

    TensorFlow 1 was one package with GPUs and another without; today's is both.
    """
    return tensorflow1.device() == "gpu"


class TestCase(tf.test.TestCase):
    """A test whose sessions keep to the processor unless they are told otherwise.

    References:
        TensorFlow 1.15.5, `python/framework/test_util.py`.
    """

    def session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """Open a session of its own.

        Args:
            graph: that it runs; by default the default graph.
            config: a `tf.ConfigProto`.
            use_gpu: whether ops that are built in it may be put on a GPU.
            force_gpu: whether they must be.

        Returns:
            Context manager that gives the session.
        """
        return super().session(graph, config, use_gpu, force_gpu)

    def cached_session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """Open the session that all calls in one test share; as `session`."""
        return super().cached_session(graph, config, use_gpu, force_gpu)

    def test_session(self, graph=None, config=None, use_gpu=False, force_gpu=False):  # noqa: PT028
        """Open a session: with a graph one of its own, else the test's shared one; as `session`."""
        return super().test_session(graph, config, use_gpu, force_gpu)


# Python's names of before 3.2, which 3.12 has dropped.
for _old, _new in {
    "assertAlmostEquals": "assertAlmostEqual",
    "assertEquals": "assertEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertNotEquals": "assertNotEqual",
    "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex",
    "assert_": "assertTrue",
}.items():
    setattr(TestCase, _old, getattr(unittest.TestCase, _new))

__all__ = ["TestCase", "is_built_with_cuda"]

__getattr__, __dir__ = namespace(__name__, tensorflow1.tf.test)
