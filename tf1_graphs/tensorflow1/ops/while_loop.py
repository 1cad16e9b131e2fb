"""Loops.

References:
    TensorFlow 1.15.5, `core/common_runtime/executor.cc`.
"""


def in_order(original):
    """Return a maker of loops whose iterations run one after the other.

    TensorFlow 1's executor ran an op that is ready in several iterations in the order of these;
    today's takes the last one first, so that a random op in a loop would draw for the last
    iteration first. One iteration at a time leaves no choice, and computes the same.

    The number that was asked for stays what the loop says of itself: a gradient of a loop whose
    iterations might run at once has an op more, which keeps them apart.
    """
    original.__globals__["WhileContext"].parallel_iterations = property(
        lambda self: getattr(self, "_asked_parallel_iterations", self._parallel_iterations)
    )

    def make(self, maximum_iterations=None, parallel_iterations=10, *args, **kwargs):
        original(self, maximum_iterations, 1, *args, **kwargs)
        self._asked_parallel_iterations = parallel_iterations

    return make
