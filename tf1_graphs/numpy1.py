"""Has NumPy compute as it did in TensorFlow 1's day.

Since 1.20 NumPy brings vector code of its own for exp, log, power, sin, tanh and the like, and for
sorting. It gives other last bits than the C library's functions, which NumPy 1.18 called, and other
ones on each kind of processor; it puts equal elements into another order. Without it, NumPy gives
the bits of 1.18 for all of them (measured with 2.0, 2.2 and 2.4).
"""

import os

ENVIRONMENT_VARIABLE = "NPY_DISABLE_CPU_FEATURES"

# The names of NumPy 2.0 to 2.3, and those since; NumPy passes over what it does not know.
_FEATURES = (
    "AVX2 FMA3 AVX512F AVX512CD AVX512_KNL AVX512_KNM AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL "
    "AVX512_SPR X86_V3 X86_V4"
)


def ask():
    """Ask for it, in this process and those that it starts; NumPy listens when it is imported.

    What the environment variable says already stands: empty, it leaves NumPy its vector code.
    """
    os.environ.setdefault(ENVIRONMENT_VARIABLE, _FEATURES)


def given():
    """Tell whether the NumPy of this process computes so."""
    import numpy as np

    found = np.lib.introspect.opt_func_info(func_name="^exp$", signature="^float64$")
    return all(
        way["current"].startswith("baseline") for ways in found.values() for way in ways.values()
    )
