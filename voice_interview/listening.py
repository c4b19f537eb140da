"""Sound to words: joins `hearing` (where speech is) and `whisper` (what it says), causally, in bounded memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict, replace

from voice_interview import text
from voice_interview.hearing import faults, hesitations, masking, pauses, track, unheard
from voice_interview.hearing.activity import FRAME, VOICE, Activity, is_open
from voice_interview.hearing.chunks import Chunk, Chunker, Cutting
from voice_interview.model import SAMPLE_RATE, Fault, Hesitation, Sound, Span, Transcript, Word
from voice_interview.whisper import merge

if TYPE_CHECKING:
    from voice_interview.plugins import Engine, Samples, States

SURE_LANGUAGE = 0.5
"""Probability from which a detected language other than English is believed; until then English is assumed. English was
the first guess for all 39 real recordings (at .57 or more), so the threshold guards accents; German by
espeak-ng had .65 to .88."""

ENOUGH_FOR_LANGUAGE = 2.0
"""Seconds of sound a chunk needs for its language to be told: on single words detection is guesswork."""

SPLITS = 2
"""How often a window in which speech was swallowed is cut in two: quarters of it have 3 s, and nothing to swallow."""

LONGEST_WINDOW = 30.0
"""Seconds that are listened to at once at most, so that no word lasts longer."""

LONGEST_WORD = 1.0
"""Seconds from which a word must hold a pause: spoken words of several syllables last about 0.8 s."""

SHORTEST_PART = 0.05
"""Seconds of voice that a word must share with a voiced span to lie in it."""


class Listened(Struct, frozen=True, kw_only=True):
    """All that was heard in `seconds` of sound."""

    transcript: Transcript
    sound: Sound
    faults: tuple[Fault, ...]
    seconds: float


class _Decoded(Struct, frozen=True, kw_only=True):
    """What was decoded of a chunk, before it is put in its place; `language` None where it could not be told; `chances`
    of a hesitation at each moment, None where nothing tells them."""

    pieces: tuple[tuple[int, int], ...] = ()
    language: str | None = None
    words: tuple[tuple[Word, ...], ...] = ()
    chances: Any = None


class _Part(NamedTuple):
    """A stretch of a chunk's sound that was heard in one go, its plain words, and where it begins; seconds."""

    begin: float
    sound: Samples
    words: tuple[Word, ...]


class _Window(NamedTuple):
    """The sound of one chunk while it is heard. (A function in a function that calls itself would do, but it would keep
    the sound until garbage is collected: half an hour of it.)"""

    engine: Engine
    sound: Samples
    language: str
    moments: unheard.Moments

    def plain(self) -> tuple[tuple[_Part, ...], States | None]:
        """What is said, in the parts that it was heard in; and the states of the whole."""
        heard = self.engine.hear(self.sound, (None,), self.language, states=True)
        return self._heard(_Part(0.0, self.sound, heard.words[0]), SPLITS), heard.states

    def prompted(self, parts: Sequence[_Part]) -> tuple[Word, ...]:
        """The same parts, heard by an engine that was asked for fillers."""
        heard = ((part, self.engine.hear(part.sound, (merge.PROMPT,), self.language).words[0]) for part in parts)
        return tuple(_later(word, part.begin) for part, words in heard for word in words)

    def _heard(self, part: _Part, splits: int) -> tuple[_Part, ...]:
        """The part as it is; or its halves, where some of it was swallowed and they hear more."""
        first, last = part.begin, part.begin + len(part.sound) / SAMPLE_RATE
        missed = self._unheard((part,), first, last)
        middle = self.moments.pause(first, last) if missed and splits else None
        if middle is None:
            return (part,)
        cut = int(middle * SAMPLE_RATE) - int(first * SAMPLE_RATE)
        halves = (*self._half(first, part.sound[:cut], splits), *self._half(middle, part.sound[cut:], splits))
        return halves if self._unheard(halves, first, last) < missed else (part,)

    def _half(self, begin: float, sound: Samples, splits: int) -> tuple[_Part, ...]:
        heard = self.engine.hear(sound, (None,), self.language)
        return self._heard(_Part(begin, sound, heard.words[0]), splits - 1)

    def _unheard(self, parts: Sequence[_Part], first: float, last: float) -> float:
        return self.moments.unheard(_words(parts), first, last)


def _words(parts: Sequence[_Part]) -> tuple[Word, ...]:
    """The plain words of all parts, in seconds of the chunk's sound."""
    return tuple(_later(word, part.begin) for part in parts for word in part.words)


