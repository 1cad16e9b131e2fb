"""`tf.contrib.learn`: what is taken from it besides its estimators; those are `tf.estimator`'s."""

from tf1_graphs.tf1.estimator_package import public
from tf1_graphs.tf1.namespace import namespace

RunConfig = public.RunConfig


class ModeKeys:
    """The modes of a `model_fn`; `INFER` is `tf.estimator`'s `PREDICT`."""

    TRAIN = "train"
    EVAL = "eval"
    INFER = "infer"


__all__ = ["ModeKeys", "RunConfig"]

__getattr__, __dir__ = namespace(__name__)
