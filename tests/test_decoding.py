"""Guesses at a pause: in steps, dropped when speech goes on, and never heard in the end unless they came true."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Loud, Samples, ToneEngine, silence, tone

from voice_interview.hearing.chunks import Chunker, Cutting
from voice_interview.listening import Listening
from voice_interview.plugins import Heard

TAIL = Cutting().tail


class Counting(ToneEngine):
    """Remembers what it was asked for."""

    model = "base"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str | None, ...]] = []

    def hear(self, samples, prompts, language, **asked) -> Heard:  # type: ignore[no-untyped-def]
        self.asked.append(tuple(prompts))
        return super().hear(samples, prompts, language, **asked)


def listening() -> tuple[Listening, Counting]:
    engine = Counting()
    return Listening(engine, language="en", chunker=Chunker(Loud())), engine


def said(*hertz: float) -> Samples:
    return np.concatenate([piece for one in hertz for piece in (silence(0.1), tone(one, 0.4))])


def all_of(guess) -> int:  # type: ignore[no-untyped-def]
    steps = 0
    while guess():
        steps += 1
    return steps


def test_nothing_is_guessed_before_the_pause_is_long_enough() -> None:
    heard, engine = listening()
    heard.feed(np.concatenate([said(300), silence(TAIL - 0.1)]))
    assert not heard.guess() and not engine.asked
    heard.feed(silence(0.2))
    assert heard.guess() and engine.asked


def test_a_guess_goes_on_only_while_the_pause_lasts() -> None:
    heard, engine = listening()
    heard.feed(np.concatenate([said(300), silence(TAIL + 0.1)]))
    assert heard.guess() and engine.asked == [()]  # the encoding alone
    heard.feed(said(500))
    assert not heard.guess() and engine.asked == [()]
    assert [word.text for word in heard.finish().transcript.words] == ["w300", "w500"]
    assert engine.asked[1] == ()  # begun anew: the sound is another one


def test_a_guess_that_came_true_is_heard_once() -> None:
    alone, engine = listening()
    alone.feed(np.concatenate([said(300, 500), silence(TAIL + 0.3)]))
    wanted, once = alone.finish(), list(engine.asked)
    for steps in range(4):
        heard, engine = listening()
        heard.feed(np.concatenate([said(300, 500), silence(TAIL + 0.1)]))
        for _ in range(steps):
            heard.guess()
        heard.feed(silence(0.2))
        assert heard.finish() == wanted
        assert engine.asked == once


def test_what_was_guessed_can_be_read_ahead_and_is_told_once() -> None:
    heard, _ = listening()
    heard.feed(np.concatenate([said(300, 500), silence(TAIL + 0.1)]))
    assert heard.understood == 0 and not heard.so_far().words
    all_of(heard.guess)
    assert heard.understood == 1 and heard.so_far().text == "w300 w500"
    heard.hear_out()
    assert heard.understood == 1 and heard.so_far().text == heard.finish().transcript.text


def test_a_guess_in_vain_is_taken_back() -> None:
    heard, _ = listening()
    heard.feed(np.concatenate([said(300), silence(TAIL + 0.1)]))
    all_of(heard.guess)
    heard.feed(said(500))
    assert heard.so_far().text == "w300"
    heard.hear_out()
    assert heard.so_far().text == "w300 w500" and heard.understood == 2


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from((200, 300, 400, 500, 600)), st.floats(0.2, 1.5), st.floats(0.1, 1.2)),
        min_size=1,
        max_size=30,
    ),
    st.lists(st.integers(0, 3), min_size=1, max_size=20),
    st.sampled_from((800, 1_600, 4_801)),
)
def test_guesses_change_nothing(parts: list[tuple[int, float, float]], steps: list[int], size: int) -> None:
    """However far each guess came."""
    sound = np.concatenate([piece for hertz, loud, quiet in parts for piece in (tone(hertz, loud), silence(quiet))])
    plain, _ = listening()
    guessing, _ = listening()
    for number, at in enumerate(range(0, len(sound), size)):
        block = sound[at : at + size]
        plain.feed(block)
        guessing.feed(block)
        for _ in range(steps[number % len(steps)]):
            guessing.guess()
    assert guessing.finish() == plain.finish()
