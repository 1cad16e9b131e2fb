"""Computes with TensorFlow 1.15.5's arithmetic: kernels in C++ that give its bits.

The C++ sources beside this file are compiled once for the TensorFlow that is installed
(`building`), loaded into it (`library`), and asked for by the sessions of graphs that keep
TensorFlow 1's rules (`optimizing`), and by no other session of the process. Graphs stay what they
are. `arithmetic` says which arithmetic a process has; nothing here imports TensorFlow before it is
needed.
"""

from tf1_graphs.tensorflow1.kernels.arithmetic import NAMES, choose, chosen, in_force, status

__all__ = ["NAMES", "choose", "chosen", "in_force", "status"]
