"""Builds one constant, not two, where an op is given an empty shape or list of axes.

It is also where `shape_inference` sees each op.

References:
    TensorFlow 1.15.5, `python/framework/op_def_library.py`.
"""

import numpy as np

from tf1_graphs.tensorflow1.ops import shape_inference

INTEGER_ARGUMENTS = {
    "All": "reduction_indices",
    "Any": "reduction_indices",
    "BroadcastTo": "shape",
    "Fill": "dims",
    "Max": "reduction_indices",
    "Mean": "reduction_indices",
    "Min": "reduction_indices",
    "Prod": "reduction_indices",
    "Reshape": "shape",
    "Sum": "reduction_indices",
    "Tile": "multiples",
}


def apply_op_helper(original):
    """Return a maker of ops that builds one constant of an empty shape or list of axes.

    Today's TensorFlow makes floats of an empty list, sees that integers are wanted, and makes it
    again; the floats stay in the graph.
    """

    def apply(op_type_name, name=None, **arguments):
        argument = INTEGER_ARGUMENTS.get(op_type_name)
        value = arguments.get(argument)
        if isinstance(value, (list, tuple)) and not value:
            arguments[argument] = np.array(value, np.int32)
        built = original(op_type_name, name, **arguments)
        if op_type_name in shape_inference.CHANGED:
            shape_inference.keep_unknown(built[2])
        return built

    return apply
