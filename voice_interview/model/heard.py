"""What was heard: the words, and what a sound tells without them."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from voice_interview.model.bounds import LATEST, check_finite, check_share, check_times, check_words

SAMPLE_RATE = 16_000
"""Samples a second of every array and every `answer.wav`: what Whisper was trained on."""

ENOUGH_SPEECH = 20.0
"""Seconds of speaking time under which no rate is given: one "ah" in 2.3 s would read as 26 a minute."""

SHORTEST_STEP = 1e-3
"""Seconds between two values of a track: it is made with 250 times that."""

LOUDEST = 1e6
"""dB, and Hz: more than any sound has of either."""

FoundBy = Literal["text", "sound", "both", "person"]


class Span(Struct, frozen=True, array_like=True):
    """`[start, end]` in seconds from the start of the recording."""

    start: float
    end: float

    def __post_init__(self) -> None:
        check_times(self, self.start, self.end)

    @property
    def seconds(self) -> float:
        return self.end - self.start


class Word(Struct, frozen=True, kw_only=True):
    """One spoken word with its punctuation and no surrounding space; times None where there is no sound."""

    text: str
    start: float | None = None
    end: float | None = None
    confidence: float | None = None

    def __post_init__(self) -> None:
        if not self.text or self.text != self.text.strip():
            raise ValueError(f"a word is empty or wears spaces: {self}")
        check_times(self, self.start, self.end)
        check_share(self, self.confidence)


class Sentence(Struct, frozen=True, kw_only=True):
    """Words `[first, last)` of the transcript."""

    text: str
    start: float | None = None
    end: float | None = None
    first: int
    last: int

    def __post_init__(self) -> None:
        check_times(self, self.start, self.end)
        check_words(self, self.first, self.last)


class Transcript(Struct, frozen=True, kw_only=True):
    """What was said, verbatim, accepted fillers included; `text` is the words joined by single spaces."""

    language: str
    engine: str
    model: str
    text: str
    words: tuple[Word, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    def __post_init__(self) -> None:
        if any(one.last > len(self.words) for one in self.sentences):
            raise ValueError("a sentence of words that are not there")


class Hesitation(Struct, frozen=True, kw_only=True):
    """A filled pause heard in the sound: "um" where it ends nasal, else "uh"."""

    start: float
    end: float
    confidence: float
    label: str = "uh"

    def __post_init__(self) -> None:
        check_times(self, self.start, self.end)
        check_share(self, self.confidence)


class Pitch(Struct, frozen=True, kw_only=True):
    """How high a voice is: its median, and the range from `low_hz` to `high_hz` in which it is for four fifths of the
    `seconds` in which it has a pitch."""

    median_hz: float
    low_hz: float
    high_hz: float
    seconds: float

    def __post_init__(self) -> None:
        check_finite(self, self.median_hz, self.low_hz, self.high_hz, self.seconds)
        if not 0 < self.low_hz <= self.median_hz <= self.high_hz or self.seconds <= 0:
            raise ValueError(f"no range of pitch: {self}")


class Track(Struct, frozen=True, kw_only=True):
    """Level (dBFS) and pitch (Hz) over time: one of each for every `step` seconds from the start of the recording, None
    where too little is voiced."""

    step: float
    level_dbfs: tuple[int | None, ...] = ()
    pitch_hz: tuple[int | None, ...] = ()

    def __post_init__(self) -> None:
        check_finite(self, self.step)
        if not SHORTEST_STEP <= self.step <= LATEST or len(self.level_dbfs) != len(self.pitch_hz):
            raise ValueError(f"not one level and one pitch a step: {self.step}")
        if any(abs(value) > LOUDEST for value in (*self.level_dbfs, *self.pitch_hz) if value is not None):
            raise ValueError("a level or a pitch that no sound has")


class Sound(Struct, frozen=True, kw_only=True):
    """What the waveform tells without words: `voiced` spans in order, silent `pauses` of 0.3 s and more between them,
    `hesitations` (`unlistened`: none of them can be known, because nothing listened for them), `level_dbfs` the median
    level of the voiced sound (None where there is none), `pitch` its pitch (None where none was found), and both over
    time in `track`."""

    voiced: tuple[Span, ...] = ()
    pauses: tuple[Span, ...] = ()
    hesitations: tuple[Hesitation, ...] = ()
    unlistened: bool = False
    level_dbfs: float | None = None
    pitch: Pitch | None = None
    track: Track | None = None

    def __post_init__(self) -> None:
        ends = [one.end for one in self.voiced]
        if self.voiced != tuple(sorted(self.voiced, key=lambda one: one.start)) or ends != sorted(ends):
            raise ValueError("voiced spans out of order")

    @property
    def speaking(self) -> Span | None:
        """From the first to the last voiced sound; None in silence."""
        return Span(self.voiced[0].start, self.voiced[-1].end) if self.voiced else None
