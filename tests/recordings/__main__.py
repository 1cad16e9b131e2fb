"""Inspect every graph that is recorded against its recording, in one process.

usage: python -m tests.recordings [--drop-in]     (with --drop-in the drop-in is imported before)
"""

import sys
from pathlib import Path

from click.testing import CliRunner

from tests.recordings import record


def main(options):
    """Print what `tf1-graphs inspect NAME --against FILE` says of each; return an exit status."""
    if "--drop-in" in options:
        from tf1_graphs import tf1

        assert tf1.VERSION == "1.15.5"
    from tf1_graphs.cli import main as command

    found = []
    for name, (_, experiment, settings) in record.recordings().items():
        path = Path(__file__).with_name(f"{name}.tf1155.json")
        pairs = [f"--set={key}={','.join(map(str, numbers))}" for key, numbers in settings.items()]
        arguments = ["inspect", experiment, *pairs, "--against", str(path)]
        result = CliRunner().invoke(command, arguments)
        print(" ".join([*pairs, (result.stdout or result.stderr).rstrip()]), flush=True)
        found.append(result.exit_code)
    return max(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
