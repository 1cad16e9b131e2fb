"""Prints what TensorFlow says, as JSON: `python -m tf1_graphs.doctor.process`.

It is a process of its own, because TensorFlow may fail to import, or end the process.
"""

import json

from tf1_graphs.tensorflow1 import session_config, tf


def main():
    """Load TensorFlow, and print its version, the canary's findings and the GPUs."""
    version = tf.__version__
    from tf1_graphs.tensorflow1 import canary, devices

    difference = canary.check_nodes() or canary.check_values(session_config(1))
    facts = {
        "version": version,
        "tested": canary.TESTED,
        "canary": difference,
        "gpus": devices.gpus(),
        "device": devices.device(),
    }
    # A line of its own: TensorFlow may print others.
    print("\n" + json.dumps(facts))


if __name__ == "__main__":
    main()
