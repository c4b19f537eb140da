"""What a person corrected, in words, and the machine's own figures beside."""

from __future__ import annotations

from voice_interview.model import Outcome, Report
from voice_interview.reports.content import clean, ordered, title, value
from voice_interview.reports.notes import filler_count


def summary(report: Report) -> str:
    """How many corrections a person made, and whether any does not apply; "" where there are none."""
    made = len(report.corrections)
    lost = sum(not outcome.applied for outcome in report.corrections)
    if not made:
        return ""
    said = f"{made} correction{'s' if made > 1 else ''} by a person"
    return f"{said}, {lost} not applied" if lost else said


def sentence(outcome: Outcome) -> str:
    """One correction in words, with the reason where it does not apply."""
    made = outcome.correction
    if made.what == "mend":
        said = f'"{clean(made.was)}" is really "{clean(made.text)}"' if made.text else f'"{clean(made.was)}" taken out'
    else:
        said = f'"{clean(made.label)}" {"struck out" if made.what == "strike" else "added"}'
    return said if outcome.applied else f"{said} (not applied: {clean(outcome.reason or 'its place is gone')})"


def by_the_machine(report: Report) -> str:
    """The machine's own figures where a person's corrections changed them; "" where they changed none."""
    changed = []
    for name, own in ordered(report.uncorrected):
        now = report.measures.get(name)
        pair = [(value(name, one), filler_count(one) if name == "fillers" else "") for one in (own, now) if one]
        if len(pair) == 2 and pair[0] != pair[1]:
            figure, count = pair[0]
            counted = f" ({count} counted)" if count.isdecimal() else f" ({count})" if count else ""
            changed.append(f"{title(name)} {figure}{counted}")
    return f"The machine alone: {', '.join(changed)}." if changed else ""
