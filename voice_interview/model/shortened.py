"""What to leave out of a long answer, and a re-take beside that plan."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from voice_interview.model.meant import Label
from voice_interview.model.measured import Evidence


class Cut(Struct, frozen=True, kw_only=True):
    """One sentence of an answer that its plan cuts, or merges with an earlier one: `sentence` is its number from 0,
    `start` to `end` when it was said, `seconds` what leaving it out saves, the pause after it included; `keeps` the
    words of it that stay ("" where it is cut), `like` the number of the earlier sentence that says the same."""

    deed: Literal["cut", "merge"]
    reason: Literal["other", "unclear", "repeat", "situation"]
    sentence: int
    label: Label
    text: str
    start: float
    end: float
    seconds: float
    keeps: str = ""
    like: int | None = None


class PlannedPart(Struct, frozen=True, kw_only=True):
    """The seconds of one label, and their share of all, as it is and as planned."""

    seconds: float
    share: float
    planned_seconds: float
    planned_share: float


class Plan(Struct, frozen=True, kw_only=True):
    """What to leave out of an answer of `seconds` so that it takes `target_seconds`: sentences to cut or merge, in
    order of time, and `trims`, the fillers and restarts in those that stay, which take `trim_seconds`. `stays` are the
    numbers of the sentences that stay, `projected_seconds` their time, `parts` the time by label; `why_not` says what
    stands in the way where the target is not met."""

    seconds: float
    target_seconds: float
    target: Literal["question", "story", "ending"]
    projected_seconds: float
    meets: bool
    why_not: str | None = None
    cuts: tuple[Cut, ...] = ()
    trims: tuple[Evidence, ...] = ()
    trim_seconds: float = 0.0
    stays: tuple[int, ...] = ()
    parts: dict[str, PlannedPart] = field(default_factory=dict)


class Compared(Struct, frozen=True, kw_only=True):
    """One figure of a take and of its re-take; `planned` where a plan gave a value, None where one is undefined."""

    before: float | None
    now: float | None
    planned: float | None = None


class AdviceFollowed(Struct, frozen=True, kw_only=True):
    """A piece of advice that the take before got, and whether the re-take meets it; None where that cannot be told."""

    title: str
    met: bool | None
    why: str


class PartChange(Struct, frozen=True, kw_only=True):
    """A part of STAR that is new in a re-take, or lost; `quote` the sentence of the take that has it."""

    part: str
    change: Literal["new", "lost"]
    quote: str | None = None


class CutFollowed(Struct, frozen=True, kw_only=True):
    """A sentence that the plan cut, and whether the re-take says it again, or says much of it: then `said` is the
    sentence that does."""

    planned: str
    again: Literal["no", "partly", "yes"]
    said: str | None = None


class Retake(Struct, frozen=True, kw_only=True):
    """A re-take beside the take `of` and its plan. Seconds, shares of the time by part (0 to 1), and fillers a minute;
    `caveat` why there is nothing to compare with, `tool` what else changed between the two reports."""

    of: str
    caveat: str | None = None
    tool: str | None = None
    target_seconds: float | None = None
    seconds: Compared | None = None
    shares: dict[str, Compared] = field(default_factory=dict)
    fillers: Compared | None = None
    advice: tuple[AdviceFollowed, ...] = ()
    parts: tuple[PartChange, ...] = ()
    cuts: tuple[CutFollowed, ...] = ()
