"""How long it takes to begin."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from voice_interview.metrics import shared
from voice_interview.metrics.filler_words import opening
from voice_interview.metrics.pauses import hesitation_sounds
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer

SOURCE = "Ziano & Wang 2021: a delay of 2 s lowered perceived sincerity in simple questions"
GENTLE = 5.0
"""Seconds up to which nothing is said: interview questions are not the simple ones of the study (a convention)."""

DRIFT = 0.3
"""Seconds by which a recognised word may seem to start before its sound does."""

AT_ONCE = 0.1
"""Seconds after the start of the first word within which a sound is not behind it but under it: the recogniser starts
the word too early, over the um that it left out."""


def start_delay(answer: Answer) -> Measure:
    """Seconds from the cue to speak to the first voiced sound of the answer to the question itself; thinking time
    before the cue is not judged. Details:
    the silence; the hesitation ("um, so") between the first sound and the first word that says something; and the
    seconds of `thinking` before the cue, None where they are not known."""
    cue = answer.recording.cue_at
    if cue is None:
        return Measure(value=None, unit="s", caveat="There was no cue to speak in this recording.", source=SOURCE)
    if answer.sound is None:
        return Measure(value=None, unit="s", caveat=shared.NO_SOUND, source=SOURCE)
    until = min(answer.recording.starts, default=inf)
    onset = next((max(cue, span.start) for span in answer.sound.voiced if span.end > cue and span.start < until), None)
    if onset is None:
        return Measure(value=None, unit="s", caveat="No voice was heard after the cue.", source=SOURCE)
    value = onset - cue
    paused = any(cue <= cut <= onset for cut in answer.recording.cuts)
    words = answer.transcript.words
    place = shared.next_word(words, onset - DRIFT)
    details: dict[str, Any] = {
        "silence": value,
        "hesitation": _hesitation(answer, onset, place),
        "thinking": answer.recording.think_seconds,
    }
    return Measure(
        value=value,
        unit="s",
        band="none" if paused else "good" if round(value, 3) <= GENTLE else "watch",
        caveat="The recording was paused before the answer began." if paused else None,
        source=SOURCE,
        evidence=(Evidence(label="start", start=cue, end=onset, first=place, last=place, found_by="sound"),),
        details=details,
    )


def _hesitation(answer: Answer, onset: float, place: int) -> float | None:
    """Seconds from the first sound to the first word that says something; None where that word is not known. A
    hesitation that only the sound shows lies before that word, though the recogniser stretched the word over it."""
    words = answer.transcript.words
    if place == len(words) or not shared.is_english(answer.transcript):
        return None
    first = opening(words, place, shared.own_fillers(answer))
    start = words[first].start if first < len(words) else None
    if start is None:
        return None
    begun = onset if first == place else max(onset, start)
    for sound in hesitation_sounds(answer):
        if sound.end > onset and round(sound.start - begun, 3) <= AT_ONCE:
            begun = max(begun, sound.end)
    return begun - onset
