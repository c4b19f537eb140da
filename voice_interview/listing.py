"""Which takes there are: filtered, sorted, searched. What `takes list` and the coach's pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from voice_interview.errors import TakeError, VoiceInterviewError

if TYPE_CHECKING:
    from voice_interview.history.summary import Summary
    from voice_interview.takes import Take, TakeFile, Takes

ORDERS = ("date", "question", "kind")


class MeasureError(VoiceInterviewError):
    """A measure that no take has: a slip of the pen."""

    code = "measure"


class Limit(Struct, frozen=True):
    """A measure whose figure must be `sign` * over `sign` * `limit`."""

    name: str
    limit: float
    sign: int

    def keeps(self, row: Row) -> bool:
        value = row.figure(self.name)
        return value is not None and self.sign * value > self.sign * self.limit


class Wanted(Struct, frozen=True, kw_only=True):
    """Which takes are wanted, and how they are sorted. `since` and `until` are days (2026-03-31), `text` what was said
    (see `search`), `order` one of `ORDERS` or a measure."""

    question: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    limits: tuple[Limit, ...] = ()
    order: str = "date"
    reverse: bool = False

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that are asked for by name."""
        return tuple(dict.fromkeys([one.name for one in self.limits] + [self.order] * (self.order not in ORDERS)))

    def keeps(self, row: Row) -> bool:
        asked = row.file.question
        return (
            (self.question is None or (asked is not None and asked.id == self.question))
            and (self.kind is None or (asked is not None and asked.kind == self.kind))
            and in_time(row.file.created_at, self.since, self.until)
            and all(limit.keeps(row) for limit in self.limits)
        )


class Row(Struct, frozen=True):
    """A take in the list: what its folder says, its figures where they were read, and where the words are said."""

    take: Take
    file: TakeFile
    summary: Summary | None
    excerpt: str | None

    def figure(self, name: str) -> float | None:
        found = self.summary.measures.get(name) if self.summary else None
        return found.value if found else None


class Listed(Struct, frozen=True):
    """The rows that are wanted, in order, and why other takes cannot be read."""

    rows: list[Row]
    damaged: list[TakeError]


Reader = Callable[["Take", bool], "tuple[TakeFile, Summary | None]"]
"""Reads what a row needs of a take, its figures only where the second argument says so. Raises TakeError."""


def read(take: Take, figures: bool) -> tuple[TakeFile, Summary | None]:
    """The `Reader` that asks the disk."""
    return take.load(), summary(take) if figures and take.has_report else None


def summary(take: Take) -> Summary:
    """The figures of a take. Raises TakeError where it has no report."""
    from voice_interview.history.summary import Summary

    return take.report_as(Summary)


def find(takes: Takes, wanted: Wanted, cache: Path, reader: Reader = read, *, figures: bool = False) -> Listed:
    """The takes that are wanted; `figures` where those of every take are asked for, `cache` where the index of the
    search lies. Raises MeasureError for a measure that no take has, TakeError for a search without a word."""
    hits = _hits(takes, wanted.text, cache)
    rows, damaged, known = [], [], set[str]()
    for take in takes.all():
        if hits is not None and take.id not in hits:
            continue
        try:
            file, found = reader(take, figures or bool(wanted.measures))
        except TakeError as error:
            damaged.append(error)
            continue
        known |= found.measures.keys() if found else set()
        rows.append(Row(take, file, found, hits[take.id] if hits else None))
    _check(wanted.measures, known)
    return Listed(_sorted([row for row in rows if wanted.keeps(row)], wanted), damaged)


class Practised(Struct, frozen=True):
    """The figures of takes whose progress is told; `demos` takes of the demo, whose voice is nobody's, are left out."""

    summaries: list[Summary]
    demos: int
    damaged: list[TakeError]


def practised(takes: Takes, wanted: Wanted, reader: Reader = read) -> Practised:
    """Every take that has a report, of the question and the days that are wanted."""
    summaries, damaged, demos = [], [], 0
    for take in takes.all():
        try:
            found = reader(take, True)[1] if take.has_report else None
        except TakeError as error:
            damaged.append(error)
            continue
        if found is not None and found.recording.is_bundled:
            demos += 1
        elif found is not None and _of(found, wanted) and in_time(found.created_at, wanted.since, wanted.until):
            summaries.append(found)
    return Practised(summaries, demos, damaged)


def _of(one: Summary, wanted: Wanted) -> bool:
    return wanted.question is None or (one.question is not None and one.question.id == wanted.question)


def in_time(created_at: str, since: str | None, until: str | None) -> bool:
    """Whether a moment (ISO 8601) lies on these days, by the date where it was made."""
    day = created_at[:10]
    return (since is None or since <= day) and (until is None or day <= until)


def _hits(takes: Takes, query: str | None, cache: Path) -> dict[str, str] | None:
    """Where the words were said, by the id of the take; None where none are asked for."""
    if query is None:
        return None
    from voice_interview.reports.content import clean
    from voice_interview.search import search

    return {hit.id: hit.excerpt for hit in search(takes, clean(query), cache)}


def _check(names: Iterable[str], known: set[str]) -> None:
    """Where there are no reports nobody can tell which measures there are."""
    strange = [name for name in names if name not in known] if known else []
    if strange:
        raise MeasureError(f"No take has the measure {strange[0]!r}.", f"There are: {', '.join(sorted(known))}.")


def _sorted(rows: Sequence[Row], wanted: Wanted) -> list[Row]:
    """Takes without the figure, or without a question, stand at the end either way."""

    def rank(row: Row) -> str | float | None:
        asked = row.file.question
        if wanted.order == "date":
            return row.file.created_at
        if wanted.order in ORDERS:
            return (asked.id if wanted.order == "question" else asked.kind) if asked else None
        return row.figure(wanted.order)

    ranked = [(value, row) for row in rows if (value := rank(row)) is not None]
    last = [row for row in rows if rank(row) is None]
    return [row for _, row in sorted(ranked, key=lambda pair: pair[0], reverse=wanted.reverse)] + last
