"""Saves beside a script's own checkpoint what that does not hold, and restores it with it.

TensorFlow's Saver saves variables. Where the random ops' streams are, and where NumPy's and
Python's generators are, it does not save, so that a script which continues by its own checkpoint
draws other numbers than one that was not interrupted. `<prefix>.random.json` holds both.
"""

import json
import os
import random
from pathlib import Path

import numpy as np

from tf1_graphs import files
from tf1_graphs.scripts.recorded.touched import BESIDE
from tf1_graphs.tensorflow1.kernels import streams


def save(prefix, script_sha256, number, graph):
    """Write the file beside a checkpoint that a session has just written.

    Args:
        prefix: of the checkpoint.
        script_sha256: hash of the script.
        number: of the session.
        graph: the session's.
    """
    if not os.path.exists(prefix + ".index"):
        return
    kind, keys, position, has_gauss, cached = np.random.get_state()
    version, internal, gauss = random.getstate()
    content = {
        "checkpoint": files.sha256(prefix + ".index"),
        "script": script_sha256,
        "ops": graph.version,
        "streams": [
            [it.node, it.seed, it.seed2, it.position]
            for it in (streams.positions() if streams.are_known() else ())
            if it.session == number
        ],
        "numpy": [kind, keys.tolist(), position, has_gauss, cached],
        "python": [version, list(internal), gauss],
    }
    files.atomic_write(prefix + BESIDE, json.dumps(content))
    # The Saver deletes old checkpoints, and does not know of what is beside them.
    for path in Path(prefix).absolute().parent.glob(f"*{BESIDE}"):
        if not os.path.exists(str(path).removesuffix(BESIDE) + ".index"):
            path.unlink()


def restore(prefix, script_sha256, number, graph):
    """Restore what `save` saved, if it is of this checkpoint, this script and this graph.

    A checkpoint of TensorFlow 1, or one that another program restores, has nothing of that kind:
    its variables alone are restored then, as TensorFlow does it.

    Returns:
        Whether there was something to restore.
    """
    try:
        content = json.loads(Path(prefix + BESIDE).read_text())
        is_its_own = content["checkpoint"] == files.sha256(prefix + ".index")
        if not is_its_own or content["script"] != script_sha256:
            return False
        if content["ops"] != graph.version:
            return False
        kind, keys, *rest = content["numpy"]
        version, internal, gauss = content["python"]
        found = [streams.Stream(number, *it) for it in content["streams"]]
        np.random.set_state((kind, np.array(keys, np.uint32), *rest))
        random.setstate((version, tuple(internal), gauss))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if streams.are_known():
        for stream in found:
            streams.expect(stream)
    return True
