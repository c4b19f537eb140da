"""One candidate over all takes: what changed, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from voice_interview import profiles
from voice_interview.advice import OF_FLUENCY
from voice_interview.cohort.brief import Brief
from voice_interview.history.ranges import Range
from voice_interview.history.summary import Figure, tool
from voice_interview.history.trends import BETTER, Asked, Progress, Step, Trend, progress
from voice_interview.model import PARTS, Part

RECENT = 5
"""Takes, the latest of them last, in which it is counted how often the same advice was given: a habit shows in some,
and what was mended long ago does not."""

THERE = ("yes", "implied")


class Changed(Struct, frozen=True, kw_only=True):
    """What surely changed, over all takes or from the first take of a `question` (its text) to the latest, whose ids
    are `first` and `latest`: a figure, beyond its range, or a part of the story, which is new or lost. `better` is
    None where neither direction is."""

    name: str
    unit: str = ""
    change: Literal["higher", "lower", "new", "lost"]
    better: bool | None = None
    before: Range | None = None
    now: Range | None = None
    question: str | None = None
    first: str | None = None
    latest: str | None = None


class Need(Struct, frozen=True, kw_only=True):
    """Advice of the latest take, by its title, and in how many `of` the most recent takes it was given."""

    title: str
    times: int
    of: int


class TakeLine(Struct, frozen=True, kw_only=True):
    """One take: `fault` why it cannot be judged, `compared` whether the newest take's tool made it, `advice` titles."""

    id: str
    created_at: str
    question: str | None
    seconds: float | None
    fault: str | None
    compared: bool
    advice: tuple[str, ...]


class Candidate(Struct, frozen=True, kw_only=True):
    """All takes of one candidate, the newest first: how many are `compared`, of how many `questions`; how many not,
    because another tool made them or they cannot be judged. `figures` are those of the `latest` take that can be
    judged, which `tool` made; all three are empty where no take can be."""

    name: str
    takes: tuple[TakeLine, ...]
    compared: int
    other_tool: int
    unfit: int
    questions: int
    latest: str | None = None
    tool: str | None = None
    figures: dict[str, Figure] = {}
    needs: tuple[Need, ...] = ()
    changed: tuple[Changed, ...] = ()

    def banded(self, band: str) -> tuple[str, ...]:
        """The figures of the latest take in this band, by name."""
        return tuple(name for name, one in self.figures.items() if one.band == band)

    @property
    def improved(self) -> tuple[Changed, ...]:
        return tuple(one for one in self.changed if one.better is True)

    @property
    def worse(self) -> tuple[Changed, ...]:
        return tuple(one for one in self.changed if one.better is False)


def candidate(name: str, briefs: Iterable[Brief]) -> Candidate:
    """All that is told of the takes of one candidate, in any order; at least one."""
    found = _alike(sorted(briefs, key=lambda one: (one.created_at, one.id)))
    over_time = progress(found)
    left_out = {*over_time.other_tool, *over_time.unfit}
    compared = [one for one in found if one.id not in left_out]
    latest = compared[-1] if compared else None
    return Candidate(
        name=name,
        takes=tuple(_line(one, one.id not in left_out) for one in reversed(found)),
        compared=len(compared),
        other_tool=len(over_time.other_tool),
        unfit=len(over_time.unfit),
        questions=len(over_time.questions),
        latest=latest.id if latest else None,
        tool=tool(latest) if latest else None,
        figures=latest.measures if latest else {},
        needs=_needs(compared or found),
        changed=_changed(over_time, compared),
    )


def _alike(briefs: Sequence[Brief]) -> list[Brief]:
    """The takes of one candidate by one profile, advice included: where one of them leaves figures out, all do."""
    found = profiles.alike(briefs)
    if not profiles.is_aware(found):
        return found
    return [
        replace(one, advice=tuple(title for title in one.advice if not title.title.startswith(OF_FLUENCY)))
        for one in found
    ]


def _line(one: Brief, compared: bool) -> TakeLine:
    return TakeLine(
        id=one.id,
        created_at=one.created_at,
        question=one.question.text if one.question else None,
        seconds=one.recording.seconds,
        fault=one.recording.faults[0].message if one.recording.faults else None,
        compared=compared,
        advice=tuple(advice.title for advice in one.advice),
    )


def _needs(takes: Sequence[Brief]) -> tuple[Need, ...]:
    recent = takes[-RECENT:]
    given = [{one.title for one in take.advice} for take in recent]
    return tuple(
        Need(title=one.title, times=sum(one.title in titles for titles in given), of=len(recent))
        for one in takes[-1].advice
    )


def _changed(over_time: Progress, compared: Sequence[Brief]) -> tuple[Changed, ...]:
    """The figures over all takes first, then question by question what those do not tell already."""
    found = [one for trend in over_time.trends if (one := _over_all(trend))]
    told = {(one.name, one.change) for one in found}
    by_id = {one.id: one for one in compared}
    for question in over_time.questions:
        here = [one for step in question.figures if (one := _of_question(step, question))]
        here += _parts(question, by_id[question.first], by_id[question.latest])
        found += [one for one in here if (one.name, one.change) not in told]
    return tuple(found)


def _over_all(trend: Trend) -> Changed | None:
    if trend.change not in ("higher", "lower"):
        return None
    return Changed(
        name=trend.name,
        unit=trend.unit,
        change=trend.change,
        better=_better(trend.name, trend.change),
        before=trend.earlier,
        now=trend.later,
    )


def _of_question(step: Step, question: Asked) -> Changed | None:
    if step.change not in ("higher", "lower"):
        return None
    return Changed(
        name=step.name,
        unit=step.unit,
        change=step.change,
        better=_better(step.name, step.change),
        before=step.first,
        now=step.latest,
        question=question.question.text,
        first=question.first,
        latest=question.latest,
    )


def _better(name: str, change: Literal["higher", "lower"]) -> bool | None:
    if name not in BETTER:
        return None
    return (change == "lower") == (BETTER[name] == "less")


def _parts(question: Asked, first: Brief, latest: Brief) -> list[Changed]:
    """Parts that surely were not there and are, or were there and surely are not (as `retake.parts` tells them), where
    the question asks for a story."""
    then, now = _told(first), _told(latest)
    found = []
    for name in PARTS if first.id != latest.id else ():
        was, is_ = (one[name].present if name in one else None for one in (then, now))
        change: Literal["new", "lost"] | None = None
        if was == "no" and is_ in THERE:
            change = "new"
        elif was in THERE and is_ == "no":
            change = "lost"
        if change:
            found.append(
                Changed(
                    name=name,
                    change=change,
                    better=change == "new",
                    question=question.question.text,
                    first=question.first,
                    latest=question.latest,
                )
            )
    return found


def _told(one: Brief) -> dict[str, Part]:
    star = one.measures.get("star")
    return one.reading.parts if one.reading is not None and star is not None and star.value is not None else {}
