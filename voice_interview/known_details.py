"""The details of measures that the program reads again, from reports that may be old, a plug-in's or damaged.

What does not fit is as if it were not there: nothing is said of it, instead of failing over it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from voice_interview.model import Evidence, Measure


class _Part(Struct, kw_only=True):
    present: str = "unclear"
    seconds: float | None = None
    share: float | None = None


class _Story(Struct, kw_only=True):
    present: bool | None = None


class _Sentence(Struct, kw_only=True):
    text: str = ""
    label: str = ""
    confidence: float | None = None


class _Finding(Struct, kw_only=True):
    present: str = "unclear"
    cues: list[str] = []
    sentences: list[int] = []


class _Star(Struct, kw_only=True):
    sentences: list[_Sentence] = []
    parts: dict[str, _Part] = {}
    story: _Story = msgspec.field(default_factory=_Story)
    findings: dict[str, _Finding] = {}


class _Quality(Struct, kw_only=True):
    quality: str
    touched: str = "unclear"


class _Coverage(Struct, kw_only=True):
    qualities: list[_Quality] = []


class _Recited(Struct, kw_only=True):
    words: int
    said: str
    start: float | None = None
    end: float | None = None
    first: int
    last: int

    def __post_init__(self) -> None:
        Evidence(label="recited", start=self.start, end=self.end, first=self.first, last=self.last)


class _Company(Struct, kw_only=True):
    recited: list[_Recited] | None = None


class _Pace(Struct, kw_only=True):
    quiet: tuple[float, float] | None = None


_SHAPES: Mapping[str, type[Struct]] = {"star": _Star, "coverage": _Coverage, "company": _Company, "pace": _Pace}


def of(measures: Mapping[str, Measure], name: str) -> dict[str, Any]:
    """The details of a measure that is known here, with all keys that are read; empty where there are none, or they
    are of another shape."""
    raw = measures[name].details if name in measures else {}
    try:
        found: dict[str, Any] = msgspec.to_builtins(msgspec.convert(raw, _SHAPES[name])) if raw else {}
    except (msgspec.ValidationError, RecursionError):
        return {}
    return found
