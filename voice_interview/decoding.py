"""What is said in the sound of one chunk, in steps of some tenths of a second: whoever guesses that a pause is the end
of an answer goes on with it only as long as the pause lasts."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from voice_interview.hearing import hesitations, unheard
from voice_interview.hearing.activity import Activity
from voice_interview.hearing.chunks import Chunk
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import ear
from voice_interview.whisper import belief, merge
from voice_interview.whisper.words import keys

if TYPE_CHECKING:
    from voice_interview.plugins import Engine, Samples

SURE_LANGUAGE = 0.5
"""Probability from which a detected language other than English may be believed; until then English is assumed. English
was the first guess for all 39 real recordings (at .57 or more). It is not enough: of 36 English answers in noise one
was called Welsh with .86, and its words were lost. So the words decide, see `_detected`."""

ENOUGH_FOR_LANGUAGE = 2.0
"""Seconds of sound a chunk needs for its language to be told: on single words detection is guesswork."""

ENOUGH_WORDS = 5
"""Different words that another language needs: laughing was called Japanese and Chinese, of one to four different words
again and again, in 2 of 5 recordings of two minutes (`SET=nothing` of `benchmarks/hearing.md`)."""

SPLITS = 2
"""How often a window in which speech was swallowed is cut in two: quarters of it have 3 s, and nothing to swallow."""


class Decoded(Struct, frozen=True, kw_only=True):
    """What was decoded of a chunk, before it is put in its place; `language` None where it could not be told; `chances`
    of a hesitation at each moment, None where nothing tells them."""

    language: str | None = None
    words: tuple[tuple[Word, ...], ...] = ()
    chances: Any = None


Steps = Generator[None, None, Decoded]


class Decoding:
    """The decoding of one chunk that holds sound, begun and not necessarily finished; `language` None where it is to be
    told."""

    def __init__(self, engine: Engine, chunk: Chunk, activity: Activity, language: str | None) -> None:
        self.chunk = chunk
        # The activity grows while another thread takes the steps, so what they need of it is looked up now.
        self._steps = _steps(engine, chunk, unheard.Moments(chunk, activity), language)
        self._decoded: Decoded | None = None
        self._failure: Exception | None = None

    @property
    def done(self) -> bool:
        return self._decoded is not None

    def step(self) -> None:
        """Do the next part of the work; nothing where all is done. Raises EngineError, or whatever else went wrong,
        from then on each time: a generator that failed has no next part, and does not say so."""
        if self._failure is not None:
            raise self._failure
        if self._decoded is None:
            try:
                next(self._steps)
            except StopIteration as end:
                self._decoded = end.value
            except Exception as error:
                self._failure = error
                raise

    def decoded(self) -> Decoded:
        """All of it, with what is left of the work done now. Raises EngineError."""
        while self._decoded is None:
            self.step()
        return self._decoded


class _Part(NamedTuple):
    """A stretch of a chunk's sound that was heard in one go, where it begins (seconds), and the words, plain and
    prompted as far as they were asked for."""

    begin: float
    words: tuple[tuple[Word, ...], ...]


def _steps(engine: Engine, chunk: Chunk, moments: unheard.Moments, language: str | None) -> Steps:
    """The words of one chunk, plain and (in English) prompted. Where nothing in the sound is like a filler, no prompted
    filler would even be doubted, so none is asked for: the plain words stand for both."""
    assert chunk.sound is not None
    if language is None and len(chunk.sound) >= ENOUGH_FOR_LANGUAGE * SAMPLE_RATE:
        language = yield from _detected(engine, chunk.sound)
        yield
    spoken, english = language or "en", language in ("en", None)
    # The encoding alone: engines keep it for the next call with the same array.
    states = engine.hear(chunk.sound, (), spoken, states=True).states
    chances = hesitations.chances(hesitations.classifier(ear(engine)), states) if english else None
    yield
    like_fillers = english and (chances is None or hesitations.highest(chances) >= merge.NOTHING_LIKE)
    prompts = (None, merge.PROMPT) if like_fillers else (None,)
    heard = yield from _Window(engine, spoken, prompts, moments).heard(chunk.sound)
    return Decoded(language=language, words=(heard[0], heard[-1]) if english else heard, chances=chances)


def _detected(engine: Engine, sound: Samples) -> Generator[None, None, str | None]:
    """The language, where it leaves no doubt; until one does, English is assumed. Another one than English must be
    surer of its words than English is of its own: the English answer that was called Welsh had .07 in Welsh and .58 in
    English; of 24 German, French, Spanish and Italian sounds 23 were surer of their own (docs/listening.md)."""
    language, probability = engine.detect_language(sound)
    if language == "en" or probability < SURE_LANGUAGE:
        return language if language == "en" else None
    yield
    own = engine.hear(sound, (None,), language).words[0]
    yield
    if len(set(keys(own))) < ENOUGH_WORDS:
        return None
    return language if belief.sureness(own) > belief.sureness(engine.hear(sound, (None,), "en").words[0]) else None


class _Window(NamedTuple):
    """The sound of one chunk while it is heard. (A function in a function that calls itself would do, but it would keep
    the sound until garbage is collected: half an hour of it.)"""

    engine: Engine
    language: str
    prompts: tuple[str | None, ...]
    moments: unheard.Moments

    def heard(self, sound: Samples) -> Generator[None, None, tuple[tuple[Word, ...], ...]]:
        """The words of the whole sound, for each prompt."""
        parts = yield from self._heard(0.0, sound, SPLITS)
        return tuple(_words(parts, number) for number in range(len(self.prompts)))

    def _heard(self, begin: float, sound: Samples, splits: int) -> Generator[None, None, tuple[_Part, ...]]:
        """The sound as it is; or its halves, where some of it was swallowed and they hear more."""
        part = _Part(begin, self.engine.hear(sound, self.prompts, self.language).words)
        first, last = begin, begin + len(sound) / SAMPLE_RATE
        missed = self._unheard((part,), first, last)
        middle = self.moments.pause(first, last) if missed and splits else None
        if middle is None:
            return (part,)
        cut = int(middle * SAMPLE_RATE) - int(first * SAMPLE_RATE)
        yield
        before = yield from self._heard(first, sound[:cut], splits - 1)
        yield
        after = yield from self._heard(middle, sound[cut:], splits - 1)
        halves = (*before, *after)
        return halves if self._unheard(halves, first, last) < missed else (part,)

    def _unheard(self, parts: Sequence[_Part], first: float, last: float) -> float:
        return self.moments.unheard(_words(parts, 0), first, last)


def _words(parts: Sequence[_Part], prompt: int) -> tuple[Word, ...]:
    """The words of all parts with this prompt, in seconds of the chunk's sound."""
    return tuple(_later(word, part.begin) for part in parts for word in part.words[prompt])


def _later(word: Word, seconds: float) -> Word:
    assert word.start is not None and word.end is not None
    return replace(word, start=word.start + seconds, end=word.end + seconds)
