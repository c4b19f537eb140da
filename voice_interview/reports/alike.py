"""What an answer has in common with earlier takes, in words: a remark with both passages, no judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voice_interview.model import Likeness, Report
from voice_interview.reports.console import finish, grid, heading, make_console, say
from voice_interview.reports.content import clean, moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

TITLE = "Like earlier takes"
MOST_WORDS = 8
"""Telling words that are named."""


class Row(NamedTuple):
    """One line: `when` its words were said, "" where it quotes none."""

    when: str
    said: str


def rows(report: Report) -> list[list[Row]]:
    """The lines on each earlier take that the answer is like."""
    asked = report.question.text if report.question else None
    return [lines(one, asked) for one in report.alike]


def lines(one: Likeness, asked: str | None, here: str = "this take") -> list[Row]:
    """The lines on one earlier take, for an answer to `asked`: what is alike first, then both passages."""
    share = f"{100 * one.share:.0f} % of the words"
    if one.retake:
        return [Row("", f"{share} stand in runs of words that the take before has too.")]
    quotes = [
        Row(moment(one.here.start), f"{here}: “{clean(one.here.text)}”"),
        Row(moment(one.there.start), f"{clean(one.take)}: “{clean(one.there.text)}”"),
    ]
    more = f" So it is with {one.more} more." if one.more else ""
    if one.kind == "story":
        words = ", ".join(clean(word) for word in one.words[:MOST_WORDS])
        return [
            Row("", f"The same story as told to another question: “{clean(one.question)}”{more}"),
            *quotes,
            Row("", f"In both: {words}. In one interview, tell it to one of the two questions."),
        ]
    other = f", told to “{clean(one.question)}”" if one.question and one.question != asked else ""
    return [
        Row("", f"Nearly word for word like an earlier take{other}: {share} stand in runs that both have.{more}"),
        *quotes,
        Row("", "If it should not sound learnt by heart, keep the steps and let the words come anew."),
    ]


def section(console: Console, report: Report) -> None:
    """The likeness in the terminal report; nothing where there is none."""
    if not report.alike:
        return
    heading(console, TITLE)
    table = grid(7, None)
    for found in rows(report):
        for row in found:
            table.add_row(say(row.when, "cyan"), say(row.said))
    console.print(table)


def compared(answers: int, found: bool) -> str:
    """How many answers were compared, and that nothing came again where it did not."""
    if answers < 2:
        return "Two answers of some length are needed to compare: practise a little more."
    return f"{answers} answers were compared{'' if found else ': nothing is told twice'}."


def render(found: Sequence[tuple[str, str | None, Likeness]], *, width: int | None = 80, color: bool = False) -> str:
    """The same for many answers: the id of each take, its question, and the earlier take that it is like."""
    console = make_console(width, color)
    for place, (take, asked, one) in enumerate(found):
        if place:
            console.print()
        console.print(say(asked or "No question given", "bold"))
        table = grid(7, None)
        for row in lines(one, asked, take):
            table.add_row(say(row.when, "cyan"), say(row.said))
        console.print(table)
    return finish(console, color)
