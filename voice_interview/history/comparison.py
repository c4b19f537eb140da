"""Takes of one question side by side: figures, shares of the story, transcripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal

from msgspec import Struct

from voice_interview import known_details, profiles, retake
from voice_interview.errors import TakeError
from voice_interview.history.alignment import Aligned, align
from voice_interview.history.ranges import Change, Range
from voice_interview.history.summary import asked, change_between, figure, tool, tool_key
from voice_interview.model import PARTS, PartChange, Question, Report

Step = Change | Literal["tool", "unfit"]
"""What became of a figure from one take to the next; "tool": another tool made it, so nothing is said of the speaker;
"unfit": one of the recordings cannot be judged."""


class Side(Struct, frozen=True, kw_only=True):
    """One of the takes: `tool` what made its report, `corrections` how much a person set right in it, `fault` why it
    cannot be judged."""

    id: str
    created_at: str
    tool: str
    corrections: int = 0
    fault: str | None = None


class FigureRow(Struct, frozen=True, kw_only=True):
    """One figure of each take, None where it is undefined, and what became of it from each take to the next."""

    name: str
    unit: str
    figures: tuple[Range | None, ...]
    steps: tuple[Step, ...]


class PartRow(Struct, frozen=True, kw_only=True):
    """One part of the story in each take: whether it is there, its seconds, and its share of all sentences, 0 to 1."""

    name: str
    present: tuple[str | None, ...]
    seconds: tuple[float | None, ...]
    shares: tuple[float | None, ...]


class Next(Struct, frozen=True, kw_only=True):
    """What changed from the take `before` to the take `now`: parts that are new or lost, and the words. `tool` says
    where other tools made the two."""

    before: str
    now: str
    tool: str | None = None
    parts: tuple[PartChange, ...] = ()
    words: tuple[Aligned, ...] = ()


class Comparison(Struct, frozen=True, kw_only=True):
    """Takes of one question, each beside the one before."""

    schema: str = "voice-interview/comparison/1"
    question: Question | None
    takes: tuple[Side, ...]
    figures: tuple[FigureRow, ...]
    parts: tuple[PartRow, ...]
    steps: tuple[Next, ...]


def compare(reports: Sequence[Report]) -> Comparison:
    """The takes side by side, in the order in which they are given. Raises TakeError for fewer than two, for one given
    twice, and for takes of different questions."""
    _check(reports)
    reports = profiles.alike(reports)
    names = dict.fromkeys(name for one in reports for name in one.measures)
    rows = (_row(name, reports) for name in names)
    return Comparison(
        question=reports[0].question,
        takes=tuple(_side(one) for one in reports),
        figures=tuple(row for row in rows if any(row.figures)),
        parts=tuple(_part(name, reports) for name in PARTS) if any(_told(one) for one in reports) else (),
        steps=tuple(_next(before, now) for before, now in pairwise(reports)),
    )


def _check(reports: Sequence[Report]) -> None:
    ids = [one.id for one in reports]
    if len(set(ids)) < max(2, len(ids)):
        raise TakeError("To compare, two different takes are needed.", "See them: voice-interview takes list.")
    questions = {asked(one.question): one for one in reports}
    if len(questions) > 1:
        first, second = list(questions.values())[:2]
        raise TakeError(
            f"{first.id} and {second.id} do not answer the same question.",
            "Compare takes of one question: voice-interview takes list --question ID.",
        )


def _side(one: Report) -> Side:
    fault = one.recording.faults[0].message if one.recording.faults else None
    return Side(id=one.id, created_at=one.created_at, tool=tool(one), corrections=len(one.corrections), fault=fault)


def _row(name: str, reports: Sequence[Report]) -> FigureRow:
    return FigureRow(
        name=name,
        unit=next(one.measures[name].unit for one in reports if name in one.measures),
        figures=tuple(figure(one, name) for one in reports),
        steps=tuple(_step(name, before, now) for before, now in pairwise(reports)),
    )


def _step(name: str, before: Report, now: Report) -> Step:
    if before.recording.faults or now.recording.faults:
        return "unfit"
    if tool_key(before) != tool_key(now):
        return "tool"
    return change_between(before, now, name)


def _star(report: Report) -> dict[str, Any]:
    return known_details.of(report.measures, "star")


def _told(report: Report) -> bool:
    """Whether a story may be told: shares of an answer that is none would mean nothing."""
    star = _star(report)
    return bool(star.get("parts")) and star.get("story", {}).get("present") is not False


def _part(name: str, reports: Iterable[Report]) -> PartRow:
    found = [_star(one)["parts"].get(name, {}) if _told(one) else {} for one in reports]
    present, seconds, shares = (tuple(one.get(key) for one in found) for key in ("present", "seconds", "share"))
    return PartRow(name=name, present=present, seconds=seconds, shares=shares)


def _next(before: Report, now: Report) -> Next:
    same = tool_key(before) == tool_key(now)
    fit = not (before.recording.faults or now.recording.faults)
    return Next(
        before=before.id,
        now=now.id,
        tool=None if same else _tools(tool(before), tool(now)),
        parts=retake.parts(before, now) if same and fit else (),
        words=align(before.transcript, now.transcript),
    )


def _tools(then: str, now: str) -> str:
    if then == now:
        return f"Both were made by {now}, with other settings, limits or fillers of your own."
    return f"Made by different tools: {then}, then {now}."
