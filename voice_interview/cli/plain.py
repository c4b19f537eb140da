"""`--plain`: lines that a screen reader can follow, and any terminal can show.

Nothing moves, nothing is coloured, nothing is laid out in columns. Asked for by the option of every command, by the
setting `plain` (so also by VOICE_INTERVIEW_PLAIN), and by a terminal that says of itself that it can do no more.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from typing import IO, Any

import click

ASKED = "voice_interview.plain"
"""Where a call remembers what was asked for."""

MOST = 120
"""Columns of what is shown on a wide terminal: longer lines are hard to follow."""

DUMB = ("dumb", "unknown")
"""What `TERM` says of a terminal that cannot move its cursor (terminfo)."""


def with_plain(command: click.Command) -> click.Command:
    """The command, and each below it, with the option `--plain`: whoever needs it should not have to know where."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            with_plain(one)
    elif not any(option.name == "plain" for option in command.params):
        command.params.append(
            click.Option(
                ["--plain/--no-plain"],
                default=None,
                expose_value=False,
                callback=_remember,
                help="Plain lines, as for a screen reader: no columns, no colours, nothing that moves.",
            )
        )
    return command


def _remember(context: click.Context, _option: click.Parameter, asked: bool | None) -> None:
    if asked is not None:
        context.meta[ASKED] = asked


def is_plain(stream: IO[Any], environ: Mapping[str, str] = os.environ) -> bool:
    """Whether what goes to `stream` is to be plain lines."""
    context = click.get_current_context(silent=True)
    asked = context.meta.get(ASKED) if context else None
    if asked is not None:
        return bool(asked)
    return stream.isatty() and environ.get("TERM", "").lower() in DUMB


def tell(line: str) -> None:
    """A line of a result on stdout; where plain lines are asked for, commas in place of the blanks that line it up with
    others."""
    click.echo(", ".join(re.split(r" {2,}", line.strip())) if is_plain(sys.stdout) else line)


def moves(stream: IO[Any]) -> bool:
    """Whether a line there may move: somebody watches, on a terminal that can, and did not ask for plain lines."""
    return stream.isatty() and not is_plain(stream)


def layout(stream: IO[Any], least: int = 0) -> tuple[int | None, bool]:
    """The columns for what is shown there, None for plain lines, and whether it may be coloured: 80 and not, where it
    is no terminal. What needs `least` of them is folded by the terminal where that has fewer."""
    import shutil

    if is_plain(stream):
        return None, False
    if not stream.isatty():
        return 80, False
    columns = min(MOST, max(least, shutil.get_terminal_size().columns))
    return columns, not os.environ.get("NO_COLOR")
