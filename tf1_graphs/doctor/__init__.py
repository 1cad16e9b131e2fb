"""Examines this machine, and says what each finding means for the digits."""

from tf1_graphs.doctor.examining import Finding, examine, line

__all__ = ["Finding", "examine", "line"]
