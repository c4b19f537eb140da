"""What was put together before the last words came is what is put together with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from spoken import Loud, Samples, ToneEngine, noise, silence, tone

from voice_interview.hearing.activity import FRAME_SECONDS, Activity
from voice_interview.hearing.chunks import Chunker
from voice_interview.hearing.shape import Shape, shape
from voice_interview.listening import Listening
from voice_interview.model import SAMPLE_RATE, Word
from voice_interview.plugins import Heard

BREATHY = np.concatenate([silence(1.0), noise(0.6, -30.0), silence(1.0)])
"""Sound in which Silero hears no voice: only words tell whether it was one."""


def seen(samples: Samples, said: bool) -> Shape:
    activity = Activity()
    activity.feed(samples)
    activity.finish()
    return shape(activity, len(samples) / SAMPLE_RATE, lambda _start, _end: said)


@pytest.mark.parametrize("said", [True, False])
def test_a_shape_holds_while_words_say_the_same(said: bool) -> None:
    found = seen(BREATHY, said)
    assert bool(found.voiced) is said and len(found.asked) == 1
    assert found.holds(lambda _start, _end: said)
    assert not found.holds(lambda _start, _end: not said)


def test_words_are_not_asked_where_a_voice_is_heard() -> None:
    activity = Loud()
    activity.feed(np.concatenate([silence(1.0), tone(300, 1.0), silence(1.0)]))
    activity.finish()
    assert shape(activity, 3.0, lambda _start, _end: False).asked == {}


class Hinting(Activity):
    """Activity that hears a hint of a voice from 1.4 s on, which is enough to listen to what is around it."""

    def __init__(self) -> None:
        super().__init__()
        times = iter(range(10_000))
        self._silero: Any = lambda _frame: 0.2 if next(times) * FRAME_SECONDS >= 1.4 else 0.02


class OneWord(ToneEngine):
    """Hears one word over the whole of what it is given."""

    def hear(self, samples: Samples, prompts: Sequence[str | None], _language: str, **_asked: bool) -> Heard:
        word = Word(text="whispered", start=0.0, end=len(samples) / SAMPLE_RATE, confidence=0.9)
        return Heard(tuple((word,) for _ in prompts), None)


def test_the_last_words_still_decide() -> None:
    """The word is decoded after the sound has ended; the shape that was made meanwhile does not know it."""
    samples = np.concatenate([silence(1.0), noise(0.3, -30.0), silence(0.2), noise(0.6, -30.0), silence(1.0)])
    heard = Listening(OneWord(), language="en", chunker=Chunker(Hinting()))
    heard.feed(samples)
    found = heard.finish().sound
    activity = Hinting()
    activity.feed(samples)
    activity.finish()
    without, with_it = (shape(activity, 3.1, lambda _start, _end, said=said: said) for said in (False, True))
    assert without.voiced != with_it.voiced
    assert (found.voiced, found.level_dbfs, found.track) == (with_it.voiced, with_it.level_dbfs, with_it.track)
