"""Rebuilds functions of TensorFlow 1.15.5 that today's TensorFlow builds from other ops.

They compute the same. But an op without a seed of its own takes the number of ops built before it,
so one op more or less moves every later seed; and `graph.get_tensor_by_name` finds tensors by the
names that TensorFlow 1 gave. Files have TensorFlow's names. `in_force` puts the functions in place.
"""
