"""Judges printed lines: what was published beside what came out, number by number."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass

SAME, ROUNDED, OTHER = "same", "same at the printed precision", "other"
NOT_COMPARABLE = "not comparable"
VERDICTS = (SAME, ROUNDED, OTHER, NOT_COMPARABLE)

_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])|(?<=[\[( ])[-+]?\d+\.(?=[\s,\])])"
)
_TIME_WORDS = r"(?:sec(?:ond)?s?|ms|msec|µs|us|min(?:ute)?s?|hours?|it/s|s/it|step/s(?:ec)?|s)\b"

# What differs from one run to the next whatever was computed, with the reason that is given.
RULES = (
    (re.compile(r"\b0x[0-9a-fA-F]{6,}\b"), "an address in memory"),
    (re.compile(rf"\d\s?{_TIME_WORDS}"), "a time"),
    (re.compile(r"\b(?:time|took|elapsed|duration|eta|speed|wall)\b", re.IGNORECASE), "a time"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b|\b\d?\d:\d\d(?::\d\d)?\b"), "a date"),
    (re.compile(r"<matplotlib\.|<Figure |<IPython\.|<AxesSubplot"), "a picture"),
    (re.compile(r"(?:^|[\s'\"=])(?:/|~/|\./|[A-Z]:\\)[\w.\-/\\]+"), "a path"),
    (
        re.compile(
            r"WARNING|Warning:|DeprecationWarning|^INFO:tensorflow|^I tensorflow|^W tensorflow"
        ),
        "a log",
    ),
    (re.compile(r"\d+%\|"), "a progress bar"),
)


@dataclass(frozen=True)
class Line:
    """A published line and its verdict.

    Attributes:
        published: as it was published; empty where only this run printed it.
        reproduced: what came out in its place, or None.
        verdict: one of `VERDICTS`; None of a line that was not published.
        remark: why, or the first number that differs and by how much.
    """

    published: str
    reproduced: str | None
    verdict: str | None
    remark: str = ""


def compare(published, reproduced):
    """Judge each published line.

    Lines are paired by their words, so that one that is missing does not shift the others.

    Args:
        published: list of lines.
        reproduced: list of lines.

    Returns:
        List of `Line`, in the order of what was published; lines that only came out now stand where
        they came, without a verdict.
    """
    shapes = [[_shape(line) for line in lines] for lines in (published, reproduced)]
    matcher = difflib.SequenceMatcher(None, *shapes, autojunk=False)
    found = []
    for _, from_, to, here, until in matcher.get_opcodes():
        pairs = min(to - from_, until - here)
        for offset in range(pairs):
            found.append(judged(published[from_ + offset], reproduced[here + offset]))
        for line in published[from_ + pairs : to]:
            found.append(_missing(line))
        found += [Line("", line, None) for line in reproduced[here + pairs : until]]
    return found


def judged(published, reproduced):
    """Judge one line against what came out in its place."""
    if published.rstrip() == reproduced.rstrip():
        return Line(published, reproduced, SAME)
    for pattern, reason in RULES:
        if pattern.search(published):
            return Line(published, reproduced, NOT_COMPARABLE, reason)
    if _shape(published) != _shape(reproduced):
        return Line(published, reproduced, OTHER, "other words")
    verdict = SAME
    pairs = zip(_NUMBER.findall(published), _NUMBER.findall(reproduced), strict=True)
    for there, here in pairs:
        if there == here:
            continue
        if not _agree(there, here):
            return Line(published, reproduced, OTHER, _difference(there, here))
        verdict = ROUNDED
    return Line(published, reproduced, ROUNDED if verdict == SAME else verdict)


def _missing(line):
    for pattern, reason in RULES:
        if pattern.search(line):
            return Line(line, None, NOT_COMPARABLE, reason)
    return Line(line, None, OTHER, "not printed")


def _shape(line):
    """Return a line's words, without its numbers and its spaces."""
    return re.sub(r"\s+", "", _NUMBER.sub("#", line))


def _agree(there, here):
    """Tell whether two numbers agree at the coarser one's printed precision."""
    unit = max(_unit(there), _unit(here))
    return abs(float(there) - float(here)) <= 0.5 * unit * (1 + 1e-9)


def _unit(text):
    """Return the value of a number's last printed digit; 0 of a whole number, which is exact."""
    digits, _, exponent = text.lower().partition("e")
    _, point, decimals = digits.partition(".")
    if not point and not exponent:
        return 0.0
    return 10.0 ** (int(exponent or 0) - len(decimals))


def _difference(there, here):
    difference = float(here) - float(there)
    relative = f", {abs(difference / float(there)):.2g} of it" if float(there) else ""
    return f"{there} published, {here} came out: {difference:+.3g}{relative}"


def counts(lines):
    """Return the number of published lines by verdict."""
    found = Counter(line.verdict for line in lines if line.verdict)
    return {verdict: found[verdict] for verdict in VERDICTS}


def share(lines):
    """Return the share of comparable lines that came out, from 0 to 1; 1 if there are none."""
    found = counts(lines)
    compared = found[SAME] + found[ROUNDED] + found[OTHER]
    return (found[SAME] + found[ROUNDED]) / compared if compared else 1.0
