"""Writes reports: a table for the terminal, one self-contained HTML file, Markdown and JSON."""

from tf1_graphs.judging.wording import summary
from tf1_graphs.reports.files import write_experiment, write_overall
from tf1_graphs.reports.readme import write_readme
from tf1_graphs.reports.target import of_all, of_target
from tf1_graphs.reports.terminal import table

__all__ = [
    "of_all",
    "of_target",
    "summary",
    "table",
    "write_experiment",
    "write_overall",
    "write_readme",
]
