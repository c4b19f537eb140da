"""As much of a saved report as is compared over many takes, and what made it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec
from msgspec import Struct

from voice_interview import retake
from voice_interview.history.ranges import Range
from voice_interview.likeness.telling import UNKNOWN
from voice_interview.model import Provenance, Question, Recording


class Figure(Struct, frozen=True, kw_only=True):
    """A `Measure` without its evidence and details."""

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None


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


class Valued(Protocol):
    """A `Measure`, or a `Figure`."""

    @property
    def value(self) -> float | None: ...

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...


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
    compared with change no figure."""
    made = msgspec.structs.replace(one.provenance, star_shares=Provenance(version="").star_shares)
    return msgspec.json.encode((made, one.reading.reader if one.reading else None), order="deterministic")


def figure(measures: Mapping[str, Valued], name: str) -> Range | None:
    """A figure of one take with its own range; None where it is undefined."""
    found = measures.get(name)
    if found is None or found.value is None:
        return None
    return Range(value=found.value, low=found.low, high=found.high)


def asked(question: Question | None) -> str | None:
    """What tells two questions apart; None where none is known."""
    return question.id if question and question.id != UNKNOWN else None
