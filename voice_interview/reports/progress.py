"""Many takes over weeks, on a terminal: a sparkline for each measure, what changed, the best so far, each question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from voice_interview.history.trends import OF_THE_QUESTION_WHY
from voice_interview.reports import content, figure_words
from voice_interview.reports.console import finish, grid, heading, heads, is_plain, make_console, say

if TYPE_CHECKING:
    from rich.console import Console

    from voice_interview.history.ranges import Change
    from voice_interview.history.trends import Asked, Best, Progress, Trend, Week

BARS = "▁▂▃▄▅▆▇█"
NO_TAKE = "·"

MOST_WEEKS = 12
"""Weeks in a sparkline: the latest."""

CHANGES: dict[Change, str] = {"higher": "higher", "lower": "lower", "within": "=", "unknown": ""}
LEGEND_OF_BARS = "One bar a week: its median, between the lowest week and the highest; · a week without a take. "
LEGEND = (
    "Earlier and later: the median of each half of the takes, with its range (95 %). Higher, lower: the two ranges do"
    " not overlap. = they do: no change can be told."
)
OF_QUESTIONS = (
    "The first take beside the latest; higher and lower only where their ranges (95 %) do not overlap. Both in full:"
    " voice-interview takes compare ID ID"
)
SHOWN = ("length", "pace", "fillers", "star")
"""Measures that each question shows; of the others only what changed."""

MANY = 5
"""Measures from which on a reason is said of most of them, and not of each by name."""

SOME = 3
"""Ids that are named in a sentence; the others stand in the JSON."""


def render(found: Progress, *, width: int | None = 80, color: bool = False) -> str:
    """The progress as text of at most `width` columns."""
    console = make_console(width, color)
    if found.takes:
        console.print(say(f"{found.takes} take{'s' * (found.takes != 1)}, {days(found)}", "bold"))
        console.print(say(f"Made by {found.tool}", "dim"))
    for line in left_out(found):
        console.print(say(line, "yellow"))
    _trends(console, found)
    _bests(console, found)
    _questions(console, found)
    return finish(console, color)


def days(found: Progress) -> str:
    """The day of the first take and that of the last; one, where they are the same."""
    first, last = content.clean(found.since)[:10], content.clean(found.until)[:10]
    return first if first == last else f"{first} to {last}"


def left_out(found: Progress) -> list[str]:
    """Which takes are not compared, and why."""
    said = []
    if found.other_tool:
        said.append(
            f"{_takes(found.other_tool)} made by another tool or other settings, and not compared:"
            " that would show a change of the tool as one of yours. To make them comparable:"
            f" voice-interview analyze --again {_some(found.other_tool)}"
        )
    if found.unfit:
        said.append(f"{_takes(found.unfit)} unfit to be judged, and left out: {_some(found.unfit)}")
    return said


def _takes(ids: Sequence[str]) -> str:
    return f"{len(ids)} take{'s were' if len(ids) != 1 else ' was'}"


def _some(ids: Sequence[str]) -> str:
    more = f", and {len(ids) - SOME} more, which progress --json names." if len(ids) > SOME else ""
    return " ".join(ids[:SOME]) + more


def _trends(console: Console, found: Progress) -> None:
    if not found.trends:
        return
    heading(console, "Over the weeks")
    weeks = _mondays(found.trends)
    table = grid(17, max(5, len(weeks)), None, None, 6)
    plain = is_plain(console)
    heads(table, "", "weeks", "earlier", "later", "", style="dim")
    trends = sorted(found.trends, key=lambda one: figure_words.place(one.name))
    for one in trends:
        halves = (None, None) if one.why_not == OF_THE_QUESTION_WHY else (one.earlier, one.later)
        table.add_row(
            say(figure_words.title(one.name, one.unit)),
            say("" if plain else sparkline(one.weeks, weeks), "cyan"),
            *(say(figure_words.ranged(one.unit, half)) for half in halves),
            say(CHANGES[one.change], "bold" if one.change != "within" else "dim"),
        )
    console.print(table)
    for line in (LEGEND if plain else LEGEND_OF_BARS + LEGEND, *reasons(trends)):
        console.print(say(line, "dim"))


def reasons(trends: Sequence[Trend]) -> list[str]:
    """Why of some measures no change can be told, each reason once."""
    reasons = dict.fromkeys(one.why_not for one in trends if one.why_not)
    named = {why: [content.title(one.name) for one in trends if one.why_not == why] for why in reasons}
    return [f"{_together(names, len(trends))}: {why}" for why, names in named.items()]


def _together(names: Sequence[str], measures: int) -> str:
    """Some of so many measures: by name, where they are few."""
    if len(names) == measures:
        return "All figures"
    return "Most figures" if len(names) > MANY else ", ".join(names)


def _mondays(trends: Sequence[Trend]) -> list[str]:
    """Every week from the first take to the last, the latest `MOST_WEEKS` of them (ISO 8601)."""
    begins = [week.begins for one in trends for week in one.weeks]
    if not begins:
        return []
    last = date.fromisoformat(max(begins))
    count = min(MOST_WEEKS, (last - date.fromisoformat(min(begins))).days // 7 + 1)
    return [(last - timedelta(weeks=back)).isoformat() for back in reversed(range(count))]


def sparkline(weeks: Sequence[Week], mondays: Sequence[str]) -> str:
    """A bar for each week, from the lowest median to the highest of those shown; a dot where there was no take."""
    known = {week.begins: week.median for week in weeks if week.begins in mondays}
    low, high = min(known.values(), default=0.0), max(known.values(), default=0.0)
    step = (high - low) / (len(BARS) - 1) or 1.0
    return "".join(BARS[round((known[day] - low) / step)] if day in known else NO_TAKE for day in mondays)


def _bests(console: Console, found: Progress) -> None:
    bests = [(one, one.best) for one in found.trends if one.best]
    if not bests:
        return
    heading(console, "Personal bests")
    table = grid(17, None)
    for trend, figure in sorted(bests, key=lambda pair: figure_words.place(pair[0].name)):
        table.add_row(say(figure_words.title(trend.name, trend.unit)), say(best(trend, figure)))
    console.print(table)


def best(trend: Trend, found: Best) -> str:
    """The best figure, the take that has it, and how many may be as good."""
    shown = figure_words.ranged(trend.unit, found.figure)
    equal = f"; {found.equal} other{'s' * (found.equal != 1)} may be as good" if found.equal else ""
    return f"{shown}, {found.take}{equal}"


def _questions(console: Console, found: Progress) -> None:
    if not found.questions:
        return
    heading(console, "Each question")
    for one in found.questions:
        _question(console, one)
    if any(one.figures for one in found.questions):
        console.print(say(OF_QUESTIONS, "dim"))


def _question(console: Console, one: Asked) -> None:
    console.print(say(f"{one.question.text}", "bold"))
    console.print(say(f"{one.takes} take{'s' * (one.takes != 1)}; the latest {one.latest}", "dim"))
    table = grid(17, None)
    for step in sorted(one.figures, key=lambda step: figure_words.place(step.name)):
        if step.name not in SHOWN and step.change not in ("higher", "lower"):
            continue
        first, latest = (figure_words.ranged(step.unit, value) for value in (step.first, step.latest))
        change = f": {CHANGES[step.change]}" if step.change in ("higher", "lower") else ""
        table.add_row(say(figure_words.title(step.name, step.unit)), say(f"{first}, then {latest}{change}"))
    console.print(table)
