"""Comments on an answer and where they belong in its words as they are now: pure.

A comment remembers what was being said at its place. Corrections, or another model, may have changed those words since;
then the comment is kept, and marked. The sound of a take never changes, so a moment stays one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from voice_interview import text
from voice_interview.model import Comment, Report, Transcript

CHANGED = "the words have changed since"


class Placed(NamedTuple):
    """A comment in its take: `start` and `end` (seconds) of what to play, None where nothing has a time; `sentence` the
    number (from 0) of the sentence that it is about now, None where it is about the whole, or its words are gone;
    `changed` whether the words that it is about are not there any more."""

    comment: Comment
    start: float | None
    end: float | None
    sentence: int | None
    changed: bool


def sentence_at(transcript: Transcript, at: float) -> int | None:
    """The number of the sentence that is being said at a moment (seconds), or was said last; None before the first."""
    timed = [(one.start, place) for place, one in enumerate(transcript.sentences) if one.start is not None]
    place = bisect_right(timed, at, key=lambda pair: pair[0])
    return timed[place - 1][1] if place else None


def placed(report: Report) -> list[Placed]:
    """Every comment: those about the whole answer first, then the others in order of time."""
    keys, places = _keys(report.transcript)
    found = [_placed(report.transcript, one, keys, places) for one in report.comments]
    return sorted(found, key=lambda one: (_is_local(one.comment), one.start or 0.0, one.sentence or 0))


def by_sentence(found: Iterable[Placed]) -> dict[int, list[int]]:
    """The numbers of the comments (from 1, in their order) about each sentence."""
    places: dict[int, list[int]] = {}
    for number, one in enumerate(found, 1):
        if one.sentence is not None:
            places.setdefault(one.sentence, []).append(number)
    return places


def standing(comments: Iterable[Comment]) -> list[Comment]:
    """The ratings that count: of one author, by one criterion, on one take, the one made last."""
    last: dict[tuple[str, str, str, str], Comment] = {}
    for one in comments:
        if one.rating is not None:
            key = (one.take, one.author, one.rating.rubric, one.rating.criterion)
            last.pop(key, None)
            last[key] = one
    return list(last.values())


def _is_local(comment: Comment) -> bool:
    return comment.at is not None or comment.sentence is not None


def _keys(transcript: Transcript) -> tuple[list[str], list[int]]:
    """The words by which texts are compared, and the sentence that each belongs to."""
    keys, places = [], []
    for place, sentence in enumerate(transcript.sentences):
        for word in transcript.words[sentence.first : sentence.last]:
            if key := text.key(word.text):
                keys.append(key)
                places.append(place)
    return keys, places


def _placed(transcript: Transcript, comment: Comment, keys: list[str], places: list[int]) -> Placed:
    about = [key for word in comment.about.split() if (key := text.key(word))]
    runs = _runs(keys, about) if about else []
    changed = bool(about) and not runs
    sentence = None
    if comment.sentence is not None:
        sentence = min((places[run] for run in runs), key=lambda place: _far(transcript, place, comment), default=None)
    elif comment.at is not None:
        sentence = sentence_at(transcript, comment.at)
    now = transcript.sentences[sentence] if sentence is not None else None
    if comment.sentence is not None and now is not None and now.start is not None:
        return Placed(comment, now.start, now.end, sentence, changed)
    return Placed(comment, comment.at, None, sentence, changed)


def _runs(keys: list[str], wanted: list[str]) -> list[int]:
    """Where the wanted words stand in a row."""
    first, size = wanted[0], len(wanted)
    return [at for at in range(len(keys) - size + 1) if keys[at] == first and keys[at : at + size] == wanted]


def _far(transcript: Transcript, place: int, comment: Comment) -> float:
    """How far a sentence is from the place of a comment: in seconds, or in sentences where there are no times."""
    start = transcript.sentences[place].start
    if comment.at is not None and start is not None:
        return abs(start - comment.at)
    return abs(place - (comment.sentence or 0))
