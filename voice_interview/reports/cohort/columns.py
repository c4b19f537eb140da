"""The table of a cohort as CSV: one row a candidate, who needs most first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from voice_interview.cohort.candidate import Candidate, Changed
from voice_interview.cohort.table import Cohort
from voice_interview.reports import figure_words, tables
from voice_interview.reports.cohort import words

FIRST = (
    "rank", "candidate", "takes", "compared", "other_tool", "unfit", "questions", "first_day", "latest_day",
    "latest_take", "next", "next_times", "next_of", "then", "act", "watch", "better", "worse", "other_changes",
)  # fmt: skip
"""The columns before the figures of the latest take and the tool that made it."""


def render(found: Cohort) -> str:
    """A head and one row a candidate; of every measure that anybody has the value and the band of the latest take."""
    names = sorted({name for one in found.candidates for name in one.figures}, key=figure_words.place)
    head = [*FIRST, *(column for name in names for column in (name, f"{name}_band")), "tool"]
    return tables.table(head, [_row(rank, one, names) for rank, one in enumerate(found.candidates, 1)])


def _row(rank: int, one: Candidate, names: Sequence[str]) -> list[str]:
    first, then = (*one.needs[:2], None, None)[:2]
    counts = (one.compared, one.other_tool, one.unfit, one.questions)
    others = [was for was in one.changed if was.better is None]
    cells = [
        *(str(rank), one.name, str(len(one.takes)), *(str(count) for count in counts)),
        *(one.takes[-1].created_at[:10], one.takes[0].created_at[:10], one.latest or ""),
        *((first.title, str(first.times), str(first.of)) if first else ("", "", "")),
        then.title if then else "",
        *(words.banded(one, "act"), words.banded(one, "watch")),
        *(_list(changes) for changes in (one.improved, one.worse, others)),
    ]
    return [*(tables.safe(cell) for cell in cells), *_figures(one, names), tables.safe(one.tool or "")]


def _list(changes: Iterable[Changed]) -> str:
    return "; ".join(f"{words.changed(one)} {words.where(one)}" for one in changes)


def _figures(one: Candidate, names: Sequence[str]) -> list[str]:
    cells = []
    for name in names:
        found = one.figures.get(name)
        cells += [tables.number(found.value), found.band.replace("none", "")] if found else ["", ""]
    return cells
