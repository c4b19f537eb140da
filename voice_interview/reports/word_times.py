"""The words of an answer, each with its time: for the formats that can place nothing without one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voice_interview.errors import FormatError
from voice_interview.model import Report
from voice_interview.reports import spoken
from voice_interview.reports.content import clean


class Said(NamedTuple):
    """What was said from `start` to `end` (seconds): one word, with the words beside it that have no time of their
    own."""

    text: str
    start: float
    end: float


def sentences(report: Report, *, sounds: bool = False) -> list[list[Said]]:
    """The words of each sentence of the transcript, none of them left out, none beginning before the one before it;
    with `sounds` the fillers that were heard in the sound only among them, in brackets. All empty where no word has a
    time.

    A word without a time goes with the word before it, or at the start of a sentence with the next one."""
    heard = _heard(report) if sounds else {}
    words, found, waiting = report.transcript.words, [], ""
    for first, last in _places(report):
        sentence: list[Said] = []
        for place in range(first, last):
            sentence += heard.get(place, ())
            word = words[place]
            text = f"{waiting} {clean(word.text)}".strip()
            if word.start is not None and word.end is not None and text:
                sentence.append(Said(text, word.start, word.end))
                waiting = ""
            elif sentence and text:
                sentence[-1] = sentence[-1]._replace(text=f"{sentence[-1].text} {text}")
            else:
                waiting = text
        found.append(sentence)
    if found:
        found[-1] += heard.get(len(words), ())
    return _closed(found, waiting)


def forward(rows: Iterable[Said]) -> Iterator[Said]:
    """The same in the same order, none of them beginning before the one before it, or ending before it begins."""
    now = 0.0
    for row in rows:
        now = max(now, row.start)
        yield row._replace(start=now, end=max(now, row.end))


def untimed(report: Report, what: str) -> FormatError:
    """Why a take has no captions, or `what` it is that needs times, and what to do."""
    if not report.transcript.words:
        return FormatError(
            f"No words were heard in {clean(report.id)}, so there are no {what}.",
            f"See why: voice-interview takes show {clean(report.id)}.",
        )
    return FormatError(
        f"The words of {clean(report.id)} have no times, because they come from a text, so there are no {what}.",
        "Choose another --format: md, json, csv or events-csv.",
    )


def _places(report: Report) -> list[tuple[int, int]]:
    """Words `[first, last)` of each sentence, or all of them where there are no sentences."""
    end = len(report.transcript.words)
    cut = [(min(one.first, end), min(one.last, end)) for one in report.transcript.sentences]
    return cut or [(0, end)]


def _heard(report: Report) -> dict[int, list[Said]]:
    """The fillers without words, by the word that each stands before."""
    found: dict[int, list[Said]] = {}
    for event in spoken.filler_events(report):
        if event.first == event.last and event.start is not None and event.end is not None:
            place = min(event.first, len(report.transcript.words))
            found.setdefault(place, []).append(Said(f"({clean(event.label)})", event.start, event.end))
    return found


def _closed(found: list[list[Said]], waiting: str) -> list[list[Said]]:
    """With the words that still wait for a time after the last one, and in order of time."""
    timed = [sentence for sentence in found if sentence]
    if timed and waiting:
        timed[-1][-1] = timed[-1][-1]._replace(text=f"{timed[-1][-1].text} {waiting}")
    ordered = forward(word for sentence in found for word in sentence)
    return [[next(ordered) for _ in sentence] for sentence in found]
