"""Figures over weeks: what changed beyond its own range, the best so far, and each question's first take and latest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from statistics import median
from typing import Literal

from msgspec import Struct

from voice_interview import profiles
from voice_interview.history.ranges import FEWEST, Change, Range, change, of_median
from voice_interview.history.summary import Summary, asked, change_between, figure, own_figure, tool, tool_key
from voice_interview.model import ENOUGH_SPEECH, Question

BETTER: dict[str, Literal["less", "more"]] = {
    "fillers": "less",
    "pauses": "less",
    "start_delay": "less",
    "star": "more",
    "coverage": "more",
}
"""Measures of which one direction is better, which their own bands and sources say. Of the others none is: a faster
pace, a longer answer or a rarer word is not a better one."""

OF_THE_QUESTION = frozenset({"length", "coverage", "company"})
"""Measures that depend on what is asked: on its time, its qualities, its company. Over several questions a change of
them would be one of the questions."""

OF_THE_QUESTION_WHY = "It depends on the question: see each question alone (progress --question ID)."

CORRECTED_WHY = "A person corrected some of the takes, which alone may make the difference."


class Week(Struct, frozen=True, kw_only=True):
    """The median of the takes of one week, which begins on a Monday (ISO 8601)."""

    begins: str
    takes: int
    median: float


class Best(Struct, frozen=True, kw_only=True):
    """The best figure so far, of the earliest of equals; `equal` other takes are no worse or have it within their own
    range, so that they may be as good."""

    take: str
    created_at: str
    figure: Range
    equal: int


class Trend(Struct, frozen=True, kw_only=True):
    """One measure over all comparable takes that have it: by week, and the median of the earlier half of these takes
    beside that of the later half, each with its range. `why_not` says why nothing can be told of a change."""

    name: str
    unit: str
    takes: int
    weeks: tuple[Week, ...]
    earlier: Range | None = None
    later: Range | None = None
    change: Change = "unknown"
    why_not: str | None = None
    best: Best | None = None


class Step(Struct, frozen=True, kw_only=True):
    """One figure of the first and of the latest take of a question."""

    name: str
    unit: str
    first: Range
    latest: Range
    change: Change


class Asked(Struct, frozen=True, kw_only=True):
    """The comparable takes of one question; `figures` where there are two or more."""

    question: Question
    takes: int
    first: str
    latest: str
    figures: tuple[Step, ...] = ()


class Progress(Struct, frozen=True, kw_only=True):
    """Many takes over weeks. Only the `takes` that the same `tool` made as the newest are compared; `other_tool` are
    the ids of those that another made, `unfit` of those that cannot be judged."""

    schema: str = "voice-interview/progress/1"
    takes: int
    since: str | None = None
    until: str | None = None
    tool: str | None = None
    trends: tuple[Trend, ...] = ()
    questions: tuple[Asked, ...] = ()
    other_tool: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()


def progress(summaries: Iterable[Summary]) -> Progress:
    """All that is told of these takes, in any order."""
    found = profiles.alike(sorted(summaries, key=lambda one: (one.created_at, one.id)))
    fit = [one for one in found if not one.recording.faults]
    unfit = tuple(one.id for one in found if one.recording.faults)
    if not fit:
        return Progress(takes=0, unfit=unfit)
    newest = tool_key(fit[-1])
    keys = {one.id: tool_key(one) for one in fit}
    same = [one for one in fit if keys[one.id] == newest]
    names = dict.fromkeys(name for one in same for name in one.measures)
    trends = (_trend(name, same) for name in names)
    return Progress(
        takes=len(same),
        since=same[0].created_at,
        until=same[-1].created_at,
        tool=tool(same[-1]),
        trends=tuple(one for one in trends if one.takes),
        questions=_questions(same),
        other_tool=tuple(one.id for one in fit if keys[one.id] != newest),
        unfit=unfit,
    )


def _trend(name: str, takes: Sequence[Summary]) -> Trend:
    known = [(one, value) for one in takes if (value := figure(one, name))]
    values = [value.value for _, value in known]
    half = len(values) // 2
    earlier, later = of_median(values[:half]), of_median(values[half:])
    questions = {asked(one.question) for one, _ in known}
    said = change(earlier, later)
    why_not: str | None = None
    if name in OF_THE_QUESTION and (len(questions) > 1 or None in questions):
        why_not = OF_THE_QUESTION_WHY
    elif half < FEWEST:
        why_not = f"{2 * FEWEST} takes are needed to tell a change."
    elif said != _own_change(name, [one for one, _ in known]):
        why_not = CORRECTED_WHY
    return Trend(
        name=name,
        unit=next((one.measures[name].unit for one, _ in known), ""),
        takes=len(known),
        weeks=_weeks([(one.created_at, value.value) for one, value in known]),
        earlier=earlier,
        later=later,
        change="unknown" if why_not else said,
        why_not=why_not,
        best=_best(name, known),
    )


def _own_change(name: str, known: Sequence[Summary]) -> Change:
    """What the machine's own figures tell, which it found in all takes alike."""
    values = [value.value for one in known if (value := own_figure(one, name))]
    half = len(known) // 2
    return change(of_median(values[:half]), of_median(values[half:])) if len(values) == len(known) else "unknown"


def _weeks(values: Sequence[tuple[str, float]]) -> tuple[Week, ...]:
    """The weeks in which there was a take, in order; without those whose file does not say when it was made."""
    found: dict[date, list[float]] = {}
    for created_at, value in values:
        with suppress(ValueError):
            day = date.fromisoformat(created_at[:10])
            found.setdefault(day - timedelta(days=day.weekday()), []).append(value)
    return tuple(
        Week(begins=monday.isoformat(), takes=len(those), median=median(those))
        for monday, those in sorted(found.items())
    )


def _best(name: str, known: Sequence[tuple[Summary, Range]]) -> Best | None:
    """The best of the answers that are long enough to be judged; none where all may be equally good."""
    long = [(one, value) for one, value in known if (length := figure(one, "length")) and length.value >= ENOUGH_SPEECH]
    if name not in BETTER or len(long) < 2:
        return None
    sign = 1 if BETTER[name] == "less" else -1
    take, value = min(long, key=lambda pair: sign * pair[1].value)
    equal = sum(
        one.id != take.id and (other.value == value.value or change(value, other) == "within") for one, other in long
    )
    if equal == len(long) - 1:
        return None
    return Best(take=take.id, created_at=take.created_at, figure=value, equal=equal)


def _questions(takes: Sequence[Summary]) -> tuple[Asked, ...]:
    """Each question, the one practised last at the end."""
    groups: dict[str, list[Summary]] = {}
    for one in takes:
        name = asked(one.question)
        if name is not None:
            groups[name] = [*groups.pop(name, []), one]
    return tuple(_asked(group) for group in groups.values())


def _asked(takes: Sequence[Summary]) -> Asked:
    first, latest = takes[0], takes[-1]
    assert latest.question is not None
    steps = []
    for name, measure in latest.measures.items() if len(takes) > 1 else ():
        before, now = figure(first, name), figure(latest, name)
        if before and now:
            steps.append(
                Step(name=name, unit=measure.unit, first=before, latest=now, change=change_between(first, latest, name))
            )
    return Asked(question=latest.question, takes=len(takes), first=first.id, latest=latest.id, figures=tuple(steps))
