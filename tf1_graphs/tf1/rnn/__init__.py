"""Builds recurrent cells, as `tf.nn.rnn_cell` and `tf.contrib.rnn` of TensorFlow 1.15.5 do."""
