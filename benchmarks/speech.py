"""Spoken answers of any length, made here: exact text, pauses, fillers, and the faint noise of a room.

The text is the project's own questions read one after the other; fillers are spoken apart and put between sentences.
Answers are made from their end: those of one seed have the same last minute however long they are, and before it a
silence so long that it ends a chunk (`Cutting.rest`). So what is still to be decoded when they end is the same, and
what differs between their latencies comes of the length alone.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

CACHE = Path(__file__).parent / ".cache"
RATE = 16_000
ROOM_DBFS = -62.0
FILLERS = ("Um,", "Uh,")
FILLED = 0.2
"""Share of the sentences that begin with a filler."""
LAST, REST = 60.0, 9.0
"""Seconds that the answers of one seed have in common at their end, and of the silence before them."""


def answer(seconds: float, seed: int = 1) -> tuple[Path, str]:
    """A WAV file of about `seconds` and the text that is spoken in it; rendered once, then taken from the cache."""
    import soundfile

    wav, txt = CACHE / f"spoken-{seconds:g}-{seed}.wav", CACHE / f"spoken-{seconds:g}-{seed}.txt"
    if not (wav.exists() and txt.exists()):
        CACHE.mkdir(exist_ok=True)
        sound, text = _speak(seconds, random.Random(seed))
        soundfile.write(wav, sound, RATE, subtype="PCM_16")
        txt.write_text(text, encoding="utf-8")
    return wav, txt.read_text(encoding="utf-8")


def _speak(seconds: float, chance: random.Random) -> tuple[Samples, str]:
    import numpy as np
    import soxr
    from hibari import SAMPLE_RATE, Hibari

    voice = Hibari(threads=2)
    sentences = _sentences(chance)
    pieces: list[Samples] = []
    said: list[str] = []
    peak = length = 0.0
    while length < seconds:
        line = next(sentences)
        for text in [line, chance.choice(FILLERS)] if chance.random() < FILLED else [line]:
            pieces.append(soxr.resample(np.asarray(voice(text, seed=1), np.float32), SAMPLE_RATE, RATE))
            pieces.append(np.zeros(int(chance.uniform(0.1, 0.9) * RATE), np.float32))
            said.append(text)
        before, length = length, sum(map(len, pieces)) / RATE
        if before < LAST:  # the last minute alone decides how loud it is
            peak = max(float(np.abs(piece).max()) for piece in pieces)
        if before < LAST <= length:
            pieces[-1] = np.zeros(int(REST * RATE), np.float32)
    sound = np.concatenate(pieces[-2::-1]) * (0.5 / peak)
    noise = np.random.default_rng(1).normal(0, 10 ** (ROOM_DBFS / 20), len(sound))[::-1]
    return (sound + noise).astype(np.float32), " ".join(reversed(said))


def _sentences(chance: random.Random):  # type: ignore[no-untyped-def]
    from voice_interview import questions

    packs = questions.load_packs([questions.shipped_folder()])
    lines = [line for question in packs for line in (question.text, *question.follow_ups)]
    while True:
        chance.shuffle(lines)
        yield from lines
