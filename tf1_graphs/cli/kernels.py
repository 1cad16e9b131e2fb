"""Defines the command about TensorFlow 1's arithmetic on this machine: `kernels`."""

import click

from tf1_graphs.cli.group import main
from tf1_graphs.errors import InputError


@main.group()
def kernels():
    """Build, show or switch off the kernels that compute TensorFlow 1's bits."""


@kernels.command()
def build():
    """Compile the library for the installed TensorFlow, if it is not there; switch it on.

    A compiler that failed before is asked again.
    """
    from tf1_graphs.tensorflow1.kernels import building

    try:
        path = building.build(again=True)
    except building.NotBuiltError as error:
        raise InputError(str(error)) from error
    (building.cache_folder() / "off").unlink(missing_ok=True)
    click.echo(path)


@kernels.command()
def status():
    """Say which arithmetic a run would have, and why."""
    from tf1_graphs.tensorflow1 import kernels as room

    facts = room.status()
    click.echo(f"arithmetic: {facts['arithmetic']}")
    click.echo(f"library: {facts['library'] or 'none'}")
    if facts["off"]:
        click.echo("switched off: `tf1-graphs kernels build` switches it on")
    elif facts["reason"]:
        click.echo(f"not to be had: {facts['reason']}")
    elif not facts["library"]:
        click.echo("compiled on first use, or by `tf1-graphs kernels build`")


@kernels.command()
def off():
    """Compute with today's kernels from now on, where nothing else is asked for."""
    from tf1_graphs.tensorflow1.kernels import building

    folder = building.cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "off").touch()
    click.echo(f"Switched off in {folder}; `tf1-graphs kernels build` switches on again")


@kernels.command()
@click.argument("path", type=click.Path(dir_okay=False))
def record(path):
    """Write this processor's approximations of 1/sqrt(x) to a .npy file, and their fingerprint."""
    from tf1_graphs.tensorflow1.kernels import building, library

    try:
        library.load(building.build())
        library.record(path)
    except (building.NotBuiltError, ValueError) as error:
        raise InputError(str(error)) from error
    click.echo(f"Written: {path} (fingerprint {library.fingerprint()})")
