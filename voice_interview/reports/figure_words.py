"""Figures of several takes in words: short, so that they fit beside each other."""

from __future__ import annotations

from voice_interview.history.ranges import Range
from voice_interview.reports import content

NAMED = {"s", "Flesch", "ratio", "share", "parts", "pauses", "statements"}
"""Units that the name of the measure, or the figure itself, already says."""


def title(name: str, unit: str) -> str:
    """The name of a measure with its unit, where that is not plain."""
    if unit in NAMED:
        return content.title(name)
    unit = content.clean(unit)
    return content.title(name) + (f"/{unit.removeprefix('per ')}" if unit.startswith("per ") else f", {unit}")


def value(unit: str, figure: float) -> str:
    """The figure alone, with its unit where the title does not say it."""
    if unit == "share":
        return f"{100 * figure:.0f} %"
    return f"{content.number(figure)}{' s' if unit == 's' else ''}"


def ranged(unit: str, figure: Range | None) -> str:
    """The figure with its range, or a dash."""
    if figure is None:
        return content.DASH
    said = value(unit, figure.value)
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return said
    low, high = (value(unit, end).removesuffix(" %").removesuffix(" s") for end in (figure.low, figure.high))
    return f"{said} ({low}–{high})"


def place(name: str) -> tuple[int, str]:
    """Sorts measures as a report does."""
    known = content.ORDER
    return (known.index(name) if name in known else len(known), name)
