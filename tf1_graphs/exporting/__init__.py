"""Runs what TensorFlow 1 left behind, and writes it in formats of today.

`export` writes a SavedModel, a frozen graph, arrays, ONNX or TensorFlow Lite, and compares what it
wrote with the source; `predict` infers with any of these.
"""

from tf1_graphs.exporting.exporting import export
from tf1_graphs.exporting.predicting import predict

__all__ = ["export", "predict"]
