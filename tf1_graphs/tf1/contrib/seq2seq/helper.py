"""Samples from a decoder's outputs, and says the next step's inputs: the helpers.

References:
    TensorFlow 1.15.5, `contrib/seq2seq/python/ops/helper.py`.
"""

from tf1_graphs import tf1 as tf
from tf1_graphs.tf1.contrib.seq2seq.sampling import categorical_sample
from tf1_graphs.tf1.rnn.cell import transpose_batch_time

_transpose_batch_time = transpose_batch_time


class Helper:
    """What a `BasicDecoder` takes, to be subclassed."""

    @property
    def batch_size(self):
        """Number of sequences, a scalar tensor."""
        raise NotImplementedError("batch_size has not been implemented")

    @property
    def sample_ids_shape(self):
        """Shape of one sequence's sample."""
        raise NotImplementedError("sample_ids_shape has not been implemented")

    @property
    def sample_ids_dtype(self):
        """Type of the samples."""
        raise NotImplementedError("sample_ids_dtype has not been implemented")

    def initialize(self, name=None):
        """Return what has finished [batch], and the first inputs."""
        raise NotImplementedError

    def sample(self, time, outputs, state, name=None):
        """Return the samples of a step's outputs."""
        raise NotImplementedError

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return what has finished [batch], the next inputs and the state."""
        raise NotImplementedError


class _IdHelper(Helper):
    """A helper whose samples are integers."""

    @property
    def batch_size(self):
        """Number of sequences."""
        return self._batch_size

    @property
    def sample_ids_shape(self):
        """A scalar."""
        return tf.TensorShape([])

    @property
    def sample_ids_dtype(self):
        """int32."""
        return tf.int32


class CustomHelper(Helper):
    """A helper of functions.

    Args:
        initialize_fn: function that returns what has finished, and the first inputs.
        sample_fn: function of `time`, `outputs` and `state` that returns samples.
        next_inputs_fn: function of `time`, `outputs`, `state` and `sample_ids` that returns what
            has finished, the next inputs and the state.
        sample_ids_shape: shape of one sequence's sample; None is a scalar.
        sample_ids_dtype: type of the samples; None is int32.
    """

    def __init__(
        self,
        initialize_fn,
        sample_fn,
        next_inputs_fn,
        sample_ids_shape=None,
        sample_ids_dtype=None,
    ):
        self._initialize_fn = initialize_fn
        self._sample_fn = sample_fn
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = None
        self._sample_ids_shape = tf.TensorShape(sample_ids_shape or [])
        self._sample_ids_dtype = sample_ids_dtype or tf.int32

    @property
    def batch_size(self):
        """Number of sequences, once `initialize` was called."""
        if self._batch_size is None:
            raise ValueError("batch_size accessed before initialize was called")
        return self._batch_size

    sample_ids_shape = property(lambda self: self._sample_ids_shape, doc="As it was given.")
    sample_ids_dtype = property(lambda self: self._sample_ids_dtype, doc="As it was given.")

    def initialize(self, name=None):
        """Return what has finished, and the first inputs."""
        with tf.name_scope(name, f"{type(self).__name__}Initialize"):
            finished, inputs = self._initialize_fn()
            if self._batch_size is None:
                self._batch_size = tf.size(finished)
        return finished, inputs

    def sample(self, time, outputs, state, name=None):
        """Return the samples of a step's outputs."""
        with tf.name_scope(name, f"{type(self).__name__}Sample", (time, outputs, state)):
            return self._sample_fn(time=time, outputs=outputs, state=state)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return what has finished, the next inputs and the state."""
        with tf.name_scope(name, f"{type(self).__name__}NextInputs", (time, outputs, state)):
            return self._next_inputs_fn(
                time=time, outputs=outputs, state=state, sample_ids=sample_ids
            )


def unstack_to_array(inputs):
    """Return a `TensorArray` of the steps of inputs [time, ...]."""
    array = tf.TensorArray(
        dtype=inputs.dtype, size=tf.shape(inputs)[0], element_shape=inputs.shape[1:]
    )
    return array.unstack(inputs)


class TrainingHelper(_IdHelper):
    """A helper for training: the next inputs are given beforehand.

    Args:
        inputs: tensor [batch, time, ...].
        sequence_length: the sequences' lengths [batch].
        time_major: whether the inputs' first axis is time.
        name: name of the ops.

    Raises:
        ValueError: the lengths are no vector.
    """

    def __init__(self, inputs, sequence_length, time_major=False, name=None):
        with tf.name_scope(name, "TrainingHelper", [inputs, sequence_length]):
            inputs = tf.convert_to_tensor(inputs, name="inputs")
            self._inputs = inputs
            if not time_major:
                inputs = tf.nest.map_structure(transpose_batch_time, inputs)
            self._input_tas = tf.nest.map_structure(unstack_to_array, inputs)
            self._sequence_length = tf.convert_to_tensor(sequence_length, name="sequence_length")
            if self._sequence_length.shape.rank != 1:
                raise ValueError(
                    "Expected sequence_length to be a vector, but received shape: "
                    f"{self._sequence_length.shape}"
                )
            self._zero_inputs = tf.nest.map_structure(lambda x: tf.zeros_like(x[0, :]), inputs)
            self._batch_size = tf.size(sequence_length)

    inputs = property(lambda self: self._inputs, doc="As they were given.")
    sequence_length = property(lambda self: self._sequence_length, doc="As it was given.")

    def _inputs_at(self, time, finished):
        return tf.cond(
            tf.reduce_all(finished),
            lambda: self._zero_inputs,
            lambda: tf.nest.map_structure(lambda array: array.read(time), self._input_tas),
        )

    def initialize(self, name=None):
        """Return what has finished, and the first inputs."""
        with tf.name_scope(name, "TrainingHelperInitialize"):
            finished = tf.equal(0, self._sequence_length)
            return finished, self._inputs_at(0, finished)

    def sample(self, time, outputs, name=None, **_):
        """Return the largest output's index."""
        with tf.name_scope(name, "TrainingHelperSample", [time, outputs]):
            return tf.cast(tf.argmax(outputs, axis=-1), tf.int32)

    def next_inputs(self, time, outputs, state, name=None, **_):
        """Return what has finished, the next inputs and the state."""
        with tf.name_scope(name, "TrainingHelperNextInputs", [time, outputs, state]):
            next_time = time + 1
            finished = next_time >= self._sequence_length
            return finished, self._inputs_at(next_time, finished), state


