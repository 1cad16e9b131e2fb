"""Says of scripts that ran on both TensorFlows whether they printed the same, and what differs."""

import json
import re
from collections import Counter

SAME, DIFFERS, FAILS, LEFT_OUT = "same lines", "other lines", "fails", "does not run on 1.15.5"
VARIES = "other lines each time on 1.15.5"


def judged(oracle, here, roots):
    """Judge one script.

    Args:
        oracle: folder of what was noted on 1.15.5.
        here: that of the drop-in.
        roots: the two folders of the scripts, which are no difference where they are printed.

    Returns:
        Dict: `verdict`, one of the four; `lines` printed on 1.15.5; `runs` of a session there;
        `why`, the error or the first difference; `cause`, what differs first in what was
        fetched and built, or an empty string.
    """
    there, ours = (json.loads((path / "status.json").read_text()) for path in (oracle, here))
    expected, printed = (
        _lines(path / "out.txt", root) for path, root in zip((oracle, here), roots, strict=True)
    )
    runs = (oracle / "runs.jsonl").read_text().splitlines()
    row = {"lines": len(expected), "runs": len(runs), "why": "", "cause": ""}
    if there["status"] or not (runs or expected):
        return {**row, "verdict": LEFT_OUT, "why": _last(oracle / "err.txt") or "does nothing"}
    if ours["timed_out"]:
        return {**row, "verdict": FAILS, "why": "takes too long"}
    if ours["status"]:
        return {**row, "verdict": FAILS, "why": _last(here / "err.txt")}
    row["cause"] = _first_value(runs, (here / "runs.jsonl").read_text().splitlines())
    row["cause"] = "; ".join(filter(None, (_first_node(oracle, here), row["cause"])))
    if expected == printed:
        return {**row, "verdict": SAME}
    pairs = zip([*expected, "(end)"], [*printed, "(end)"], strict=False)
    at, pair = next((i, pair) for i, pair in enumerate(pairs, 1) if pair[0] != pair[1])
    why = f"line {at}: {pair[0][:100]!r} there, {pair[1][:100]!r} here"
    return {**row, "verdict": DIFFERS, "why": why}


def excuse(row, first, second):
    """Change the verdict on a script that prints other lines each time it runs on 1.15.5.

    Args:
        row: of `judged`.
        first: folder of what was noted of one run there.
        second: that of another.
    """
    if (first / "out.txt").read_text() != (second / "out.txt").read_text():
        row["verdict"] = VARIES


# What Keras prints of its time, and the lines that its bar has printed over.
_TIMES = (
    (r"[^\n]*\r(?!\n)", ""),
    (r" at 0x[0-9a-f]+", " at 0x"),
    (r"\] - \d+s \d+[mu]?s/", "] - TIME/"),
    (r"^(\d+/\d+) - \d+s - ", r"\1 - TIME - "),
)


def _lines(path, root):
    text = path.read_bytes().decode(errors="replace").replace(str(root), "")
    for pattern, name in _TIMES:
        text = re.sub(pattern, name, text, flags=re.MULTILINE)
    return text.splitlines()


def _last(path):
    lines = path.read_text(errors="replace").strip().splitlines()
    errors = [line for line in lines if re.match(r"[\w.]*(Error|Exception|Interrupt)\b", line)]
    return (errors or lines or [""])[-1][:300]


def _first_value(expected, found):
    for number, (there, here) in enumerate(zip(expected, found, strict=False), 1):
        if there != here:
            pairs = list(zip(json.loads(there), json.loads(here), strict=False))
            place, (a, b) = next((i, p) for i, p in enumerate(pairs, 1) if p[0] != p[1])
            largest = max((abs(x - y) for x, y in zip(a[3], b[3], strict=False)), default=0)
            scale = max(a[3], default=0) or 1
            far = f", apart by {largest / scale:.0e}" if a[:2] == b[:2] else f": {a[:2]}, {b[:2]}"
            return f"run {number}: fetch {place} differs{far}"
    if len(expected) != len(found):
        return f"{len(expected)} runs there, {len(found)} here"
    return ""


def _first_node(oracle, here):
    """Name the first node that differs, for each of a script's graphs in order."""
    from tf1_graphs.tensorflow1 import RENAMED_OPS, tf

    for path in sorted(oracle.glob("graph-*.pb")):
        if not (here / path.name).is_file():
            return f"no {path.stem} here"
        pair = []
        for file in (path, here / path.name):
            graph = tf.GraphDef.FromString(file.read_bytes())
            ops = [(n.name, RENAMED_OPS.get(n.op, n.op), tuple(n.input)) for n in graph.node]
            pair.append(ops)
        if pair[0] != pair[1]:
            nodes = zip([*pair[0], None], [*pair[1], None], strict=False)
            at, (a, b) = next((i, two) for i, two in enumerate(nodes) if two[0] != two[1])
            return f"node {at}: {_shown(a)} there, {_shown(b)} here"
    return ""


def _shown(node):
    return f"{node[0]} ({node[1]})" if node else "no more"


def table(rows):
    """Return the lines of a Markdown table of repositories, and of what differs, most often first.

    Args:
        rows: dicts as `judged` gives them, with `repository` and `script`.
    """
    ran = [row for row in rows if row["verdict"] != LEFT_OUT]
    lines = [
        "| repository | run on 1.15.5 | run here | print the same lines | vary on 1.15.5 itself "
        "| fetch the same bits |",
        "|---|---|---|---|---|---|",
    ]
    for name in [*dict.fromkeys(row["repository"] for row in ran), "all"]:
        those = [row for row in ran if name in (row["repository"], "all")]
        runs = [row for row in those if row["verdict"] != FAILS]
        same = [row for row in runs if row["verdict"] == SAME]
        bits = [row for row in runs if "run" not in row["cause"]]
        vary = [row for row in runs if row["verdict"] == VARIES]
        numbers = " | ".join(str(len(them)) for them in (those, runs, same, vary, bits))
        lines.append(f"| {name} | {numbers} |")
    for verdict in (FAILS, DIFFERS, VARIES):
        counted = Counter(row["why"] for row in ran if row["verdict"] == verdict)
        lines += ["", f"{verdict}:"] if counted else []
        for row in sorted(ran, key=lambda row: (-counted[row["why"]], row["why"])):
            if row["verdict"] == verdict:
                cause = f" [{row['cause']}]" if row["cause"] else ""
                lines.append(f"- {row['repository']}/{row['script']}: {row['why']}{cause}")
    return lines
