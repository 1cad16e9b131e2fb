"""The command line itself: its errors, one line each, exit status 2; and how lightly it starts."""

import errno
import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from tf1_graphs.cli import main
from tf1_graphs.errors import naming, os_error


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["trian", "moons"], "Error: No such command 'trian'"),
        (["train"], "Error: Missing argument 'NAME'; `tf1-graphs train --help` says what there is"),
        (["train", "moons", "--epokes", "2"], "Error: No such option"),
        (["train", "moons", "--epochs", "two"], "Error: Invalid value for '--epochs'"),
        (["reproduce", "moons", "--seeds", "0"], "Error: Invalid value for '--seeds'"),
        (["reproduce", "moons", "--json", "/none/x.json"], "there is no folder /none"),
        (["train", "moons", "--epochs", "2", "--set", "epochs=3"], "epochs=3 and --epochs 2"),
    ],
)
def test_bad_usage(command, message):
    result = CliRunner().invoke(main, command, prog_name="tf1-graphs")
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def options(command, path=()):
    """Yield every option of a command and of those below it, with the command's words."""
    for name, below in getattr(command, "commands", {}).items():
        yield from options(below, (*path, name))
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield pytest.param(parameter, id=" ".join([*path, parameter.opts[0]]))


@pytest.mark.parametrize("option", list(options(main)))
def test_every_option_says_what_it_is(option):
    assert option.help


def test_without_a_command_the_help_is_shown():
    result = CliRunner().invoke(main, [], prog_name="tf1-graphs")
    assert "Commands:" in result.output


def test_an_error_of_a_write_names_its_file():
    with (
        pytest.raises(OSError, match=r"No space left") as caught,
        naming("runs/metrics.csv"),
    ):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert os_error(caught.value) == "runs/metrics.csv: No space left on device"


@pytest.mark.parametrize("command", [["--help"], ["list"], ["show", "moons"]])
def test_what_computes_nothing_imports_nothing_that_computes(command):
    script = (
        "import sys\nfrom tf1_graphs.cli import main\n"
        f"try: main({command})\nexcept SystemExit: pass\n"
        "assert not {'tensorflow', 'sklearn', 'numpy._core'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
