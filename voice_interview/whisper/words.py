"""What both engines share: how Whisper's pieces become words, which decodes are tried, and how failures are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from msgspec import Struct
from msgspec.structs import replace

from voice_interview import text
from voice_interview.errors import EngineError
from voice_interview.model import Word
from voice_interview.whisper import loops

FULL_WINDOW = 30.0
"""Whisper's own window in seconds, and the longest sound that can be heard at once."""

BEAM = 5
PROMPTED_BEAM = 1
"""Beams of the plain decode, which gives the words, and of a prompted one, which lends a sound here and there. One beam
finds the same fillers as five (15 of 23 and none invented with either, 39 recordings), in half the time."""

NO_SPEECH = 0.6
WEAK = -1.0
"""`no_speech_threshold` and `logprob_threshold` of openai-whisper: above the one and below the other there is no
speech."""

STATE_SECONDS = 0.02
"""What one state of Whisper's encoder stands for: two frames of 10 ms."""

PREPENDED = "\"'“¿([{-"
APPENDED = "\"'.。,，!！?？:：”)]}、"
"""Marks that belong to the word after and before them: openai-whisper's own lists."""

UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Languages that Whisper writes without spaces between words."""


class Piece(Struct, frozen=True, kw_only=True):
    """A timed piece of text as Whisper writes it: a new word begins with a space."""

    text: str
    start: float
    end: float
    probability: float


Decode = Callable[[float], tuple[Sequence[Word], str]]
"""Words and text, decoded in the way that an engine calls by this number."""


def best(ways: Iterable[float], decode: Decode, seconds: float) -> tuple[Word, ...]:
    """The words of the first way that does not run in circles. Where all do, those that all begin with, at most to the
    end of the first turn: a decoder that hears nothing goes round another circle each time ("ha ha ha", "go go go")."""
    agreed: Sequence[Word] | None = None
    for way in ways:
        words, written = decode(way)
        if not loops.is_loop(keys(words), written, seconds):
            return tuple(words)
        turn = words[: loops.unrolled(keys(words))]
        agreed = turn if agreed is None else turn[: _alike(keys(agreed), keys(turn))]
    return tuple(agreed or ())


def _alike(keys: Sequence[str], others: Sequence[str]) -> int:
    """How many of the first are the same in both."""
    pairs = enumerate(zip(keys, others, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(keys), len(others)))


def to_words(pieces: Iterable[Piece], language: str, seconds: float) -> tuple[Word, ...]:
    """Words with times within `seconds`. Pieces without a space belong to the word before ("11 a" + ".m.")."""
    words: list[Piece] = []
    for piece in pieces:
        if not piece.text.strip():
            continue
        if words and language not in UNSPACED and not piece.text.startswith(" "):
            before = words[-1]
            sure = min(before.probability, piece.probability)
            words[-1] = replace(before, text=before.text + piece.text, end=piece.end, probability=sure)
        else:
            words.append(piece)
    return tuple(_word(piece, seconds) for piece in words)


def state_frames(seconds: float) -> int:
    """How many encoder states lie on `seconds` of sound."""
    return max(1, round(seconds / STATE_SECONDS))


def keys(words: Sequence[Word]) -> list[str]:
    return [text.key(word.text) for word in words]


LESS_MEMORY = "Close other programs, or choose --model tiny.en."


def not_loaded(model: str, error: Exception) -> EngineError:
    """What to say of weights that a library refused to load: too little memory, or something wrong with them."""
    signs = ("alloc", "failed to map segment")  # std::bad_alloc, "cannot allocate memory"; a library that has no room
    if isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in signs):
        return EngineError(f"There is not enough memory to load the Whisper model {model!r}.", LESS_MEMORY)
    return EngineError(
        f"The Whisper model {model!r} could not be loaded: {first_line(error)}",
        "Check the weights with: voice-interview models verify",
    )


@contextmanager
def failures() -> Iterator[None]:
    """Turns what the libraries raise while they decode (memory, damaged weights) into an EngineError."""
    try:
        yield
    except (RuntimeError, MemoryError) as error:
        raise EngineError(f"The Whisper model failed: {first_line(error)}", LESS_MEMORY) from error


def first_line(error: BaseException) -> str:
    """The first line of a foreign error as a sentence."""
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".") + "."


def _word(piece: Piece, seconds: float) -> Word:
    start = min(max(0.0, piece.start), seconds)
    end = min(max(start, piece.end), seconds)
    confidence = min(1.0, max(0.0, piece.probability))
    return Word(text=piece.text.strip(), start=round(start, 3), end=round(end, 3), confidence=round(confidence, 4))


def beam(prompt: str | None) -> int:
    """How many beams decode with this prompt."""
    return BEAM if prompt is None else PROMPTED_BEAM
