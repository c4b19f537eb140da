"""Writing what a command made to a file, or to where its output goes."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

import click

output_option = click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
)


def page_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--format html` and `-o`."""
    form = click.option("--format", "form", type=click.Choice(["html"]), help="A page, in one file, instead.")
    return form(output_option(command))


def check_page(form: str | None, output: Path | None, as_json: bool) -> None:
    """Refuse what does not go together, before any work."""
    if form is None:
        if output is not None:
            raise click.UsageError("-o goes with --format html.")
    elif as_json:
        raise click.UsageError("Choose one of --format and --json.")
    elif output is None and sys.stdout.isatty():
        raise click.UsageError("A page is no reading for a terminal: name a file with -o.")


def take_any_text(*streams: TextIO | None) -> None:
    """Let streams whose encoding lacks a sign (an old Windows code page, a Latin-1 locale) show "?" in its place: no
    report is worth a traceback. Streams that know every sign stay as they are, and so do those that are closed."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper) and not stream.encoding.lower().replace("-", "").startswith("utf"):
            stream.reconfigure(errors="replace")


def write(text: str, output: Path | None) -> None:
    """The text as UTF-8: to a file, or to stdout where none is named."""
    if output is None:
        click.echo(text.encode(), nl=not text.endswith("\n"))  # the same bytes as in a file, on Windows too
        return
    from voice_interview.errors import TakeError
    from voice_interview.files import write_whole

    try:
        write_whole(output, text.encode())
    except OSError as error:
        raise TakeError(f"Cannot write {output}: {error.strerror}.", "Choose another place with -o.") from None
    click.echo(f"Wrote {output}.", err=True)
