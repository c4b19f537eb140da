"""What can be exchanged: the roles a plug-in can play, and how one is found by its name.

A package adds its own with an entry point in the group `voice_interview.voices`, `.engines`, `.metrics` or `.formats`;
the program's own are registered in the same way. Only the one that is asked for is imported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol, runtime_checkable

from voice_interview.errors import PluginError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.model import Answer, Measure, Report, Word

    Samples = NDArray[np.float32]
    """Mono sound at 16 kHz, -1 to 1."""

    States = NDArray[np.float32]
    """States of Whisper's encoder, `(frames, size of the model)`: one frame for each 20 ms."""

Role = Literal["voices", "engines", "metrics", "formats"]


class Voice(Protocol):
    """Speaks text."""

    name: str

    def speak(self, text: str, to: Path) -> Path:
        """Write `text` as speech to the WAV file `to` and return it; raise VoiceError if it cannot."""


class Heard(NamedTuple):
    """What an engine makes of one stretch of sound: its words, once for each prompt; and the encoder's states, of the
    sound without the silence it was padded with, None where they were not asked for or the engine has none."""

    words: tuple[tuple[Word, ...], ...]
    states: States | None = None


class Engine(Protocol):
    """Turns speech into words; knows nothing of chunks, files or fillers. It is used by one thread at a time; a class
    with a method `several(weights, number)`, which gives so many engines over the same weights, hears several files at
    once. One whose states are those of another model names that in an attribute `ear`."""

    name: str
    model: str
    model_sha256: str

    def detect_language(self, samples: Samples) -> tuple[str, float]:
        """The language of `samples` as a two-letter code, and its probability; ("en", 1.0) for an English model."""

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        """The words of `samples` (30 s at most), once for each prompt, from one encoding, and with `states` that
        encoding too where it can; times from the start of `samples`. It is called for the same array several times,
        at first without a prompt, so keep its encoding for the next call; prompts may be decoded side by side. Raises
        EngineError if it cannot."""


def ear(engine: Any) -> str:
    """The model whose encoder states the engine gives: its own, or that of an ear beside it."""
    return str(getattr(engine, "ear", None) or engine.model)


class Metric(Protocol):
    """Measures one thing about an answer."""

    def __call__(self, answer: Answer) -> Measure:
        """A pure function of saved values: same answer, same measure."""


class Format(Protocol):
    """Renders a report."""

    def __call__(self, report: Report) -> str:
        """The whole file as text."""


@runtime_checkable
class SoundFormat(Format, Protocol):
    """Renders a report, and can put its sound inside."""

    def with_sound(self, report: Report, mp3: bytes) -> str:
        """The whole file as text, the recording in it."""


def names(role: Role) -> tuple[str, ...]:
    """The names registered for a role, in alphabetical order."""
    from importlib.metadata import entry_points

    return tuple(sorted({entry.name for entry in entry_points(group=f"voice_interview.{role}")}))


def load(role: Role, name: str) -> Any:
    """The object that a plug-in registered as `name`. Raises PluginError: one that lists the right names, or one that
    names the package whose code cannot be imported."""
    from importlib.metadata import entry_points

    for entry in entry_points(group=f"voice_interview.{role}", name=name):
        try:
            return entry.load()
        except (ImportError, AttributeError) as error:
            package = entry.dist.name if entry.dist else entry.module
            raise PluginError(
                f"The {role[:-1]} {name!r} cannot be loaded: {error}.", f"Install the package {package} anew."
            ) from error
    raise PluginError(f"There is no {role[:-1]} named {name!r}.", f"Choose one of: {', '.join(names(role))}.")
