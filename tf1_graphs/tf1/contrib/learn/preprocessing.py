"""`tf.contrib.learn.preprocessing`: texts as rows of word ids.

References:
    TensorFlow 1.15.5, `contrib/learn/python/learn/preprocessing/text.py` and
    `categorical_vocabulary.py`.
"""

import collections
import pickle
import re

import numpy as np

from tf1_graphs import files
from tf1_graphs.tf1.namespace import namespace

_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|['\w\-]+")


def tokenizer(iterator):
    """Yield the words of each text."""
    for text in iterator:
        yield _WORD.findall(text)


class CategoricalVocabulary:
    """The ids of words: 0 is the unknown word's, the others come in order of appearance.

    Args:
        unknown_token: what stands for a word that has no id.
        support_reverse: whether `reverse` is asked for.
    """

    def __init__(self, unknown_token="<UNK>", support_reverse=True):
        self._unknown_token = unknown_token
        self._support_reverse = support_reverse
        self._counts = collections.Counter()
        self._frozen = False
        self._take([])

    def _take(self, words):
        self._words = [self._unknown_token, *words]
        self._mapping = {word: index for index, word in enumerate(self._words)}

    def __len__(self):
        return len(self._words)

    def freeze(self, freeze=True):
        """Give new words the unknown word's id from now on, or no longer."""
        self._frozen = freeze

    def get(self, category):
        """Return a word's id; a new word gets one, unless the vocabulary is frozen."""
        if category not in self._mapping:
            if self._frozen:
                return 0
            self._mapping[category] = len(self._words)
            self._words.append(category)
        return self._mapping[category]

    def add(self, category, count=1):
        """Count a word."""
        if self.get(category) > 0:
            self._counts[category] += count

    def trim(self, min_frequency, max_frequency=-1):
        """Keep the words that came more than `min_frequency` times, the most frequent first."""
        ordered = sorted(self._counts, key=lambda word: (isinstance(word, str), word))
        ordered.sort(key=self._counts.get, reverse=True)
        if max_frequency > 0:
            ordered = [word for word in ordered if self._counts[word] < max_frequency]
        ordered = [word for word in ordered if self._counts[word] > min_frequency]
        self._counts = collections.Counter({word: self._counts[word] for word in ordered})
        self._take(ordered)

    def reverse(self, class_id):
        """Return the word of an id."""
        if not self._support_reverse:
            raise ValueError("This vocabulary wasn't initialized with support_reverse=True.")
        return self._words[class_id]


class VocabularyProcessor:
    """Turns texts into rows of word ids, cut or padded with 0 to one length.

    Args:
        max_document_length: words in a row.
        min_frequency: words that come so often or less are unknown.
        vocabulary: a `CategoricalVocabulary`, or None for a new one.
        tokenizer_fn: function of an iterable of texts that yields each one's words.
    """

    def __init__(self, max_document_length, min_frequency=0, vocabulary=None, tokenizer_fn=None):
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents, unused_y=None):
        """Learn the words of the texts, and return the processor."""
        for words in self._tokenizer(raw_documents):
            for word in words:
                self.vocabulary_.add(word)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(self, raw_documents, unused_y=None):
        """Learn the words, and yield the rows of ids."""
        self.fit(raw_documents)
        return self.transform(raw_documents)

    def transform(self, raw_documents):
        """Yield a row of ids, int64 [max_document_length], for each text."""
        for words in self._tokenizer(raw_documents):
            ids = [self.vocabulary_.get(word) for word in words[: self.max_document_length]]
            row = np.zeros(self.max_document_length, np.int64)
            row[: len(ids)] = ids
            yield row

    def reverse(self, documents):
        """Yield the text of each row of ids."""
        for row in documents:
            yield " ".join(self.vocabulary_.reverse(class_id) for class_id in row)

    def save(self, filename):
        """Write the processor to a file."""
        files.atomic_write(filename, pickle.dumps(self))

    @classmethod
    def restore(cls, filename):
        """Return the processor that `save` wrote."""
        with open(filename, "rb") as file:
            return pickle.load(file)


__all__ = ["CategoricalVocabulary", "VocabularyProcessor", "tokenizer"]

__getattr__, __dir__ = namespace(__name__)
