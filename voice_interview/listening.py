"""Sound to words: joins `hearing` (where speech is) and `whisper` (what it says), causally, in bounded memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from voice_interview import text
from voice_interview.decoding import Decoded, Decoding
from voice_interview.hearing import faults, hesitations, masking, pauses
from voice_interview.hearing.activity import FRAME, VOICE, Activity, is_open
from voice_interview.hearing.chunks import Chunk, Chunker, Cutting
from voice_interview.hearing.shape import Shape, Spoken, shape
from voice_interview.model import SAMPLE_RATE, Fault, Hesitation, Sound, Span, Transcript, Word
from voice_interview.whisper import belief, merge

if TYPE_CHECKING:
    from voice_interview.plugins import Engine, Samples

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
        self._unlistened = False
        self._torn_at: float | None = None
        self._overlap = self._chunker.cutting.overlap
        self._samples = 0
        self._guess: Decoding | None = None
        self._decodes = Lock()
        self._early: Future[Shape] | None = None
        self._understood = 0

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

    def hear_out(self) -> None:
        """Decode what is left; nothing comes after. Raises EngineError."""
        if self._early is not None:
            return
        chunks = self._chunker.finish()
        # In ten minutes it takes as long as a tenth of what is left to decode, and there may be a core that waits.
        beside = ThreadPoolExecutor(1, thread_name_prefix="shape")
        self._early = beside.submit(shape, self.activity, self.seconds, _spoken(self._words))
        beside.shutdown(wait=False)
        for chunk in chunks:
            self._hear(chunk)

    def finish(self) -> Listened:
        """Decode what is left and put everything together. Raises EngineError."""
        self.hear_out()
        seen = self._shape()
        words = tuple(_within(word, self.seconds) for word in _in_order(_on_voice(self._words, seen.voiced)))
        sound = Sound(
            voiced=seen.voiced,
            pauses=seen.pauses,
            hesitations=hesitations.within(self._hesitations, self.seconds),
            unlistened=self._unlistened,
            level_dbfs=seen.level_dbfs,
            pitch=seen.pitch,
            track=seen.track,
        )
        transcript = self._transcript(words, self._language)
        unfit = self.fitness.faults(sum(span.seconds for span in seen.voiced), seen.level_dbfs, len(words))
        return Listened(transcript=transcript, sound=sound, faults=unfit, seconds=self.seconds)

    @property
    def understood(self) -> int:
        """How many times more was understood so far: grows whenever `so_far` has something new."""
        return self._understood

    def so_far(self) -> Transcript:
        """The words that were decoded, those of a guess among them; their times are not fitted to the voice yet."""
        if self._guess is None or not self._guess.done:
            return self._transcript(tuple(_in_order(self._words)), self._language)
        guessed = self._guess.decoded()
        words, _ = self._with(self._guess.chunk, guessed)
        return self._transcript(tuple(_in_order(words)), guessed.language)

    def guess(self) -> Callable[[], None] | None:
        """A part of the decoding of what is pending, in case nothing more is said, so that `finish` has it at once;
        None where there is nothing to do. Do it when there is time, one part at a time, in any thread: blocks may be
        fed meanwhile. Speech that goes on makes it worthless, so look for sound between two parts. What is heard in the
        end is the same without it. The part raises EngineError."""
        chunk = self._chunker.pending()
        if chunk is None or chunk.sound is None:
            return None
        if self._guess is None or self._guess.chunk.pieces != chunk.pieces:
            self._guess = Decoding(self._engine, chunk, self._chunker.activity, self._language)
        elif self._guess.done:
            return None
        return partial(self._go_on, self._guess)

    def _go_on(self, guess: Decoding) -> None:
        with self._decodes:
            if not guess.done:
                guess.step()
                self._understood += guess.done

    def _transcript(self, words: tuple[Word, ...], language: str | None) -> Transcript:
        return Transcript(
            language=language or "en",
            engine=self._engine.name,
            model=self._engine.model,
            text=text.join(words),
            words=words,
            sentences=text.sentences(words),
        )

    def _hear(self, chunk: Chunk) -> None:
        """Decode one chunk, as far as that was not guessed, and append its words."""
        guess, self._guess = self._guess, None
        if chunk.sound is not None:
            if guess is None or guess.chunk.pieces != chunk.pieces:
                guess = Decoding(self._engine, chunk, self._chunker.activity, self._language)
            with self._decodes:  # a part of a guess may not be finished
                self._understood += not guess.done
                decoded = guess.decoded()
            self._language = decoded.language
            self._unlistened |= decoded.chances is None
            self._words, self._hesitations = self._with(chunk, decoded)
        self._torn_at = chunk.end / SAMPLE_RATE if chunk.torn else None

    def _with(self, chunk: Chunk, decoded: Decoded) -> tuple[list[Word], tuple[Hesitation, ...]]:
        """All words and hesitations, with those of the chunk that follows them."""
        plain, *prompted = (tuple(_placed(word, chunk) for word in words) for words in decoded.words)
        trace = hesitations.Trace(decoded.chances, chunk) if decoded.chances is not None else None
        words = merge.with_fillers(plain, prompted[0], self._open_share, trace) if prompted else plain
        words = belief.believed(words, self._voice)
        filled = self._filled(trace, words, plain, *prompted) if trace else ()
        begun = max(chunk.start, chunk.pieces[0][0]) / SAMPLE_RATE
        if self._torn_at is None or begun > self._torn_at:  # the two windows share no sound
            joined = [*self._words, *words]
        else:
            joined = list(merge.stitch(self._words, words, self._torn_at, self._overlap))
        return joined, hesitations.stitched(self._hesitations, filled, begun)

    def _filled(
        self, trace: hesitations.Trace, words: Sequence[Word], plain: Sequence[Word], prompted: Sequence[Word]
    ) -> tuple[Hesitation, ...]:
        """The hesitations of one chunk: those in the sound, and with doubt those that the prompt alone wrote."""
        shown = masking.unexplained(trace.events, words, self._open_share)
        doubted = merge.doubted(plain, prompted, self._open_share, trace, hesitations.POSSIBLE)
        apart = [one for one in doubted if all(one.end <= s.start or s.end <= one.start for s in shown)]
        return tuple(sorted((*shown, *apart), key=lambda one: one.start))

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

    def _shape(self) -> Shape:
        """With all words: what was put together before the last of them, where they change nothing."""
        assert self._early is not None
        early, spoken = self._early.result(), _spoken(self._words)
        return early if early.holds(spoken) else shape(self.activity, self.seconds, spoken)


def settings(ear: str) -> dict[str, Any]:
    """What decides which words and hesitations are found, beside the engine and its weights: for the provenance of a
    report. `ear` is the model whose states are listened to. `hesitations` None: nothing listens for them in those, they
    are found in the text alone."""
    classifier = hesitations.classifier(ear)
    heard = classifier and {"model": ear, "weights_sha256": classifier.sha256, "possible": hesitations.POSSIBLE}
    return {"prompt": merge.PROMPT, "cutting": asdict(Cutting()), "hesitations": heard}


def _spoken(words: Sequence[Word]) -> Spoken:
    """Whether a word lies on a good part of a stretch."""
    times = [(word.start, word.end) for word in words if word.start is not None and word.end is not None]
    spoken = [Span(start, end) for start, end in sorted(times)]
    starts = [span.start for span in spoken]

    def is_spoken(start: float, end: float) -> bool:
        near = spoken[bisect_left(starts, start - LONGEST_WINDOW) : bisect_right(starts, end)]
        return pauses.share(near, start, end) > 0.3

    return is_spoken


def _placed(word: Word, chunk: Chunk) -> Word:
    """A word heard in a chunk's sound, at its time in the recording."""
    assert word.start is not None and word.end is not None
    start, end = chunk.place(word.start, word.end)
    return replace(word, start=round(start, 3), end=round(end, 3))


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
            start, end = max(word.start, span.start), min(word.end, span.end)
            if (start, end) != (word.start, word.end):  # most are inside: a new word takes as long as all the rest
                word = replace(word, start=start, end=end)
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
