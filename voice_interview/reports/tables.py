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
    return _table(list(row), [list(row.values())])


def event_rows(report: Report) -> str:
    """A head and one row for each event, in order of time, in seconds from the start of the recording."""
    return _table(EVENT_COLUMNS, [_event(report, one) for one in events(report)])


def take_row(report: Report) -> dict[str, str]:
    """The cells of a take by their columns."""
    asked, recording, made = report.question, report.recording, report.provenance
    fillers = shapes.details(report.measures.get("fillers"), shapes.FillerDetails)
    length = shapes.details(report.measures.get("length"), _LengthDetails)
    row = {
        "take": _safe(report.id),
        "created_at": _safe(report.created_at),
        "question": _safe(asked.id if asked else ""),
        "kind": _safe(asked.kind if asked else ""),
        "asked": _safe(asked.text if asked else ""),
        "follow_ups": str(len(recording.follow_ups)),
        "file": _safe(content.file_name(recording.path)),
        "recorded_seconds": _number(recording.seconds),
        "faults": _safe(" ".join(fault.code for fault in recording.faults)),
        "corrections": str(len(report.corrections)),
        "advice": _safe("; ".join(one.title for one in content.advice(report))),
        "words": _number(length.words),
        "filler_count": _number(fillers.count),
        "filler_count_at_least": _number(fillers.at_least),
        "filler_count_at_most": _number(fillers.at_most),
    }
    row |= _story(report) | _measures(report, content.ORDER)
    row |= {
        "language": _safe(report.transcript.language),
        "version": _safe(made.version),
        "engine": _safe(made.engine or ""),
        "model": _safe(made.model or ""),
        "model_sha256": _safe(made.model_sha256 or ""),
    }
    others = _measures(report, sorted(set(report.measures) - set(content.ORDER)))
    return row | {name: cell for name, cell in others.items() if name not in row}


def _story(report: Report) -> dict[str, str]:
    star = shapes.details(report.measures.get("star"), shapes.StarDetails)
    known = "star" in report.measures and report.measures["star"].details
    told = {True: "yes", False: "no", None: "unclear"}[star.story.present] if known else ""
    parts = {name: star.parts.get(name) for name in PARTS}
    row = {"story": told} | {name: _safe(part.present) if part else "" for name, part in parts.items()}
    return row | {f"{name}_seconds": _number(part.seconds) if part else "" for name, part in parts.items()}


def _measures(report: Report, names: Sequence[str]) -> dict[str, str]:
    """The values beside each other, where a person looks first; what belongs to them after all of them."""
    found = [(content.clean(name), report.measures.get(name)) for name in names]
    row = {name: _number(measure.value) if measure else "" for name, measure in found}
    for name, measure in found:
        row |= {f"{name}_{field}": cell for field, cell in _details(measure).items()}
    return row


def _details(measure: Measure | None) -> dict[str, str]:
    return {
        "low": _number(measure.low) if measure else "",
        "high": _number(measure.high) if measure else "",
        "band": measure.band if measure and measure.band != "none" else "",
        "unit": _safe(measure.unit) if measure else "",
        "caveat": _safe(measure.caveat or "") if measure else "",
    }


def _event(report: Report, one: Event) -> list[str]:
    seconds = None if one.start is None or one.end is None else one.end - one.start
    times = [_number(value) for value in (one.start, one.end, seconds)]
    told = [_safe(one.words), one.found_by, _number(one.confidence), _safe(one.note)]
    return [_safe(report.id), _safe(one.event), _safe(one.label), *times, *told]


def _safe(text: str) -> str:
    """Text from outside in one cell: one line, and no formula, in wide letters neither."""
    plain = content.clean(text)
    return f"'{plain}" if unicodedata.normalize("NFKC", plain[:1]).startswith(FORMULA) else plain


def _number(value: float | None) -> str:
    """To the thousandth, which is a millisecond; "" where undefined."""
    return "" if value is None else f"{round(value, 3) + 0.0:.15g}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows([[_safe(name) for name in head], *rows])
    return MARK + file.getvalue()
