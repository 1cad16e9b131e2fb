"""Judges a notebook's stored outputs, or a log, against what comes out when it is run."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from tf1_graphs import files
from tf1_graphs.errors import InputError
from tf1_graphs.judging import printed
from tf1_graphs.judging.printed import OTHER


@dataclass(frozen=True)
class Part:
    """What was published together: a cell's outputs, or a whole log.

    Attributes:
        name: `cell 3`, or the log's file.
        lines: list of `printed.Line`.
        pictures: (published, reproduced), each a list of PNG files in base64.
    """

    name: str
    lines: list
    pictures: tuple = ((), ())


@dataclass(frozen=True)
class Judged:
    """A notebook or a script beside what was published of it.

    Attributes:
        subject: its path.
        parts: list of `Part`.
        run: its `RunDirectory`.
        status: exit status of the program.
        expected: the verdicts that are kept beside it, by part, or None.
    """

    subject: Path
    parts: list
    run: object
    status: int
    expected: dict | None = field(default=None)

    @property
    def lines(self):
        """All lines."""
        return [line for part in self.parts for line in part.lines]

    def verdicts(self):
        """Return the verdicts by part, as they are kept."""
        return {part.name: [it.verdict for it in part.lines if it.verdict] for part in self.parts}

    def is_as_expected(self):
        """Tell whether every verdict is the one that is kept; if none are, whether all came out."""
        if self.expected is not None:
            return self.verdicts() == self.expected
        return not any(line.verdict == OTHER for line in self.lines)

    def as_json(self):
        """Return it as JSON holds it."""
        return {
            "subject": str(self.subject),
            "run_directory": str(self.run.path),
            "exit_status": self.status,
            "counts": printed.counts(self.lines),
            "share": printed.share(self.lines),
            "as_expected": self.is_as_expected(),
            "parts": [
                {
                    "name": part.name,
                    "lines": [
                        {
                            "published": line.published,
                            "reproduced": line.reproduced,
                            "verdict": line.verdict,
                            "remark": line.remark,
                        }
                        for line in part.lines
                    ],
                }
                for part in self.parts
            ],
        }


def of_notebook(published, executed):
    """Judge each cell of an executed notebook against the outputs that were stored in it.

    Args:
        published: path of the notebook with its stored outputs.
        executed: path of the executed copy; cells that were not reached have no outputs.

    Returns:
        List of `Part`.

    Raises:
        InputError: the notebook has no stored outputs to compare with.
    """
    there, here = _code_cells(published), _code_cells(executed)
    parts = []
    for number, (old, new) in enumerate(zip(there, here, strict=True), 1):
        if not old["outputs"]:
            continue
        lines = printed.compare(_lines(old), _lines(new))
        parts.append(Part(f"cell {number}", lines, (_pictures(old), _pictures(new))))
    if not parts:
        raise InputError(
            f"{published} has no stored outputs, so that there is nothing to judge: "
            "`tf1-graphs run` executes it"
        )
    return parts


def of_log(log, output):
    """Judge what a script printed against a log.

    Args:
        log: path of the log, as it was published.
        output: path of what was printed.

    Raises:
        InputError: there is no such log, or it is empty.
    """
    try:
        published = Path(log).read_text(errors="replace")
    except FileNotFoundError:
        raise InputError(
            f"there is no file {log}: --expect takes what the script printed"
        ) from None
    if not published.strip():
        raise InputError(f"{log} is empty, so that there is nothing to judge")
    here = Path(output).read_text(errors="replace")
    return [Part(Path(log).name, printed.compare(_of_text(published), _of_text(here)))]


def _code_cells(path):
    try:
        content = json.loads(Path(path).read_text())
        if "cells" not in content:
            raise InputError(f"{path} is a notebook of an old format: convert it with nbformat 4")
        return [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    except (ValueError, KeyError, TypeError, FileNotFoundError) as error:
        raise InputError(f"{path} is not a notebook: {error}") from None


def _lines(cell):
    found = []
    for output in cell["outputs"]:
        if output["output_type"] == "stream":
            found += _of_text("".join(output["text"]))
        elif output["output_type"] == "error":
            found.append(f"{output['ename']}: {output['evalue']}".splitlines()[0])
        else:
            data = output.get("data", {})
            if "text/plain" in data:
                found += _of_text("".join(data["text/plain"]))
    return found


def _of_text(text):
    """Return the lines that remain on a terminal: a carriage return begins a line again."""
    lines = [line.rpartition("\r")[2].rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return [line for line in lines if line]


def _pictures(cell):
    found = [output.get("data", {}).get("image/png") for output in cell["outputs"]]
    return ["".join(it).replace("\n", "") for it in found if it]


def expected_path(subject):
    """Return where the expected verdicts of a notebook or a script are kept."""
    return Path(subject).with_suffix(Path(subject).suffix + ".expected.json")


def read_expected(subject):
    """Return the verdicts that are kept beside a notebook or a script, or None.

    Raises:
        InputError: the file cannot be read.
    """
    path = expected_path(subject)
    try:
        return json.loads(path.read_text())["verdicts"]
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is damaged ({error}): --write-expected writes it anew") from None


def write_expected(judged):
    """Keep the verdicts of now beside the notebook or the script, and return the file's path."""
    path = expected_path(judged.subject)
    files.atomic_write(path, json.dumps({"verdicts": judged.verdicts()}, indent=1) + "\n")
    return path