class Listening:
    """Takes blocks as they come, live or from a file, and decodes every chunk as soon as it is complete: the same
    blocks in other sizes give the same result. Holds the pending chunk, the words, and 1 KB for each second of
    sound."""

    def __init__(
        self,
        engine: Engine,
        *,
        language: str | None = None,
        chunker: Chunker | None = None,
        fitness: faults.Fitness | None = None,
    ) -> None:
        self._engine = engine
        self._chunker = chunker or Chunker()
        self.fitness = fitness or faults.Fitness()
        self._language = language
        self._words: list[Word] = []
        self._hesitations: tuple[Hesitation, ...] = ()
        self._torn_at: float | None = None
        self._overlap = self._chunker.cutting.overlap
        self._samples = 0
        self._guessed = _Decoded()

    @property
    def seconds(self) -> float:
        """Seconds heard so far."""
        return self._samples / SAMPLE_RATE

    @property
    def activity(self) -> Activity:
        """Voice, level and pitch of what was heard."""
        return self._chunker.activity

    def feed(self, block: Samples) -> None:
        """Take a block: mono float32 at 16 kHz, of any size. Raises EngineError."""
        self._samples += len(block)
        self.fitness.feed(block)
        for chunk in self._chunker.feed(block):
            self._hear(chunk)

    def finish(self) -> Listened:
        """Decode what is left and put everything together."""
        for chunk in self._chunker.finish():
            self._hear(chunk)
        voiced = self._voiced()
        words = tuple(_within(word, self.seconds) for word in _in_order(_on_voice(self._words, voiced)))
        level = pauses.speech_level(self._chunker.activity, voiced)
        sound = Sound(
            voiced=voiced,
            pauses=pauses.pauses(voiced),
            hesitations=hesitations.within(self._hesitations, self.seconds),
            level_dbfs=level,
            pitch=track.pitch(self._chunker.activity, voiced),
            track=track.track(self._chunker.activity, voiced),
        )
        transcript = self._transcript(words)
        unfit = self.fitness.faults(sum(span.seconds for span in voiced), level, len(words))
        return Listened(transcript=transcript, sound=sound, faults=unfit, seconds=self.seconds)

    @property
    def words(self) -> int:
        """How many words were decoded so far."""
        return len(self._words)

    def so_far(self) -> Transcript:
        """The words of the chunks that were decoded; their times are not fitted to the voice yet."""
        return self._transcript(tuple(_in_order(self._words)))

    def guess(self) -> None:
        """Decode what is pending in case nothing more is said, so that `finish` has it at once; call it when there is
        time. What is heard in the end is the same without it."""
        chunk = self._chunker.pending()
        if chunk is not None and chunk.sound is not None and self._guessed.pieces != chunk.pieces:
            self._guessed = self._decode(chunk, chunk.sound)

    def _transcript(self, words: tuple[Word, ...]) -> Transcript:
        return Transcript(
            language=self._language or "en",
            engine=self._engine.name,
            model=self._engine.model,
            text=text.join(words),
            words=words,
            sentences=text.sentences(words),
        )

    def _hear(self, chunk: Chunk) -> None:
        """Decode one chunk, unless it was guessed, and append its words."""
        torn_at, self._torn_at = (
            self._torn_at,
            chunk.end / SAMPLE_RATE if chunk.torn and chunk.sound is not None else None,
        )
        if chunk.sound is None:
            return
        guessed = self._guessed.pieces == chunk.pieces
        decoded = self._guessed if guessed else self._decode(chunk, chunk.sound)
        self._language = decoded.language
        plain, *prompted = (tuple(_placed(word, chunk) for word in words) for words in decoded.words)
        trace = hesitations.Trace(decoded.chances, chunk) if decoded.chances is not None else None
        words = merge.with_fillers(plain, prompted[0], self._open_share, trace) if prompted else plain
        words = merge.believed(words, self._voice)
        filled = self._filled(trace, words, plain, *prompted) if trace else ()
        if torn_at is None:
            self._words.extend(words)
        else:
            self._words[:] = merge.stitch(self._words, words, torn_at, self._overlap)
        self._hesitations = hesitations.stitched(self._hesitations, filled, chunk.start / SAMPLE_RATE)

    def _filled(
        self, trace: hesitations.Trace, words: Sequence[Word], plain: Sequence[Word], prompted: Sequence[Word]
    ) -> tuple[Hesitation, ...]:
        """The hesitations of one chunk: those in the sound, and with doubt those that the prompt alone wrote."""
        shown = masking.unexplained(trace.events, words, self._open_share)
        doubted = merge.doubted(plain, prompted, self._open_share, trace, hesitations.POSSIBLE)
        apart = [one for one in doubted if all(one.end <= s.start or s.end <= one.start for s in shown)]
        return tuple(sorted((*shown, *apart), key=lambda one: one.start))

    def _decode(self, chunk: Chunk, sound: Samples) -> _Decoded:
        """The words of one chunk, plain and (in English) prompted. Where nothing in the sound is like a filler, no
        prompted filler would even be doubted, so none is asked for: the plain words stand for both."""
        language = self._language or self._detected(sound)
        window = _Window(self._engine, sound, language or "en", unheard.Moments(chunk, self._chunker.activity))
        parts, states = window.plain()
        plain = _words(parts)
        if language not in ("en", None):
            return _Decoded(pieces=chunk.pieces, language=language, words=(plain,))
        chances = hesitations.chances(hesitations.classifier(self._engine.model), states)
        asked = chances is None or hesitations.highest(chances) >= merge.NOTHING_LIKE
        prompted = window.prompted(parts) if asked else plain
        return _Decoded(pieces=chunk.pieces, language=language, words=(plain, prompted), chances=chances)

    def _detected(self, sound: Samples) -> str | None:
        """The language of a chunk that is long enough and leaves no doubt; until one does, English is assumed."""
        if len(sound) < ENOUGH_FOR_LANGUAGE * SAMPLE_RATE:
            return None
        language, probability = self._engine.detect_language(sound)
        return language if probability >= SURE_LANGUAGE or language == "en" else None

    def _open_share(self, start: float, end: float) -> float:
        """Share of the frames in `[start, end]` at which the gate is open."""
        seen = self._chunker.activity
        first = max(0, int(start * SAMPLE_RATE / FRAME))
        frames = range(first, min(self._chunker.frames, max(first + 1, round(end * SAMPLE_RATE / FRAME))))
        opened = sum(is_open(seen.voice[at], seen.level[at], seen.floor[at], True) for at in frames)
        return opened / len(frames) if frames else 0.0

    def _voice(self, start: float, end: float) -> float:
        """Share of the frames in `[start, end]` in which Silero hears a voice."""
        first = int(start * SAMPLE_RATE / FRAME)
        last = min(self._chunker.frames, max(first + 1, round(end * SAMPLE_RATE / FRAME)))
        voices = self._chunker.activity.voice[first:last]
        return sum(voice >= VOICE for voice in voices) / len(voices) if voices else 0.0

    def _voiced(self) -> tuple[Span, ...]:
        times = [(word.start, word.end) for word in self._words if word.start is not None and word.end is not None]
        spoken = [Span(start, end) for start, end in sorted(times)]
        starts = [span.start for span in spoken]

        def is_spoken(start: float, end: float) -> bool:
            near = spoken[bisect_left(starts, start - LONGEST_WINDOW) : bisect_right(starts, end)]
            return pauses.share(near, start, end) > 0.3

        return pauses.voiced_spans(self._chunker.activity, self.seconds, is_spoken)


