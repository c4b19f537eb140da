"""The table of a cohort on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.reports.cohort import words
from voice_interview.reports.console import finish, grid, heading, heads, make_console, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from voice_interview.cohort.candidate import Candidate
    from voice_interview.cohort.table import Cohort

MOST = 8
"""Kinds of advice that are counted over the group; the page has all."""


def render(found: Cohort, *, width: int | None = 80, color: bool = False) -> str:
    """The table as text of at most `width` columns."""
    console = make_console(width, color)
    console.print(say(f"{found.name}: {words.head(found)}", "bold"))
    if words.tools(found):
        console.print(say(words.tools(found), "dim" if len(found.tools) == 1 else "yellow"))
    _group(console, found)
    heading(console, "Each candidate")
    table = grid(16, 5, None, None)
    heads(table, "", "takes", "needs next", "better (+), worse (−)", style="dim")
    for one in found.candidates:
        table.add_row(say(one.name, "bold"), say(len(one.takes)), _next(one), _changed(one))
    console.print(table)
    console.print(say(words.ORDER, "dim"))
    console.print(say(words.RULES, "dim"))
    return finish(console, color)


def _group(console: Console, found: Cohort) -> None:
    if found.wanted:
        heading(console, "What the group needs next")
        table = grid(4, None)
        for wanted in found.wanted[:MOST]:
            table.add_row(say(f"{wanted.candidates:>4}"), say(wanted.title))
        console.print(table)
    if found.moved:
        heading(console, "What became better or worse")
        table = grid(17, None)
        for moved in found.moved:
            said = f"better for {moved.better}, worse for {moved.worse}"
            table.add_row(say(words.title(moved)), say(said))
        console.print(table)


def _next(one: Candidate) -> Text:
    lines = [] if one.latest else [say(words.NOTHING, "red")]
    lines += [say(words.need(need)) for need in one.needs]
    marks = (("! ", words.banded(one, "act")), ("~ ", words.banded(one, "watch")))
    told = "  ".join(f"{sign}{names}" for sign, names in marks if names)
    return _lines([*lines, say(told, "yellow")] if told else lines)


def _changed(one: Candidate) -> Text:
    styles = {"+": "green", "−": "red", "·": "dim"}
    told = [
        say(f"{words.sign(was)} {words.changed(was)} {words.where(was)}", styles[words.sign(was)])
        for was in one.changed
    ]
    return _lines([*told, *([say(words.left_out(one), "yellow")] if words.left_out(one) else [])])


def _lines(lines: list[Text]) -> Text:
    from rich.text import Text

    return Text("\n").join(lines) if lines else say("")
