"""`tf.models.rnn`: `rnn`, `rnn_cell` and `seq2seq` by the names that they became."""

from tf1_graphs.tf1.namespace import namespace

__getattr__, __dir__ = namespace(__name__)
