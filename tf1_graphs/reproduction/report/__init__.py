"""Reports: a table for the terminal; one HTML file that needs nothing else; Markdown and JSON."""

from tf1_graphs.reproduction.report.files import write_experiment, write_overall
from tf1_graphs.reproduction.report.readme import write_readme
from tf1_graphs.reproduction.report.target import of_all, of_target
from tf1_graphs.reproduction.report.terminal import table
from tf1_graphs.reproduction.words import summary

__all__ = [
    "of_all",
    "of_target",
    "summary",
    "table",
    "write_experiment",
    "write_overall",
    "write_readme",
]
