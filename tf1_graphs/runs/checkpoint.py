"""Writes and reads checkpoints, in the order that commits them.

A commit writes, in this order: the checkpoint's files under a prefix of its own, the state file
with their hashes, an fsync of each and of the folder; then the epoch file, by atomic replace. A
checkpoint counts once the epoch file says so. Older ones are deleted after that, never before.

The prefix is `model.ckpt-<n>` after `n` epochs, and `model.ckpt-<n>+<k>` where a run was
interrupted `k` mini-batches into the next one.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.runs import renaming
from tf1_graphs.tensorflow1 import tf

EPOCH_FILE = "model.ckpt.epoch"
_STATE_FILE = re.compile(r"model\.ckpt-(\d+)(?:\+(\d+))?\.state\.npz")


@dataclass(frozen=True, order=True)
class Position:
    """How far a run has come.

    Attributes:
        epoch: completed epochs, which is the number of the epoch to continue at.
        step: mini-batches of that epoch that are done.
    """

    epoch: int
    step: int = 0

    @property
    def prefix(self):
        """The file name prefix of the checkpoint taken here."""
        return f"model.ckpt-{self.epoch}" + (f"+{self.step}" if self.step else "")


def begin(folder):
    """Make a run's `checkpoints` folder: its epoch file says 0, for nothing is committed yet.

    From then on, a missing epoch file means that something was lost.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files.atomic_write(folder / EPOCH_FILE, "0")
    files.sync(folder.parent)


def commit(folder, position, save, state, also_sync=(), keep=2):
    """Save a checkpoint so that it counts, or leave the one before standing.

    Args:
        folder: the run's `checkpoints` folder, which `begin` made.
        position: how far the run has come.
        save: function that writes a checkpoint's files under the prefix it is given.
        state: arrays by name that the checkpoint's files do not hold.
        also_sync: other files of the run that must not fall behind the checkpoint.
        keep: number of committed checkpoints to keep, 1 or more.

    Raises:
        OSError: a file could not be written; the checkpoint before still counts.
    """
    from tf1_graphs.runs import state_file  # with NumPy, which a launched script's parent spares

    folder = Path(folder)
    _delete(_files(folder, position))
    save(str(folder / position.prefix))
    written = _files(folder, position)
    hashes = {f"sha256 {path.name}": files.sha256(path) for path in written}
    state_path = folder / f"{position.prefix}.state.npz"
    state_file.write(state_path, {**state, **hashes})
    for path in (*written, state_path, *also_sync, folder):
        files.sync(path)
    files.atomic_write(folder / EPOCH_FILE, f"{position.epoch}")
    _prune(folder, keep)


def forget_after(folder, position):
    """Delete checkpoints behind a position, which the run goes on from: they cannot be used."""
    folder = Path(folder)
    later = [found for found in _positions(folder) if found > position]
    if later or read_epoch(folder / EPOCH_FILE, []) != position.epoch:
        files.atomic_write(folder / EPOCH_FILE, f"{position.epoch}")
    for found in later:
        _delete(_files(folder, found))


def save(saver, session, prefix):
    """Save the variables; TensorFlow's own errors about files become an `OSError`."""
    try:
        saver.save(session, str(prefix), write_meta_graph=False, write_state=False)
    except tf.errors.OpError as error:
        raise OSError(f"the checkpoint {prefix} could not be saved: {reason(error)}") from error


def restore_variables(saver, session, prefix):
    """Restore the variables.

    Raises:
        InputError: the checkpoint is not of the session's graph, or cannot be read.
    """
    try:
        saver.restore(session, str(prefix))
    except (tf.errors.OpError, ValueError) as error:
        raise InputError(
            f"the checkpoint {prefix} cannot be restored into this graph: {reason(error)}"
        ) from None


def restore_by_name(variables, session, prefix, table=None, say=print):
    """Restore variables, also where the checkpoint has them under older names.

    Args:
        variables: list of `tf.Variable`.
        session: its session.
        prefix: the checkpoint.
        table: names in the checkpoint by names in the graph, which the user says.
        say: function that prints a line for each variable that has another name.

    Raises:
        InputError: the checkpoint cannot be read, or lacks a variable by all known names.
    """
    try:
        reader = tf.train.load_checkpoint(str(prefix))
        held = reader.get_variable_to_shape_map()
    except (tf.errors.OpError, ValueError, RuntimeError) as error:
        raise InputError(f"the checkpoint {prefix} cannot be read: {reason(error)}") from None
    wanted = {variable.op.name: tuple(variable.shape.as_list()) for variable in variables}
    found, told = renaming.match(wanted, held, table)
    if lacking := [name for name in wanted if name not in found]:
        raise InputError(
            f"the checkpoint {prefix} cannot be restored into this graph: it has no "
            f"{lacking[0]} {list(wanted[lacking[0]])}, nor {len(lacking) - 1} others; it has "
            f"{', '.join(sorted(held)[:6])} …: say which is which by --rename GRAPH_NAME=NAME"
        )
    for line in told:
        say(line)
    saver = tf.train.Saver({found[variable.op.name]: variable for variable in variables})
    restore_variables(saver, session, prefix)


