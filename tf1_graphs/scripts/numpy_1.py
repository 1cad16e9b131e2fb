"""What scripts of TensorFlow 1's time expect of NumPy."""

import numpy as np

# NumPy 1.24 removed these names of Python's own types.
ALIASES = {"complex": complex, "float": float, "int": int, "object": object, "str": str}


def be_numpy_1():
    """Print numbers as NumPy 1 did, `0.5` for `np.float32(0.5)`, and restore its type names."""
    np.set_printoptions(legacy="1.21")
    for name, python_type in ALIASES.items():
        if name not in vars(np):
            setattr(np, name, python_type)
