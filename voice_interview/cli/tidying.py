"""What happens before a command looks at the takes: a recording that was cut off is brought back."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pathlib import Path

    from voice_interview.recovery import Machine, Recovered
    from voice_interview.takes import Takes


def tidy(takes: Takes) -> None:
    """Bring back what was cut off, and say so on stderr. What cannot be mended is told, and stops nothing."""
    _tell(brought_back(takes))


def brought_back(takes: Takes) -> Recovered:
    from voice_interview.recovery import recover

    return recover(takes, machine(), _repair)


def machine() -> Machine:
    from voice_interview.recovery import Machine

    return Machine(time.time(), _runs)


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


def _runs(pid: int) -> bool:
    """Whether a process of that number exists. On Windows, where asking would end it, none is said to."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
