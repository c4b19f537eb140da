"""How far recognised times of words are off, and whether names that are taken out of the sound are still heard.

    python -m benchmarks.redaction

Twelve names and numbers in sentences by four synthetic voices. For the times each sentence is put together from three
pieces, so that it is known when the name is said; for the rest it is spoken as a whole, a tone is put over the name as
`share --redact` does, and Whisper base hears it once more. Ten minutes on two cores. The tables stand in
docs/redaction.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.synthetic.vocoder import Array
from benchmarks.synthetic.voices import RATE, Voice
from voice_interview import answers
from voice_interview.audio.bleep import bleeped
from voice_interview.cli.places import load_engine
from voice_interview.model import Span, Transcript, Word
from voice_interview.plugins import Engine
from voice_interview.redaction.mentions import AFTER, AFTER_DIGITS, BEFORE
from voice_interview.text import key

NAMES = ("Caroline", "Dennis", "Mr. Okonkwo", "Rotterdam", "Halden Logistics", "Maria Lopez", "Bristol", "Patrick",
         "Zoe", "Sebastian", "twenty-four", "240")  # fmt: skip
FRAMES = (
    ("I was working with", "on the old project."),
    ("Later that day I called", "about the missing parcel."),
    ("We moved everything to", "in the end."),
    ("Then I told", "that it was late."),
)
VOICES = (Voice("hibari"), Voice("hibari", pitch=0.6, tract=0.88), Voice("piper"), Voice("espeak", "en-us+f2"))
MARGINS = ((0.0, 0.0, 0.0), (0.05, 0.2, 0.2), (BEFORE, AFTER, AFTER_DIGITS))
"""Seconds before, after, and after digits."""

PAUSE = 0.8
NOISE_DBFS = -65.0


class Said(NamedTuple):
    """A sentence in the sound, in seconds, and its name; exactly when that is said where it is known."""

    frame: tuple[str, str]
    start: float
    end: float
    name: Span | None


def main() -> None:
    engine = load_engine("faster-whisper", "base")
    print("voice\tname\theard\tstart\tend")
    for voice in VOICES:
        sound, said = _recording(voice, in_pieces=True)
        words = _heard(sound, engine).words
        for one, name in zip(said, NAMES, strict=True):
            if one.name is not None and (found := _name(words, one)):
                late, early = found[0].start or 0.0, found[-1].end or 0.0
                heard = " ".join(word.text for word in found)
                print(f"{voice.name}\t{name}\t{heard}\t{late - one.name.start:+.2f}\t{early - one.name.end:+.2f}")
    print("\nvoice\tmargins\tstill heard\tall")
    for voice in VOICES:
        sound, said = _recording(voice, in_pieces=False)
        words = _heard(sound, engine).words
        names = [found for one in said if (found := _name(words, one))]
        for margins in MARGINS:
            again = _heard(np.concatenate(list(bleeped([sound], list(_spans(names, margins))))), engine)
            keys = {key(word.text) for word in again.words}
            still = [
                word.text for found in names for word in found if len(key(word.text)) > 1 and key(word.text) in keys
            ]
            print(f"{voice.name}\t{margins}\t{', '.join(still) or 'none'}\t{again.text}")


def _recording(voice: Voice, in_pieces: bool) -> tuple[Array, list[Said]]:
    pieces: list[Array] = [np.zeros(RATE // 2, np.float32)]
    said = []
    for place, name in enumerate(NAMES):
        frame = FRAMES[place % len(FRAMES)]
        spoken = [frame[0], name, frame[1]] if in_pieces else [f"{frame[0]} {name} {frame[1]}"]
        sounds = [voice.say(text) for text in spoken]
        edges = np.cumsum([sum(map(len, pieces)), *map(len, sounds)]) / RATE
        exact = Span(float(edges[1]), float(edges[2])) if in_pieces else None
        said.append(Said(frame, float(edges[0]), float(edges[-1]), exact))
        pieces += [*sounds, np.zeros(round(PAUSE * RATE), np.float32)]
    sound = np.concatenate(pieces)
    noise = np.random.default_rng(0).standard_normal(len(sound)) * 10 ** (NOISE_DBFS / 20)
    return np.asarray(sound + noise, np.float32), said


def _heard(sound: Array, engine: Engine) -> Transcript:
    blocks = (sound[at : at + RATE // 2] for at in range(0, len(sound), RATE // 2))
    return answers.listen(blocks, engine, ()).transcript


def _name(words: Sequence[Word], said: Said) -> list[Word]:
    """The words of a sentence between those that stand around the name in it."""
    inside = [w for w in words if said.start - 0.3 <= ((w.start or 0.0) + (w.end or 0.0)) / 2 <= said.end + 0.3]
    before, after = (len(part.split()) for part in said.frame)
    return inside[before : len(inside) - after]


def _spans(names: Sequence[Sequence[Word]], margins: tuple[float, float, float]) -> Iterator[Span]:
    before, after, digits = margins
    for found in names:
        has_digits = any(letter.isdigit() for letter in found[-1].text)
        yield Span(
            max(0.0, (found[0].start or 0.0) - before), (found[-1].end or 0.0) + (digits if has_digits else after)
        )


if __name__ == "__main__":
    main()
