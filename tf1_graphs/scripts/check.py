"""Checks scripts, notebooks, folders and repositories for TensorFlow names; runs none of them."""

import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tf1_graphs.errors import InputError
from tf1_graphs.scripts import names, sources

LEFT_OUT = {"__pycache__", "node_modules", "site-packages", "dist-packages", "build", "venv"}


@dataclass(frozen=True)
class Checked:
    """What was found in one file.

    Attributes:
        path: the file's.
        uses: tuple of `SymbolUse`.
        python_2: whether it is run as a translation from Python 2.
        error: why it could not be read, or an empty string.
    """

    path: Path
    uses: tuple = ()
    python_2: bool = False
    error: str = ""

    @property
    def missing(self):
        """The uses of names that the drop-in does not have."""
        return [use for use in self.uses if use.status == names.MISSING]

    @property
    def tensorflow_2(self):
        """Whether it uses a name that TensorFlow 2 alone has: it is no script of TensorFlow 1."""
        from tf1_graphs.tf1.missing import TWO

        return any(use.remark == TWO for use in self.uses)

    @property
    def coverage(self):
        """The share of its distinct names that the drop-in has, in per cent."""
        if self.error:
            return 0.0
        symbols = {use.symbol for use in self.uses}
        lacking = {use.symbol for use in self.missing}
        return 100 * (1 - len(lacking) / len(symbols)) if symbols else 100.0


def check(path):
    """List every use of a TensorFlow name in a script or a notebook.

    Args:
        path: of a `.py` or `.ipynb` file.

    Returns:
        Tuple of `SymbolUse`, in order.

    Raises:
        InputError: there is no such file, it is not Python, or no notebook.
    """
    return names.found(sources.trees(path)[0])


def check_all(paths):
    """Check files, and every script and notebook below folders.

    Args:
        paths: of files and folders.

    Returns:
        List of `Checked`, of the files that name TensorFlow or cannot be read, in order.

    Raises:
        InputError: there is no such file or folder, or no script or notebook below any folder.
    """
    files = [file for path in paths for file in _files(Path(path))]
    if not files:
        below = ", ".join(map(str, paths))
        raise InputError(f"there is no script or notebook below {below}")
    return [checked for checked in map(_checked, files) if checked.uses or checked.error]


def _files(path):
    if not path.is_dir():
        return [path]
    found = []
    for folder, inner, files in os.walk(path):
        inner[:] = [name for name in inner if name not in LEFT_OUT and name[0] != "."]
        found += [Path(folder, name) for name in files if name.endswith((".py", ".ipynb"))]
    return sorted(found)


def _checked(path):
    try:
        trees, python_2 = sources.trees(path)
    except InputError as error:
        if not path.is_file():
            raise
        is_tensorflow = b"tensorflow" in path.read_bytes()
        return Checked(path, error=str(error) if is_tensorflow else "")
    return Checked(path, names.found(trees), python_2)


def missing(files):
    """Count the missing names.

    Args:
        files: list of `Checked`.

    Returns:
        List of dicts with `name`, `files`, `uses` and `remark`, the most frequent first.
    """
    uses = [(file.path, use) for file in files for use in file.missing]
    in_files = Counter(symbol for _, symbol in {(path, use.symbol) for path, use in uses})
    counted = Counter(use.symbol for _, use in uses)
    remarks = {use.symbol: use.remark for _, use in uses}
    rows = [
        {"name": name, "files": n, "uses": counted[name], "remark": remarks[name]}
        for name, n in in_files.items()
    ]
    return sorted(rows, key=lambda row: (-row["files"], -row["uses"], row["name"]))


def summary(files):
    """Sum up what was found in many files, for `--json`.

    Args:
        files: list of `Checked`.

    Returns:
        Dict: `files`, one a file; how many are `clean`; `clean_percent` and, of the distinct names
        of each file, `coverage_percent`; `missing` as the function of that name gives it;
        `tensorflow_1`, how many files are not TensorFlow 2's, and how many of these are clean.
    """
    old = [file for file in files if not file.tensorflow_2]
    old_clean = sum(not file.missing and not file.error for file in old)
    clean = sum(not file.missing and not file.error for file in files)
    symbols = [len({use.symbol for use in file.uses}) for file in files]
    lacking = [len({use.symbol for use in file.missing}) for file in files]
    return {
        "files": [
            {
                "path": str(file.path),
                "names": n,
                "missing": sorted({use.symbol for use in file.missing}),
                "coverage_percent": round(file.coverage, 1),
                "python_2": file.python_2,
                "tensorflow_2": file.tensorflow_2,
                "error": file.error,
            }
            for file, n in zip(files, symbols, strict=True)
        ],
        "clean": clean,
        "clean_percent": _percent(clean, len(files)),
        "coverage_percent": _percent(sum(symbols) - sum(lacking), sum(symbols)),
        "missing": missing(files),
        "tensorflow_1": {
            "files": len(old),
            "clean": old_clean,
            "clean_percent": _percent(old_clean, len(old)),
        },
    }


def _percent(part, whole):
    return round(100 * part / whole, 1) if whole else 100.0


def listed(file):
    """Return a line for each use of a name in one file.

    Args:
        file: `Checked`.
    """
    for use in file.uses:
        remark = f": {use.remark}" if use.remark else ""
        yield f"{use.place}: {use.symbol} {use.status}{remark}"


def table(found):
    """Return the lines that tell people what `summary` found.

    Args:
        found: dict of that function.
    """
    files = found["files"]
    width = max([len(file["path"]) for file in files], default=0)
    lines = [f"{'file':{width}}  names  missing  coverage"]
    for file in files:
        remark = "  Python 2" if file["python_2"] else ""
        remark += "  TensorFlow 2" if file["tensorflow_2"] else ""
        lines.append(
            f"{file['path']:{width}}  {file['names']:5}  {len(file['missing']):7}  "
            f"{file['coverage_percent']:6.1f} %{remark}"
            if not file["error"]
            else file["error"]
        )
    lines += [
        "",
        f"{found['clean']} of {len(files)} files lack nothing, {found['clean_percent']} %;",
    ]
    lines[-1] += f" of their names {found['coverage_percent']} % are there"
    old = found["tensorflow_1"]
    if old["files"] < len(files):
        lines.append(
            f"{len(files) - old['files']} files are TensorFlow 2's: run them with `python`; of the "
            f"other {old['files']} {old['clean']} lack nothing, {old['clean_percent']} %"
        )
    if found["missing"]:
        lines += ["", "files  uses  missing name"]
    for row in found["missing"]:
        lines.append(f"{row['files']:5}  {row['uses']:4}  {row['name']}: {row['remark']}")
    return lines
