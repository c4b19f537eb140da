"""What a person set right."""

from __future__ import annotations

from typing import Literal, get_args

from msgspec import Struct

from voice_interview.model.bounds import check_times
from voice_interview.model.meant import PARTS, Label, Presence


class Correction(Struct, frozen=True, kw_only=True):
    """One thing that a person set right, anchored in time: a line of a take's `corrections.jsonl`.

    - "strike": the filler `label` from `start` to `end` is none; `was` the words that stood there ("" for a sound).
    - "add": a filler `label` lies there, counted or not by the machine.
    - "mend": the words `was` are really `text` ("" for: nothing was said).
    - "label": the sentence `was` from `start` to `end` is `label` (situation, result, other ...).
    - "part": the part `label` (situation, task, action, result) of the whole answer is `present`.
    - "story": a story is `present` ("yes" or "no") in the whole answer.

    `made_at` in ISO 8601."""

    schema: str = "voice-interview/correction/1"
    made_at: str
    what: Literal["strike", "add", "mend", "label", "part", "story"]
    start: float
    end: float
    label: str | None = None
    was: str = ""
    text: str | None = None
    present: Presence | None = None

    def __post_init__(self) -> None:
        check_times(self, self.start, self.end)
        if self.what == "mend" and (self.text is None or not self.was):
            raise ValueError(f"mends nothing, or by nothing: {self}")
        if self.what in ("strike", "add") and not self.label:
            raise ValueError(f"no filler is named: {self}")
        if self.what == "label" and (self.label not in get_args(Label) or not self.was):
            raise ValueError(f"labels nothing, or by no label: {self}")
        if self.what == "part" and (self.label not in PARTS or self.present is None):
            raise ValueError(f"names no part, or does not say whether it is there: {self}")
        if self.what == "story" and self.present not in ("yes", "no"):
            raise ValueError(f"does not say whether a story is told: {self}")


class Outcome(Struct, frozen=True, kw_only=True):
    """A correction in a report: whether its place was found in this transcript, and if not, why in one sentence.
    `found` is what the machine finds where a label, a part or the story was corrected."""

    correction: Correction
    applied: bool
    reason: str | None = None
    found: str | None = None
