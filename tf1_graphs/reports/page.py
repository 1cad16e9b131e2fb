"""Converts a report's Markdown into its HTML page."""

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tf1_graphs.judging.wording import SIGNS

_VERDICTS = {f"{sign} {verdict}": (sign, verdict) for verdict, sign in SIGNS.items()}
_PICTURE = re.compile(r'^!\[(.*)\]\(data:\S* "(.*)"\)$', re.MULTILINE)


def body(text):
    """Return the HTML of a report's Markdown; whatever is in it, no tag of its own counts.

    What the reports' templates write gets the elements that it means:

    | Markdown | HTML |
    |---|---|
    | a paragraph in emphasis above a table | the table's caption |
    | a table | each row is named by its first cell; each other cell says its own heading |
    | a strong `✓ reproduced` | the verdict, in its colour |
    | a picture alone, with a title | a figure with a caption |
    | a heading of the second or third level | one that can be linked to |
    """
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    # Reports hold their pictures in themselves.
    parser.validateLink = lambda url: not re.match("(?!data:image/png)[a-z]+:", url, re.IGNORECASE)
    tokens = parser.parse(text)
    _add_captions(tokens)
    _describe_tables(tokens)
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in ("h2", "h3"):
            token.attrSet("id", re.sub(r"[^\w-]+", "-", tokens[i + 1].content.lower()))
        elif token.type == "list_item_open" and token.info:
            token.attrSet("value", token.info)
        elif token.type == "inline":
            token.children = _with_verdicts(token.children)
            if [child.type for child in token.children] == ["image"]:
                _make_figure(*tokens[i - 1 : i + 2])
    return parser.renderer.render(tokens, parser.options, {})


def without_pictures(text):
    """Return a report's Markdown for a file, where its pictures are told in words."""
    return _PICTURE.sub(r"\2: \1", text)


def _add_captions(tokens):
    """Move a paragraph in emphasis into the table below it."""
    for i in range(3, len(tokens)):
        opened, inline, closed, table = tokens[i - 3 : i + 1]
        if table.type == "table_open" and inline.type == "inline" and opened.tag == "p":
            types = [child.type for child in inline.children]
            if types[:1] == ["em_open"] and types.index("em_close") == len(types) - 1:
                opened.tag = closed.tag = "caption"
                inline.children = inline.children[1:-1]
                tokens[i - 3 : i + 1] = [table, opened, inline, closed]


def _describe_tables(tokens):
    """Give the cells of tables their headings and their roles."""
    # Display as blocks, which a phone gets, would take the tables' roles away; so they are given.
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row"}
    headings, column = [], 0
    for i, token in enumerate(tokens):
        if token.type == "table_open":
            token.attrSet("class", "cards")
            headings = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            headings.append(tokens[i + 1].content)
            token.attrs = {"scope": "col", "role": "columnheader"}
        elif token.type == "td_open":
            if column == 0:
                token.tag = tokens[i + 2].tag = "th"
                token.attrs = {"scope": "row", "role": "rowheader"}
            else:
                token.attrs = {"role": "cell", "data-heading": headings[column]}
            column += 1
        if token.nesting == 1 and token.tag in roles:
            token.attrSet("role", roles[token.tag])


def _with_verdicts(children):
    """Return inline tokens with each verdict in its colour, its sign kept from being read out."""
    found = list(children)
    for i in range(len(found) - 3, -1, -1):
        opened, text, closed = found[i : i + 3]
        if opened.type == "strong_open" and text.content in _VERDICTS and closed.nesting == -1:
            sign, verdict = _VERDICTS[text.content]
            opened.tag = closed.tag = "span"
            opened.attrSet("class", f"verdict {verdict.replace(' ', '-')}")
            text.content = verdict
            found[i + 1 : i + 1] = [
                Token("sign_open", "span", 1, attrs={"aria-hidden": "true"}),
                Token("text", "", 0, content=f"{sign} "),
                Token("sign_close", "span", -1),
            ]
    return found


def _make_figure(opened, inline, closed):
    """Turn a paragraph that is one picture into a figure, its title into the caption."""
    opened.tag = closed.tag = "figure"
    title = inline.children[0].attrs.pop("title", "")
    inline.children += [
        Token("caption_open", "figcaption", 1),
        Token("text", "", 0, content=title),
        Token("caption_close", "figcaption", -1),
    ]
