"""Writes TensorBoard's text tab: what a run is, what its article says, and where that is wrong."""


def describe(experiment, manifest):
    """Return the texts of a run as Markdown by tag.

    Args:
        experiment: the `Experiment`.
        manifest: what `run.json` holds.
    """
    return {
        "run/manifest": _table(("key", "value"), _flat(manifest)),
        "article/published_figures": _table(
            ("figure", "published", "rule", "settings", "place"),
            [_figure_row(figure) for figure in experiment.published.figures],
        ),
        "article/errata": _table(
            ("", "place", "mistake", "effect", "`--corrected`"),
            [
                (
                    erratum.number,
                    erratum.place,
                    erratum.mistake,
                    erratum.effect,
                    "repairs it" if erratum.corrected else "leaves it",
                )
                for erratum in experiment.published.errata
            ],
        ),
        "article/notes": "\n".join(f"- {note}" for note in experiment.published.notes) or "None.",
    }


def _figure_row(figure):
    rule = (
        f"{figure.rule}: {figure.bounds[0]} to {figure.bounds[1]}" if figure.bounds else figure.rule
    )
    settings = ", ".join(f"{name}={value}" for name, value in figure.settings.items())
    return figure.name, figure.published, rule, settings, figure.place


def _flat(values, prefix=""):
    """Return nested dictionaries as rows of (path, value)."""
    rows = []
    for key, value in values.items():
        if isinstance(value, dict):
            rows += _flat(value, f"{prefix}{key}.")
        else:
            rows.append((prefix + key, " ".join(value) if key == "command" else value))
    return rows


def _table(headings, rows):
    """Return rows as a table in Markdown."""
    if not rows:
        return "None."
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(value):
    """Escape what ends a cell."""
    return str(value).replace("|", "\\|").replace("\n", " ")
