"""Defines the command that begins an article of one's own: `new`."""

from pathlib import Path

import click

from tf1_graphs.cli import options as option
from tf1_graphs.cli.group import main


@main.command()
@click.argument("name")
@option.output("--output", ".py", "Default: NAME.py in this folder.")
def new(name, output):
    """Write a commented file NAME.py that defines an experiment and runs at once."""
    from tf1_graphs.experiments import beginning

    path = output or Path(f"{name}.py")
    beginning.write(name, path)
    click.echo(f"Written: {path}; `tf1-graphs reproduce {path}` trains and judges it")
