"""The report as tables (CSV): one row for the take, or one row for each event in it.

UTF-8 with the mark of it at the start, without which Excel takes it for another encoding; Python reads it as
"utf-8-sig". A cell is empty where a figure is undefined, and the column `..._caveat` says why. Text from outside that a
spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

from msgspec import Struct

from voice_interview.model import PARTS, Measure, Report
from voice_interview.reports import content, shapes
from voice_interview.reports.events import Event, events

MARK = "\ufeff"
FORMULA = ("=", "+", "-", "@")
"""What a cell begins with that is run as a formula."""

EVENT_COLUMNS = ("take", "event", "label", "start", "end", "seconds", "words", "found_by", "confidence", "note")


class _LengthDetails(Struct, frozen=True, kw_only=True):
    words: int | None = None


def take(report: Report) -> str:
    """A head and one row: what was asked and recorded, STAR, the value of every measure, then their ranges, bands,
    units and caveats, then what made them. The columns are the same for every take; those of plug-ins come last."""
    row = take_row(report)
    return table(list(row), [list(row.values())])


def event_rows(report: Report) -> str:
    """A head and one row for each event, in order of time, in seconds from the start of the recording."""
    return table(EVENT_COLUMNS, [_event(report, one) for one in events(report)])


def take_row(report: Report) -> dict[str, str]:
    """The cells of a take by their columns."""
    asked, recording, made = report.question, report.recording, report.provenance
    fillers = shapes.details(report.measures.get("fillers"), shapes.FillerDetails)
    length = shapes.details(report.measures.get("length"), _LengthDetails)
    row = {
        "take": safe(report.id),
        "created_at": safe(report.created_at),
        "question": safe(asked.id if asked else ""),
        "kind": safe(asked.kind if asked else ""),
        "asked": safe(asked.text if asked else ""),
        "follow_ups": str(len(recording.follow_ups)),
        "file": safe(content.file_name(recording.path)),
        "recorded_seconds": number(recording.seconds),
        "faults": safe(" ".join(fault.code for fault in recording.faults)),
        "corrections": str(len(report.corrections)),
        "comments": str(len(report.comments)),
        "advice": safe("; ".join(one.title for one in content.advice(report))),
        "words": number(length.words),
        "filler_count": number(fillers.count),
        "filler_count_at_least": number(fillers.at_least),
        "filler_count_at_most": number(fillers.at_most),
    }
    row |= _story(report) | _measures(report, content.ORDER)
    row |= {
        "language": safe(report.transcript.language),
        "version": safe(made.version),
        "engine": safe(made.engine or ""),
        "model": safe(made.model or ""),
        "model_sha256": safe(made.model_sha256 or ""),
    }
    others = _measures(report, sorted(set(report.measures) - set(content.ORDER)))
    return row | {name: cell for name, cell in others.items() if name not in row}


def _story(report: Report) -> dict[str, str]:
    star = shapes.details(report.measures.get("star"), shapes.StarDetails)
    known = "star" in report.measures and report.measures["star"].details
    told = {True: "yes", False: "no", None: "unclear"}[star.story.present] if known else ""
    parts = {name: star.parts.get(name) for name in PARTS}
    row = {"story": told} | {name: safe(part.present) if part else "" for name, part in parts.items()}
    return row | {f"{name}_seconds": number(part.seconds) if part else "" for name, part in parts.items()}


def _measures(report: Report, names: Sequence[str]) -> dict[str, str]:
    """The values beside each other, where a person looks first; what belongs to them after all of them."""
    found = [(content.clean(name), report.measures.get(name)) for name in names]
    row = {name: number(measure.value) if measure else "" for name, measure in found}
    for name, measure in found:
        row |= {f"{name}_{field}": cell for field, cell in _details(measure).items()}
    return row


def _details(measure: Measure | None) -> dict[str, str]:
    return {
        "low": number(measure.low) if measure else "",
        "high": number(measure.high) if measure else "",
        "band": measure.band if measure and measure.band != "none" else "",
        "unit": safe(measure.unit) if measure else "",
        "caveat": safe(measure.caveat or "") if measure else "",
    }


def _event(report: Report, one: Event) -> list[str]:
    seconds = None if one.start is None or one.end is None else one.end - one.start
    times = [number(value) for value in (one.start, one.end, seconds)]
    told = [safe(one.words), one.found_by, number(one.confidence), safe(one.note)]
    return [safe(report.id), safe(one.event), safe(one.label), *times, *told]


def safe(text: str) -> str:
    """Text from outside in one cell: one line, and no formula, in wide letters neither."""
    plain = content.clean(text)
    return f"'{plain}" if unicodedata.normalize("NFKC", plain[:1]).startswith(FORMULA) else plain


def number(value: float | None) -> str:
    """To the thousandth, which is a millisecond; "" where undefined."""
    return "" if value is None else f"{round(value, 3) + 0.0:.15g}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([[safe(name) for name in head], *rows])
    return MARK + file.getvalue()
