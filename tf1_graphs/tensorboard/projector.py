"""Writes the last hidden layer for TensorBoard's projector: one point an example, labelled."""

import io

import numpy as np

from tf1_graphs import files
from tf1_graphs.tensorboard import pictures, summaries

EXAMPLES = 1000
_NAME = "last_hidden_layer"


def write(logs, tensor_name, points, labels, images=None):
    """Write the files that the projector reads, the one that names the others last.

    Args:
        logs: folder of the run's event files.
        tensor_name: what the points are called.
        points: the layer's outputs, [examples, units].
        labels: columns by name, one value an example.
        images: the examples, [examples, height, width] or with channels, or None.

    Raises:
        OSError: a file could not be written.
    """
    numbers = io.BytesIO()
    np.savetxt(numbers, points, fmt="%.6g", delimiter="\t")
    files.atomic_write(logs / f"{_NAME}.tsv", numbers.getvalue())
    lines = [f'tensor_name: "{tensor_name}"', f'tensor_path: "{_NAME}.tsv"']
    if labels:
        files.atomic_write(logs / f"{_NAME}_metadata.tsv", _metadata(labels))
        lines.append(f'metadata_path: "{_NAME}_metadata.tsv"')
    if images is not None:
        sprite = summaries.png(pictures.sprite(images))
        files.atomic_write(logs / f"{_NAME}.png", sprite)
        height, width = images.shape[1:3]
        dimensions = f"single_image_dim: {width} single_image_dim: {height}"
        lines.append(f'sprite {{ image_path: "{_NAME}.png" {dimensions} }}')
    config = "\n".join(["embeddings {", *(f"  {line}" for line in lines), "}", ""])
    files.atomic_write(logs / "projector_config.pbtxt", config)


def _metadata(labels):
    """Return labels as the projector takes them: a heading only where there are two columns."""
    rows = ["\t".join(map(str, row)) for row in zip(*labels.values(), strict=True)]
    heading = ["\t".join(labels)] if len(labels) > 1 else []
    return "\n".join([*heading, *rows, ""])
