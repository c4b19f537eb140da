"""`takes delete` and `takes purge`: takes removed for good, and what the user does not want to keep for ever."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.completion import take_ids
from voice_interview.cli.places import cache_folder, recordings_folder, recordings_option
from voice_interview.cli.settings import FOREVER
from voice_interview.cli.tidying import in_use, tell_failed
from voice_interview.errors import TakeError

if TYPE_CHECKING:
    from voice_interview.takes import Take, Takes

DAYS = {"d": 1, "w": 7, "y": 365}


def days_of(written: str) -> int:
    """Days that were written as 90d, 12w or 1y; raises ValueError with what to write."""
    found = re.fullmatch(r"(\d{1,9})([dwy])", written.strip().lower())
    days = int(found[1]) * DAYS[found[2]] if found else 0
    if not 1 <= days <= FOREVER:
        raise ValueError(f"{written!r} is no age. Write days, weeks or years: 90d, 12w, 1y.")
    return days


def _age(_context: click.Context, _parameter: click.Parameter, written: str) -> int:
    try:
        return days_of(written)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("take_ids", metavar="ID...", nargs=-1, required=True, shell_complete=take_ids)
@click.option("--yes", is_flag=True, help="Do not ask.")
@recordings_option
def delete(take_ids: tuple[str, ...], yes: bool, recordings: Path | None) -> None:
    """Delete takes for good: the sound and all that was found in it, here and in indexes and caches."""
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(recordings))
    found = {take.id: take for take in map(takes.find, take_ids)}
    _remove(takes, tuple(found.values()), yes)


@click.command()
@click.option(
    "--older-than", "days", required=True, metavar="AGE", callback=_age, help="Days, weeks or years: 90d, 12w, 1y."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@recordings_option
def purge(days: int, yes: bool, recordings: Path | None) -> None:
    """Delete old takes for good, as `takes delete` does."""
    from voice_interview.takes import Takes
    from voice_interview.traces import older_than

    takes = Takes(recordings_folder(recordings))
    found = [take for take in older_than(takes, days, datetime.now()) if not in_use(take)]
    if not found:
        click.echo(f"No take in {takes.root} is older than {days} day{'s' * (days > 1)}.", err=True)
        return
    _remove(takes, found, yes)


def _remove(takes: Takes, found: Sequence[Take], yes: bool) -> None:
    from voice_interview import traces

    for take in found:
        if in_use(take):
            raise TakeError(f"The take {take.id} is being recorded.", "End that practice first.")
    for take in found:
        click.echo(take.id, err=True)
    if not yes:
        click.confirm(f"Delete {len(found)} for good?", abort=True, err=True)
    removed = traces.remove(takes, found, cache_folder())
    click.echo(f"Deleted {len(removed.ids)}.", err=True)
    tell_failed(removed.failed)
    if removed.failed:
        raise click.exceptions.Exit(1)
