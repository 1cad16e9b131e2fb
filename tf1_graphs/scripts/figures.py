"""Saves what `plt.show()` would show where there is no display, and says where."""

import itertools
import os
import sys
from pathlib import Path


def save_what_cannot_be_shown():
    """Have matplotlib draw into files where it cannot open windows."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or "ipykernel" in sys.modules:
        return
    if sys.platform in ("darwin", "win32"):
        return
    os.environ["MPLBACKEND"] = "Agg"
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.use = lambda *args, **kwargs: None  # a script may ask for windows
    import matplotlib.pyplot as plt

    stem = Path(sys.argv[0] or "figure").stem
    numbers = itertools.count(1)

    def show(*args, **kwargs):
        """Save the open figures, beside nothing that is there, and close them."""
        for figure in map(plt.figure, plt.get_fignums()):
            path = next(p for n in numbers if not (p := Path(f"{stem}-figure-{n}.png")).exists())
            figure.savefig(path)
            print(f"tf1_graphs: there is no display; the figure is in {path}", file=sys.stderr)
        plt.close("all")

    plt.show = show
    plt.waitforbuttonpress = matplotlib.figure.Figure.waitforbuttonpress = _nobody_presses
    matplotlib.figure.Figure.show = lambda self, *args, **kwargs: show()


def _nobody_presses(*args, **kwargs):
    """Return at once, as after a timeout: without a display there are no keys and no mouse."""
