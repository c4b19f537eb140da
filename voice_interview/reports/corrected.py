"""What a person corrected, in words, and the machine's own figures beside."""

from __future__ import annotations

from voice_interview.model import PARTS, Correction, Outcome, Report
from voice_interview.reports.content import DASH, STORY_KINDS, clean, exact_moment, ordered, title, value
from voice_interview.reports.notes import filler_count

QUOTED = 10
"""Words of a sentence that are quoted: enough to know it again."""

MARK = "*"
"""Stands behind the letter of a label that a person gave."""

LEGEND = f"{MARK} by a person"
BY_A_PERSON = " (Says a person.)"
PRESENT = {"yes": "there", "implied": "implied", "no": "missing", "unclear": "not clear"}


def summary(report: Report) -> str:
    """How many corrections a person made, and whether any does not apply; "" where there are none."""
    made = len(report.corrections)
    lost = sum(not outcome.applied for outcome in report.corrections)
    if not made:
        return ""
    said = f"{made} correction{'s' if made > 1 else ''} by a person"
    return f"{said}, {lost} not applied" if lost else said


def when(outcome: Outcome) -> str:
    """The moment of a correction; a dash where it is of the whole answer."""
    made = outcome.correction
    return DASH if made.what in ("part", "story") else exact_moment(made.start)


def sentence(outcome: Outcome) -> str:
    """One correction in words, with what the machine finds in its place, or the reason where it does not apply."""
    said = _said(outcome.correction)
    if not outcome.applied:
        return f"{said} (not applied: {clean(outcome.reason or 'its place is gone')})"
    return f"{said}; the machine: {_found(outcome)}" if outcome.found else said


def _said(made: Correction) -> str:
    if made.what == "mend":
        return f'"{clean(made.was)}" is really "{clean(made.text)}"' if made.text else f'"{clean(made.was)}" taken out'
    if made.what == "label":
        words = clean(made.was).split()
        return f'"{" ".join(words[:QUOTED])}{" ..." if len(words) > QUOTED else ""}" is {made.label}'
    if made.what == "part":
        return f"the {made.label} is {PRESENT[made.present or 'unclear']}"
    if made.what == "story":
        return "a story is told" if made.present == "yes" else "no story is told"
    return f'"{clean(made.label)}" {"struck out" if made.what == "strike" else "added"}'


def _found(outcome: Outcome) -> str:
    found = clean(outcome.found)
    if outcome.correction.what == "story":
        return {**STORY_KINDS, "story": "a story", "unclear": "not clear"}.get(found, found)
    return PRESENT.get(found, found) if outcome.correction.what == "part" else found


def sentences(report: Report) -> set[int]:
    """The sentences whose label a person gave, by their place."""
    labels = report.reading.labels if report.reading else ()
    return {place for place, one in enumerate(labels) if one.found_by == "person"}


def parts(report: Report) -> set[str]:
    """The parts of STAR of which a person says whether they are there."""
    read = report.reading.parts if report.reading else {}
    return {name for name, one in read.items() if one.found_by == "person"}


def story(report: Report) -> bool:
    """Whether a person said that a story is told, or that none is."""
    return report.reading is not None and report.reading.story.found_by == "person"


def waits_for_a_story(report: Report) -> bool:
    """Whether a person found parts in an answer that the machine takes for no story."""
    read = report.reading
    found = read and any(read.labels[place].label in PARTS for place in sentences(report))
    return bool(read and found and read.story.present is False and not story(report))


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
