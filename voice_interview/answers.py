"""Several answers in one recording, to a question and its follow-ups, put together from what was heard of each.

Each answer is listened to for itself, as if it were a recording of its own: no chunk, word, pause or sentence goes on
from one to the next, and nothing that is said later changes what was heard before. So the silence in which a follow-up
was asked is nobody's pause, and a recording that is cut at the same samples gives the same, live or from the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec.structs import replace

from voice_interview import text
from voice_interview.hearing import pauses, track
from voice_interview.hearing.chunks import Chunker
from voice_interview.listening import Listened, Listening
from voice_interview.model import SAMPLE_RATE, Hesitation, Sound, Span, Transcript, Word

if TYPE_CHECKING:
    from voice_interview.plugins import Engine, Samples

Timed = TypeVar("Timed", Word, Span, Hesitation)


class _Answer(NamedTuple):
    """One answer: where it begins in the recording (seconds), and what was heard of it, in times of its own."""

    at: float
    listening: Listening
    heard: Listened


class Answers:
    """Takes blocks as they come; `finish` gives what was said so far, and what is fed after it is another answer, in
    the same language. With one answer it is no more than a `Listening`."""

    def __init__(self, engine: Engine, *, chunker: Callable[[], Chunker] = Chunker) -> None:
        self._engine = engine
        self._chunker = chunker
        self._finished: list[_Answer] = []
        self._current: Listening | None = Listening(engine, chunker=chunker())

    @property
    def seconds(self) -> float:
        """Seconds heard so far."""
        return self._at + (self._current.seconds if self._current else 0.0)

    def feed(self, block: Samples) -> None:
        """Take a block: mono float32 at 16 kHz, of any size. Raises EngineError."""
        if self._current is None:
            before = self._finished[-1]
            self._current = Listening(
                self._engine,
                language=before.heard.transcript.language,
                chunker=self._chunker(),
                fitness=before.listening.fitness,
            )
        self._current.feed(block)

    def guess(self) -> Callable[[], None] | None:
        """A part of the decoding of what is pending, in case nothing more is said; see `Listening.guess`. It must be
        done with before another answer begins."""
        return self._current.guess() if self._current else None

    @property
    def understood(self) -> int:
        """How many times more of the current answer was understood: grows whenever `so_far` has something new."""
        return self._current.understood if self._current else 0

    def so_far(self) -> Transcript | None:
        """What was decoded of the current answer, or guessed; None between two."""
        return self._current.so_far() if self._current else None

    def hear_out(self) -> None:
        """Decode what is left of the current answer; what is fed after this is another one. Raises EngineError."""
        if self._current and (self._current.seconds or not self._finished):
            self._current.hear_out()

    def finish(self) -> Listened:
        """Everything that was said so far. Raises EngineError."""
        if self._current and (self._current.seconds or not self._finished):
            self._finished.append(_Answer(self._at, self._current, self._current.finish()))
        self._current = None
        return _joined(self._finished)

    @property
    def _at(self) -> float:
        """Where the current answer begins."""
        return self._finished[-1].at + self._finished[-1].heard.seconds if self._finished else 0.0


def listen(
    blocks: Iterable[Samples],
    engine: Engine,
    starts: Sequence[float] = (),
    *,
    on_progress: Callable[[float], None] | None = None,
) -> Listened:
    """All blocks, one after the other; further answers begin at `starts` (seconds). `on_progress` is told the seconds
    heard so far. Raises EngineError."""
    answers = Answers(engine)
    for part in _parted(blocks, starts):
        if part is None:
            answers.finish()
            continue
        answers.feed(part)
        if on_progress is not None:
            on_progress(answers.seconds)
    return answers.finish()


def _parted(blocks: Iterable[Samples], starts: Sequence[float]) -> Iterator[Samples | None]:
    """The blocks, with None between two answers; a block that holds the end of one and the beginning of the next comes
    in two."""
    seen, cuts = 0, [round(start * SAMPLE_RATE) for start in starts]
    for block in blocks:
        while cuts and cuts[0] < seen + len(block):
            here = max(0, cuts.pop(0) - seen)
            if here:
                yield block[:here]
            yield None
            seen, block = seen + here, block[here:]
        yield block
        seen += len(block)


def _joined(answers: Sequence[_Answer]) -> Listened:
    """What was heard of all answers, in times of the recording."""
    if len(answers) == 1:
        return answers[0].heard
    words = _placed(answers, lambda one: one.transcript.words)
    voiced = _placed(answers, lambda one: one.sound.voiced)
    sounds = [(one.listening.activity, one.heard.sound.voiced, one.at) for one in answers]
    level = pauses.median_level([pauses.voiced_levels(activity, spans) for activity, spans, _ in sounds])
    sound = Sound(
        voiced=voiced,
        pauses=_placed(answers, lambda one: one.sound.pauses),
        hesitations=_placed(answers, lambda one: one.sound.hesitations),
        unlistened=any(one.heard.sound.unlistened for one in answers),
        level_dbfs=level,
        pitch=track.pitch_range([track.voiced_pitches(activity, spans) for activity, spans, _ in sounds]),
        track=track.joined([track.track(activity, spans, at) for activity, spans, at in sounds]),
    )
    starts = [one.at for one in answers[1:]]
    transcript = replace(
        answers[-1].heard.transcript, text=text.join(words), words=words, sentences=text.sentences(words, starts)
    )
    last = answers[-1]
    unfit = last.listening.fitness.faults(sum(span.seconds for span in voiced), level, len(words))
    return Listened(transcript=transcript, sound=sound, faults=unfit, seconds=last.at + last.heard.seconds)


def _placed(answers: Sequence[_Answer], values: Callable[[Listened], Sequence[Timed]]) -> tuple[Timed, ...]:
    """The words, spans or hesitations of all answers, where they lie in the recording: to the millisecond, and inside
    their answer."""
    return tuple(_later(value, one) for one in answers for value in values(one.heard))


def _later(value: Timed, answer: _Answer) -> Timed:
    def moved(seconds: float) -> float:
        return min(max(round(answer.at + seconds, 3), answer.at), answer.at + answer.heard.seconds)

    assert value.start is not None and value.end is not None
    return replace(value, start=moved(value.start), end=moved(value.end))
