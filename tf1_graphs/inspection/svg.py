"""Draws a picture of a graph as SVG text, for documentation pages and reports."""

import hashlib
import itertools
from xml.sax.saxutils import escape

from tf1_graphs.errors import InputError
from tf1_graphs.inspection.layout import CHARACTER, LINE, PADDING, layout
from tf1_graphs.inspection.picture import picture

MOST_BOXES = 250
# Fill, border and dashes by kind; the text on each fill has a contrast above 12 : 1.
_STYLES = {
    "input": ("#e3f1e1", "#3c7a35", ""),
    "variables": ("#fdf0d5", "#9a6a0a", ""),
    "ops": ("#e4ecf7", "#3b5f93", ""),
    "training": ("#f1f1f1", "#6b6b6b", "5 3"),
}
_CORNERS = {"input": 2, "variables": 14, "ops": 6, "training": 6}
_FONT = "font-family='DejaVu Sans, Verdana, Helvetica, Arial, sans-serif'"


def svg(graph, depth=1, title="graph"):
    """Draw a graph.

    Args:
        graph: `tf.Graph`.
        depth: levels of name scopes that are kept apart; what is deeper is drawn as one box. Of
            more than `MOST_BOXES`, fewer levels are kept.
        title: one line, which is the picture's name for those who cannot see it.

    Returns:
        SVG text, which can be a file of its own or stand inside an HTML page.

    Raises:
        InputError: there are more than `MOST_BOXES` on the first level; or grandalf, which
            arranges the boxes, is not installed.

    Example:
        `Path("moons.svg").write_text(svg(graph, depth=2, title="moons"))`
    """
    drawn = picture(graph, depth, title)
    while depth > 1 and len(drawn.boxes) > MOST_BOXES:
        depth -= 1
        drawn = picture(graph, depth, title)
    if len(drawn.boxes) > MOST_BOXES:
        raise InputError(
            f"{title} has {len(drawn.boxes)} scopes and ops on the first level, and a picture of "
            f"more than {MOST_BOXES} cannot be read: --html FILE opens them one by one"
        )
    places = layout(drawn)
    width, height = places.size
    footer = _footer(drawn)
    height += LINE if footer else 0
    width = max(width, len(footer) * CHARACTER)
    # Two pictures in one page must not share names.
    key = hashlib.sha256(f"{drawn}".encode()).hexdigest()[:8]
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width:.0f} {height:.0f}' "
        f"width='{width:.0f}' height='{height:.0f}' style='max-width: 100%; height: auto' "
        f"role='img' aria-labelledby='title-{key} desc-{key}' {_FONT} font-size='12'>",
        f"<title id='title-{key}'>{escape(title)}</title>",
        f"<desc id='desc-{key}'>{escape(in_words(drawn))}</desc>",
        f"<marker id='arrow-{key}' viewBox='0 0 8 8' refX='8' refY='4' markerWidth='8' "
        "markerHeight='8' orient='auto'><path d='M 0 0 L 8 4 L 0 8 z' fill='#444'/></marker>",
        "<rect width='100%' height='100%' fill='#fff'/>",
        *(_arrow(points, key) for points in places.arrows.values()),
        *(_shape(drawn, pair, points) for pair, points in places.arrows.items()),
        *(_box(box, *places.boxes[box.name]) for box in drawn.boxes),
        _text(width / 2, height - PADDING, footer, "fill='#444'") if footer else "",
        "</svg>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def in_words(drawn):
    """Say what a picture shows: each box, what is in it, and where its arrows lead."""
    sentences = []
    for box in drawn.boxes:
        targets = [end for start, end in drawn.arrows if start == box.name]
        leads = f" leads to {', '.join(targets)}" if targets else ""
        sentences.append(f"{box.name} ({box.kind}: {'; '.join(box.lines)}){leads}.")
    return " ".join([*sentences, _footer(drawn)]).strip()


def _footer(drawn):
    left_out = ", ".join(f"{name} ({count} ops)" for name, count in drawn.auxiliary.items())
    return f"Not drawn: {left_out}." if left_out else ""


def _box(box, x, y, width, height):
    fill, border, dashes = _STYLES[box.kind]
    left, top = x - width / 2, y - height / 2
    lines = [
        _text(x, top + LINE + PADDING / 4, box.name, "font-weight='bold' fill='#111'"),
        *(
            _text(x, top + LINE * (number + 2), line, "font-size='11' fill='#111'")
            for number, line in enumerate(box.lines)
        ),
    ]
    return (
        f"<g><title>{escape(box.name)}: {box.kind}</title>"
        f"<rect x='{left:.1f}' y='{top:.1f}' width='{width:.1f}' height='{height:.1f}' "
        f"rx='{_CORNERS[box.kind]}' fill='{fill}' stroke='{border}' stroke-width='1.3' "
        f"stroke-dasharray='{dashes or 'none'}'/>{''.join(lines)}</g>"
    )


def _text(x, y, text, attributes):
    return f"<text x='{x:.1f}' y='{y:.1f}' text-anchor='middle' {attributes}>{escape(text)}</text>"


def _arrow(points, key):
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f"<polyline points='{way}' fill='none' stroke='#444' stroke-width='1.2' "
        f"stroke-linejoin='round' marker-end='url(#arrow-{key})'/>"
    )


def _shape(drawn, pair, points):
    """Write a tensor's shape on its arrow, if it is the only one and its rank is known."""
    shapes = set(drawn.arrows[pair]) - {"unknown"}
    start = next(box for box in drawn.boxes if box.name == pair[0])
    if len(shapes) != 1 or start.kind in ("variables", "input"):
        return ""
    # On the last long piece, which is this arrow's alone.
    pieces = list(itertools.pairwise(points))
    (x1, y1), (x2, y2) = max(
        reversed(pieces), key=lambda piece: abs(piece[1][1] - piece[0][1]) > LINE
    )
    x, y, text = (x1 + x2) / 2, (y1 + y2) / 2, shapes.pop()
    width = len(text) * 6
    ground = (
        f"<rect x='{x - width / 2:.1f}' y='{y - 7:.1f}' width='{width}' height='13' fill='#fff'/>"
    )
    return ground + _text(x, y + 4, text, "font-size='10' fill='#333'")
