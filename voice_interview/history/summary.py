"""As much of a saved report as is compared over many takes, and what made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec
from msgspec import Struct

from voice_interview import retake
from voice_interview.history.ranges import Change, Range, change
from voice_interview.likeness.telling import UNKNOWN
from voice_interview.model import Band, Provenance, Question, Recording


class Figure(Struct, frozen=True, kw_only=True):
    """A `Measure` without its evidence and details."""

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    band: Band = "none"


class Reader(Struct, frozen=True):
    """What read the meaning of an answer."""

    reader: str


class Summary(Struct, frozen=True, kw_only=True):
    """A `Report` without its words and evidence, decoded in a fraction of the time."""

    id: str
    created_at: str
    question: Question | None
    recording: Recording
    measures: dict[str, Figure]
    provenance: Provenance
    reading: Reader | None = None
    uncorrected: dict[str, Figure] = {}


class Valued(Protocol):
    """A `Measure`, or a `Figure`."""

    @property
    def value(self) -> float | None: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...


class Measured(Protocol):
    """A `Report`, or a `Summary`, as far as it has figures: as corrected, and the machine's own where they differ."""

    @property
    def measures(self) -> Mapping[str, Valued]: ...

    @property
    def uncorrected(self) -> Mapping[str, Valued]: ...


class Read(Protocol):
    @property
    def reader(self) -> str: ...


class Made(Protocol):
    """A `Report`, or a `Summary`, as far as it says what made it."""

    @property
    def provenance(self) -> Provenance: ...

    @property
    def reading(self) -> Read | None: ...


def tool(one: Made) -> str:
    """What made a report, in words."""
    return retake.made_by(one.provenance, one.reading.reader if one.reading else None)


def tool_key(one: Made) -> bytes:
    """What two reports must have in common to be compared: the program's version, engine, model and weights, their
    settings, the limits of the measures, the user's own fillers, and what read the meaning. The shares that a story is
    compared with change no figure, nor does the profile, which leaves some out (`profiles.alike`)."""
    same = Provenance(version="")
    made = msgspec.structs.replace(one.provenance, star_shares=same.star_shares, profile=same.profile)
    return msgspec.json.encode((made, one.reading.reader if one.reading else None), order="deterministic")


def figure(one: Measured, name: str) -> Range | None:
    """A figure of one take with its own range; None where it is undefined."""
    return _range(one.measures.get(name))


def own_figure(one: Measured, name: str) -> Range | None:
    """The same as the machine alone found it, whatever a person corrected."""
    return _range(one.uncorrected.get(name) or one.measures.get(name))


def _range(found: Valued | None) -> Range | None:
    if found is None or found.value is None:
        return None
    return Range(value=found.value, low=found.low, high=found.high)


def change_between(before: Measured, now: Measured, name: str) -> Change:
    """What became of a figure from one take to another. Where only one of them was corrected, that alone may make the
    difference: so it is told only where the machine's own figures tell the same."""
    said = change(figure(before, name), figure(now, name))
    return said if said == change(own_figure(before, name), own_figure(now, name)) else "unknown"


def asked(question: Question | None) -> str | None:
    """What tells two questions apart; None where none is known."""
    return question.id if question and question.id != UNKNOWN else None
