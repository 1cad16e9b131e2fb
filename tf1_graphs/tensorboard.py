"""TensorBoard on a run, or on all runs of a folder."""

import signal

from tf1_graphs.errors import InputError


def serve(folder, port, say):
    """Run TensorBoard in the foreground until Ctrl-C.

    Args:
        folder: a run directory, or a folder with runs in it.
        port: TCP port on this machine; None takes a free one.
        say: function that prints a line.

    Raises:
        InputError: there are no event files, the port is in use, or TensorBoard is not installed.
    """
    if not folder.is_dir() or not any(folder.rglob("events.out.tfevents.*")):
        raise InputError(
            f"{folder} has no event files: train something first, e.g. `tf1-graphs train moons`"
        )
    from tensorboard import program
    from tensorboard.util import tb_logging

    tb_logging.get_logger().setLevel("ERROR")
    server = program.TensorBoard()
    server.configure(logdir=str(folder), port=port or 0, host="127.0.0.1")
    try:
        url = server.launch()
    except program.TensorBoardServerException as error:
        raise InputError(str(error).strip()) from None
    say(f"TensorBoard on {folder}: {url} (Ctrl-C stops it)")
    try:
        signal.pause()
    except KeyboardInterrupt:
        say("TensorBoard stopped")
