"""Conditional random fields."""

import numpy as np


def _scores(tf, steps=3):
    values = np.linspace(-1.0, 1.0, 2 * steps * 3).reshape([2, steps, 3])
    return tf.constant(values.astype(np.float32))


def log_likelihood(tf):
    tags = tf.constant([[0, 1, 2], [2, 1, 0]])
    likelihood, transitions = tf.contrib.crf.crf_log_likelihood(
        _scores(tf), tags, tf.constant([3, 2])
    )
    return [likelihood, *tf.gradients(likelihood, transitions)]


def log_likelihood_dynamic(tf):
    scores = tf.placeholder_with_default(np.ones([2, 3, 2], np.float32), [None, None, 2])
    tags = np.array([[0, 1, 1], [1, 1, 0]])
    tags = tf.placeholder_with_default(tags, [None, None])
    return tf.contrib.crf.crf_log_likelihood(scores, tags, tf.constant([3, 2]))[0]


def log_likelihood_of_one_step(tf):
    tags = tf.constant([[0], [2]])
    return tf.contrib.crf.crf_log_likelihood(_scores(tf, 1), tags, tf.constant([1, 0]))[0]


def multitag(tf):
    bitmap = tf.constant([[[True, False, True]] * 3, [[True, True, False]] * 3])
    return tf.contrib.crf.crf_multitag_sequence_score(
        _scores(tf), bitmap, tf.constant([3, 2]), tf.ones([3, 3])
    )


def decode(tf):
    transitions = tf.get_variable("transitions", [3, 3])
    crf = tf.contrib.crf
    return [
        *crf.crf_decode(_scores(tf), transitions, tf.constant([3, 2])),
        *crf.crf_decode(_scores(tf, 1), transitions, tf.constant([1, 1])),
    ]


def viterbi(tf):
    score = np.array([[1.0, 2.0], [3.0, 1.0], [0.0, 0.5]])
    transitions = np.array([[0.1, 0.9], [0.7, 0.2]])
    tags, best = tf.contrib.crf.viterbi_decode(score, transitions)
    return [tf.constant(tags), tf.constant(best)]
