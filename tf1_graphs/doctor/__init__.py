"""What there is on this machine, and what each of it means for the digits."""

from tf1_graphs.doctor.examining import Finding, examine, line

__all__ = ["Finding", "examine", "line"]
