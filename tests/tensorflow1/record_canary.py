"""Record the canary's graph on TensorFlow 1.15.5 (Python 3.7):

    python tests/tensorflow1/record_canary.py tf1_graphs/tensorflow1

writes `canary.json` beside the `canary_graph.py` of that folder: the nodes in order of creation,
one a line, with their inputs (`^` for control) and seeds, and all values of what `build` returns.
"""

import json
import os
import sys

# ruff: noqa: UP031, PTH118 - Python 3.7 runs it

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""


def main(folder):
    """Build, run and write."""
    import numpy as np
    import tensorflow as tf

    sys.path.insert(0, folder)
    import canary_graph

    values = canary_graph.build(tf)
    nodes = []
    for node in tf.get_default_graph().as_graph_def().node:
        seeds = {key: node.attr[key].i for key in ("seed", "seed2") if key in node.attr}
        inputs = {"input": list(node.input)} if node.input else {}
        nodes.append(dict(name=node.name, op=node.op, **inputs, **seeds))
    config = tf.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.Session(config=config) as session:
        session.run(tf.global_variables_initializer())
        found = session.run(values)
    shortest = {
        name: "[%s]" % ", ".join(repr(float(str(value))) for value in np.ravel(array))
        for name, array in found.items()
    }
    lines = [
        "{",
        ' "tensorflow": "%s",' % tf.__version__,
        ' "command": "python tests/tensorflow1/record_canary.py tf1_graphs/tensorflow1",',
        ' "nodes": [',
        ",\n".join("  " + json.dumps(node) for node in nodes),
        " ],",
        ' "values": {',
        ",\n".join('  "%s": %s' % item for item in shortest.items()),
        " }",
        "}",
    ]
    with open(os.path.join(folder, "canary.json"), "w") as file:
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
