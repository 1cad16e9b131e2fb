"""Writes a report's HTML, with Markdown and JSON beside it, all replaced together."""

import functools
import json
import re

from tf1_graphs import files
from tf1_graphs.judging.wording import SIGNS
from tf1_graphs.reports import content, page, pictures


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
    text = render(f"{template}.md", said)
    files.atomic_writes(
        {
            path.with_suffix(".json"): json.dumps(as_json, indent=2, allow_nan=False) + "\n",
            path.with_suffix(".md"): page.without_pictures(text),
            path: render("page.html", said | {"body": page.body(text)}),
        }
    )
    return path


def render(name, said):
    """Fill a template in; of Markdown, the blank lines that its parts leave become one."""
    text = _environment().get_template(name).render(said)
    return re.sub(r"\n{3,}", "\n\n", text).lstrip("\n") if name.endswith(".md") else text


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
    """Return a text as code in a line or a cell of Markdown, whatever is in it."""
    line = " ".join(str(text).split()).replace("|", "\\|")
    fence = "`" * (1 + max(map(len, re.findall("`+", line)), default=0))
    return f"{fence}{line}{fence}" if fence == "`" else f"{fence} {line} {fence}"


def _markdown(text):
    """Return a text as it stands in a line or a cell of Markdown, whatever is in it.

    What stands in backticks is code; nothing else is more than text.
    """
    parts = re.split("(`[^`]+`)", " ".join(str(text).split()))
    parts[::2] = [re.sub(r"([\\`*\[\]<>|&\"]|(?<!\w)_|_(?!\w))", r"\\\1", it) for it in parts[::2]]
    parts[1::2] = [it.replace("|", "\\|") for it in parts[1::2]]
    return "".join(parts)


def _number(value):
    """Return a number in at most nine significant digits, which a float32 has."""
    return f"{value:.9g}" if isinstance(value, float) else str(value)
