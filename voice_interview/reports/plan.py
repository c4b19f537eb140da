"""The tightening plan in words: what to leave out, what that saves, and what the answer would be then."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from voice_interview.model import PARTS, Cut, Plan, Report
from voice_interview.reports import content
from voice_interview.reports.console import finish, grid, heading, make_console, say

if TYPE_CHECKING:
    from rich.console import Console

SHOWN = 4
"""Cuts in the short section of a report; `takes show --plan` shows all."""

TITLE = "Tightening plan"
QUOTED = 12
"""Words of a sentence that a table quotes."""

REASONS = {
    "other": "no part of the story",
    "unclear": "no part of the story was seen in it",
    "repeat": "said before",
    "situation": "long background",
}
TARGETS = {
    "question": "the time of the question",
    "story": "the longest advised for a story",
    "ending": "the time of the question, with room for the ending that was cut off",
}


class Row(NamedTuple):
    """One thing to leave out: when it was said, the letter of its label, what to do, why, and the seconds it saves."""

    when: str
    letter: str
    deed: str
    why: str
    saves: str


def head(plan: Plan) -> str:
    """How long it is and what it is to be."""
    aim = f"{seconds(plan.target_seconds)}, {TARGETS[plan.target]}"
    if not (plan.cuts or plan.trims):
        return f"{seconds(plan.seconds)} now; the aim is {aim}."
    return f"{seconds(plan.seconds)} now; {seconds(plan.projected_seconds)} without what follows. The aim is {aim}."


def reminder(plan: Plan) -> str:
    """The same, before the answer is given once more."""
    aim = f"The aim is {seconds(plan.target_seconds)}, {TARGETS[plan.target]}."
    planned = f"; {seconds(plan.projected_seconds)} as planned" if plan.cuts or plan.trims else ""
    return f"{seconds(plan.seconds)} last time{planned}. {aim}"


def rows(plan: Plan, most: int | None = None) -> list[Row]:
    """What to leave out, in order of time; the ones that save most where only `most` are wanted; fillers last."""
    chosen = sorted(plan.cuts, key=lambda cut: (-round(cut.seconds, 3), cut.sentence))[:most]
    found = [_row(cut) for cut in plan.cuts if cut in chosen]
    if plan.trims:
        counts = Counter("restart" if one.label in _RESTARTS else "filler" for one in plan.trims)
        said = " and ".join(f"{number} {kind}{'s' if number > 1 else ''}" for kind, number in sorted(counts.items()))
        found.append(Row("", "", "Leave out", f"{said} in the sentences that stay", seconds(plan.trim_seconds)))
    return found


_RESTARTS = ("repetition", "restart", "cut-off")


def _row(cut: Cut) -> Row:
    why = REASONS[cut.reason]
    if cut.deed == "merge":
        return Row(
            content.moment(cut.start),
            content.LETTERS[cut.label],
            "Merge",
            f"“{content.clean(shortened(cut.text))}”: {why}, only “{content.clean(shortened(cut.keeps))}” is new",
            seconds(cut.seconds),
        )
    return Row(
        content.moment(cut.start),
        content.LETTERS[cut.label],
        "Cut",
        f"“{content.clean(shortened(cut.text))}”: {why}",
        seconds(cut.seconds),
    )


def shortened(said: str) -> str:
    words = said.split()
    return said if len(words) <= QUOTED else f"{' '.join(words[:QUOTED])} …"


def more(plan: Plan, most: int) -> str:
    """How many cuts a short list leaves out; "" where none."""
    left = len(plan.cuts) - most
    return f"and {left} more cut{'s' if left > 1 else ''}: voice-interview takes show ID --plan" if left > 0 else ""


def shares(plan: Plan) -> str:
    """The shares of the parts then and now; "" where no sentence has a part."""
    parts = [(name, plan.parts[name]) for name in (*PARTS, "learning") if name in plan.parts]
    told = ", ".join(f"{name} {100 * one.planned_share:.0f} % (now {100 * one.share:.0f} %)" for name, one in parts)
    return f"As planned: {told}." if told else ""


def seconds(value: float) -> str:
    """Minutes and seconds from a minute on, tenths under a second, else seconds."""
    if round(value) >= 60:
        return f"{content.moment(round(value))} min"
    return f"{value:.0f} s" if value >= 1 else f"{value:.1f} s"


def missed(plan: Plan) -> str:
    """Why the target is not met; "" where it is."""
    return f"That is still over the aim. {content.clean(plan.why_not)}" if plan.why_not else ""


def section(console: Console, report: Report) -> None:
    """The short section of the terminal report; nothing where the answer is within its time."""
    plan = report.plan
    if plan is None:
        return
    heading(console, TITLE)
    _lay_out(console, plan, SHOWN)


def _lay_out(console: Console, plan: Plan, most: int | None) -> None:
    console.print(say(head(plan)))
    table = grid(7, 1, 9, None, 9)
    for row in rows(plan, most):
        table.add_row(say(row.when, "cyan"), say(row.letter), say(row.deed, "bold"), say(row.why), say(row.saves))
    console.print(table)
    for line in (more(plan, most) if most else "", missed(plan), shares(plan)):
        if line:
            console.print(say(line, "dim"))


def render(report: Report, plan: Plan | None, *, width: int | None = 80, color: bool = False) -> str:
    """The whole plan: what goes, and every sentence that stays, with the words to say."""
    console = make_console(width, color)
    if plan is None:
        console.print(say(within(report)))
        return finish(console, color)
    _lay_out(console, plan, None)
    heading(console, "What stays")
    table = grid(7, 1, None)
    merged = {cut.sentence: cut for cut in plan.cuts if cut.deed == "merge"}
    labels = report.reading.labels if report.reading else ()
    for place in plan.stays:
        one = report.transcript.sentences[place]
        letter = content.LETTERS[labels[place].label] if place < len(labels) else ""
        said = f"only: {merged[place].keeps}" if place in merged else one.text
        table.add_row(say(content.moment(one.start), "cyan"), say(letter), say(said))
    console.print(table)
    return finish(console, color)


def within(report: Report) -> str:
    """Why there is no plan, in one sentence."""
    length, question = report.measures.get("length"), report.question
    if report.recording.faults:
        return "There is no plan: this recording cannot be judged."
    if length is None or length.value is None:
        return "There is no plan: the length of this answer is not known."
    if question is None:
        return (
            f"There is no plan: no question was named, and the answer ({seconds(length.value)}) is no story over 2 min."
        )
    if length.value <= question.answer_seconds:
        aim = seconds(question.answer_seconds)
        return (
            f"There is nothing to cut: the answer takes {seconds(length.value)} of the {aim} that the question gives."
        )
    return "There is no plan for this answer: it is in a language that is not read, or its words have no times."
