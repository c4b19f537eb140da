"""How much the voice moves up and down."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

from voice_interview.metrics import shared
from voice_interview.metrics.loudness import TOO_LITTLE
from voice_interview.model import Evidence, Measure

if TYPE_CHECKING:
    from voice_interview.model import Answer, Track

SOURCE = "Range that holds four fifths of the pitches, found as Praat does (Boersma 1993)"
NO_PITCH = "No pitch is known of this recording: whispered, too noisy, or analysed before it was measured."
CAVEAT = "Voices and languages differ, and noise blurs the range: compare it with your own other answers only."

WIDEST = 24.0
"""Semitones that the pitches of one voice may span. A convention: in 70 recordings of people and synthetic voices one
had more (34.5, from 66 to 483 Hz, a person with a cold), and 21.5 was the next."""

TOO_WIDE = "The pitches that were found lie over two octaves apart: creaks, noise or a second voice are among them."


def pitch(answer: Answer) -> Measure:
    """The range of the pitch in semitones, from the lowest tenth to the highest: small is monotone. Undefined under
    20 s of speech and over two octaves. Not judged: no source says how wide it should be. Evidence: the lowest and the
    highest moment."""
    sound = answer.sound
    if sound is None:
        return Measure(value=None, unit="semitones", caveat=shared.NO_SOUND, source=SOURCE)
    if sound.speaking is None:
        return Measure(value=None, unit="semitones", caveat=shared.NO_VOICE, source=SOURCE)
    found, enough = sound.pitch, shared.enough(answer)
    if found is None:
        return Measure(value=None, unit="semitones", caveat=NO_PITCH if enough else TOO_LITTLE, source=SOURCE)
    semitones = 12 * log2(found.high_hz / found.low_hz)
    caveat = TOO_LITTLE if not enough else TOO_WIDE if semitones > WIDEST else CAVEAT
    return Measure(
        value=semitones if caveat == CAVEAT else None,
        unit="semitones",
        caveat=caveat,
        source=SOURCE,
        evidence=_extremes(answer, sound.track) if sound.track else (),
        details={
            "median_hz": found.median_hz,
            "low_hz": found.low_hz,
            "high_hz": found.high_hz,
            "seconds": found.seconds,
        },
    )


def _extremes(answer: Answer, track: Track) -> tuple[Evidence, ...]:
    """The moments of the track with the lowest and the highest pitch, in order."""
    heard = [(hertz, place) for place, hertz in enumerate(track.pitch_hz) if hertz is not None]
    if not heard:
        return ()
    lowest, highest = min(heard), max(heard, key=lambda one: (one[0], -one[1]))
    moments = sorted([(lowest[1], "lowest", lowest[0]), (highest[1], "highest", highest[0])])
    words = answer.transcript.words
    places = shared.next_words(words, [place * track.step for place, _, _ in moments])
    return tuple(
        Evidence(
            label=label,
            start=at * track.step,
            end=(at + 1) * track.step,
            first=word,
            last=word,
            found_by="sound",
            note=f"{hertz} Hz",
        )
        for (at, label, hertz), word in zip(moments, places, strict=True)
    )
