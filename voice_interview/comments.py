"""Comments on takes: made, merged and read from a file, pure.

A comment is known by its id wherever it has been sent, so what comes twice is there once. What is there already is
never changed by what comes: nobody can put words into the mouth of another coach by sending a file. Every text passes
through `content.clean` when it comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from msgspec.structs import replace

from voice_interview import json_lines
from voice_interview.errors import CommentError
from voice_interview.model import LONGEST_COMMENT, Comment, Rating, Report, Sentence
from voice_interview.reports.commented import sentence_at
from voice_interview.reports.content import clean, exact_moment

LONGEST_NAME = 80
"""Characters of an author's name."""

MOST_WORDS = 60
"""Words of a sentence that a comment remembers; the longest that end somewhere have some fifty (`text.RUN_ON`)."""

LONGEST_TITLE = 500
"""Characters of what a rubric says in one place (`pack_rules.LONGEST_TEXT`)."""

MOST = 10_000
"""Comments in one file: ten coaches with a thousand each."""

LARGEST = 16 * 1024 * 1024
"""Bytes of a file of comments: `MOST` of some 1,600 bytes, which is twice what a long one takes."""


class Identity(NamedTuple):
    """Who makes a comment, when (ISO 8601, with the zone), and the random hex by which it will be known."""

    id: str
    author: str
    made_at: str


def whole(report: Report, by: Identity, said: str, rating: Rating | None = None) -> Comment:
    """A comment on the whole answer. Raises CommentError."""
    return _made(report, by, said, rating)


def at_moment(report: Report, by: Identity, said: str, at: float, rating: Rating | None = None) -> Comment:
    """A comment on the moment `at` (seconds). Raises CommentError where the recording does not reach."""
    seconds = report.recording.seconds
    if seconds is None:
        raise CommentError("This take is a text: nothing in it has a time.", "Say which sentence: --sentence N.")
    if at > seconds:
        raise CommentError(
            f"The answer ends at {exact_moment(seconds)}; there is nothing at {exact_moment(at)}.",
            "Give an earlier moment.",
        )
    place = sentence_at(report.transcript, at)
    about = _about(report.transcript.sentences[place]) if place is not None else ""
    return replace(_made(report, by, said, rating), at=at, about=about)


def on_sentence(report: Report, by: Identity, said: str, sentence: int, rating: Rating | None = None) -> Comment:
    """A comment on the sentence of this number, from 0. Raises CommentError where there is none."""
    sentences = report.transcript.sentences
    if not 0 <= sentence < len(sentences):
        raise CommentError(
            f"There is no sentence {sentence + 1}; the answer has {len(sentences)}.",
            f"See them with their numbers: voice-interview takes label {clean(report.id)}.",
        )
    one = sentences[sentence]
    return replace(_made(report, by, said, rating), at=one.start, sentence=sentence, about=_about(one))


def _about(sentence: Sentence) -> str:
    return " ".join(clean(sentence.text).split()[:MOST_WORDS])


class Merged(NamedTuple):
    """All comments, the oldest first; how many of those that came are `added`, how many were `known`, and how many of
    these came with another content, of which nothing was taken."""

    comments: tuple[Comment, ...]
    added: int
    known: int
    different: int


def merge(own: Iterable[Comment], others: Iterable[Comment]) -> Merged:
    """Both together, each once. Of two with the same id the one in `own` stays."""
    kept = {one.id: one for one in own}
    added = known = different = 0
    for one in others:
        if one.id not in kept:
            kept[one.id] = one
            added += 1
        else:
            known += 1
            different += replace(kept[one.id], take=one.take) != one
    return Merged(tuple(sorted(kept.values(), key=_age)), added, known, different)


def by_take(comments: Iterable[Comment]) -> dict[str, list[Comment]]:
    """The comments by the id of their take, "" where none is named."""
    found: dict[str, list[Comment]] = {}
    for one in comments:
        found.setdefault(one.take, []).append(one)
    return found


def home(take: str, known: Iterable[str]) -> str | None:
    """The one of the `known` ids of takes that is meant by an id from outside: the same, or, as redaction may have
    taken words out of it, the one of the same time and the same four random digits; None where there is none."""
    ids = tuple(known)
    if take in ids:
        return take
    sign = _sign(take)
    alike = [id_ for id_ in ids if sign is not None and _sign(id_) == sign]
    return alike[0] if len(alike) == 1 else None


def _sign(take: str) -> tuple[str, str] | None:
    parts = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)_.*_([0-9a-f]{4})", take)
    return (parts[1], parts[2]) if parts else None


def read(data: bytes, name: str) -> tuple[Comment, ...]:
    """The comments in a file `name`, one JSON object a line, cleaned. Raises CommentError that names the line."""
    if len(data) > LARGEST:
        raise CommentError(f"{clean(name)} is larger than {LARGEST // 2**20} MB.", "That is no file of comments.")
    try:
        found = json_lines.decode(data, Comment)
    except json_lines.LineError as error:
        raise CommentError(
            f"Line {error.number} of {clean(name)} is no comment: {clean(error.why)}.",
            "Export it anew: voice-interview comments export ID -o FILE.",
        ) from None
    if len(found) > MOST:
        raise CommentError(f"{clean(name)} holds {len(found)} comments.", f"Send {MOST} or fewer in one file.")
    return tuple(cleaned(one) for one in found)


def cleaned(comment: Comment) -> Comment:
    """The comment without anything that a terminal would obey; every text on one line. Raises CommentError where
    nothing is left, or too much."""
    rating = comment.rating
    if rating is not None:
        names = {name: clean(getattr(rating, name)) for name in ("rubric", "criterion", "title", "anchor")}
        longest = max(len(name) for name in names.values())
        rating = replace(rating, **names) if longest <= LONGEST_TITLE else None
    about = clean(comment.about)
    if len(about) > LONGEST_COMMENT or (rating is None and comment.rating is not None):
        raise CommentError(f"The comment {comment.id} is longer than any that is made here.", "Leave it out.")
    try:
        return replace(
            comment,
            schema=Comment.__struct_defaults__[0],
            take=clean(comment.take),
            author=clean(comment.author)[:LONGEST_NAME],
            made_at=clean(comment.made_at)[:LONGEST_NAME],
            text=clean(comment.text),
            about=about,
            rating=rating,
        )
    except ValueError as error:
        raise CommentError(f"The comment {comment.id} cannot be kept: {error}.", "Leave it out.") from None


def _made(report: Report, by: Identity, said: str, rating: Rating | None) -> Comment:
    """Raises CommentError for a comment that says nothing, or too much, or has no author."""
    said, author = clean(said), clean(by.author)
    if not author:
        raise CommentError("A comment needs an author.", "Give a name: --author NAME.")
    if not said and rating is None:
        raise CommentError("There is nothing in this comment.", 'Write one: "Start with the result."')
    if len(said) > LONGEST_COMMENT or len(author) > LONGEST_NAME:
        longest = f"{LONGEST_COMMENT:,} characters, its author's name {LONGEST_NAME}"
        raise CommentError("The comment is too long.", f"It may have {longest}.")
    return Comment(id=by.id, take=report.id, author=author, made_at=by.made_at, text=said, rating=rating)


def _age(comment: Comment) -> tuple[datetime, str]:
    """What is sorted by: when it was made, wherever on earth; what has no such time is the oldest."""
    try:
        made = datetime.fromisoformat(comment.made_at)
    except ValueError:
        made = datetime.min
    return made if made.tzinfo else made.replace(tzinfo=UTC), comment.id
