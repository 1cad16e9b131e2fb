"""What taking a name of estimators and layers imports: nothing that a script would notice."""

import json

from tests import commands

# In a process of its own: the drop-in switches the whole process to graphs.
CODE = """
import json, random, sys
import numpy as np
from tf1_graphs import tf1 as tf

random.seed(1)
np.random.seed(1)
for name in ("DNNClassifier", "RunConfig", "BinaryClassHead", "tpu"):
    getattr(tf.estimator, name)
tf.contrib.tpu.TPUEstimator, tf.contrib.learn.DNNClassifier, tf.contrib.predictor
for name in ("layers", "slim", "training", "metrics", "framework", "losses", "seq2seq"):
    getattr(tf.contrib, name)
imported = sorted({"keras", "sklearn"} & set(sys.modules))
print(json.dumps([random.random(), np.random.rand(), imported]))
"""


def test_no_number_is_drawn_and_keras_3_and_scikit_learn_are_left_alone():
    done = commands.python("-c", CODE)
    assert done.returncode == 0, done.stderr
    # What Python and NumPy give first after these seeds.
    assert json.loads(done.stdout) == [0.13436424411240122, 0.417022004702574, []]
