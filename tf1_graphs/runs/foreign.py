"""Finds checkpoints that an article's own script left: `model.ckpt.*`, `model.ckpt.epoch`."""

from dataclasses import dataclass
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import checkpoint

PREFIX = "model.ckpt"


@dataclass(frozen=True)
class ForeignCheckpoint:
    """An article's checkpoint and how far its run had come.

    Attributes:
        prefix: path prefix of the checkpoint's files.
        epoch: the epoch to continue at.
        sha256: of the checkpoint's data file.
    """

    prefix: Path
    epoch: int
    sha256: str


def find_foreign(folder):
    """Find the checkpoint that an article's script left in a folder.

    Args:
        folder: the folder with `model.ckpt.index`, `model.ckpt.data-…` and `model.ckpt.epoch`.

    Returns:
        The `ForeignCheckpoint`.

    Raises:
        InputError: a file is missing, or the epoch file is not a number.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder} is not a folder")
    if not (folder / checkpoint.EPOCH_FILE).exists():
        raise InputError(
            f"{folder} has no {checkpoint.EPOCH_FILE}: name the folder where the article's script "
            f"saved it, with {PREFIX}.index and {PREFIX}.data-00000-of-00001"
        )
    epoch = checkpoint.read_epoch(folder / checkpoint.EPOCH_FILE)
    data_files = sorted(folder.glob(f"{PREFIX}.data-*"))
    if not data_files or not (folder / f"{PREFIX}.index").exists():
        raise InputError(
            f"{folder} has an epoch file but no checkpoint: expected {PREFIX}.index and "
            f"{PREFIX}.data-00000-of-00001 beside it"
        )
    return ForeignCheckpoint(folder / PREFIX, epoch, files.sha256(data_files[0]))
