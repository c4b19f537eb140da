"""What happens before a command looks at the takes: a recording that was cut off is brought back, and what is older
than the user wants to keep is removed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from voice_interview.cli import settings
from voice_interview.cli.places import cache_folder
from voice_interview.cli.signals import runs

if TYPE_CHECKING:
    from pathlib import Path

    from voice_interview.errors import TakeError
    from voice_interview.recovery import Machine, Recovered
    from voice_interview.takes import Take, Takes


def tidy(takes: Takes) -> None:
    """Bring back what was cut off; remove what is older than `keep_days`, where the user has set that; say both on
    stderr. What fails is told, and stops nothing."""
    bring_back(takes)
    keep_days = settings.current().keep_days
    if keep_days is not None:
        _remove_older(takes, keep_days)


def bring_back(takes: Takes) -> None:
    """The first half, for a command about takes that are named: none is removed that was just asked for."""
    _tell(brought_back(takes))


def brought_back(takes: Takes) -> Recovered:
    from voice_interview.recovery import recover

    return recover(takes, machine(), _repair)


def _remove_older(takes: Takes, days: int) -> None:
    from voice_interview import traces

    old = [take for take in traces.older_than(takes, days, datetime.now()) if not in_use(take)]
    if not old:
        return
    removed = traces.remove(takes, old, cache_folder())
    if removed.ids:
        what = "a take" if len(removed.ids) == 1 else f"{len(removed.ids)} takes"
        click.echo(
            f"Removed {what} older than {days} day{'s' * (days > 1)} (keep_days): {', '.join(removed.ids)}.", err=True
        )
    tell_failed(removed.failed)


def tell_failed(failed: Sequence[TakeError]) -> None:
    """Why something is still there."""
    for error in failed:
        click.echo(f"voice-interview: {error}", err=True)


def in_use(take: Take) -> bool:
    """Whether somebody records into it."""
    from voice_interview.recovery import is_being_recorded

    return is_being_recorded(take, machine())


def machine() -> Machine:
    from voice_interview.recovery import Machine

    return Machine(time.time(), runs)


def tell_lost(recovered: Recovered) -> None:
    """What was not brought back, and why."""
    if recovered.empty:
        what = "a take" if len(recovered.empty) == 1 else f"{len(recovered.empty)} takes"
        click.echo(f"Removed {what} in which nothing had been recorded: {', '.join(recovered.empty)}.", err=True)
    for take_id, error in recovered.failed:
        click.echo(f"voice-interview: {take_id} was cut off and cannot be brought back: {error}", err=True)


def _tell(recovered: Recovered) -> None:
    if recovered.kept:
        ids = " ".join(take.id for take, _ in recovered.kept)
        lengths = ", ".join(f"{seconds:.1f} s" for _, seconds in recovered.kept)
        what = "a take that had" if len(recovered.kept) == 1 else f"{len(recovered.kept)} takes that had"
        click.echo(f"Brought back {what} been cut off ({lengths}): voice-interview analyze --again {ids}", err=True)
    tell_lost(recovered)


def _repair(path: Path) -> float:
    from voice_interview.audio.wav import repair

    return repair(path)
