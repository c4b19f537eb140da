"""Tells a decoder that runs in circles ("acoustic corpus, uh, acoustic corpus, uh, ...") from speech: pure."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

COMPRESSION = 2.4
"""Ratio of text to its zlib size from which a decode counts as a loop: openai-whisper's own
`compression_ratio_threshold`."""

REPEATS = 4
"""Times in a row that one phrase of up to `LONGEST` words may stand before it is a loop. A convention: people do say
"no no no"; nobody says a phrase five times."""

LONGEST = 8

WORDS_A_SECOND = 9.0
"""More words than that in a second of sound are not speech: fast talkers reach about 6 (360 words a minute)."""


def compression(text: str) -> float:
    """Bytes of `text` for one byte of it compressed; 0 for no text."""
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def repeats(keys: Sequence[str]) -> int:
    """The most times in a row that one phrase of 1 to `LONGEST` words stands in `keys`."""
    most = 1 if keys else 0
    for size in range(1, min(LONGEST, len(keys) // 2) + 1):
        run = 0
        for place in range(len(keys) - size):
            run = run + 1 if keys[place] == keys[place + size] else 0
            most = max(most, run // size + 1)
    return most


def is_loop(keys: Sequence[str], text: str, seconds: float) -> bool:
    """Whether words, as keys and as text, decoded from `seconds` of sound, are a decoder's loop."""
    if compression(text) > COMPRESSION or repeats(keys) > REPEATS:
        return True
    return len(keys) > 8 and len(keys) > WORDS_A_SECOND * seconds


def unrolled(keys: Sequence[str]) -> int:
    """How many of the words to keep where a loop could not be decoded otherwise: up to the first repetition's end."""
    for size in range(1, min(LONGEST, len(keys) // 2) + 1):
        run = 0
        for place in range(len(keys) - size):
            run = run + 1 if keys[place] == keys[place + size] else 0
            if run >= size * REPEATS:
                return place + size - run + 1
    return len(keys)
