"""Moments of a recording: as people write them, seconds (12.4) or as reports do (1:02.5), and how they are played."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from voice_interview.model import Report

if TYPE_CHECKING:
    from voice_interview.takes import Take

AROUND = 1.0
"""Seconds played before and after a filler: two or three words on either side."""

AFTER = 4.0
"""Seconds played after a moment that was asked for: about a sentence."""

_MOMENT = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+(?:[.,]\d*)?)")


def moment(written: str | float) -> float:
    """12.4, 1:02.5 or 1:02:03.4 as seconds; a mistake is misuse."""
    found = _MOMENT.fullmatch(str(written).strip())
    if not found:
        raise click.BadParameter(f"{written!r} is no moment: write seconds (12.4) or minutes and seconds (1:02.5).")
    hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
    return 3600 * hours + 60 * minutes + seconds


def stretch(written: str | tuple[float, float]) -> tuple[float, float]:
    """One moment, or two with a hyphen between them, as (start, end); the end is not before the start."""
    if isinstance(written, tuple):
        return written
    first, _, last = written.partition("-")
    start = moment(first)
    end = moment(last) if last else start
    if end < start:
        raise click.BadParameter(f"{written!r} ends before it starts.")
    return start, end


class Moment(NamedTuple):
    """The moment `at`, heard from `start` to `end`, in seconds; `name` is told while it plays, unless empty."""

    name: str
    at: float
    start: float
    end: float


def counted(take: Take) -> Report:
    """The report of a take with its fillers, for who asks for them by name: a profile may leave them out."""
    from voice_interview import analysis

    report = take.report()
    return report if "fillers" in report.measures else analysis.counted(report, take.heard(), take.corrections())


def filler_moments(report: Report) -> list[Moment]:
    """Every filler that has a time, the counted ones first, each with what is around it."""
    from voice_interview.reports import proof

    found = proof.proof(report)
    return [
        Moment(proof.line(row), row.start, row.start - AROUND, row.end + AROUND)
        for row in (*found.counted, *found.perhaps)
        if row.start is not None and row.end is not None
    ]


def play_moments(sound: Path, moments: Sequence[Moment], device: str | None) -> None:
    """One after another, each named on stderr as it begins. Raises TakeError where a moment lies outside the sound."""
    from voice_interview.audio import decode
    from voice_interview.audio.devices import find_output
    from voice_interview.audio.player import Player, part
    from voice_interview.errors import TakeError
    from voice_interview.model import SAMPLE_RATE
    from voice_interview.reports import content

    samples = decode.read(sound)
    seconds = len(samples) / SAMPLE_RATE
    late = next((one.at for one in moments if one.at >= seconds), None)
    if late is not None:
        end, wanted = content.exact_moment(seconds), content.exact_moment(late)
        raise TakeError(f"The answer ends at {end}; nothing is at {wanted}.", "Play an earlier moment.")
    player = Player(find_output(device))
    for number, one in enumerate(moments, 1):
        if one.name:
            click.echo(f"{number} of {len(moments)}  {one.name}", err=True)
        player.play_samples(part(samples, SAMPLE_RATE, one.start, one.end), SAMPLE_RATE)
