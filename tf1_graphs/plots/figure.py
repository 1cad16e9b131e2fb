"""Makes matplotlib figures, without a display and without pyplot's global state."""

import io
import math
from dataclasses import dataclass
from typing import Any

from tf1_graphs import files
from tf1_graphs.errors import InputError

# Okabe and Ito's colours, which colour-blind readers tell apart.
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
BLACK, GREY = "#000000", "#6B6B6B"
_PARTS = {"train": "training set", "valid": "validation set", "test": "test set"}
DOTS_PER_INCH = 120


@dataclass(frozen=True)
class Plot:
    """A picture and what is said about it.

    Attributes:
        name: stem of its file name, unique within a run.
        title: heading, one line.
        alt: alternative text: the facts that the picture shows, for who cannot see it.
        figure: `matplotlib.figure.Figure`.
    """

    name: str
    title: str
    alt: str
    figure: Any


def blank(width, height, title):
    """Make an empty figure.

    Args:
        width: in inches.
        height: in inches.
        title: heading above all panels.

    Returns:
        `matplotlib.figure.Figure`; it is drawn by Agg, which needs no display.

    Raises:
        InputError: matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError(
            "plots need matplotlib, which is not installed: pip install 'tf1_graphs[plot]'"
        ) from None
    made = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained")
    made.suptitle(title)
    return made


def name_of_part(part):
    """Return what a part of the data is called in a plot."""
    return _PARTS.get(part, part.replace("_", " "))


def panels(figure, count, columns):
    """Divide a figure into panels, row by row; return the first `count` of them as a list."""
    axes = figure.subplots(math.ceil(count / columns), columns, squeeze=False).flat
    for panel in axes[count:]:
        panel.set_axis_off()
    return list(axes[:count])


def tidy(panel):
    """Give a panel a faint grid, and no frame at its top and right."""
    panel.grid(visible=True, alpha=0.25)
    panel.set_axisbelow(True)
    panel.spines[["top", "right"]].set_visible(False)


def log_scale(panel, values):
    """Make a panel's y axis logarithmic for these values, readable where they span few decades."""
    panel.set_yscale("log", nonpositive="mask")
    if values.max() / values.min() < 1000:
        from matplotlib.ticker import LogLocator, NullFormatter

        panel.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        panel.yaxis.set_major_formatter("{x:g}")
        panel.yaxis.set_minor_formatter(NullFormatter())


def png(plot):
    """Return a plot as the bytes of a PNG file, its alternative text in it as the description."""
    content = io.BytesIO()
    metadata = {"Title": plot.title, "Description": plot.alt, "Software": None}
    plot.figure.savefig(content, format="png", metadata=metadata)
    return content.getvalue()


def save(plot, path):
    """Write a plot as a PNG file, by atomic replace.

    Raises:
        OSError: the file cannot be written; an old one then stands as it was.
    """
    files.atomic_write(path, png(plot))
