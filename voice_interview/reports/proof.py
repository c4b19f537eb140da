"""Every filler of an answer with its proof: when, in which words, heard by what, how surely; and why one is doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from voice_interview import text
from voice_interview.model import Evidence, FoundBy, Report
from voice_interview.reports import content, notes, shapes, spoken
from voice_interview.reports.console import finish, grid, heads, make_console, say

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

CONTEXT = 2
"""Words shown on either side of a filler."""

FOUND_BY = {"text": "words", "sound": "sound", "both": "both", "person": "a person"}

NARROW = 60
"""Columns under which the facts stand below the words instead of beside them."""

UNSAID = "this report does not say why"


class Row(Struct, frozen=True, kw_only=True):
    """One filler: `said` between the words `before` and `after` it; `doubt` why it is only a perhaps."""

    start: float | None
    end: float | None
    label: str
    kind: Literal["sound", "word"]
    found_by: FoundBy | None
    confidence: float | None
    before: str
    said: str
    after: str
    doubt: str | None = None


class Proof(Struct, frozen=True, kw_only=True):
    """All fillers of one report: `count` counted, `at_least` and `at_most` with all doubts on one side; `struck` those
    that a person ruled out. `count` is None where fillers are not counted, and `caveat` says why."""

    schema: str = "voice-interview/fillers/1"
    id: str
    count: int | None
    at_least: int | None
    at_most: int | None
    caveat: str | None
    counted: tuple[Row, ...]
    perhaps: tuple[Row, ...]
    struck: tuple[Row, ...]


def proof(report: Report) -> Proof:
    """The fillers of a report, each group in order of time."""
    measure = report.measures.get("fillers")
    found = shapes.details(measure, shapes.FillerDetails)
    return Proof(
        id=report.id,
        count=found.count,
        at_least=found.at_least,
        at_most=found.at_most,
        caveat=measure.caveat if measure else "This report has no count of fillers.",
        counted=tuple(_row(report, event) for event in spoken.filler_events(report)),
        perhaps=tuple(_row(report, event, event.doubt or UNSAID) for event in found.perhaps),
        struck=tuple(_row(report, event) for event in found.struck),
    )


def render(report: Report, *, width: int | None = 80, color: bool = False) -> str:
    """The proof as a table of at most `width` columns (40 at least): counted fillers first, then each perhaps."""
    console = make_console(width, color)
    shown = proof(report)
    count = notes.filler_count(report.measures.get("fillers"))
    console.print(say(f"Fillers: {count}" if count else f"Fillers: not counted. {shown.caveat or ''}", "bold"))
    for head, rows in (
        ("Counted", shown.counted),
        ("Perhaps, not counted", shown.perhaps),
        ("Struck out by a person", shown.struck),
    ):
        if not rows:
            continue
        console.print()
        console.print(_wide(head, rows) if console.width >= NARROW else _narrow(head, rows))
    return finish(console, color)


def line(row: Row) -> str:
    """One filler on one line, as it is named while it is played."""
    words = " ".join(bit for bit in (row.before, f"[{row.said}]", row.after) if bit)
    return f"{content.exact_moment(row.start)}  {words}" + ("  (perhaps)" if row.doubt else "")


def _wide(head: str, rows: tuple[Row, ...]) -> Table:
    table = grid(9, None, 5, 8, 4)
    heads(table, "Time", head, "Kind", "Found by", "Sure")
    for row in rows:
        table.add_row(say(content.exact_moment(row.start), "cyan"), _words(row), *(say(fact) for fact in _facts(row)))
        if row.doubt:
            table.add_row("", say(row.doubt, "yellow"))
    return table


def _narrow(head: str, rows: tuple[Row, ...]) -> Table:
    table = grid(9, None)
    heads(table, "Time", head)
    for row in rows:
        kind, found_by, sure = _facts(row)
        table.add_row(say(content.exact_moment(row.start), "cyan"), _words(row))
        table.add_row("", say(f"{kind}, found by {found_by}{f', {sure}' if row.confidence is not None else ''}", "dim"))
        if row.doubt:
            table.add_row("", say(row.doubt, "yellow"))
    return table


def _words(row: Row) -> Text:
    words = say(row.before)
    words.append(" " if row.before else "").append(f"[{row.said}]", style="reverse")
    return words.append(f" {row.after}" if row.after else "")


def _facts(row: Row) -> tuple[str, str, str]:
    sure = content.DASH if row.confidence is None else f"{row.confidence:.2f}"
    return row.kind, FOUND_BY.get(row.found_by or "", content.DASH), sure


def _row(report: Report, event: Evidence, doubt: str | None = None) -> Row:
    before, said, after = spoken.context(report, event, CONTEXT)
    return Row(
        start=event.start,
        end=event.end,
        label=content.clean(event.label),
        kind="sound" if text.is_hesitation(event.label) else "word",
        found_by=event.found_by,
        confidence=event.confidence,
        before=before,
        said=said,
        after=after,
        doubt=content.clean(doubt) if doubt else None,
    )
