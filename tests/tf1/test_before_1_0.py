"""Names and orders of arguments from before TensorFlow 1.0 build what they became, said once."""

from tests import commands

SCRIPT = """
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.before_1_0 import RENAMED
from tf1_graphs.tf1.namespace import resolve

lost = [new for new in RENAMED.values() if not callable(resolve(new))]
assert lost == [], lost
assert all(callable(resolve(old)) for old in RENAMED)
a, b = tf.constant([[1.0, 2.0]]), tf.constant([[3.0, 4.0]])
graph = tf.get_default_graph()


def same(old, new):
    def built(make):
        with tf.Graph().as_default() as graph:
            make(tf.constant([[1.0, 2.0]]), tf.constant([[3.0, 4.0]]))
            return graph.as_graph_def()
    return built(old) == built(new)


assert same(lambda a, b: tf.mul(a, b), lambda a, b: tf.multiply(a, b))
assert same(lambda a, b: tf.concat(1, [a, b]), lambda a, b: tf.concat([a, b], 1))
assert same(lambda a, b: tf.concat(concat_dim=1, values=[a, b]), lambda a, b: tf.concat([a, b], 1))
assert same(lambda a, b: tf.split(1, 2, a), lambda a, b: tf.split(a, 2, 1))
assert same(lambda a, b: tf.pack([a, b]), lambda a, b: tf.stack([a, b]))
assert same(
    lambda a, b: tf.scalar_summary("x", a[0, 0]), lambda a, b: tf.summary.scalar("x", a[0, 0])
)
for name in ("softmax", "sigmoid"):
    loss = getattr(tf.nn, name + "_cross_entropy_with_logits")
    assert same(lambda a, b: loss(a, b), lambda a, b: loss(logits=a, labels=b))
with tf.op_scope([a], None, "scope") as scope:
    assert scope == "scope/"
assert tf.train.SummaryWriter(".", None) is not None
"""


def test_old_names_build_what_they_became(tmp_path):
    done = commands.python("-c", SCRIPT, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    notices = [line for line in done.stderr.splitlines() if line.startswith("tf1_graphs:")]
    assert notices == [
        "tf1_graphs: this script is from before TensorFlow 1.0: tf.mul is run as tf.multiply"
    ]
