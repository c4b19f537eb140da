"""What stands beside a figure: the small facts that its details hold, in words."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple, TypeGuard

from voice_interview.model import Measure
from voice_interview.reports.content import clean, moments, number
from voice_interview.reports.shapes import CoverageDetails, FillerDetails, HedgeDetails, details


class Fact(NamedTuple):
    """A detail of a known measure, found at `path` (keys with dots between them), and how it stands beside the figure;
    0 is left out unless `even_zero`."""

    path: str
    shape: str
    even_zero: bool = False


FACTS: dict[str, tuple[Fact, ...]] = {
    "length": (Fact("words", "{} words", True), Fact("follow_up_seconds", "{} s more to follow-ups", True)),
    "pace": (Fact("articulation_rate", "{} without the pauses"),),
    "start_delay": (Fact("hesitation", "{} s of hesitation"), Fact("thinking", "{} s to think before")),
    "pauses": (
        Fact("longest_seconds", "longest {} s", True),
        Fact("kinds.silent.count", "{} silent ones in all"),
        Fact("kinds.filled.count", "{} filled"),
        Fact("places.inside.count", "{} inside a clause"),
    ),
    "loudness": (
        Fact("sentences", "at the ends of {} sentences"),
        Fact("over_answer_db", "{} dB over the answer", True),
    ),
    "pitch": (Fact("median_hz", "median {} Hz"),),
    "star": (),
    "company": (Fact("asked", "of {}", True),),
    "readability": (Fact("grade", "grade {}", True), Fact("words_per_sentence", "{} words a sentence", True)),
    "vocabulary": (Fact("unique", "{} different", True), Fact("words", "of {} words", True)),
    "pronouns": (Fact("i", "I {}", True), Fact("we", "we {}", True)),
}

MOST_LABELS = 3
"""Hedges named beside their figure."""

LONGEST_FACT = 40


def notes(name: str, measure: Measure) -> str:
    """Small facts beside a figure, from its details: the chosen ones of a known measure, at most four of any other."""
    if name == "fillers":
        return _filler_count(measure)
    if name == "coverage":
        return _touched(measure)
    if name == "disfluencies":
        return _kinds(details(measure, FillerDetails).kind_counts)
    if name == "hedges":
        labels = details(measure, HedgeDetails).by_label
        return ", ".join(f"{clean(label)} {count}" for label, count in list(labels.items())[:MOST_LABELS])
    if name in FACTS:
        shown = [said for fact in FACTS[name] if (said := _fact(measure, fact))]
        return ", ".join([*shown, *_marked(name, measure)])
    plain = [(clean(key).replace("_", " "), item) for key, item in measure.details.items()]
    shown = [f"{key} {number(item)}" for key, item in plain if _is_number(item)]
    shown += [f"{key} {clean(item)[:LONGEST_FACT]}" for key, item in plain if isinstance(item, str) and item]
    return ", ".join(shown[:4])


def _touched(measure: Measure) -> str:
    """The qualities that are touched, by name."""
    found = details(measure, CoverageDetails).qualities
    return ", ".join(clean(one.quality).replace("-", " ") for one in found if one.touched == "yes")


def _fact(measure: Measure, fact: Fact) -> str:
    """One fact in words; "" where the details do not hold it."""
    found: object = measure.details
    for key in fact.path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return fact.shape.format(number(found)) if _is_number(found) and (found or fact.even_zero) else ""


def _marked(name: str, measure: Measure) -> list[str]:
    """What the evidence of a known measure adds: stretches by their pace, places without words."""
    if name == "length" and measure.evidence:
        return [f"no words {moments(measure.evidence)}"]
    return _labelled(measure) if name == "pace" else []


def _labelled(measure: Measure) -> list[str]:
    """How many stretches of the answer carry which label."""
    labels = Counter(clean(one.label) for one in measure.evidence)
    return [f"{count} stretch{'es' if count > 1 else ''} {label}" for label, count in sorted(labels.items())]


def _kinds(counts: dict[str, int | None]) -> str:
    """How many of which kind, those that there are."""
    return ", ".join(f"{count} {clean(kind)}{'s' if count > 1 else ''}" for kind, count in counts.items() if count)


def _is_number(item: object) -> TypeGuard[float]:
    return isinstance(item, int | float) and not isinstance(item, bool) and abs(item) < 1e12


def filler_count(measure: Measure | None) -> str:
    """How many fillers, as honestly as is known: "14", or "at least 12, perhaps 15"; "" where nothing was counted."""
    found = details(measure, FillerDetails)
    if found.count is None:
        return ""
    least = found.count if found.at_least is None else min(found.at_least, found.count)
    most = found.count if found.at_most is None else max(found.at_most, found.count)
    return f"{found.count}" if least == most else f"at least {least}, perhaps {most}"


def _filler_count(measure: Measure) -> str:
    found = details(measure, FillerDetails)
    if found.count is None:
        return ""
    kinds = _kinds(found.kind_counts)
    said = filler_count(measure)
    said = f"{said} counted" if said.isdecimal() else f"{said}; {found.count} counted"
    return said + (f": {kinds}" if kinds else "")
