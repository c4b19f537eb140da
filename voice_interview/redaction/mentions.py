"""Where the terms are said in a transcript, and what that is in the sound."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voice_interview.model import Correction, Report, Span, Transcript, Word
from voice_interview.redaction.matching import Remover

BEFORE, AFTER, AFTER_DIGITS = 0.1, 0.4, 0.7
"""Seconds that go with the recognised words of a term: recognised ends come early. In 48 sentences by four synthetic
voices, put together from pieces so that times are known, words of Whisper base began at most 0.04 s late and ended at
most 0.36 s early; numbers in digits, one word written and several said, up to 0.67 s early (docs/redaction.md)."""

UNHEARD = 0.6
"""Seconds of voice without a recognised word from which nobody can know what is said there. Shorter ones are drifting
times and lengthened words (`hearing.unheard.ENOUGH`)."""

DRIFT = 0.3
"""Seconds by which recognised times may be off on either side of a word."""

SHORTEST = 0.1
"""Seconds between two silenced stretches in which nothing can be understood: they become one."""


class Mention(NamedTuple):
    """Words `[first, last)` of a transcript in which the term number `term` of a remover is said; times in seconds, of
    the sentence where a word has none, None where that has none either."""

    term: int
    first: int
    last: int
    start: float | None
    end: float | None


def mentions(transcript: Transcript, remover: Remover) -> tuple[Mention, ...]:
    """Every place of the transcript where a term is said, in order."""
    starts, at = [], 0
    for word in transcript.words:
        starts.append(at)
        at += len(word.text) + 1
    joined = " ".join(word.text for word in transcript.words)
    made = []
    for match in remover.matches(joined):
        first, last = bisect_right(starts, match.start) - 1, bisect_right(starts, match.end - 1)
        made.append(Mention(match.term, first, last, *_times(transcript, first, last)))
    return tuple(made)


def moments(report: Report, remover: Remover) -> tuple[tuple[Span, ...], tuple[Mention, ...]]:
    """The stretches of a take's recording in which a term is said, with a margin, and those in which a voice says
    something that no transcript tells; in order and apart. And the mentions that have no time, whose sound therefore
    cannot be cleaned."""
    said, words = mentions(report.transcript, remover), report.transcript.words
    spans = []
    for one in said:
        if one.start is not None and one.end is not None:
            digits = any(letter.isdigit() for letter in words[one.last - 1].text)
            spans.append((one.start - BEFORE, one.end + (AFTER_DIGITS if digits else AFTER)))
    spans += [(one.start - BEFORE, one.end + AFTER_DIGITS) for one in _mended(report, remover)]
    spans += unheard(report)
    end = report.recording.seconds
    return _joined(spans, end), tuple(one for one in said if one.start is None)


def unheard(report: Report) -> tuple[tuple[float, float], ...]:
    """Stretches of voice, `UNHEARD` and longer, in which no word and no hesitation was recognised."""
    if report.sound is None:
        return ()
    times = [(word.start, word.end) for word in report.transcript.words]
    times += [(sound.start, sound.end) for sound in report.sound.hesitations]
    spans = sorted((start - DRIFT, end + DRIFT) for start, end in times if start is not None and end is not None)
    found = []
    for voiced in report.sound.voiced:
        at = voiced.start
        for start, end in (*spans, (voiced.end, voiced.end)):
            if start - at >= UNHEARD and start <= voiced.end:
                found.append((at, start))
            at = max(at, min(end, voiced.end))
    return tuple(found)


def _mended(report: Report, remover: Remover) -> Iterable[Correction]:
    """Words that a person set right, where the words before or after hold a term."""
    for outcome in report.corrections:
        one = outcome.correction
        if one.what == "mend" and (remover.matches(one.was) or remover.matches(one.text or "")):
            yield one


def _times(transcript: Transcript, first: int, last: int) -> tuple[float | None, float | None]:
    """From the first to the last of these words; their sentences' times where a word has none."""
    words: Sequence[Word] = transcript.words[first:last]
    starts, ends = [word.start for word in words], [word.end for word in words]
    if None in starts or None in ends:
        around = [one for one in transcript.sentences if one.first < last and one.last > first]
        starts, ends = [*(one.start for one in around)], [*(one.end for one in around)]
        whole = {place for one in around for place in range(one.first, one.last)} >= set(range(first, last))
        if not whole or None in starts or None in ends:
            return None, None
    return min(start for start in starts if start is not None), max(end for end in ends if end is not None)


def _joined(spans: Iterable[tuple[float, float]], end: float | None) -> tuple[Span, ...]:
    """In order, within the recording, and one where two leave no room for a word."""
    made: list[tuple[float, float]] = []
    for start, stop in sorted(spans):
        start, stop = max(0.0, start), stop if end is None else min(stop, end)
        if made and start <= made[-1][1] + SHORTEST:
            made[-1] = (made[-1][0], max(made[-1][1], stop))
        elif stop > start:
            made.append((start, stop))
    return tuple(Span(*one) for one in made)
