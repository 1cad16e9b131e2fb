"""TensorFlow 1 graphs on today's TensorFlow: the same digits, the same run, the same graph."""

__version__ = "0.2.0"
