"""Makes `gone.meta` and `gone.npz`: ops that are no longer TensorFlow's, and their results.

python tests/models/record_gone.py tests/models     (TensorFlow 1.15.5, Python 3.7)
"""

import sys

import numpy as np
import tensorflow as tf
from tensorflow.contrib.periodic_resample import periodic_resample
from tensorflow.contrib.resampler import resampler
from tensorflow.contrib.seq2seq import gather_tree

if __name__ == "__main__":
    random = np.random.RandomState(0)
    steps, batch, beams = 6, 4, 3
    warp = (random.rand(2, 30, 2) * 9 - 1.5).astype("f")
    warp[0, :3] = [[-1, 2], [6.5, 4.5], [3, 2]]
    data = {
        "ids": random.randint(0, 9, (steps, batch, beams)).astype("i"),
        "parents": random.randint(0, beams, (steps, batch, beams)).astype("i"),
        "lengths": np.array([6, 3, 0, 5], "i"),
        "end": np.int32(2),
        "data": random.randn(2, 5, 7, 3).astype("f"),
        "warp": warp,
    }
    with tf.Graph().as_default(), tf.Session() as session:
        inputs = {name: tf.placeholder(array.dtype, name=name) for name, array in data.items()}
        tree = gather_tree(*(inputs[name] for name in ("ids", "parents", "lengths", "end")))
        outputs = [
            tf.identity(tree, name="beams"),
            tf.identity(resampler(inputs["data"], inputs["warp"]), name="sampled"),
        ]
        numbers = tf.reshape(tf.to_float(tf.range(16)) * tf.Variable(1.0), [2, 8])
        tf.identity(periodic_resample(numbers, [4, None]), name="resampled")
        found = session.run(outputs, {inputs[name]: data[name] for name in data})
        tf.train.export_meta_graph(sys.argv[1] + "/gone.meta")
    np.savez(sys.argv[1] + "/gone.npz", beams=found[0], sampled=found[1], **data)
