"""Writes tables: aligned for a terminal, and as HTML for a notebook."""

import html as markup
import textwrap


def lines(rows, headings=None, rule=False, widest=None):
    """Return the lines of a table; none where there are no rows.

    Args:
        rows: iterable of rows, each a sequence of texts.
        headings: texts above the columns.
        rule: whether a line of hyphens stands below the headings.
        widest: number of characters at which a cell is wrapped; None: never.
    """
    rows = list(rows)
    if rows and headings:
        rows.insert(0, headings)
    cells = [
        [(textwrap.wrap(cell, widest) if widest else None) or [cell] for cell in row]
        for row in rows
    ]
    columns = zip(*cells, strict=True)
    widths = [max(len(part) for cell in column for part in cell) for column in columns]
    found = [
        "  ".join(
            (cell[i] if i < len(cell) else "").ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
        for i in range(max(map(len, row)))
    ]
    if rule and rows:
        found.insert(max(map(len, cells[0])), "  ".join("-" * width for width in widths))
    return found


def html(rows, headings):
    """Return a table as HTML, as a notebook shows it.

    Args:
        rows: iterable of rows, each a sequence of texts.
        headings: texts above the columns.
    """

    def row(cells, tag):
        return "".join(f"<{tag}>{markup.escape(str(cell))}</{tag}>" for cell in cells)

    body = "".join(f"<tr>{row(cells, 'td')}</tr>" for cells in rows)
    return f"<table><thead><tr>{row(headings, 'th')}</tr></thead><tbody>{body}</tbody></table>"
