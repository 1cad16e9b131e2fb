"""Builds loops whose iterations run one after the other, as in TensorFlow 1.15.5.

References:
    TensorFlow 1.15.5, `core/common_runtime/executor.cc`.
"""


def enter_in_order(original):
    """Return a maker of `Enter` ops of loops whose iterations run one after the other.

    TensorFlow 1's executor ran an op that is ready in several iterations in the order of these;
    today's takes the last one first, so that a random op in a loop would draw for the last
    iteration first. One iteration at a time leaves no choice, and computes the same.
    """

    def enter(data, frame_name, is_constant=False, parallel_iterations=10, *args, **kwargs):
        return original(data, frame_name, is_constant, 1, *args, **kwargs)

    return enter