def embedding_function(embedding):
    """Return a function of ids, given as such or as the embeddings [n, size]."""
    if callable(embedding):
        return embedding
    return lambda ids: tf.nn.embedding_lookup(embedding, ids)


class GreedyEmbeddingHelper(_IdHelper):
    """A helper for inference: the largest output's embedding is the next input.

    Args:
        embedding: embeddings [n, size], or a function of ids.
        start_tokens: the first ids [batch].
        end_token: the id after which a sequence has finished.

    Raises:
        ValueError: the first ids are no vector, or the last one is no scalar.
    """

    def __init__(self, embedding, start_tokens, end_token):
        self._embedding_fn = embedding_function(embedding)
        self._start_tokens = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        self._end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self._start_tokens.shape.rank != 1:
            raise ValueError("start_tokens must be a vector")
        self._batch_size = tf.size(start_tokens)
        if self._end_token.shape.rank != 0:
            raise ValueError("end_token must be a scalar")
        self._start_inputs = self._embedding_fn(self._start_tokens)

    def initialize(self, name=None):
        """Return that nothing has finished, and the first inputs."""
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        """Return the largest output's index."""
        return tf.argmax(_one_tensor(outputs), axis=-1, output_type=tf.int32)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return what has finished, the samples' embeddings and the state."""
        finished = tf.equal(sample_ids, self._end_token)
        next_inputs = tf.cond(
            tf.reduce_all(finished),
            lambda: self._start_inputs,
            lambda: self._embedding_fn(sample_ids),
        )
        return finished, next_inputs, state


class SampleEmbeddingHelper(GreedyEmbeddingHelper):
    """A helper for inference: the next input is drawn by the outputs, which are logits.

    Args:
        embedding: embeddings [n, size], or a function of ids.
        start_tokens: the first ids [batch].
        end_token: the id after which a sequence has finished.
        softmax_temperature: the logits are divided by it; None is 1.
        seed: op seed of the draws.
    """

    def __init__(self, embedding, start_tokens, end_token, softmax_temperature=None, seed=None):
        super().__init__(embedding, start_tokens, end_token)
        self._softmax_temperature = softmax_temperature
        self._seed = seed

    def sample(self, time, outputs, state, name=None):
        """Draw an index for each sequence."""
        logits = _one_tensor(outputs)
        if self._softmax_temperature is not None:
            logits = logits / self._softmax_temperature
        return categorical_sample(logits=logits, seed=self._seed)


class InferenceHelper(Helper):
    """A helper for inference by functions.

    Args:
        sample_fn: function of the outputs that returns samples.
        sample_shape: shape of one sequence's sample.
        sample_dtype: type of the samples.
        start_inputs: the first inputs [batch, ...].
        end_fn: function of the samples that returns what has finished.
        next_inputs_fn: function of the samples that returns the next inputs; None takes them as
            they are.
    """

    def __init__(
        self, sample_fn, sample_shape, sample_dtype, start_inputs, end_fn, next_inputs_fn=None
    ):
        self._sample_fn = sample_fn
        self._end_fn = end_fn
        self._sample_shape = tf.TensorShape(sample_shape)
        self._sample_dtype = sample_dtype
        self._next_inputs_fn = next_inputs_fn
        self._batch_size = tf.shape(start_inputs)[0]
        self._start_inputs = tf.convert_to_tensor(start_inputs, name="start_inputs")

    batch_size = property(lambda self: self._batch_size, doc="Number of sequences.")
    sample_ids_shape = property(lambda self: self._sample_shape, doc="As it was given.")
    sample_ids_dtype = property(lambda self: self._sample_dtype, doc="As it was given.")

    def initialize(self, name=None):
        """Return that nothing has finished, and the first inputs."""
        return tf.tile([False], [self._batch_size]), self._start_inputs

    def sample(self, time, outputs, state, name=None):
        """Return the samples of a step's outputs."""
        return self._sample_fn(outputs)

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """Return what has finished, the next inputs and the state."""
        inputs = sample_ids if self._next_inputs_fn is None else self._next_inputs_fn(sample_ids)
        return self._end_fn(sample_ids), inputs, state


def _one_tensor(outputs):
    if not isinstance(outputs, tf.Tensor):
        raise TypeError(f"Expected outputs to be a single Tensor, got: {type(outputs)}")
    return outputs
