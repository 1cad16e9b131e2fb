"""Compares the values of variables: which differ, by how much, and which are renamed."""

import numpy as np

SHOWN_DIGITS = 4


def compare_values(here, there):
    """Compare values of variables, name by name, and by their bits where names differ.

    Args:
        here: `Values`.
        there: the other `Values`.

    Returns:
        List of {`name`, `there`: its name there, `how`: `equal`, `differs`, `renamed` (the same
        bits under another name), `perhaps renamed` (the same shape and type, and the only one),
        `shape` (or type), `added`, `missing`; and where numbers were compared `count`, `differ`,
        `largest`, `ulps`, `norm` of the difference, `norm_there`}.
    """
    rows = []
    shared = [name for name in here.shapes if name in there.shapes]
    for name in shared:
        rows.append({"name": name, "there": name, **_pair(here, name, there, name)})
    only_here = [name for name in here.shapes if name not in there.shapes]
    only_there = [name for name in there.shapes if name not in here.shapes]
    bits = {}
    for name in only_there:
        bits.setdefault(_bits(there, name), []).append(name)
    for name in list(only_here):
        if same := bits.get(_bits(here, name)):
            other = same.pop(0)
            only_here.remove(name)
            only_there.remove(other)
            rows.append({"name": name, "there": other, "how": "renamed"})
    for name in list(only_here):
        alike = [other for other in only_there if _kind(there, other) == _kind(here, name)]
        rivals = [other for other in only_here if _kind(here, other) == _kind(here, name)]
        if len(alike) == len(rivals) == 1:
            only_here.remove(name)
            only_there.remove(alike[0])
            found = _pair(here, name, there, alike[0])
            rows.append({"name": name, "there": alike[0], **found, "how": "perhaps renamed"})
    rows += [{"name": name, "there": None, "how": "added"} for name in only_here]
    rows += [{"name": None, "there": name, "how": "missing"} for name in only_there]
    return rows


def _kind(values, name):
    return values.shapes[name], values.dtypes[name]


def _bits(values, name):
    array = values.read(name)
    content = repr(array.tolist()).encode() if array.dtype.kind == "O" else array.tobytes()
    return _kind(values, name), content


def _pair(here, name, there, other):
    if _kind(here, name) != _kind(there, other):
        return {"how": "shape", "here_is": _kind(here, name), "there_is": _kind(there, other)}
    mine, its = here.read(name), there.read(other)
    if _bits(here, name) == _bits(there, other):
        return {"how": "equal"}
    return {"how": "differs", **distance(mine, its)}


def distance(mine, its):
    """Return how far two arrays of the same shape are apart.

    Returns:
        {`count`, `differ`: numbers whose bits differ, `largest` difference, `ulps`: the largest
        difference counted in floating-point numbers that lie between, None of other types, `norm`
        of the difference, `norm_there`}.
    """
    if mine.dtype.kind not in "fiub":
        return {"count": mine.size, "differ": int((mine != its).sum())}
    numbers, others = mine.astype(np.float64), its.astype(np.float64)
    with np.errstate(invalid="ignore"):
        apart = np.abs(numbers - others)
    apart = np.where((numbers == others) | (np.isnan(numbers) & np.isnan(others)), 0.0, apart)
    steps = ulps(mine, its)
    differ = steps != 0 if steps is not None else numbers != others
    return {
        "count": int(mine.size),
        "differ": int(differ.sum()),
        "largest": float(apart.max(initial=0.0)),
        "ulps": None if steps is None else int(steps.max(initial=0)),
        "norm": float(np.sqrt((apart**2).sum())),
        "norm_there": float(np.sqrt((others**2).sum())),
    }


def ulps(mine, its):
    """Return how many floating-point numbers lie between two arrays, element by element.

    Returns:
        Integers of the arrays' shape; None where they are no floating-point numbers.
    """
    kinds = {2: np.int16, 4: np.int32, 8: np.int64}
    if mine.dtype.kind != "f" or mine.dtype.itemsize not in kinds:
        return None
    kind = kinds[mine.dtype.itemsize]
    lowest = int(np.iinfo(kind).min)

    def ordered(array):
        bits = np.ascontiguousarray(array).view(kind).astype(object if kind is np.int64 else int)
        return np.where(bits < 0, lowest - bits, bits)

    return np.abs(ordered(mine) - ordered(its))


def lines(rows):
    """Say what `compare_values` found, a line for each variable that is not equal."""
    texts = []
    for row in rows:
        name, other, how = row["name"], row["there"], row["how"]
        if how == "renamed":
            texts.append(f"variable {name} is named {other} there, with the same values")
        elif how == "perhaps renamed":
            by = f"; {_apart(row)}" if "differ" in row else ""
            texts.append(f"variable {name} may be {other} there, the only one of its shape{by}")
        elif how == "shape":
            here, there = (
                f"{kind} {list(shape)}" for shape, kind in (row["here_is"], row["there_is"])
            )
            texts.append(f"variable {name} is {here} here, {there} there")
        elif how in ("added", "missing"):
            texts.append(f"variable {name or other} is {how} here")
        elif how == "differs":
            texts.append(f"variable {name}: {_apart(row)}")
    return texts


def _apart(row):
    text = f"{row['differ']} of {row['count']} numbers differ"
    if "largest" not in row:
        return text
    steps = "" if row["ulps"] is None else f" ({row['ulps']} ulps)"
    text += f", by up to {row['largest']:.{SHOWN_DIGITS}g}{steps}"
    return (
        f"{text}; norm of the difference {row['norm']:.{SHOWN_DIGITS}g}, "
        f"of the values there {row['norm_there']:.{SHOWN_DIGITS}g}"
    )
