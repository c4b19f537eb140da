"""A re-take beside the take that it repeats, in words: length, shares and fillers then, planned and now; what became of
the advice and of the cuts; which parts are new or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voice_interview.model import Compared, Report, Retake
from voice_interview.reports import content, plan
from voice_interview.reports.console import grid, heading, heads, say

if TYPE_CHECKING:
    from rich.console import Console

TITLE = "Against the take before"
HEADS = ("", "then", "planned", "now")
MOST_CUTS = 4
"""Cuts that were not made, quoted in a report."""


class Row(NamedTuple):
    """One figure: its name, then, as planned ("" where nothing was planned for it), and now."""

    name: str
    before: str
    planned: str
    now: str


def rows(retake: Retake) -> list[Row]:
    """The figures side by side; a dash where one is undefined."""
    found = []
    if retake.seconds:
        found.append(_row("Length", retake.seconds, plan.seconds))
    found += [_row(name.capitalize(), one, _percent) for name, one in retake.shares.items()]
    if retake.fillers:
        found.append(_row("Fillers/min", retake.fillers, content.number))
    return [row for row in found if {row.before, row.now} != {content.DASH}]


def _row(name: str, one: Compared, shape: object) -> Row:
    assert callable(shape)
    before, now = (content.DASH if value is None else str(shape(value)) for value in (one.before, one.now))
    return Row(name, before, "" if one.planned is None else str(shape(one.planned)), now)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def lines(retake: Retake) -> list[str]:
    """What else is to be told, one sentence or two each."""
    said = [retake.caveat or "", retake.tool or "", _length(retake), *_advice(retake), *_parts(retake), *_cuts(retake)]
    return [content.clean(line) for line in said if line]


def _length(retake: Retake) -> str:
    """Whether the time that the plan was made for is met now."""
    if retake.target_seconds is None or retake.seconds is None or retake.seconds.now is None:
        return ""
    aim, now = plan.seconds(retake.target_seconds), plan.seconds(retake.seconds.now)
    if round(retake.seconds.now) <= round(retake.target_seconds):
        return f"Within its time: {now} of {aim}."
    return f"Still over its time: {now}, and the aim is {aim}."


def _advice(retake: Retake) -> list[str]:
    said = {True: "Met", False: "Not yet", None: "Cannot be told"}
    return [f"{said[one.met]}: {one.title}. {one.why}" for one in retake.advice]


def _parts(retake: Retake) -> list[str]:
    found = []
    for one in retake.parts:
        then = "last time " if one.change == "lost" else ""
        quote = f": {then}“{one.quote}”" if one.quote else "."
        found.append(f"{one.part.capitalize()} is {one.change}{quote}")
    return found


def _cuts(retake: Retake) -> list[str]:
    """How many of the planned cuts were made, and which were not."""
    if not retake.cuts:
        return []
    again = [one for one in retake.cuts if one.again != "no"]
    wanted, made = len(retake.cuts), len(retake.cuts) - len(again)
    head = f"{made} of {wanted} planned cuts {'was' if made == 1 else 'were'} made."
    words = {"yes": "Said again", "partly": "Said in part"}
    return [head, *(f"{words[one.again]}: “{one.said}”" for one in again[:MOST_CUTS])]


def section(console: Console, report: Report) -> None:
    """The end of the terminal report of a re-take."""
    retake = report.retake
    if retake is None:
        return
    heading(console, TITLE)
    console.print(say(f"The take before: {retake.of}", "dim"))
    shown = rows(retake)
    if shown:
        table = grid(12, 9, 9, None)
        heads(table, *HEADS, style="dim")
        for row in shown:
            table.add_row(*(say(cell, "bold" if place == 3 else "") for place, cell in enumerate(row)))
        console.print(table)
    for line in lines(retake):
        console.print(say(line))
