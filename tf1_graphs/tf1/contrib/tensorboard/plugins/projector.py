"""`tf.contrib.tensorboard.plugins.projector`: what is TensorBoard's own plugin now.

References:
    TensorFlow 1.15.5, `contrib/tensorboard/plugins/projector/__init__.py`.
"""

from pathlib import Path

from google.protobuf import text_format
from tensorboard.plugins.projector import EmbeddingInfo, ProjectorConfig, SpriteMetadata

from tf1_graphs.tf1.namespace import namespace

__all__ = ["EmbeddingInfo", "ProjectorConfig", "SpriteMetadata", "visualize_embeddings"]


def visualize_embeddings(summary_writer, config):
    """Write which variables TensorBoard's projector shows.

    Args:
        summary_writer: `tf.summary.FileWriter`, whose folder gets `projector_config.pbtxt`.
        config: `ProjectorConfig`.

    Raises:
        ValueError: the writer has no folder.
    """
    folder = summary_writer.get_logdir()
    if folder is None:
        raise ValueError("Summary writer must have a logdir")
    folder = folder.decode() if isinstance(folder, bytes) else folder
    Path(folder, "projector_config.pbtxt").write_text(text_format.MessageToString(config))


__getattr__, __dir__ = namespace(__name__)
