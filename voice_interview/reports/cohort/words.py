"""What is told of candidates, in words that the terminal, the table and the page share."""

from __future__ import annotations

from voice_interview.cohort.candidate import Candidate, Changed, Need
from voice_interview.cohort.table import Cohort, Moved
from voice_interview.history.summary import Figure
from voice_interview.model import Band
from voice_interview.reports import content, figure_words

SHOWN = ("length", "pace", "fillers", "star")
"""Figures of the latest take that are always shown, as at the end of a practice; of the others what needs a look."""

ORDER = (
    "In order of need: first who has no take that can be judged, then by how many figures of the latest take call for"
    " action (!) or for a look (~), then by advice."
)
RULES = (
    "Better and worse: over all comparable takes, or from the first take of a question to its latest, and only beyond"
    " the range (95 %) of both figures. Takes that another tool or other settings made are never compared. Two takes of"
    " one question are the least that is needed; a figure without a range of its own needs twelve takes. A part of the"
    " story is told now, or not any more, where the reader is sure of both."
)
NOTHING = "no take can be judged"


def head(found: Cohort) -> str:
    """How many candidates and takes there are."""
    return f"{counted(len(found.candidates), 'candidate')}, {counted(found.takes, 'take')}"


def counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def tools(found: Cohort) -> str:
    """What made the figures of the latest takes; a warning where that is not the same for all."""
    if not found.tools:
        return ""
    if len(found.tools) == 1:
        return f"Made by {found.tools[0]}."
    return (
        f"Made by {len(found.tools)} tools ({'; '.join(found.tools)}): figures of candidates whose takes were not made"
        " by the same one cannot be held against each other. To make them alike: voice-interview analyze --again"
    )


def days(one: Candidate) -> str:
    """From the first take to the last."""
    first, last = (content.clean(take.created_at)[:10] for take in (one.takes[-1], one.takes[0]))
    return first if first == last else f"{first} to {last}"


def left_out(one: Candidate) -> str:
    """Which takes were not compared, and why; "" where all were."""
    said = []
    if one.other_tool:
        said.append(f"{counted(one.other_tool, 'take')} by another tool or other settings, not compared")
    if one.unfit:
        said.append(f"{counted(one.unfit, 'take')} unfit to be judged")
    return "; ".join(said)


def need(one: Need) -> str:
    """One piece of advice, and how often it was given lately."""
    return f"{one.title} ({one.times} of the last {one.of})" if one.of > 1 else one.title


def title(one: Changed | Moved) -> str:
    """The name of a figure with its unit, or of a part of the story."""
    return figure_words.title(one.name, one.unit) if one.unit else content.title(one.name)


def changed(one: Changed) -> str:
    """What changed, without its question."""
    if one.change == "new":
        return f"{title(one)} told now"
    if one.change == "lost":
        return f"{title(one)} not told any more"
    before, now = (figure_words.ranged(one.unit, value) for value in (one.before, one.now))
    return f"{title(one)}: {before}, then {now}"


def where(one: Changed) -> str:
    """Over what it changed."""
    return f"in “{one.question}”" if one.question else "over all takes"


def sign(one: Changed) -> str:
    """ "+" for better, "−" for worse, "·" where neither direction is."""
    return {True: "+", False: "−", None: "·"}[one.better]


def banded(one: Candidate, band: Band) -> str:
    """The figures of the latest take in this band."""
    names = sorted(one.banded(band), key=figure_words.place)
    return ", ".join(content.title(name) for name in names)


def figures(one: Candidate) -> list[tuple[str, Figure]]:
    """The figures of the latest take that are shown, in the order of a report."""
    names = [name for name, found in one.figures.items() if name in SHOWN or found.band in ("act", "watch")]
    return [(name, one.figures[name]) for name in sorted(names, key=figure_words.place)]


def figure(name: str, found: Figure) -> str:
    """One figure with its name, without its band."""
    shown = content.DASH if found.value is None else figure_words.value(found.unit, found.value)
    if name == "length" and found.value is not None and found.unit == "s":
        shown = content.moment(found.value)
    if name == "star" and found.value is not None:
        shown += " of 4"
    return f"{figure_words.title(name, found.unit)} {shown}"
