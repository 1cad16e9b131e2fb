"""An HTML file taken apart, and what every report must keep to."""

import re
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """Elements in order as (tag, attributes), the text, and whether tags are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.open = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def all(self, *tags):
        return [attributes for tag, attributes in self.elements if tag in tags]


def check(text):
    """Check what every report keeps to; return the `Page`."""
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert page.all("html") == [{"lang": "en"}]
    assert {"name": "viewport", "content": "width=device-width, initial-scale=1"} in page.all(
        "meta"
    )
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all(image["alt"].strip() for image in page.all("img"))
    assert all(header["scope"] in ("col", "row") for header in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table")) == len(page.all("thead"))
    check_that_nothing_is_loaded(page, text)
    return page


def check_that_nothing_is_loaded(page, text):
    """Neither from the network nor from other files; a link leads on only when it is followed."""
    assert not page.all("script", "link", "iframe", "object", "embed", "form")
    assert all(image["src"].startswith("data:image/png;base64,") for image in page.all("img"))
    for _, attributes in page.elements:
        assert not {"srcset", "background", "style"} & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
    for link in page.all("a"):
        assert not re.match("[a-z]+:|//", link["href"])
    assert not re.search(r"url\(|@import|https?://", text)
