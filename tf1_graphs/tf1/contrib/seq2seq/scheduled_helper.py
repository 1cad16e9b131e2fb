"""Takes some inputs in training from the decoder's own outputs: scheduled helpers.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/helper.py`; Bengio et al., arXiv:1506.03099.
"""

from tf1_graphs import tensorflow1
from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.seq2seq.helper import (
    TrainingHelper,
    embedding_function,
    unstack_to_array,
)
from tf1_graphs.tf1.contrib.seq2seq.sampling import bernoulli_sample, categorical_sample
from tf1_graphs.tf1.rnn.cell import transpose_batch_time


def _probability(value):
    value = tf.convert_to_tensor(value, name="sampling_probability")
    if value.shape.rank not in (0, 1):
        raise ValueError(
            f"sampling_probability must be either a scalar or a vector. saw shape: {value.shape}"
        )
    return value


def _mixed(sampled, given, sampled_at, given_at, shape):
    """Return rows of which some are sampled and the others given."""
    return tf.scatter_nd(indices=sampled_at, updates=sampled, shape=shape) + tf.scatter_nd(
        indices=given_at, updates=given, shape=shape
    )


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """A helper for training whose inputs are, with a probability, embeddings of drawn ids.

    Args:
        inputs: tensor [batch, time, n].
        sequence_length: the sequences' lengths [batch].
        embedding: embeddings [ids, n], or a function of ids.
        sampling_probability: probability of a drawn input, a scalar or [batch].
        time_major: whether the inputs' first axis is time.
        seed: op seed of the ids.
        scheduling_seed: op seed of whether an input is drawn.
        name: name of the ops.
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        embedding,
        sampling_probability,
        time_major=False,
        seed=None,
        scheduling_seed=None,
        name=None,
    ):
        with tf.name_scope(
            name, "ScheduledEmbeddingSamplingWrapper", [embedding, sampling_probability]
        ):
            self._embedding_fn = embedding_function(embedding)
            self._sampling_probability = _probability(sampling_probability)
            self._seed = seed
            self._scheduling_seed = scheduling_seed
            super().__init__(inputs, sequence_length, time_major, name)

    def sample(self, time, outputs, state, name=None):
        """Draw ids; -1 where the given input is taken."""
        with tf.name_scope(name, "ScheduledEmbeddingTrainingHelperSample", [time, outputs, state]):
            drawn = bernoulli_sample(
                probs=self._sampling_probability,
                dtype=tf.bool,
                sample_shape=self.batch_size,
                seed=self._scheduling_seed,
            )
            ids = categorical_sample(logits=outputs, seed=self._seed)
            return tf.where(
                drawn, ids, tensorflow1.tf.raw_ops.Fill(dims=[self.batch_size], value=-1)
            )

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return what has finished, the next inputs and the state."""
        with tf.name_scope(
            name,
            "ScheduledEmbeddingTrainingHelperNextInputs",
            [time, outputs, state, sample_ids],
        ):
            finished, given, state = super().next_inputs(time, outputs, state, name=name)

            def mixed():
                sampled_at = tf.cast(tf.where(sample_ids > -1), tf.int32)
                given_at = tf.cast(tf.where(sample_ids <= -1), tf.int32)
                ids = tf.gather_nd(sample_ids, sampled_at)
                rows = tf.gather_nd(given, given_at)
                embedded = self._embedding_fn(ids)
                return _mixed(embedded, rows, sampled_at, given_at, tf.shape(given))

            return finished, tf.cond(tf.reduce_all(finished), lambda: given, mixed), state


class ScheduledOutputTrainingHelper(TrainingHelper):
    """A helper for training whose inputs are, with a probability, the decoder's last outputs.

    Args:
        inputs: tensor [batch, time, n].
        sequence_length: the sequences' lengths [batch].
        sampling_probability: probability that an output is taken, a scalar or [batch].
        time_major: whether the inputs' first axis is time.
        seed: op seed of whether an output is taken.
        next_inputs_fn: function of the outputs; None takes them as they are.
        auxiliary_inputs: tensor [batch, time, m] that is joined to every input.
        name: name of the ops.
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        sampling_probability,
        time_major=False,
        seed=None,
        next_inputs_fn=None,
        auxiliary_inputs=None,
        name=None,
    ):
        with tf.name_scope(
            name,
            "ScheduledOutputTrainingHelper",
            [inputs, auxiliary_inputs, sampling_probability],
        ):
            self._sampling_probability = _probability(sampling_probability)
            self._auxiliary_input_tas = None
            if auxiliary_inputs is not None:
                inputs = tf.convert_to_tensor(inputs, name="inputs")
                auxiliary = tf.convert_to_tensor(auxiliary_inputs, name="auxiliary_inputs")
                inputs = tf.concat((inputs, auxiliary), -1)
                if not time_major:
                    auxiliary = transpose_batch_time(auxiliary)
                self._auxiliary_input_tas = unstack_to_array(auxiliary)
            self._seed = seed
            self._next_inputs_fn = next_inputs_fn
            super().__init__(inputs, sequence_length, time_major, name)

    def sample(self, time, outputs, state, name=None):
        """Draw whether each output is taken."""
        with tf.name_scope(name, "ScheduledOutputTrainingHelperSample", [time, outputs, state]):
            return bernoulli_sample(
                probs=self._sampling_probability, sample_shape=self.batch_size, seed=self._seed
            )

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return what has finished, the next inputs and the state."""
        with tf.name_scope(
            name,
            "ScheduledOutputTrainingHelperNextInputs",
            [time, outputs, state, sample_ids],
        ):
            finished, given, state = super().next_inputs(time, outputs, state, name=name)
            sampled = tf.cast(sample_ids, tf.bool)

            def with_auxiliary(rows, indices=None):
                if self._auxiliary_input_tas is None:
                    return rows
                auxiliary = self._auxiliary_input_tas.read(time + 1)
                if indices is not None:
                    auxiliary = tf.gather_nd(auxiliary, indices)
                return tf.concat((rows, auxiliary), -1)

            def mixed():
                if self._next_inputs_fn is None:
                    return tf.where(sampled, with_auxiliary(outputs), given)
                sampled_at = tf.cast(tf.where(sampled), tf.int32)
                given_at = tf.cast(tf.where(tf.logical_not(sampled)), tf.int32)
                taken = tf.gather_nd(outputs, sampled_at)
                rows = tf.gather_nd(given, given_at)
                made = with_auxiliary(self._next_inputs_fn(taken), sampled_at)
                return _mixed(made, rows, sampled_at, given_at, tf.shape(given))

            all_finished = tf.reduce_all(finished)
            none_sampled = tf.logical_not(tf.reduce_any(sampled))
            next_inputs = tf.cond(tf.logical_or(all_finished, none_sampled), lambda: given, mixed)
            return finished, next_inputs, state
