"""Whether the voice trails off: at the ends of sentences, and over the answer."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from voice_interview.metrics import shared
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voice_interview.model import Answer, Sentence, Span, Track

SOURCE = "10 dB less is heard as half as loud (Stevens 1955, 10.1121/1.1908048)"
HALF_AS_LOUD = 10.0

ENDING = 0.5
"""Seconds of voice at the end of a sentence that are held against the rest of it: the last word or two."""

SHORTEST = 1.5
"""Seconds of voice that the rest of a sentence has at least."""

FEWEST = 3
"""Sentences from which a middle one is told."""

TOO_LITTLE = "Under 20 s of speech: too little to tell."
FEW_SENTENCES = f"Under {FEWEST} sentences of two seconds: too little to tell."
NO_LEVELS = "No levels are known of this recording."
CAVEAT = "Turning away from the microphone looks the same, and every voice falls a little."


def loudness(answer: Answer) -> Measure:
    """How many decibels the ends of sentences lie above the rest of them (below: negative), as the median over the
    sentences. Undefined under 20 s of speech.

    Details: the median level, `over_answer_db`, by which the last third of the speaking time is louder than the first,
    and how many sentences were looked at. Evidence: the endings that are heard as half as loud as their sentence. Not
    judged: no source says how much is too much."""
    sound = answer.sound
    if sound is None:
        return Measure(value=None, unit="dB", caveat=shared.NO_SOUND, source=SOURCE)
    span = sound.speaking
    if span is None:
        return Measure(value=None, unit="dB", caveat=shared.NO_VOICE, source=SOURCE)
    if sound.track is None:
        return Measure(value=None, unit="dB", caveat=NO_LEVELS, source=SOURCE)
    track = sound.track
    falls = [(sentence, fall) for sentence in _sentences(answer) if (fall := _fall(sentence, track)) is not None]
    details: dict[str, Any] = {
        "level_dbfs": sound.level_dbfs,
        "over_answer_db": _over_answer(track, span) if shared.enough(answer) else None,
        "sentences": len(falls),
    }
    value = median(fall for _, fall in falls) if len(falls) >= FEWEST and shared.enough(answer) else None
    faint = [(sentence, fall) for sentence, fall in falls if fall <= -HALF_AS_LOUD]
    return Measure(
        value=value,
        unit="dB",
        caveat=CAVEAT if value is not None else FEW_SENTENCES if shared.enough(answer) else TOO_LITTLE,
        source=SOURCE,
        evidence=tuple(_evidence(sentence, fall) for sentence, fall in faint),
        details=details,
    )


def _sentences(answer: Answer) -> tuple[Sentence, ...]:
    return tuple(sorted(shared.sentences_of(answer.transcript), key=lambda one: (one.start or 0.0, one.first)))


def _fall(sentence: Sentence, track: Track) -> float | None:
    """By how many decibels the end of a sentence is louder than the rest; None where it is too short."""
    if sentence.start is None or sentence.end is None:
        return None
    levels = _levels(track, sentence.start, sentence.end)
    ending = round(ENDING / track.step)
    rest = levels[:-ending]
    if not ending or len(rest) * track.step < SHORTEST:
        return None
    return fmean(levels[-ending:]) - median(rest)


def _over_answer(track: Track, span: Span) -> float | None:
    """By how many decibels the last third of the speaking time is louder than the first; None where they are silent."""
    third = span.seconds / 3
    first, last = _levels(track, span.start, span.start + third), _levels(track, span.end - third, span.end)
    return median(last) - median(first) if first and last else None


def _levels(track: Track, start: float, end: float) -> Sequence[int]:
    """The levels of the steps whose middle lies from `start` to `end`, where they are voiced; to the millisecond, so
    that shifted times agree."""
    first = max(0, -int(-round(start / track.step - 0.5, 3) // 1))
    last = int(round(end / track.step - 0.5, 3) // 1) + 1
    return [level for level in track.level_dbfs[first : max(first, last)] if level is not None]


def _evidence(sentence: Sentence, fall: float) -> Evidence:
    return Evidence(
        label="trails off",
        start=sentence.start,
        end=sentence.end,
        first=sentence.first,
        last=sentence.last,
        found_by="sound",
        note=f"{fall:.0f} dB at the end: {sentence.text}",
    )
