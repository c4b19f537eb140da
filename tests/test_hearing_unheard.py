"""Speech that the recogniser swallowed is found and listened to again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from spoken import Loud, Samples, ToneEngine, silence, tone

from voice_interview.hearing.chunks import Chunk, Chunker
from voice_interview.hearing.unheard import ENOUGH, Moments
from voice_interview.listening import Listening
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard


def moments(sound: Samples, pieces: tuple[tuple[int, int], ...] | None = None) -> Moments:
    activity = Loud()
    activity.feed(sound)
    activity.finish()
    chunk = Chunk(start=0, end=len(sound), pieces=pieces or ((0, len(sound)),), sound=sound)
    return Moments(chunk, activity)


def word(start: float, end: float) -> Word:
    return Word(text="word", start=start, end=end)


SPEECH = np.concatenate([tone(300, 2.0), silence(1.0), tone(400, 3.0), silence(1.0)])


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ([], 5.0),
        ([word(0.0, 1.0), word(1.0, 2.0)], 3.0),
        ([word(0.0, 7.0)], 4.5),  # stretched over everything: only as much as its letters last is believed
        ([word(1.4, 3.6), word(3.6, 4.6), word(4.6, 5.6)], 1.4),  # it begins before the pause and ends after it
        ([word(0.0, 1.0), word(1.0, 2.0), word(3.0, 4.0), word(4.0, 5.0), word(5.0, 6.0)], 0.0),
        (
            [word(0.0, 1.0), word(1.0, 2.0), word(3.0, 4.0), word(4.6, 5.3), word(5.3, 6.0)],
            0.0,
        ),  # less than ENOUGH is left
    ],
)
def test_seconds_of_voice_without_a_word(words: list[Word], seconds: float) -> None:
    assert moments(SPEECH).unheard(words, 0.0, 7.0) == pytest.approx(seconds, abs=0.25)


def test_only_the_window_counts() -> None:
    assert moments(SPEECH).unheard([], 0.0, 2.5) == pytest.approx(2.0, abs=0.1)
    assert moments(SPEECH).unheard([], 2.0, 3.0 + ENOUGH / 2) == 0.0


def test_silence_left_out_of_the_sound_is_left_out_of_the_count() -> None:
    pieces = ((0, 2 * SAMPLE_RATE), (3 * SAMPLE_RATE, 6 * SAMPLE_RATE))
    both = moments(SPEECH, pieces)
    assert both.unheard([], 0.0, 5.0) == pytest.approx(5.0, abs=0.1)
    assert both.unheard([word(2.0, 3.0), word(3.0, 4.0), word(4.0, 5.0)], 0.0, 5.0) == pytest.approx(2.0, abs=0.2)


def test_the_cut_is_in_the_pause_and_never_near_an_end() -> None:
    assert moments(SPEECH).pause(0.0, 7.0) == pytest.approx(2.5, abs=0.5)
    assert moments(SPEECH).pause(0.0, 2.9) is None


class Hasty(ToneEngine):
    """Hears only the last word of a window longer than four seconds, as Whisper does on a bad day."""

    def hear(self, samples: Samples, prompts: Sequence[str | None], language: str, *, states: bool = False) -> Heard:
        heard = super().hear(samples, prompts, language, states=states)
        words = tuple(words[-1:] for words in heard.words)
        return Heard(words, heard.states) if len(samples) > 4 * SAMPLE_RATE else heard


def test_what_a_hasty_engine_swallows_is_heard_all_the_same() -> None:
    names = [300, 400, 500, 600, 700]
    sound = np.concatenate([np.concatenate([tone(h, 1.0), silence(0.3)]) for h in names])
    listening = Listening(Hasty(), chunker=Chunker(Loud()))
    listening.feed(np.concatenate([silence(0.5), sound, silence(1.0)]))
    assert [w.text for w in listening.finish().transcript.words] == [f"w{h}" for h in names]
