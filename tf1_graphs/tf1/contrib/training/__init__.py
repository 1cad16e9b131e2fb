"""`tf.contrib.training`."""

from tf1_graphs import tensorflow1
from tf1_graphs.tf1.contrib.tf_slim import part, tf_slim
from tf1_graphs.tf1.contrib.training.bucket_ops import bucket, bucket_by_sequence_length
from tf1_graphs.tf1.contrib.training.hparam import HParams, parse_values
from tf1_graphs.tf1.namespace import namespace

tf = tensorflow1.tf
evaluation, training = part("training.evaluation"), part("training.training")
add_gradients_summaries = training.add_gradients_summaries
clip_gradient_norms = training.clip_gradient_norms
clip_gradient_norms_fn = training.clip_gradient_norms_fn
create_train_op = training.create_train_op
multiply_gradients = training.multiply_gradients
train = training.train

__all__ = [
    "HParams",
    "__all__",
    "add_gradients_summaries",
    "bucket",
    "bucket_by_sequence_length",
    "clip_gradient_norms",
    "clip_gradient_norms_fn",
    "create_train_op",
    "multiply_gradients",
    "parse_values",
    "tf_slim",
    "train",
]

__getattr__, __dir__ = namespace(__name__, evaluation)
