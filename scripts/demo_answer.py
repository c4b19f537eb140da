"""Make the spoken answer that `voice-interview demo` takes as its recording.

    python scripts/demo_answer.py        writes voice_interview/bundled/demo-answer.flac

A synthetic voice (hibari-tts) speaks the text below. The fillers are spoken apart, so that they stand alone as people's
do, and the room is a faint noise, because digital silence occurs in no real recording.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import soundfile
import soxr
from hibari import SAMPLE_RATE, Hibari

TARGET = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
RATE = 16_000
ROOM_DBFS = -66.0

SCRIPT: tuple[tuple[str, float], ...] = (
    ("Um,", 0.5),
    ("to me, customer service means that people leave with less to worry about than they came with.", 0.7),
    ("It starts with listening, and it ends when the problem is really gone.", 0.9),
    ("Let me give you an example.", 0.6),
    ("Last winter I was working at the desk of a small hotel, and, you know, it was a Friday night, ", 0.25),
    ("uh,", 0.4),
    ("when a family arrived with two tired children.", 0.5),
    ("Their booking had gone wrong, and we had no room left.", 0.7),
    ("It was my job to find them a bed before ten o'clock.", 2.4),
    ("Um,", 0.45),
    ("so I sat the children down with hot chocolate, and I called four hotels nearby.", 0.6),
    ("I found a family room, I agreed the same price with the manager,", 0.3),
    ("uh,", 0.35),
    ("and I drove them there myself, because the taxis were all busy.", 0.7),
    ("In the end they were asleep by ten.", 0.5),
    ("The father wrote us a lovely review, and they have come back twice since then.", 0.8),
    ("So for me, that is good service: you take the worry away, and you tell people what happens next.", 0.0),
)
"""What is said, and the silence after it in seconds."""


def main() -> None:
    voice = Hibari()
    pieces = [np.zeros(int(0.9 * RATE), np.float32)]
    for text, silence in SCRIPT:
        speech = soxr.resample(_trimmed(np.asarray(voice(text, seed=1), np.float32)), SAMPLE_RATE, RATE)
        pieces += [speech, np.zeros(int(silence * RATE), np.float32)]
    pieces.append(np.zeros(int(0.8 * RATE), np.float32))
    sound = np.concatenate(pieces)
    sound *= 10 ** (-6 / 20) / np.abs(sound).max()
    room = np.random.default_rng(seed=1).normal(0, 10 ** (ROOM_DBFS / 20), len(sound))
    TARGET.parent.mkdir(exist_ok=True)
    soundfile.write(TARGET, sound + room, RATE, subtype="PCM_16", format="FLAC")
    print(f"{TARGET}: {len(sound) / RATE:.1f} s, {TARGET.stat().st_size:,} bytes")


def _trimmed(speech: np.ndarray) -> np.ndarray:
    """Without the silence that the voice puts around what it says."""
    loud = np.flatnonzero(np.abs(speech) > 0.01)
    return speech[loud[0] : loud[-1] + 1]


if __name__ == "__main__":
    main()
