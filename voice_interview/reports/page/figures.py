"""The figures of the page: each with its band, range, source, and all of its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from voice_interview.model import Evidence, Measure, Report
from voice_interview.reports import content, notes, shapes, spoken

QUOTED = 14
"""Words of a piece of evidence that are quoted: enough to know the moment again."""


class Event(NamedTuple):
    """One piece of evidence: when, the words before, its own, the words after, and what is known of it."""

    start: float | None
    end: float | None
    label: str
    before: str
    said: str
    after: str
    note: str


class Figure(NamedTuple):
    """One measure in words; `source` is the number of its source in the list, None where none is named; `machine` what
    the machine alone had found where a person's corrections changed that."""

    name: str
    title: str
    value: str
    span: str
    band: str
    sign: str
    judged: str
    note: str
    caveat: str
    source: int | None
    machine: str
    events: tuple[Event, ...]
    perhaps: tuple[Event, ...] = ()


def figures(report: Report) -> list[Figure]:
    """Every measure that is shown, in the order of the report."""
    sources = content.sources(report)
    return [_figure(report, name, measure, sources) for name, measure in content.figures(report)]


def advised(report: Report, events: Iterable[Evidence]) -> list[Event]:
    """The moments that a piece of advice comes from."""
    return [_event(report, one) for one in events if one.start is not None]


def _figure(report: Report, name: str, measure: Measure, sources: list[str]) -> Figure:
    source = content.clean(measure.source or "")
    sign, judged = content.BANDS[measure.band]
    perhaps = shapes.details(measure, shapes.FillerDetails).perhaps if name == "fillers" else ()
    return Figure(
        name=name,
        title=content.title(name),
        value=content.value(name, measure),
        span=content.span(measure),
        band=measure.band,
        sign=sign,
        judged=judged,
        note=notes.notes(name, measure),
        caveat=measure.caveat or "",
        source=sources.index(source) + 1 if source and measure.value is not None else None,
        machine=content.value(name, own) if (own := report.uncorrected.get(name)) else "",
        events=tuple(_event(report, one) for one in measure.evidence),
        perhaps=tuple(_event(report, one, one.doubt or "") for one in perhaps),
    )


def _event(report: Report, event: Evidence, doubt: str = "") -> Event:
    before, said, after = spoken.context(report, event)
    words = said.split()
    long = len(words) > QUOTED
    found = content.FOUND_BY.get(event.found_by or "", "") if event.found_by in ("sound", "both", "person") else ""
    apart = event.first == event.last
    lasts = "" if event.end is None or event.start is None else f"{content.number(round(event.end - event.start, 1))} s"
    bits = [lasts if apart or long else "", found, doubt]
    return Event(
        start=event.start,
        end=event.end,
        label="" if content.clean(event.label).lower() == said.lower().strip(".,!?;:") else event.label,
        before="" if long else before,
        said=" ".join(words[:QUOTED]) + " …" if long else ("" if apart else said),
        after="" if long else after,
        note=", ".join(bit for bit in bits if bit),
    )
