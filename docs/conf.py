"""The documentation site: `make docs` builds it, without a network."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import generate  # noqa: E402

from tf1_graphs import __version__  # noqa: E402

project = "tf1_graphs"
version = release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["templates"]
language = "en"
myst_heading_anchors = 3
default_role = "code"
napoleon_numpy_docstring = False
myst_enable_extensions = ["deflist"]
autodoc_typehints = "none"
autodoc_preserve_defaults = True
html_theme = "alabaster"
html_theme_options = {
    "description": "TensorFlow 1 graphs on today's TensorFlow",
    "fixed_sidebar": True,
    "show_powered_by": False,
    # Alabaster's own greys and links have a contrast below 4.5 : 1 here and there.
    "link": "#0b4f9c",
    "link_hover": "#0b4f9c",
    "gray_1": "#444",
    "gray_2": "#eee",
    "gray_3": "#ccc",
    "sidebar_text": "#333",
    "sidebar_link": "#0b4f9c",
    "body_text": "#1b1e23",
    "footer_text": "#50565f",
}
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False


def setup(app):
    """Write the generated pages before Sphinx looks for its sources."""
    app.connect("config-inited", lambda *_: generate.write(HERE / "generated"))
