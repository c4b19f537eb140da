"""As much of a saved report as a table of candidates needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field

from voice_interview.history.summary import Reader, Summary
from voice_interview.model import Part

if TYPE_CHECKING:
    from voice_interview.model import Report


class Headline(Struct, frozen=True, kw_only=True):
    """An `Advice` by its title."""

    title: str


class Parts(Reader, frozen=True, kw_only=True):
    """What read the meaning of an answer, and the parts of the story that it found."""

    parts: dict[str, Part] = field(default_factory=dict)


class Brief(Summary, frozen=True, kw_only=True):
    """A `Summary` with its advice and the parts of its story."""

    reading: Parts | None = None
    advice: tuple[Headline, ...] = ()


def of(report: Report) -> Brief:
    """The same of a report that was read whole."""
    return msgspec.convert(report, Brief, from_attributes=True)
