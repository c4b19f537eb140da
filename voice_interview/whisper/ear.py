"""An engine with an ear beside it: where nothing listens for hesitations in the states of its own model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voice_interview.plugins import Heard

if TYPE_CHECKING:
    from voice_interview.plugins import Engine, Samples


class WithEar:
    """Words from one engine, encoder states from another, whose model is `ear`."""

    def __init__(self, engine: Engine, ear: Engine) -> None:
        self.name = engine.name
        self.model = engine.model
        self.model_sha256 = engine.model_sha256
        self.ear = ear.model
        self._engine = engine
        self._ear = ear

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """The language by the engine that hears the words."""
        return self._engine.detect_language(samples)

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        """The words of the one, and where they are asked for the states of the other."""
        words = self._engine.hear(samples, prompts, language).words if prompts else ()
        return Heard(words, self._ear.hear(samples, (), language, states=True).states if states else None)
