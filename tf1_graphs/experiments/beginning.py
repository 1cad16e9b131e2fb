"""Writes the file that an article of one's own begins with."""

import importlib.resources
import keyword

from tf1_graphs import files
from tf1_graphs.errors import InputError


def write(name, path):
    """Write a commented file that defines an experiment and runs at once.

    Args:
        name: of the experiment, a Python name.
        path: the file, which must not be there yet.

    Raises:
        InputError: the name cannot be used, or the file is there.
        OSError: the file cannot be written.
    """
    if not name.isidentifier() or keyword.iskeyword(name):
        raise InputError(
            f"{name!r} is no Python name: take letters, digits and `_`, such as my_article"
        )
    if path.exists():
        raise InputError(f"{path} is there already, and is left as it is: give another name")
    template = importlib.resources.files("tf1_graphs.experiments") / "article.py.txt"
    files.atomic_write(path, template.read_text().replace("NAME", name))
