"""Runs unmodified TensorFlow 1 scripts and notebooks, and checks them without running."""

from tf1_graphs.scripts.check import check, check_all, listed, summary, table
from tf1_graphs.scripts.names import SymbolUse
from tf1_graphs.scripts.notebook import run_notebook
from tf1_graphs.scripts.run import run_script
from tf1_graphs.scripts.running import check_determinism, resume, run

__all__ = [
    "SymbolUse",
    "check",
    "check_all",
    "check_determinism",
    "listed",
    "resume",
    "run",
    "run_notebook",
    "run_script",
    "summary",
    "table",
]
