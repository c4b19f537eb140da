"""What people say about a take, and what they rate it by."""

from __future__ import annotations

import re

from msgspec import Struct

from voice_interview.model.bounds import check_times

SCORES = (1, 2, 3, 4, 5)
"""What a rating can be, the best last."""

LONGEST_COMMENT = 4_000
"""Characters of a comment: two minutes of reading; whoever has more to say writes a letter."""


class Criterion(Struct, frozen=True, kw_only=True):
    """One thing to rate an answer by: what to ask oneself (`asks`), the behaviour that stands for each score, from
    1 to 5 (`anchors`, "" for one that has none), and the `source` of the evidence for it, if any;
    `fluency` whether it judges fillers, pace or pauses (see `profiles`)."""

    id: str
    title: str
    asks: str
    anchors: tuple[str, str, str, str, str]
    source: str = ""
    fluency: bool = False


class Rubric(Struct, frozen=True, kw_only=True):
    """What answers are rated by (see `rubric`); ratings are known by its id."""

    id: str
    title: str
    criteria: tuple[Criterion, ...]
    description: str = ""


class Rating(Struct, frozen=True, kw_only=True):
    """A score by one `criterion` of a `rubric` (their ids), with the criterion's `title` and the words of its `anchor`
    for this score ("" where it has none) as they were then, so that it can be read without the rubric."""

    rubric: str
    criterion: str
    title: str
    score: int
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.score not in SCORES:
            raise ValueError(f"not a score from {SCORES[0]} to {SCORES[-1]}: {self.score}")
        if not (self.rubric and self.criterion and self.title):
            raise ValueError("a rating without a name")


class Comment(Struct, frozen=True, kw_only=True):
    """What `author` says about the take `take`, a line of its `comments.jsonl`: about one sentence, whose number from 0
    is `sentence` and whose start `at` (seconds); about the moment `at` alone; or, without either, about the whole.

    `id` is random hex: by it a comment is known again wherever it has been sent. `about` is what was being said there
    when the comment was made ("" for nothing): by it is told whether the words have changed since. There is a text, or
    a rating, or both. `made_at` in ISO 8601."""

    schema: str = "voice-interview/comment/1"
    id: str
    take: str
    author: str
    made_at: str
    text: str = ""
    at: float | None = None
    sentence: int | None = None
    about: str = ""
    rating: Rating | None = None

    def __post_init__(self) -> None:
        check_times(self, self.at, self.at)
        if not re.fullmatch("[0-9a-f]{8,64}", self.id):
            raise ValueError(f"an id that is no hex: {self.id[:80]!r}")
        if not self.author.strip():
            raise ValueError("a comment without an author")
        if not self.text.strip() and self.rating is None:
            raise ValueError("a comment that says nothing")
        if len(self.text) > LONGEST_COMMENT:
            raise ValueError(f"a comment of more than {LONGEST_COMMENT} characters")
        if self.sentence is not None and self.sentence < 0:
            raise ValueError(f"no number of a sentence: {self.sentence}")
