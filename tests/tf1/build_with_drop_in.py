"""Build every case with the drop-in and write what it built: a process of its own for the tests.

usage: python -m tests.tf1.build_with_drop_in OUTPUT
"""

import json
import sys

from tests.tf1 import record


def main(output):
    from tf1_graphs import tf1 as tf

    built = {name: record.record_module(tf, name, "tests.tf1.cases") for name in record.MODULES}
    with open(output, "w") as file:
        json.dump(built, file)


if __name__ == "__main__":
    main(sys.argv[1])
