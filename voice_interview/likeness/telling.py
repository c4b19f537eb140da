"""What was said in one take, small enough that thousands of them fit in memory, and how passages of it are quoted."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from sys import intern
from typing import Protocol

from msgspec import Struct

from voice_interview import text
from voice_interview.likeness.telling_words import telling
from voice_interview.model import Passage, Question, Recording, Transcript

QUOTED = 18
"""Words of a passage that are quoted."""

LEAD = 4
"""Words before the first telling one that are quoted with it, where there is room."""

UNKNOWN = "unasked"
"""Id of a question that stands for a mere kind of question."""


class RetakeOf(Struct, frozen=True):
    """`Report.retake`, as far as it matters here."""

    of: str


class Saved(Struct, frozen=True, kw_only=True):
    """As much of a saved report as is compared, decoded in a tenth of the time."""

    id: str
    created_at: str
    question: Question | None
    recording: Recording
    transcript: Transcript
    retake: RetakeOf | None = None


class Of(Protocol):
    @property
    def of(self) -> str: ...


class Reported(Protocol):
    """A `Report`, or a `Saved` one."""

    @property
    def id(self) -> str: ...

    @property
    def created_at(self) -> str: ...

    @property
    def question(self) -> Question | None: ...

    @property
    def transcript(self) -> Transcript: ...

    @property
    def retake(self) -> Of | None: ...


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one take and their times in seconds, start and end by turns, -1 where there is none. `retake` is the
    take of which it is one once more."""

    id: str
    created_at: str
    question: Question | None
    english: bool
    words: tuple[str, ...]
    times: array[float]
    retake: str | None = None

    @classmethod
    def of(cls, report: Reported) -> Telling:
        words = report.transcript.words
        times = [-1.0 if moment is None else moment for word in words for moment in (word.start, word.end)]
        return cls(
            id=report.id,
            created_at=report.created_at,
            question=report.question,
            english=report.transcript.language.lower().replace("_", "-").split("-")[0] in ("en", "english"),
            words=tuple(intern(word.text) for word in words),
            times=array("d", times),
            retake=report.retake.of if report.retake else None,
        )

    @property
    def age(self) -> tuple[str, str]:
        """Sorts tellings by when they were made."""
        return self.created_at, self.id

    @property
    def asked(self) -> str | None:
        """What tells two questions apart; None where none is known."""
        return self.question.id if self.question and self.question.id != UNKNOWN else None

    def said(self) -> list[tuple[str, int]]:
        """The key of every word, with its place; hesitations are left out."""
        return [(k, at) for at, word in enumerate(self.words) if not text.is_hesitation(word) and (k := text.key(word))]

    def stems(self) -> list[tuple[str, int]]:
        """Every telling word of an answer in English, with its place; none in another language."""
        return [(stem, at) for key, at in self.said() if (stem := telling(key))] if self.english else []

    def same_recording(self, other: Telling) -> bool:
        """Whether both hold the same sound: a file that was kept twice."""
        return self.words == other.words and self.times == other.times

    def quote(self, first: int, last: int) -> Passage:
        """The words `[first, last)`, the first `QUOTED` of them in full."""
        timed = [moment for moment in self.times[2 * first : 2 * last] if moment >= 0]
        until = min(last, first + QUOTED)
        said = ["..."] * (first > 0) + [*self.words[first:until]] + ["..."] * (until < len(self.words))
        return Passage(
            text=" ".join(said),
            start=timed[0] if timed else None,
            end=timed[-1] if timed else None,
        )

    def densest(self, weight: Callable[[set[str]], int]) -> tuple[int, int]:
        """The `QUOTED` words in a row whose telling words weigh most, the first of several; without the words after the
        last that tells something, and with a few before the first."""
        stems = self.stems()
        best, place = 0, (0, min(QUOTED, len(self.words)))
        for number, (_, first) in enumerate(stems):
            inside = [pair for pair in stems[number : number + QUOTED] if pair[1] < first + QUOTED]
            weighs = weight({stem for stem, _ in inside})
            if weighs > best:
                begin = max(0, first - min(LEAD, first + QUOTED - 1 - inside[-1][1]))
                best, place = weighs, (begin, inside[-1][1] + 1)
        return place
