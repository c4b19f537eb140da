"""What is asked, and the sound file that answers it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voice_interview.model.bounds import check_moments, check_times

REPORT_SCHEMA = "voice-interview/report/1"

Kind = Literal["behavioural", "philosophy", "situational", "motivation", "self-description"]


class Question(Struct, frozen=True, kw_only=True):
    """One interview question; `looks_for` holds quality ids, `listens_for` one line on what is hoped for."""

    id: str
    text: str
    kind: Kind
    pack: str
    looks_for: tuple[str, ...] = ()
    listens_for: str = ""
    think_seconds: float = 30.0
    answer_seconds: float = 120.0
    follow_ups: tuple[str, ...] = ()


class Fault(Struct, frozen=True, kw_only=True):
    """Something that stops a recording from being judged, or a file from being read, and its cure."""

    code: str
    message: str
    fix: str


class Failure(Struct, frozen=True, kw_only=True):
    """What `analyze --json` prints in place of a report for a file that failed."""

    schema: str = REPORT_SCHEMA
    path: str
    error: Fault


class FollowUp(Struct, frozen=True, kw_only=True):
    """A question that was asked after the answer had begun; what was said from `start` on (seconds from the start of
    the recording, which was held while it was asked) answers it, up to the next one."""

    text: str
    start: float

    def __post_init__(self) -> None:
        check_times(self, self.start, self.start)


BUNDLED = "bundled answer (synthetic voice)"
"""What stands in the takes of the demo for the microphone."""


class Recording(Struct, frozen=True, kw_only=True):
    """The sound file: `path` relative to its take (or as given), `cue_at` when the candidate was asked to speak, after
    `think_seconds` of thinking (None where there was none, or it is not known), `cuts` where recording was paused,
    `follow_ups` what was asked besides the question, in order of time, `faults` why it cannot be judged. `seconds` and
    `sample_rate` are None for a text."""

    path: str
    seconds: float | None = None
    sample_rate: int | None = None
    device: str | None = None
    overflows: int = 0
    started_at: str | None = None
    cue_at: float | None = None
    think_seconds: float | None = None
    cuts: tuple[float, ...] = ()
    faults: tuple[Fault, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()

    def __post_init__(self) -> None:
        check_moments(self, self.seconds, self.cue_at, self.think_seconds, *self.cuts)
        if list(self.starts) != sorted(self.starts):
            raise ValueError(f"follow-ups out of order: {self}")

    @property
    def is_bundled(self) -> bool:
        """Whether it is the answer of the demo, whose voice is nobody's."""
        return self.device == BUNDLED

    @property
    def starts(self) -> tuple[float, ...]:
        """When the answer to each follow-up begins, in seconds."""
        return tuple(asked.start for asked in self.follow_ups)
