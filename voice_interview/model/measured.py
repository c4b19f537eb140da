"""What is measured and advised, by what it was made, and one answer before that."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct, field

from voice_interview.model.asked import Question, Recording
from voice_interview.model.bounds import check_finite, check_share, check_times, check_words
from voice_interview.model.heard import FoundBy, Sound, Transcript
from voice_interview.model.meant import Reading

Band = Literal["good", "watch", "act", "none"]


class Evidence(Struct, frozen=True, kw_only=True):
    """Where a figure comes from: a moment of the recording and words `[first, last)` of the transcript."""

    label: str
    start: float | None = None
    end: float | None = None
    first: int
    last: int
    found_by: FoundBy | None = None
    confidence: float | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        check_times(self, self.start, self.end)
        check_words(self, self.first, self.last)
        check_share(self, self.confidence)


class Measure(Struct, frozen=True, kw_only=True):
    """One figure with its unit, range, judgement and proof. `value` None is undefined and has a `caveat`."""

    value: float | None
    unit: str
    low: float | None = None
    high: float | None = None
    band: Band = "none"
    caveat: str | None = None
    source: str | None = None
    evidence: tuple[Evidence, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_finite(self, self.value, self.low, self.high)
        if self.value is None and not self.caveat:
            raise ValueError(f"an undefined measure says why: {self}")
        if self.band != "none" and not self.source:
            raise ValueError(f"a judgement names its source: {self}")


class Advice(Struct, frozen=True, kw_only=True):
    """One thing to do in the next take: `title` what, `why` the finding and its source, `do` the next step."""

    title: str
    why: str
    do: str
    evidence: tuple[Evidence, ...] = ()


class FillerList(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A user's own fillers in one language: phrases to `count` wherever they are said, and phrases `never` to count."""

    count: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


class StarShares(Struct, frozen=True, kw_only=True):
    """How the time of a story is advised to be shared: whole percents that make 100, in the order of the rows of the
    `scheme` (see `metrics.star_clock`)."""

    scheme: Literal["STAR", "CAR", "SOAR", "STARL"] = "STAR"
    percent: tuple[int, ...] = (20, 10, 60, 10)

    def __post_init__(self) -> None:
        rows = {"STAR": 4, "CAR": 3, "SOAR": 3, "STARL": 5}[self.scheme]
        if len(self.percent) != rows or min(self.percent) < 0 or sum(self.percent) != 100:
            raise ValueError(f"not {rows} shares that make 100: {self}")


Profile = Literal["standard", "disfluency-aware"]
"""What is judged, and for whom (see `profiles`)."""


class Provenance(Struct, frozen=True, kw_only=True):
    """What made the figures, so that a change of tool is never taken for a change of speaker; `filler_lists` are the
    user's own, by the two-letter code of their language; `star_shares` what the time of a story is compared with;
    `profile` what is judged."""

    version: str
    engine: str | None = None
    model: str | None = None
    model_sha256: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    thresholds: dict[str, Any] = field(default_factory=dict)
    filler_lists: dict[str, FillerList] = field(default_factory=dict)
    star_shares: StarShares = StarShares()
    profile: Profile = "standard"


class Answer(Struct, frozen=True, kw_only=True):
    """What is known of one answer before it is measured: all that a metric is given. `sound` is None for a text;
    `struck` are the fillers that a person ruled out and `added` those that a person heard, by the words of this
    transcript; `filler_lists` and `star_shares` as in Provenance."""

    question: Question | None
    recording: Recording
    transcript: Transcript
    sound: Sound | None
    reading: Reading | None
    struck: tuple[Evidence, ...] = ()
    added: tuple[Evidence, ...] = ()
    filler_lists: dict[str, FillerList] = field(default_factory=dict)
    star_shares: StarShares = StarShares()
