"""What an answer touches of what was asked for: the qualities of the question, and a company's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from voice_interview.model import Report
from voice_interview.reports.console import grid, heading, is_plain, say
from voice_interview.reports.content import clean, moment
from voice_interview.reports.shapes import CompanyDetails, CoverageDetails, TouchDetails, details

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

QUOTED = 14
"""Words of a sentence that are shown: enough to know it again."""

MARKS = {"yes": "+", "unclear": "?", "no": "-"}
WORDS = {"yes": "touched", "unclear": "not clear", "no": "not noticed"}
LEGEND = "+ touched, ? not clear, - not noticed"
_STYLES = {"yes": "green", "unclear": "yellow", "no": "dim"}
_RANK = ("yes", "unclear", "no")


class Row(Struct, frozen=True, kw_only=True):
    """One thing asked for: `touched` yes, unclear or no; `when` and `said` tell by which words of the answer, "" for
    no."""

    name: str
    touched: str
    when: str
    said: str


class Recited(Struct, frozen=True, kw_only=True):
    """Words of the answer that are the company's own."""

    words: int
    when: str
    said: str
    written: str


def qualities(report: Report) -> tuple[Row, ...]:
    """Each quality that the question looks for, the touched ones first."""
    found = details(report.measures.get("coverage"), CoverageDetails).qualities
    return _sorted([_row(one.quality.replace("-", " "), one) for one in found])


def company_name(report: Report) -> str:
    """The name of the company's file, "" where none was given."""
    return clean(details(report.measures.get("company"), CompanyDetails).name)


def statements(report: Report) -> tuple[Row, ...]:
    """The company's statements that are touched, or perhaps; the others say nothing, for most of an advertisement needs
    no answer."""
    found = details(report.measures.get("company"), CompanyDetails).statements
    return _sorted([_row(one.statement, one) for one in found if one.touched != "no"])


def recited(report: Report) -> tuple[Recited, ...]:
    """What is said in the company's own words."""
    found = details(report.measures.get("company"), CompanyDetails).recited
    return tuple(
        Recited(words=one.words, when=moment(one.start), said=clean(one.said), written=clean(one.written))
        for one in found
    )


def sections(console: Console, report: Report) -> None:
    """Both sections on a terminal; nothing where nothing was asked for."""
    _qualities(console, qualities(report))
    _company(console, report)


def _qualities(console: Console, rows: tuple[Row, ...]) -> None:
    if not rows:
        return
    heading(console, "What the question looks for")
    table = grid(1, 23, 7, None)
    for row in rows:
        none = "" if is_plain(console) else WORDS[row.touched]  # said by its mark on plain lines
        said = say(f"“{row.said}”") if row.said else say(none, "dim")
        table.add_row(_mark(console, row), say(row.name), say(row.when, "cyan"), said)
    console.print(table)
    if not is_plain(console):
        console.print(say(LEGEND, "dim"))


def _company(console: Console, report: Report) -> None:
    near, said = statements(report), recited(report)
    if not (near or said):
        return
    heading(console, "The company's own words")
    console.print(say(f"{company_name(report)}: what the answer says of it", "dim"))
    table = grid(1, 7, None)
    for row in near:
        table.add_row(_mark(console, row), say("theirs", "dim"), say(row.name, "dim"))
        table.add_row("", say(row.when, "cyan"), say(f"“{row.said}”"))
    for one in said:
        table.add_row(
            say("recited" if is_plain(console) else "!", "bold yellow"), say("theirs", "dim"), say(one.written, "dim")
        )
        table.add_row("", say(one.when, "cyan"), say(f"“{one.said}”"))
        table.add_row("", "", say(f"word for word: {one.words} words in a row", "yellow"))
    console.print(table)
    if not is_plain(console):
        console.print(say("+ touched, ? not clear, ! recited; what is not listed was not noticed", "dim"))


def _mark(console: Console, row: Row) -> Text:
    return say((WORDS if is_plain(console) else MARKS)[row.touched], _STYLES[row.touched])


def _row(name: str, one: TouchDetails) -> Row:
    touched = one.touched if one.touched in MARKS else "unclear"
    if touched == "no":
        return Row(name=_short(name), touched=touched, when="", said="")
    return Row(name=_short(name), touched=touched, when=moment(one.start), said=_short(one.text or ""))


def _short(said: str) -> str:
    words = clean(said).split()
    return " ".join(words[:QUOTED]) + (" …" if len(words) > QUOTED else "")


def _sorted(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: _RANK.index(row.touched)))
