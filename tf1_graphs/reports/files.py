"""The files of a report: HTML, and Markdown and JSON beside it, replaced together."""

import functools
import json
import re

from tf1_graphs import files
from tf1_graphs.judging.words import SIGNS
from tf1_graphs.reports import content, pictures


def write_experiment(reproduction, path=None, runs=()):
    """Write the report of one experiment.

    Args:
        reproduction: the `Reproduction`.
        path: the HTML file; by default, `report.html` in the run directory.
        runs: `RunDirectory`s that are listed.

    Returns:
        The HTML file's path.

    Raises:
        OSError: a file cannot be written.
    """
    drawn, undrawn = pictures.of_reproduction(reproduction)
    said = content.of_experiment(reproduction, drawn, undrawn, runs)
    path = path or reproduction.run.report(".html")
    return write("experiment", said, reproduction.as_json(), path)


def write_overall(reproductions, path):
    """Write the report over all experiments.

    Args:
        reproductions: list of `Reproduction`.
        path: the HTML file; reports under its folder are linked from it.

    Returns:
        The HTML file's path.

    Raises:
        OSError: a file cannot be written.
    """
    said = content.of_overall(reproductions, path.parent)
    as_json = {
        "totals": said["counts"],
        "articles": {article["number"]: article["counts"] for article in said["articles"]},
        "experiments": [reproduction.as_json() for reproduction in reproductions],
    }
    return write("overall", said, as_json, path)


def write(template, said, as_json, path):
    """Write a report's three files: all of them, or none.

    Args:
        template: stem of the templates' names.
        said: what they say.
        as_json: what the JSON file holds.
        path: the HTML file, in a folder that is there; the others are beside it.

    Returns:
        The HTML file's path.

    Raises:
        OSError: a file cannot be written; the old ones then stand.
    """
    text = json.dumps(as_json, indent=2, allow_nan=False) + "\n"
    files.atomic_writes(
        {
            path.with_suffix(".json"): text,
            path.with_suffix(".md"): render(f"{template}.md", said),
            path: render(f"{template}.html", said),
        }
    )
    return path


def render(name, said):
    """Fill a template in."""
    return _environment().get_template(name).render(said)


@functools.cache
def _environment():
    """Return Jinja's environment: it escapes in HTML, and refuses names that are not there."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("tf1_graphs.reports"),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals["signs"] = SIGNS
    made.filters |= {"code": _code, "markdown": _markdown, "number": _number}
    return made


def _code(text):
    """Return a text for HTML, what stands in backticks as code."""
    from markupsafe import Markup, escape

    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _markdown(text):
    """Return a text as it stands in a line or a cell of Markdown, whatever is in it."""
    line = " ".join(str(text).split())
    return line.replace("|", "\\|").replace("<", "\\<")


def _number(value):
    """Return a number in at most nine significant digits, which a float32 has."""
    return f"{value:.9g}" if isinstance(value, float) else str(value)
