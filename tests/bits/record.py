"""Record what TensorFlow 1.15.5 computes in each case, as hashes.

    python -m tests.bits.record [OUT.json [PROCESSOR]]      (with TensorFlow 1.15.5, Python 3.7)

Recorded on an AMD processor: the arithmetic `tf1-amd` is compared with it, on any machine. With
PROCESSOR, which is what `run.json` names of another one, the cases that have other bits there are
added to the recording; `tf1` is compared with them on a processor of that kind. New cases are taken
into the recording on any processor: `tf1-amd` shows on each whether their bits depend on it.
"""

# ruff: noqa: PTH100, PTH118, PTH120 - Python 3.7 runs it

import hashlib
import json
import os
import sys

# The fingerprint of the processor, which `tf1-graphs kernels record` prints.
PROCESSOR = "bf80a4b9ac32018f"
# The size of its first cache for data (`leftovers.first_cache`): products are cut by it.
CACHE = "32K"
HERE = os.path.dirname(os.path.abspath(__file__))


def digest(array):
    """Return the hash of an array's bits; a NaN is a NaN, whatever its sign and payload."""
    import numpy as np

    array = np.array(array)
    if array.dtype.kind == "f":
        array = np.where(np.isnan(array), np.array(np.nan, array.dtype), array)
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:16]


def main():
    """Write the hashes, one a line."""
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import tensorflow as tf

    from tests.bits.cases import compute

    tf.logging.set_verbosity(tf.logging.ERROR)
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "bits.tf1155.json")
    cases = {name: digest(value) for name, value in compute(tf)}
    if len(sys.argv) > 2:
        with open(path) as file:
            out = json.load(file)
        out["cases"] = {**cases, **out["cases"]}
        others = dict(cases.items() - out["cases"].items())
        out["others"][sys.argv[2]] = {name: others[name] for name in cases if name in others}
    else:
        out = {
            "tensorflow": tf.__version__,
            "command": "python -m tests.bits.record",
            "processor": PROCESSOR,
            "first cache": CACHE,
            "cases": cases,
            "others": {},
        }
    with open(path, "w") as file:
        json.dump(out, file, indent=0)
        file.write("\n")


if __name__ == "__main__":
    main()