def reason(error):
    """Return the line of a TensorFlow error that says what was wrong, from among its stack."""
    message = str(getattr(error, "message", error))
    kernel = re.search(r"Node: '.*'\n(.+)", message)
    return kernel[1] if kernel else message.splitlines()[0]


def save_best(folder, saver, session, epoch):
    """Keep the model after `epoch` epochs as the best one so far, instead of the one before."""
    folder.mkdir(exist_ok=True)
    before = list(folder.iterdir())
    save(saver, session, folder / f"model-{epoch}")
    for path in (*folder.iterdir(), folder):
        files.sync(path)
    for path in before:
        if not path.name.startswith(f"model-{epoch}."):
            path.unlink()


def committed(folder, highest=None):
    """Find the checkpoint to continue from.

    Args:
        folder: the run's `checkpoints` folder.
        highest: of a script's run, the call that its journal reaches; later ones are passed over.

    Returns:
        (position, state, warnings), the state as arrays by name; position and state are None if the
        run has no checkpoint yet. The warnings say which newer checkpoints were passed over, and
        why.

    Raises:
        InputError: there are checkpoints, but none that verifies.
    """
    folder = Path(folder)
    epoch_path = folder / EPOCH_FILE
    positions = _positions(folder)
    warnings = []
    if not epoch_path.exists() and not positions:
        return None, None, warnings
    epoch = read_epoch(epoch_path, warnings)
    if epoch is not None:
        positions = [position for position in positions if position.epoch <= epoch]
        if epoch and not any(position.epoch == epoch for position in positions):
            warnings.append(f"the checkpoint {Position(epoch).prefix} is not there")
    for position in positions:
        if highest is not None and position.epoch > highest:
            warnings.append(f"the journal ends at call {highest}, before {position.prefix}")
            continue
        try:
            return position, _verified_state(folder, position), warnings
        except InputError as error:
            warnings.append(str(error))
    if epoch == 0:
        return None, None, warnings
    anew = "start over with --fresh" if highest is None else "begin a new run"
    raise InputError(
        f"no checkpoint in {folder} can be used: {'; '.join(warnings)}; "
        f"put the files back from a copy, or {anew}"
    )


def read_epoch(path, warnings=None):
    """Return the number in an epoch file.

    Args:
        path: the epoch file.
        warnings: list that takes the complaint about a bad file; None raises it instead.

    Raises:
        InputError: the file is missing or is not a number, and there is no list to take that.
    """
    try:
        text = Path(path).read_bytes()
        if re.fullmatch(rb"\s*\d+\s*", text):
            return int(text)
        complaint = f"the epoch file {path} is not a number: {text[:20]!r}"
    except FileNotFoundError:
        complaint = f"the epoch file {path} is not there"
    if warnings is None:
        raise InputError(complaint)
    warnings.append(complaint)
    return None


def _verified_state(folder, position):
    """Return a checkpoint's state, after its files were compared with the hashes in it."""
    from tf1_graphs.runs import state_file

    state = state_file.read(folder / f"{position.prefix}.state.npz")
    for name in [name for name in state if name.startswith("sha256 ")]:
        path = folder / name.removeprefix("sha256 ")
        if not path.exists():
            raise InputError(f"{path.name} is missing")
        if files.sha256(path) != str(state.pop(name)):
            raise InputError(f"{path.name} is damaged: its content is not what was saved")
    return state


def _positions(folder):
    """Return the positions of all checkpoints that have a state file, newest first."""
    matches = (_STATE_FILE.fullmatch(path.name) for path in folder.glob("*.state.npz"))
    return sorted((Position(int(m[1]), int(m[2] or 0)) for m in matches if m), reverse=True)


def _files(folder, position):
    """Return a checkpoint's files, its state first: without that the rest does not count."""
    paths = folder.glob(f"{position.prefix}.*")
    return sorted(paths, key=lambda path: (not path.name.endswith(".state.npz"), path.name))


def _delete(paths):
    for path in paths:
        path.unlink()


def _prune(folder, keep):
    """Delete old checkpoints, and what killed processes left behind half written."""
    positions = _positions(folder)
    for position in positions[keep:]:
        _delete(_files(folder, position))
    kept = {path for position in positions[:keep] for path in _files(folder, position)}
    strays = set(folder.glob("model.ckpt-*")) - kept | set(folder.glob("*.tempstate*"))
    _delete(strays)
