"""The words of an answer as reports show them: labels beside sentences, fillers marked and in their context."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voice_interview import text
from voice_interview.model import Evidence, Report, Word
from voice_interview.reports.content import clean
from voice_interview.reports.shapes import StarDetails, details

CONTEXT = 5
"""Words shown on either side of a filler: enough to recognise the moment."""


def labels(report: Report) -> list[str]:
    """One STAR label for each sentence of the transcript, "" where there is none."""
    wanted = len(report.transcript.sentences)
    star = details(report.measures.get("star"), StarDetails)
    if len(star.sentences) == wanted:
        return [sentence.label for sentence in star.sentences]
    if report.reading and len(report.reading.labels) == wanted:
        return [one.label for one in report.reading.labels]
    return [""] * wanted


class Asked(NamedTuple):
    """A follow-up in words, and when its answer begins (seconds)."""

    start: float
    line: str


def follow_ups(report: Report) -> dict[int, list[Asked]]:
    """The follow-ups by the number of the sentence that each was asked before, told where nothing was answered."""
    firsts = [sentence.first for sentence in report.transcript.sentences] or [0]
    _, *answers = text.turns(report.transcript.words, report.recording.starts)
    found: dict[int, list[Asked]] = {}
    for asked, (first, last) in zip(report.recording.follow_ups, answers, strict=True):
        line = f"Follow-up: {clean(asked.text)}" + ("" if last > first else " (no answer)")
        found.setdefault(bisect_left(firsts, first), []).append(Asked(asked.start, line))
    return found


def filler_events(report: Report) -> tuple[Evidence, ...]:
    measure = report.measures.get("fillers")
    return measure.evidence if measure else ()


def marks(report: Report) -> dict[int, str | int]:
    """Which words belong to a counted filler (place: number of the event), and before which word one was heard in the
    sound only (-1 - place: its label)."""
    found: dict[int, str | int] = {}
    for number_, event in enumerate(filler_events(report)):
        if event.first == event.last:
            found[-1 - event.first] = clean(event.label)
        else:
            last = min(event.last, len(report.transcript.words))
            found.update(dict.fromkeys(range(event.first, last), number_))
    return found


def marked(report: Report, first: int, last: int, found: dict[int, str | int]) -> Iterator[tuple[str, bool]]:
    """The words `[first, last)`, each with whether it is a filler, those heard in the sound only among them; the words
    of one filler come together."""
    words = report.transcript.words
    last = min(last, len(words))
    together: list[str] = []
    for place in range(first, last):
        if -1 - place in found:
            yield str(found[-1 - place]), True
        if place not in found:
            yield clean(words[place].text), False
            continue
        together.append(clean(words[place].text))
        if place + 1 >= last or found.get(place + 1) != found[place] or -2 - place in found:
            yield " ".join(together), True
            together = []
    if last == len(words) and -1 - last in found:
        yield str(found[-1 - last]), True


def context(report: Report, event: Evidence, around: int = CONTEXT) -> tuple[str, str, str]:
    """The words before a filler, the filler, the words after it; `around` of them on either side."""
    words = report.transcript.words
    first, last = min(event.first, len(words)), min(event.last, len(words))
    before, said, after = words[max(0, first - around) : first], words[first:last], words[last : last + around]
    return _joined(before), _joined(said) or clean(event.label), _joined(after)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(clean(word.text) for word in words)
