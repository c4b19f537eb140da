"""The voice that comes with the program: small, natural, and without a network."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from voice_interview.errors import VoiceError
from voice_interview.voices.pcm import write

MODELS = {
    "hibari.onnx": "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8",
    "oov.onnx": "d3cfd8122c5f172a98c8de38268bf1213ee09f2c2ae4df6e055fc6532590fe76",
}
"""sha256 of the networks in hibari-tts 0.2.1: the voice, and how it says words that its lexicon does not have."""

SEED = 0
"""The breath in the voice is random; with a seed the same text always sounds the same."""


class HibariVoice:
    """English, through the package hibari-tts, with the one voice that the package carries (others it would download).

    The model is loaded with the first sentence (0.3 s) and kept.
    """

    name = "hibari"

    def __init__(self) -> None:
        self._speech: Any = None

    @property
    def version(self) -> str:
        """Of the package, because another version sounds different; "missing" where it is not installed."""
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("hibari-tts")
        except PackageNotFoundError:
            return "missing"

    def speak(self, text: str, to: Path) -> Path:
        """Write `text` as speech to the WAV file `to` (24 kHz, mono, 16-bit) and return it; raises VoiceError."""
        if self._speech is None:
            self._speech = _load()
        try:
            samples = self._speech(text, seed=SEED)
        except Exception as error:  # whatever the runtime raises, the question can still be printed
            raise VoiceError(
                f"The voice could not say {text!r} ({error}).", "Try --voice system, or --mute."
            ) from error
        if not len(samples):
            raise VoiceError(f"There is nothing to say in {text!r}.", "Give a question in English words.")
        return write(samples, self._speech.sample_rate, to)


def _check() -> None:
    """Raise ValueError where a network is not the one that was published, before it is loaded."""
    spec = find_spec("hibari")
    places = list(spec.submodule_search_locations or ()) if spec else []
    for name, sha256 in MODELS.items() if places else ():
        with Path(places[0], "assets", name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise ValueError(f"{name} has another checksum than the published one")


def _load() -> Any:
    try:
        _check()
        from hibari import Hibari

        return Hibari()
    except Exception as error:  # not installed, a damaged model, or a runtime that does not fit the processor
        raise VoiceError(
            f"The voice hibari could not be loaded ({error}).",
            "Install it again (pip install --force-reinstall hibari-tts), or try --voice system, or --mute.",
        ) from error
