"""Comments on an answer: where they belong in its words as they are now, and how they are shown: pure.

A comment remembers what was being said at its place. Corrections, or another model, may have changed those words since;
then the comment is kept, and marked. The sound of a take never changes, so a moment stays one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from voice_interview import text
from voice_interview.model import SCORES, Comment, Rating, Report, Transcript
from voice_interview.reports.console import finish, grid, heading, make_console, say
from voice_interview.reports.content import clean, exact_moment

if TYPE_CHECKING:
    from rich.console import Console

TITLE = "Comments"
CHANGED = "the words there have changed since"
QUOTED = 14
"""Words that are quoted of what a comment is about: enough to know the moment again."""

_TAKEN_OUT = re.compile(r"\[[a-z]+\]")
"""A word that redaction put in the place of another."""


class Placed(Struct, frozen=True, kw_only=True):
    """A comment in its take: `start` and `end` (seconds) of what to play, None where nothing has a time; `sentence` the
    number (from 0) of the sentence that it is about now, None where it is about the whole, or nothing tells; `changed`
    whether the words that it is about are not there any more; `stands` False where the same author has rated
    anew by the same criterion."""

    comment: Comment
    start: float | None = None
    end: float | None = None
    sentence: int | None = None
    changed: bool = False
    stands: bool = True


class Row(NamedTuple):
    """A comment as it is shown: `when` in words, `start`, `end` and `sentence` as in Placed, who and on which day, what
    is said ("" for a rating alone), the rating that stands, and what it is about ("" for the whole answer)."""

    when: str
    start: float | None
    end: float | None
    sentence: int | None
    author: str
    day: str
    said: str
    rating: Rating | None
    about: str
    changed: bool

    @property
    def rated(self) -> str:
        """The rating in words; "" where there is none."""
        if self.rating is None:
            return ""
        anchor = clean(self.rating.anchor)
        score = f"{clean(self.rating.title)} {self.rating.score} of {SCORES[-1]}"
        return f"{score}: {anchor}" if anchor else score

    @property
    def quote(self) -> str:
        """The first words that it is about, in quotation marks, and whether they have changed; "" where there are
        none."""
        if not self.about:
            return ""
        words = self.about.split()
        quoted = " ".join(words[:QUOTED]) + (" …" if len(words) > QUOTED else "")
        return f"“{quoted}”{f' ({CHANGED})' if self.changed else ''}"


def sentence_at(transcript: Transcript, at: float) -> int | None:
    """The number of the sentence that is being said at a moment (seconds), or was said last; None before the first."""
    timed = [(one.start, place) for place, one in enumerate(transcript.sentences) if one.start is not None]
    place = bisect_right(timed, at, key=lambda pair: pair[0])
    return timed[place - 1][1] if place else None


def placed(report: Report) -> list[Placed]:
    """Every comment: those about the whole answer first, then the others in order of time."""
    keys, places = _keys(report.transcript)
    stand = {one.id for one in standing(report.comments)}
    found = [_placed(report.transcript, one, keys, places, stand) for one in report.comments]
    return sorted(found, key=lambda one: (_is_local(one.comment), one.start or 0.0, one.sentence or 0))


def rows(report: Report) -> list[Row]:
    """The comments that are shown, in the order of `placed`: all but the ratings that no longer stand."""
    shown = [one for one in placed(report) if one.stands or clean(one.comment.text)]
    return [_row(one) for one in shown]


def by_sentence(shown: Sequence[Row]) -> dict[int, list[int]]:
    """The numbers of the rows (from 1) that are about each sentence."""
    places: dict[int, list[int]] = {}
    for number, one in enumerate(shown, 1):
        if one.sentence is not None:
            places.setdefault(one.sentence, []).append(number)
    return places


def section(console: Console, report: Report) -> None:
    """The comments in the terminal report; nothing where there are none."""
    if report.comments:
        heading(console, TITLE)
        _lay_out(console, rows(report))


def render(report: Report, *, width: int | None = 80, color: bool = False) -> str:
    """The comments alone."""
    console = make_console(width, color)
    _lay_out(console, rows(report))
    return finish(console, color)


def _lay_out(console: Console, shown: Iterable[Row]) -> None:
    table = grid(8, None)
    for row in shown:
        first = say("").append(row.author, style="bold").append(f", {row.day}" if row.day else "", style="dim")
        table.add_row(say(row.when, "cyan"), first.append(f"  {row.said}" if row.said else ""))
        for line, style in ((row.rated, "green"), (row.quote, "yellow" if row.changed else "dim")):
            if line:
                table.add_row("", say(line, style))
    console.print(table)


def _row(one: Placed) -> Row:
    made = one.comment
    if one.start is not None:
        when = exact_moment(one.start)
    elif made.sentence is not None:
        when = "-" if one.sentence is None else f"{one.sentence + 1}."
    else:
        when = "whole"
    return Row(
        when=when,
        start=one.start,
        end=one.end,
        sentence=one.sentence,
        author=clean(made.author),
        day=clean(made.made_at)[:10],
        said=clean(made.text),
        rating=made.rating if one.stands else None,
        about=clean(made.about),
        changed=one.changed,
    )


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


def _placed(
    transcript: Transcript, comment: Comment, keys: list[str], places: list[int], stand: Collection[str]
) -> Placed:
    about = _about(comment)
    runs = _runs(keys, about) if about else []
    sentence, start, end = None, comment.at, None
    if comment.sentence is not None and runs:
        sentence = min((places[run] for run in runs), key=lambda place: _far(transcript, place, comment))
        now = transcript.sentences[sentence]
        if now.start is not None:
            start, end = now.start, now.end
    elif comment.at is not None:
        sentence = sentence_at(transcript, comment.at)
    return Placed(
        comment=comment,
        start=start,
        end=end,
        sentence=sentence,
        changed=bool(about) and not runs,
        stands=comment.rating is None or comment.id in stand,
    )


def _about(comment: Comment) -> list[str | None]:
    """The words that a comment is about; None for one that was taken out of the packet in which the comment was made:
    any word can have been there."""
    words = comment.about.split()
    found = [None if _TAKEN_OUT.search(word) else text.key(word) for word in words]
    return [key for key in found if key != ""]


def _runs(keys: list[str], wanted: list[str | None]) -> list[int]:
    """Where the wanted words stand in a row."""
    starts = range(len(keys) - len(wanted) + 1)
    return [at for at in starts if all(key in (None, keys[at + place]) for place, key in enumerate(wanted))]


def _far(transcript: Transcript, place: int, comment: Comment) -> float:
    """How far a sentence is from the place of a comment: in seconds, or in sentences where there are no times."""
    start = transcript.sentences[place].start
    if comment.at is not None and start is not None:
        return abs(start - comment.at)
    return abs(place - (comment.sentence or 0))
