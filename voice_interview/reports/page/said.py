"""The transcript of the page: sentences, and in each the words, those told apart that are more than words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Literal, NamedTuple

from voice_interview.model import PARTS, Evidence, Report, Word
from voice_interview.reports import content, corrected, spoken

Kind = Literal["", "filler", "hedge", "mended", "struck"]


GAP = 0.3
"""Seconds of silence after a word from which on its end is told apart from the start of the next one: what counts as a
pause (see `metrics.pauses`)."""


class Timed(NamedTuple):
    """A word and when it begins; `end` only where the next word does not follow at once."""

    text: str
    start: float | None
    end: float | None


class Said(NamedTuple):
    """Words that belong together. `kind` says what they are, `note` the same for a person, "" for plain words."""

    kind: Kind
    words: tuple[Timed, ...]
    note: str = ""


class Heard(NamedTuple):
    """What is heard between two words: a filler in the sound alone (`text` its label), or a long pause."""

    kind: Literal["sound", "pause"]
    text: str
    start: float | None
    note: str


class Line(NamedTuple):
    """One sentence; `label` what it does in the answer ("" where that is not known), `asked` the follow-ups before."""

    start: float | None
    label: str
    by_a_person: bool
    asked: tuple[spoken.Asked, ...]
    pieces: tuple[Said | Heard, ...]


def lines(report: Report) -> list[Line]:
    """Every sentence of the answer, in order; without what each does where none of them is part of a story."""
    words = report.transcript.words
    sentences = [(s.start, s.first, s.last) for s in report.transcript.sentences] or [(None, 0, len(words))]
    labels, own, asked = spoken.labels(report), corrected.sentences(report), spoken.follow_ups(report)
    if not own and not {*labels} & {*PARTS, "learning"}:
        labels = []
    marks, heard = _marks(report), _heard(report)
    found = []
    for place, (start, first, last) in enumerate(sentences):
        end = len(words) + 1 if place == len(sentences) - 1 else last
        found.append(
            Line(
                start=start,
                label=labels[place] if labels else "",
                by_a_person=place in own,
                asked=tuple(asked.get(place, ())),
                pieces=tuple(_pieces(words, first, last, end, marks, heard)),
            )
        )
    return found


def asked_last(report: Report) -> list[spoken.Asked]:
    """The follow-ups after the last sentence, which nothing answers."""
    return spoken.follow_ups(report).get(len(report.transcript.sentences) or 1, [])


def _pieces(
    words: tuple[Word, ...],
    first: int,
    last: int,
    end: int,
    marks: dict[int, tuple[Kind, int, str]],
    heard: dict[int, list[Heard]],
) -> Iterator[Said | Heard]:
    """The words `[first, last)` in groups of one mark, with what is heard before each."""
    starts = sorted({first, *(place for place in range(first, end) if place in heard)})
    for a, b in zip(starts, [*starts[1:], last], strict=True):
        yield from heard.get(a, ()) if a < end else ()
        for (kind, _, note), places in groupby(range(a, min(b, last)), lambda place: marks.get(place, ("", -1, ""))):
            yield Said(kind, tuple(_timed(words, place) for place in places), note)


def _timed(words: tuple[Word, ...], place: int) -> Timed:
    word, after = words[place], words[place + 1].start if place + 1 < len(words) else None
    follows = word.end is not None and after is not None and after - word.end < GAP
    return Timed(word.text, word.start, None if follows else word.end)


def _marks(report: Report) -> dict[int, tuple[Kind, int, str]]:
    """By its place, what each word is that is more than a word: kind, number of the event, and how that is known. Of
    two kinds the later of these counts: a hedge, a filler ruled out, a mended word, a filler."""
    found: dict[int, tuple[Kind, int, str]] = {}

    def mark(kind: Kind, events: Iterable[tuple[int, int, str]]) -> None:
        for number, (first, last, note) in enumerate(events):
            found.update(dict.fromkeys(range(first, min(last, len(report.transcript.words))), (kind, number, note)))

    hedges = report.measures.get("hedges")
    mark("hedge", ((one.first, one.last, "hedge") for one in (hedges.evidence if hedges else ())))
    mark("struck", _corrected(report, "strike", "no filler, says a person"))
    mark("mended", _corrected(report, "mend", "mended by a person, was: {}"))
    mark("filler", ((one.first, one.last, _how(one)) for one in spoken.filler_events(report)))
    return found


def _corrected(report: Report, what: str, note: str) -> Iterator[tuple[int, int, str]]:
    """The words that lie where a person corrected something, each with a note."""
    for outcome in report.corrections:
        made = outcome.correction
        if made.what != what or not outcome.applied:
            continue
        for place, word in enumerate(report.transcript.words):
            if (
                word.start is not None
                and word.end is not None
                and made.start <= (word.start + word.end) / 2 <= made.end
            ):
                yield place, place + 1, note.format(made.was)


def _heard(report: Report) -> dict[int, list[Heard]]:
    """What is heard before the word of each place."""
    found: dict[int, list[Heard]] = {}
    pauses = report.measures.get("pauses")
    for one in pauses.evidence if pauses else ():
        if one.start is not None and one.end is not None:
            said = f"{content.number(round(one.end - one.start, 1))} s"
            found.setdefault(one.first, []).append(Heard("pause", said, one.start, "long pause"))
    for one in spoken.filler_events(report):
        if one.first == one.last:
            found.setdefault(one.first, []).append(Heard("sound", one.label, one.start, _how(one)))
    return {place: sorted(all_, key=lambda one: one.start or 0.0) for place, all_ in found.items()}


def _how(event: Evidence) -> str:
    found = content.FOUND_BY.get(event.found_by or "", "")
    return f"filler, {found}" if found else "filler"
