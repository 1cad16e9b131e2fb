"""The pages of the documentation that are made from the code: nothing is written twice."""

import dataclasses
import importlib
import inspect
import shlex
from pathlib import Path

import jinja2

from tf1_graphs.experiments.catalogue import experiments
from tf1_graphs.judging import wording

_TEMPLATES = Path(__file__).with_name("templates")


def write(folder):
    """Write all generated pages, and the pictures of the graphs, into a folder.

    A file that has not changed is left alone, so that Sphinx does not read it again.
    """
    found = pages()
    found |= {f"graphs/{name}.svg": graph(experiment) for name, experiment in experiments().items()}
    for name, text in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def pages():
    """Return the text of each generated page by its file's name."""
    numbers = dict.fromkeys(experiment.article for experiment in experiments().values())
    found = {f"article-{number}.md": article(number) for number in numbers}
    return found | {"layers.md": layers(), "commands.md": commands()}


def article(number):
    """Return the page of an article: its listings as they are rebuilt here."""
    parts = {}
    for experiment in experiments().values():
        if experiment.article == number:
            parts.setdefault(_module(experiment), []).append(_facts(experiment))
    said = [
        {"title": title, "text": text, "experiments": experiments}
        for module, experiments in parts.items()
        for title, text in [_docstring(module)]
    ]
    return _fill("article.md", number=number, parts=said)


def layers():
    """Return the reference of the layers."""
    names = importlib.import_module("tf1_graphs.layers").__all__
    return _fill("layers.md", names=names)


def commands():
    """Return the reference of the commands, from their own help."""
    import click

    from tf1_graphs.cli import main

    found = []

    def add(command, name, parent=None):
        context = click.Context(command, info_name=name, parent=parent)
        found.append({"name": context.command_path, "help": command.get_help(context)})
        for child in getattr(command, "commands", {}).values():
            add(child, child.name, context)

    add(main, "tf1-graphs")
    return _fill("commands.md", commands=found)


def graph(experiment):
    """Return the picture of an experiment's graph as SVG."""
    from tf1_graphs.inspection.svg import svg
    from tf1_graphs.tensorflow1 import new_graph

    with new_graph(seed=42) as built:
        experiment.training.build(experiment.settings())
    return svg(built, depth=1, title=f"Name scopes of {experiment.name}")


def _facts(experiment):
    """Return what the page of an article says of an experiment."""
    return {
        "name": experiment.name,
        "title": experiment.title,
        "settings": [
            (field.name, repr(field.default)) for field in dataclasses.fields(experiment.settings)
        ],
        "data": ", ".join(experiment.data_sets) or "generated",
        "minutes": f"{experiment.minutes:g}",
        "figures": [
            {
                "name": figure.name,
                "published": figure.published,
                "place": figure.place,
                "rule": f"{figure.rule}: {wording.asked(figure)}",
            }
            for figure in experiment.published.figures
        ],
        "errata": experiment.published.errata,
        "notes": experiment.published.notes,
        "commands": [
            shlex.join(["tf1-graphs", command, experiment.name])
            for command in ("show", "train", "reproduce", "inspect")
        ],
    }


def _module(experiment):
    """Return the package of an experiment, whose docstring tells of the article's part."""
    return experiment.training.build.__module__.rpartition(".")[0]


def _docstring(module):
    """Return the first line of a module's docstring without its full stop, and the rest."""
    title, _, text = inspect.getdoc(importlib.import_module(module)).partition("\n")
    return title.partition(": ")[2].rstrip("."), text.strip()


def _fill(template, **said):
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=False,  # Markdown from the code of this project
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["cell"] = lambda text: text.replace("|", "\\|").replace("<", "\\<")
    return environment.get_template(template).render(said)
