"""Groups the commands, and handles what all of them share."""

import contextlib
import json
from functools import partial

import click

from tf1_graphs import __version__, numpy1
from tf1_graphs.errors import InputError, naming, os_error


class _Commands(click.Group):
    """The group of commands: turns expected errors into one line and an exit status."""

    def invoke(self, context):
        """Run the command that was named."""
        try:
            return super().invoke(context)
        except click.UsageError as error:
            if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):
                raise  # the help, not an error
            command = error.ctx.command_path if error.ctx else "tf1-graphs"
            message = " ".join(error.format_message().split()).rstrip(".")
            click.echo(f"Error: {message}; `{command} --help` says what there is", err=True)
            raise SystemExit(2) from None
        except InputError as error:
            click.echo(f"Error: {error}", err=True)
            raise SystemExit(2) from None
        except BrokenPipeError:
            raise  # click ends quietly when the reader of a pipe has gone
        except OSError as error:
            click.echo(f"Error: {os_error(error)}", err=True)
            raise SystemExit(2) from None
        except KeyboardInterrupt:
            click.echo("Stopped at once; what was saved before stands.", err=True)
            raise SystemExit(130) from None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main():
    """TensorFlow 1 graphs on today's TensorFlow: the same digits, the same run, the same graph."""
    numpy1.ask()


def say(stream):
    """Return a function that prints a line without disturbing a progress bar."""
    import tqdm

    return partial(tqdm.tqdm.write, file=stream)


@contextlib.contextmanager
def stoppable(then):
    """End at a stop signal, when all is saved, with a line and the signal's exit status.

    Args:
        then: what continues, for the line.
    """
    from tf1_graphs.training.interruption import Interrupted

    try:
        yield
    except Interrupted as interrupted:
        click.echo(f"{interrupted}: {then}", err=True)
        raise SystemExit(128 + interrupted.number) from None


def write_json(objects, path):
    """Write objects as JSON, one a line, to a file or to standard output."""
    if path:
        write(path, "".join(json.dumps(item, allow_nan=False) + "\n" for item in objects))


def write(path, text):
    """Write a text to a file, all of it or none, or to standard output (`-`)."""
    if path == "-":
        with naming("standard output"):
            click.echo(text, nl=False)
    else:
        from tf1_graphs import files

        files.write(path, text)


def end(failed):
    """List the runs that failed, and end with exit status 2 if there are any."""
    for outcome in failed:
        click.echo(f"Error: {outcome.path}: {outcome.error} (on {outcome.place})", err=True)
    if failed:
        raise SystemExit(2)