def settings(model: str) -> dict[str, Any]:
    """What decides which words and hesitations are found, beside the engine and its weights: for the provenance of a
    report. `hesitations` None: nothing listens for them in the states of that model, they are found in the text alone.
    """
    classifier = hesitations.classifier(model)
    heard = {"weights_sha256": classifier.sha256, "possible": hesitations.POSSIBLE} if classifier else None
    return {"prompt": merge.PROMPT, "cutting": asdict(Cutting()), "hesitations": heard}


def _placed(word: Word, chunk: Chunk) -> Word:
    """A word heard in a chunk's sound, at its time in the recording."""
    assert word.start is not None and word.end is not None
    start, end = chunk.place(word.start, word.end)
    return replace(word, start=round(start, 3), end=round(end, 3))


def _later(word: Word, seconds: float) -> Word:
    assert word.start is not None and word.end is not None
    return replace(word, start=word.start + seconds, end=word.end + seconds)


def _within(word: Word, seconds: float) -> Word:
    assert word.start is not None and word.end is not None
    inside = word.start <= seconds and word.end <= seconds
    return word if inside else replace(word, start=min(word.start, seconds), end=min(word.end, seconds))


def _on_voice(words: Sequence[Word], voiced: Sequence[Span]) -> list[Word]:
    """Words with the silence at their edges taken off: recognised times absorb pauses. A word that touches no voiced
    span keeps its times."""
    fitted = []
    starts, ends = [span.start for span in voiced], [span.end for span in voiced]
    for word in words:
        assert word.start is not None and word.end is not None
        near = voiced[bisect_left(ends, word.start) : bisect_right(starts, word.end)]  # all would take minutes in hours
        touched = [span for span in near if _shared(span, word.start, word.end) >= SHORTEST_PART]
        if touched:
            # Recognised starts absorb the silence before them, most of all at the start of a window.
            late = word.end - word.start > LONGEST_WORD
            span = touched[-1] if late else max(touched, key=lambda one: _shared(one, word.start, word.end))
            word = replace(word, start=max(word.start, span.start), end=min(word.end, span.end))
        fitted.append(word)
    return fitted


def _shared(span: Span, start: float | None, end: float | None) -> float:
    assert start is not None and end is not None
    return min(span.end, end) - max(span.start, start)


def _in_order(words: Sequence[Word]) -> list[Word]:
    """Words in spoken order, no start before the start in front of it."""
    ordered: list[Word] = []
    for word in words:
        assert word.start is not None and word.end is not None
        begun = ordered[-1].start if ordered else None
        if begun is not None and word.start < begun:
            word = replace(word, start=begun, end=max(begun, word.end))
        ordered.append(word)
    return ordered
