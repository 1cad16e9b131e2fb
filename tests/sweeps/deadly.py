"""What takes the process with it that it arrives in, as a lack of memory does."""

import os
import signal


def die():
    """Kill this process."""
    os.kill(os.getpid(), signal.SIGKILL)


class Deadly:
    """Unpickled by `die`."""

    def __reduce__(self):
        return die, ()
