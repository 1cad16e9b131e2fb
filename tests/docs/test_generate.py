"""The generated pages of the documentation; `make docs` builds the site itself."""

import importlib.util
import re
from pathlib import Path

import pytest

import tf1_graphs
from tests.reports.pages import Page
from tf1_graphs.cli import main
from tf1_graphs.experiments.catalogue import experiments, find
from tf1_graphs.reports.readme import BEGIN, END

DOCS = Path(tf1_graphs.__file__).parent.parent / "docs"
_spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)


@pytest.fixture(scope="module")
def pages():
    return generate.pages()


@pytest.mark.parametrize("name", experiments())
def test_each_experiment_is_on_its_articles_page(pages, name):
    experiment = find(name)
    page = pages[f"article-{experiment.article}.md"]
    start = page.index(f"\n### {name}\n")
    end = page.find("\n### ", start + 1)
    section = page[start:] if end < 0 else page[start:end]
    plain = section.replace("\\|", "|").replace("\\<", "<")
    assert experiment.title in plain
    assert f"](graphs/{name}.svg)" in section
    assert f"tf1-graphs reproduce {name}\n" in section
    for figure in experiment.published.figures:
        assert f"| {figure.name} | {figure.published} | {figure.place} |" in plain
    for erratum in experiment.published.errata:
        assert f"\n{erratum.number}. {erratum.place}: {erratum.mistake}. Effect: " in plain
    for note in experiment.published.notes:
        assert f"\n- {note}\n" in plain


def test_an_articles_page_tells_what_the_module_tells(pages):
    assert "\n## A fully connected network on the moons data\n" in pages["article-000.md"]
    assert "Departs in: nothing; the values that its text leaves out" in pages["article-000.md"]
    assert pages["article-003.md"].count("\n## ") == 2


def test_tables_are_whole(pages):
    for page in pages.values():
        for table in re.findall(r"(?:^\|.*\|\n)+", page, re.M):
            columns = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
            assert len(columns) == 1, table


def test_the_references_name_every_layer_and_every_command(pages):
    from tf1_graphs import layers

    for name in layers.__all__:
        assert f"\n.. autofunction:: tf1_graphs.layers.{name}\n" in pages["layers.md"]
    for name in main.commands:
        assert f"\n## tf1-graphs {name}\n" in pages["commands.md"]
        assert f"Usage: tf1-graphs {name} " in pages["commands.md"]
    assert "\n## tf1-graphs data fetch\n" in pages["commands.md"]


def test_every_page_is_in_the_table_of_contents(pages):
    index = (DOCS / "index.md").read_text().splitlines()
    for name in pages:
        assert f"generated/{name.removesuffix('.md')}" in index


def test_the_published_table_can_be_replaced_and_leads_to_the_page_of_figures():
    page = (DOCS / "guide" / "reproducing.md").read_text()
    table = page.partition(BEGIN)[2].partition(END)[0]
    assert page.count(BEGIN) == page.count(END) == 1
    figures = (DOCS / "figures.md").read_text()
    for address in re.findall(r"\]\(\.\./figures\.md#(\w+)\)", table):
        assert f"\n### {address}\n" in figures
    assert table.count("](../figures.md#") == table.count("\n| 0")


def test_the_picture_of_a_graph_names_its_scopes():
    page = Page(generate.graph(find("moons")))
    assert page.elements[0][0] == "svg"
    for scope in ("input", "full-connect-layer", "output", "loss", "train", "eval"):
        assert scope in page.texts


def test_files_that_have_not_changed_are_left_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "pages", lambda: {"a.md": "text"})
    monkeypatch.setattr(generate, "experiments", dict)
    generate.write(tmp_path)
    before = (tmp_path / "a.md").stat().st_mtime_ns
    generate.write(tmp_path)
    assert (tmp_path / "a.md").stat().st_mtime_ns == before
    monkeypatch.setattr(generate, "pages", lambda: {"a.md": "other"})
    generate.write(tmp_path)
    assert (tmp_path / "a.md").read_text() == "other"
