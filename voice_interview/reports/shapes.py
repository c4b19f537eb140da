"""The details of measures that reports know by shape. A report may come from an old file or a plug-in, so whatever does
not fit is left out instead of failing."""

from __future__ import annotations

from typing import TypeVar

import msgspec
from msgspec import Struct

from voice_interview.model import Evidence, Measure

_T = TypeVar("_T")


class PartDetails(Struct, frozen=True, kw_only=True):
    """One entry of `star.details.parts`."""

    present: str = "unclear"
    seconds: float | None = None
    share: float | None = None
    confidence: float | None = None
    quantified: bool | None = None
    own: bool | None = None


class StoryDetails(Struct, frozen=True, kw_only=True):
    """`star.details.story`."""

    present: bool | None = None
    confidence: float | None = None
    kind: str = "unclear"


class SentenceDetails(Struct, frozen=True, kw_only=True):
    """One entry of `star.details.sentences`."""

    text: str = ""
    label: str = "unclear"
    confidence: float | None = None


class StarDetails(Struct, frozen=True, kw_only=True):
    """`star.details` as far as a report shows it; what is missing there is unclear."""

    sentences: tuple[SentenceDetails, ...] = ()
    parts: dict[str, PartDetails] = {}
    story: StoryDetails = StoryDetails()


class Perhaps(Evidence, frozen=True, kw_only=True):
    """One entry of `fillers.details.perhaps`; older reports do not say why it is only that."""

    doubt: str | None = None


class FillerDetails(Struct, frozen=True, kw_only=True):
    """`fillers.details` as far as a report shows it; `at_least` and `at_most` are the counts with all doubts on one
    side, and missing in older reports."""

    count: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    count_low: float | None = None
    count_high: float | None = None
    kind_counts: dict[str, int | None] = {}
    perhaps: tuple[Perhaps, ...] = ()
    struck: tuple[Evidence, ...] = ()


class HedgeDetails(Struct, frozen=True, kw_only=True):
    """`hedges.details` as far as a report shows it: expressions with their counts, the most frequent first."""

    by_label: dict[str, int] = {}


class TouchDetails(Struct, frozen=True, kw_only=True):
    """Whether one thing asked for is touched, and the words of the answer that come nearest."""

    touched: str = "unclear"
    text: str | None = None
    start: float | None = None


class QualityDetails(TouchDetails, frozen=True, kw_only=True):
    """One entry of `coverage.details.qualities`."""

    quality: str


class CoverageDetails(Struct, frozen=True, kw_only=True):
    """`coverage.details` as far as a report shows it."""

    asked: int = 0
    touched: int = 0
    qualities: tuple[QualityDetails, ...] = ()


class StatementDetails(TouchDetails, frozen=True, kw_only=True):
    """One entry of `company.details.statements`."""

    statement: str


class RecitedDetails(Struct, frozen=True, kw_only=True):
    """One entry of `company.details.recited`."""

    words: int
    said: str
    written: str
    start: float | None = None


class CompanyDetails(Struct, frozen=True, kw_only=True):
    """`company.details` as far as a report shows it."""

    name: str = ""
    asked: int = 0
    touched: int = 0
    statements: tuple[StatementDetails, ...] = ()
    recited: tuple[RecitedDetails, ...] = ()


def details(measure: Measure | None, shape: type[_T]) -> _T:
    """The details of a measure in the shape a report knows; empty where there are none, or of another shape."""
    try:
        return msgspec.convert(measure.details if measure else {}, shape, from_attributes=True)
    except (msgspec.ValidationError, TypeError):
        return shape()
