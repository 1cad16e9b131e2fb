"""The README and the written pages: links lead somewhere, commands parse, snippets run."""

import re
import shlex
from pathlib import Path

import click
import pytest

import tf1_graphs
from tests.commands import python
from tests.test_bands import FLOORS
from tf1_graphs.cli import main

ROOT = Path(tf1_graphs.__file__).parent.parent
PAGES = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/*.md", "docs/guide/*.md", "docs/decisions/*.md", "runs/*.md")
    for path in ROOT.glob(pattern)
    if "runs" not in path.parts or path.name == "README.md"
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)


def text_of(page):
    return (ROOT / page).read_text()


def anchors(path):
    """The anchors of a page's headings, as GitHub and MyST name them."""
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", path.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(page):
    """The `tf1-graphs` command lines of a page: in its blocks, and in its text."""
    blocks = [block for kind, block in BLOCK.findall(text_of(page)) if kind == "sh"]
    lines = [line for block in blocks for line in block.splitlines()]
    spans = re.findall(r"`(tf1-graphs [^` ]+ [^`]+)`", BLOCK.sub("", text_of(page)))
    for line in (*lines, *spans):
        words = shlex.split(line, comments=True)
        if words[:1] == ["tf1-graphs"] and not re.search("[…|]", " ".join(words)):
            yield words[1:]


def parse(arguments):
    """Parse a command line as click does, without running it; groups lead to their commands."""
    command, context = main, None
    while isinstance(command, click.Group) and arguments:
        context = click.Context(command, parent=context)
        _name, command, arguments = command.resolve_command(context, arguments)
    return command.make_context(command.name, arguments, parent=context)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    for address in re.findall(r"\]\(([^)\s]+)\)", BLOCK.sub("", text_of(page))):
        if re.match(r"https?://", address):
            continue
        name, _, anchor = address.partition("#")
        target = (ROOT / page).parent / name if name else ROOT / page
        assert target.exists(), address
        assert not anchor or anchor in anchors(target), address


@pytest.mark.parametrize("page", PAGES)
def test_commands_parse(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for arguments in commands(page):
        assert parse(arguments).command is not main, arguments


def test_commands_are_found_and_wrong_ones_are_refused():
    for page in ("README.md", "docs/guide/resuming.md"):
        assert ["adopt", "FOLDER", "--experiment", "moons"] in list(commands(page))
    with pytest.raises(click.UsageError, match="No such option"):
        parse(["train", "moons", "--epoch-count", "3"])


def test_options_that_the_table_of_commands_names():
    page = text_of("docs/guide/commands.md")
    rows = re.findall(r"^\| (`tf1-graphs .+?`.*?) \| (.+) \|$", page, re.M)
    called = {called.split()[1].strip("`,") for called, _ in rows}
    assert called | {"show"} == set(main.commands)
    for called, does in rows:
        command = main.commands[called.split()[1].strip("`,")]
        known = {name for parameter in command.params for name in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", does)) <= known, called


@pytest.mark.parametrize("page", PAGES)
def test_snippets_import_what_there_is(page):
    for kind, block in BLOCK.findall(text_of(page)):
        if kind == "python":
            imported = [line for line in block.splitlines() if line.startswith("from tf1_graphs")]
            assert imported
            compile(block, page, "exec")
            # In a process of its own: the drop-in switches a whole process to TensorFlow 1.
            python("-c", "\n".join(imported)).check_returncode()


@pytest.mark.parametrize("page", ["README.md", "docs/guide/tensorflow1.md"])
def test_a_graph_is_built_as_printed(page):
    snippets = [block for kind, block in BLOCK.findall(text_of(page)) if kind == "python"]
    (snippet,) = [block for block in snippets if "new_graph" in block]
    names = {}
    exec(snippet, names)
    assert names["hidden"].shape.as_list() == [None, 300]


def test_the_readme_is_read_in_minutes():
    assert len(text_of("README.md").splitlines()) <= 125


def test_every_page_of_the_guide_is_in_both_tables_of_contents():
    pages = {path.stem for path in (ROOT / "docs" / "guide").glob("*.md")}
    assert set(re.findall(r"^guide/([\w-]+)$", text_of("docs/index.md"), re.M)) == pages
    listed = set(re.findall(r"^\| \[.+\]\(([\w-]+)\.md\)", text_of("docs/guide/README.md"), re.M))
    assert listed == pages - {"README"}


def test_every_room_is_in_the_table_of_rooms():
    rows = re.findall(r"^\| (\d) \| `(\w+)` \| .+ \|$", text_of("CONTRIBUTING.md"), re.M)
    assert {room: int(floor) for floor, room in rows} == FLOORS, "CONTRIBUTING.md, Rooms"
