"""What was meant: the parts of STAR, the story, what is touched."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voice_interview.model.bounds import check_finite, check_share, check_words
from voice_interview.model.heard import FoundBy, Transcript

Label = Literal["situation", "task", "action", "result", "learning", "other", "unclear"]

Presence = Literal["yes", "implied", "no", "unclear"]

PARTS: tuple[Label, ...] = ("situation", "task", "action", "result")
"""The parts of STAR."""

ENOUGH_TO_READ = 12
"""Words from which the sentence model reads an answer: the shortest of those that it learned from has twice as many.
Fewer are read by cue words."""


class SentenceLabel(Struct, frozen=True, kw_only=True):
    """What one sentence of the transcript does in the answer; `cues` are the words that earned the label, `found_by` is
    "person" where one said so, and then there is no confidence."""

    label: Label
    confidence: float | None = None
    cues: tuple[str, ...] = ()
    found_by: FoundBy | None = None

    def __post_init__(self) -> None:
        check_share(self, self.confidence)


class Part(Struct, frozen=True, kw_only=True):
    """Whether one part of STAR is there; `quantified` only for the result; `own` only for the action: whether it says
    what the speaker did, False where it only says what "we" did, or what was done; `found_by` as in SentenceLabel."""

    present: Presence
    confidence: float | None = None
    quantified: bool | None = None
    own: bool | None = None
    found_by: FoundBy | None = None

    def __post_init__(self) -> None:
        check_share(self, self.confidence)


class Story(Struct, frozen=True, kw_only=True):
    """Whether a past event is told; `kind` says what the answer is: story, definition, opinion, habit, hypothetical,
    self-description, method, or unclear; `found_by` as in SentenceLabel."""

    present: bool | None
    confidence: float | None = None
    kind: str = "unclear"
    found_by: FoundBy | None = None

    def __post_init__(self) -> None:
        check_share(self, self.confidence)


class Finding(Struct, frozen=True, kw_only=True):
    """One thing about a whole answer: `present` is never "implied"; `cues` are the words that earned it, `sentences`
    where they stand, by number from 0."""

    present: Presence
    confidence: float | None = None
    cues: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        check_share(self, self.confidence)


class Near(Struct, frozen=True, kw_only=True):
    """How near words `[first, last)` of the transcript, all of them in one `sentence`, come in meaning to what was
    asked for: a cosine, -1 to 1."""

    sentence: int
    first: int
    last: int
    similarity: float

    def __post_init__(self) -> None:
        check_words(self, self.first, self.last)
        check_finite(self, self.similarity)


class Statement(Struct, frozen=True, kw_only=True):
    """One sentence or value of a company's own text; `quality` where it names one, `near` the sentences of the answer
    that come nearest, the nearest first (None where meaning was not compared)."""

    text: str
    quality: str | None = None
    near: tuple[Near, ...] | None = None


class Company(Struct, frozen=True, kw_only=True):
    """A company's own words, a mission statement or a job advertisement; `name` that of the file."""

    name: str
    statements: tuple[Statement, ...]


class Reading(Struct, frozen=True, kw_only=True):
    """The meaning of an answer: one label for each sentence of the transcript, the parts by name, story or not; for
    each quality that the question looks for the sentences that come nearest to it, the nearest first (`touches`, None
    where meaning was not compared); and the company's text that it was held against. `findings` by name, for a story:
    `two_stories` (where the second begins), `result_first`, `bad_outcome`, `own_part` (whether it says what the speaker
    did, and not "we" alone or what was done by nobody); none where it was read by cues."""

    reader: str
    labels: tuple[SentenceLabel, ...]
    parts: dict[str, Part]
    story: Story
    touches: dict[str, tuple[Near, ...]] | None = None
    company: Company | None = None
    findings: dict[str, Finding] = {}


def check_together(transcript: Transcript, reading: Reading | None) -> None:
    """Raises ValueError unless a reading is one of this transcript: every number in it is that of a sentence or a word.
    An answer that is being corrected may for a moment have another."""
    if reading is None:
        return
    if len(reading.labels) != len(transcript.sentences):
        raise ValueError(f"{len(reading.labels)} labels for {len(transcript.sentences)} sentences")
    stated = reading.company.statements if reading.company else ()
    near = [one for found in ((reading.touches or {}).values(), (one.near or () for one in stated)) for all_ in found
            for one in all_]  # fmt: skip
    places = [one.sentence for one in near] + [place for one in reading.findings.values() for place in one.sentences]
    if any(not 0 <= place < len(transcript.sentences) for place in places):
        raise ValueError("a reading of sentences that are not there")
    if any(one.last > len(transcript.words) for one in near):
        raise ValueError("a reading of words that are not there")
