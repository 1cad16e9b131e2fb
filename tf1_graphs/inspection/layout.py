"""Places the boxes and arrows of a picture, by grandalf's layered layout."""

import graphlib
import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace

from tf1_graphs.errors import InputError

CHARACTER, LINE, PADDING = 7.2, 16, 12  # pixels, of 12 px text
GAP_X, GAP_Y = 28, 52


@dataclass(frozen=True)
class Layout:
    """Places in pixels, from the upper left corner.

    Attributes:
        size: (width, height) of the whole.
        boxes: (x, y, width, height) by name, x and y of the centre.
        arrows: points that each arrow goes through, by (from, to).
    """

    size: tuple[float, float]
    boxes: Mapping[str, tuple[float, float, float, float]]
    arrows: Mapping[tuple[str, str], Sequence[tuple[float, float]]]


def layout(picture):
    """Arrange a picture in layers from top to bottom, with few crossings.

    Raises:
        InputError: grandalf is not installed.
    """
    try:
        from grandalf.graphs import Edge, Graph, Vertex
        from grandalf.routing import EdgeViewer
    except ImportError:
        raise InputError(
            "an SVG picture needs the library grandalf: pip install 'tf1_graphs[plot]'"
        ) from None
    vertex, edge = _numbered(Vertex), _numbered(Edge)
    vertices = {box.name: vertex(box.name) for box in picture.boxes}
    for box in picture.boxes:
        width, height = box_size(box)
        vertices[box.name].view = SimpleNamespace(w=width, h=height, xy=(0, 0))
    downward = _downward([box.name for box in picture.boxes], picture.arrows)
    edges = [
        edge(vertices[start], vertices[end]) for start, end in dict.fromkeys(downward.values())
    ]
    for arrow in edges:
        arrow.view = EdgeViewer()
    boxes, ways, left = {}, {}, 0
    for part in Graph(list(vertices.values()), edges).C:
        _draw(part)
        shift = left - min(vertex.view.xy[0] - vertex.view.w / 2 for vertex in part.sV)
        for vertex in part.sV:
            x, y = vertex.view.xy
            boxes[vertex.data] = (x + shift, y, vertex.view.w, vertex.view.h)
        layers = _layers(part)
        for arrow in part.sE:
            points = _upright(arrow.view._pts, *arrow.v, layers)
            ways[arrow.v[0].data, arrow.v[1].data] = [(x + shift, y) for x, y in points]
        left = max(x + width / 2 for x, _, width, _ in boxes.values()) + GAP_X
    arrows = {pair: ways[way] if pair == way else ways[way][::-1] for pair, way in downward.items()}
    return _from_corner(boxes, arrows)


def _downward(names, arrows):
    """Return (upper, lower) box by arrow: grandalf draws no cycles, so some arrows point upward.

    Scopes can lead to each other although no op does. Of each cycle, the arrow that leads back
    farthest in order of creation points upward.
    """
    created = {name: number for number, name in enumerate(names)}
    kept = dict.fromkeys(arrows)
    while True:
        sorter = graphlib.TopologicalSorter({name: [] for name in names})
        for start, end in kept:
            sorter.add(end, start)
        try:
            order = {name: number for number, name in enumerate(sorter.static_order())}
        except graphlib.CycleError as error:
            pairs = itertools.pairwise(error.args[1])
            del kept[max(pairs, key=lambda pair: created[pair[0]] - created[pair[1]])]
        else:
            return {pair: tuple(sorted(pair, key=order.get)) for pair in arrows}


def _numbered(kind):
    """Return a class of vertices or edges whose hash counts them.

    grandalf puts them into sets, and by default the order of those is that of places in memory:
    every picture would be another.
    """
    numbers = itertools.count()

    def __init__(self, *arguments):
        self.number = next(numbers)
        kind.__init__(self, *arguments)

    return type(
        kind.__name__, (kind,), {"__init__": __init__, "__hash__": lambda self: self.number}
    )


def box_size(box):
    """Return (width, height) of a box, wide enough for its text in a common font."""
    longest = max(map(len, (box.name, *box.lines)))
    return longest * CHARACTER + 2 * PADDING, (1 + len(box.lines)) * LINE + PADDING


def _draw(part):
    from grandalf.layouts import SugiyamaLayout
    from grandalf.routing import route_with_lines

    arranged = SugiyamaLayout(part)
    arranged.route_edge = route_with_lines
    arranged.xspace, arranged.yspace = GAP_X, GAP_Y
    arranged.init_all()
    arranged.draw(10)


def _layers(part):
    """Return the (top, bottom) of each layer; its tallest box says how high it is."""
    layers = {}
    for vertex in part.sV:
        centre, half = vertex.view.xy[1], vertex.view.h / 2
        top, bottom = layers.get(centre, (centre, centre))
        layers[centre] = (min(top, centre - half), max(bottom, centre + half))
    return sorted(layers.values())


def _upright(points, start, end, layers):
    """Let an arrow go from lower to upper edges, and straight down inside layers.

    Otherwise it would cross a box that is taller than its neighbours.
    """
    way = [_on_edge(points[0][0], start, 1)]
    for x, y in (way[0], *points[1:-1], _on_edge(points[-1][0], end, -1)):
        way += [(x, edge) for layer in layers if layer[0] <= y <= layer[1] for edge in layer]
    way.append(_on_edge(points[-1][0], end, -1))
    # Neither above where it starts nor below where it ends.
    way = [point for point in way if way[0][1] <= point[1] <= way[-1][1]]
    return list(dict.fromkeys(way))


def _on_edge(x, vertex, side):
    """Return the point of a box's lower (1) or upper (-1) edge that is nearest to x."""
    centre, y = vertex.view.xy
    reach = max(0, vertex.view.w / 2 - PADDING)
    return min(max(x, centre - reach), centre + reach), y + side * vertex.view.h / 2


def _from_corner(boxes, arrows):
    """Move everything so that it begins at (GAP_X, GAP_X)."""
    xs = [x + side * width / 2 for x, _, width, _ in boxes.values() for side in (-1, 1)]
    ys = [y + side * height / 2 for _, y, _, height in boxes.values() for side in (-1, 1)]
    points = [point for points in arrows.values() for point in points]
    xs += [x for x, _ in points]
    ys += [y for _, y in points]
    dx, dy = GAP_X - min(xs, default=0), GAP_X - min(ys, default=0)
    size = max(xs, default=0) + dx + GAP_X, max(ys, default=0) + dy + GAP_X
    moved = {name: (x + dx, y + dy, w, h) for name, (x, y, w, h) in boxes.items()}
    ways = {pair: [(x + dx, y + dy) for x, y in points] for pair, points in arrows.items()}
    return Layout(size, moved, ways)
