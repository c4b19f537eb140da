"""An engine for tests in which Whisper is not what is tried: whatever it is given, it hears the same words in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard

SAID = (
    "Last year I worked at a help desk. A customer was angry about a bill. It was my job to find out why. "
    "So I called the bank and I wrote to her every day. In the end she got 40 dollars back and thanked me."
)
STEP = 0.3
"""Seconds from one word to the next, 200 a minute."""


class Told:
    """Words at an even pace; `weights` as every engine is given them."""

    name = "told"

    def __init__(self, weights: Any) -> None:
        self.model, self.model_sha256 = weights.name, weights.sha256

    def detect_language(self, _samples: Any) -> tuple[str, float]:
        return "en", 1.0

    def hear(self, samples: Any, prompts: Sequence[str | None], _language: str, *, states: bool = False) -> Heard:
        del states
        said = SAID.split()
        spoken = range(int(len(samples) / SAMPLE_RATE / STEP))
        words = tuple(
            Word(text=said[place % len(said)], start=place * STEP, end=(place + 0.8) * STEP, confidence=0.9)
            for place in spoken
        )
        return Heard(tuple(words for _ in prompts))
