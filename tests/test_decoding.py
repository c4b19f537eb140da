"""Guesses at a pause: in steps, dropped when speech goes on, and never heard in the end unless they came true."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Loud, Samples, ToneEngine, silence, tone

from voice_interview.errors import EngineError
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


def guess(heard: Listening) -> bool:
    """Do a part of a guess, if there is one to do."""
    part = heard.guess()
    if part is not None:
        part()
    return part is not None


def all_of(heard: Listening) -> None:
    while guess(heard):
        pass


def test_nothing_is_guessed_before_the_pause_is_long_enough() -> None:
    heard, engine = listening()
    heard.feed(np.concatenate([said(300), silence(TAIL - 0.1)]))
    assert not guess(heard) and not engine.asked
    heard.feed(silence(0.2))
    assert guess(heard) and engine.asked


def test_a_guess_goes_on_only_while_the_pause_lasts() -> None:
    heard, engine = listening()
    heard.feed(np.concatenate([said(300), silence(TAIL + 0.1)]))
    assert guess(heard) and engine.asked == [()]  # the encoding alone
    heard.feed(said(500))
    assert not guess(heard) and engine.asked == [()]
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
            guess(heard)
        heard.feed(silence(0.2))
        assert heard.finish() == wanted
        assert engine.asked == once


def test_what_was_guessed_can_be_read_ahead_and_is_told_once() -> None:
    heard, _ = listening()
    heard.feed(np.concatenate([said(300, 500), silence(TAIL + 0.1)]))
    assert heard.understood == 0 and not heard.so_far().words
    all_of(heard)
    assert heard.understood == 1 and heard.so_far().text == "w300 w500"
    heard.hear_out()
    assert heard.understood == 1 and heard.so_far().text == heard.finish().transcript.text


def test_a_guess_in_vain_is_taken_back() -> None:
    heard, _ = listening()
    heard.feed(np.concatenate([said(300), silence(TAIL + 0.1)]))
    all_of(heard)
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
            guess(guessing)
    assert guessing.finish() == plain.finish()


def test_the_end_waits_for_the_part_of_a_guess_that_is_being_done() -> None:
    """And for nothing else: what does not need the words goes on beside it."""
    heard, engine = listening()
    going_on, go_on = threading.Event(), threading.Event()
    hear = engine.hear

    def slowly(*asked, **named) -> Heard:  # type: ignore[no-untyped-def]
        going_on.set()
        assert go_on.wait(20)
        return hear(*asked, **named)

    engine.hear = slowly  # type: ignore[method-assign]
    heard.feed(np.concatenate([said(300, 500), silence(TAIL + 0.1)]))
    part = heard.guess()
    assert part is not None
    with ThreadPoolExecutor(2) as threads:
        threads.submit(part)
        assert going_on.wait(20)
        heard.feed(silence(0.2))  # which waits for nothing
        ended = threads.submit(heard.finish)
        assert not ended.done() and len(engine.asked) == 0
        go_on.set()
        assert ended.result(20).transcript.text == "w300 w500"
    assert engine.asked[0] == ()  # encoded once, by the guess
    assert engine.asked.count(()) == 1


@pytest.mark.parametrize("error", [EngineError("The weights are gone.", "Fetch them."), ValueError("gone")])
def test_a_guess_that_failed_fails_in_the_end_too(error: Exception) -> None:
    """A bug as well, which was waited for without end."""
    heard, engine = listening()

    def broken(*_asked, **_named) -> Heard:  # type: ignore[no-untyped-def]
        raise error

    engine.hear = broken  # type: ignore[method-assign]
    heard.feed(np.concatenate([said(300), silence(TAIL + 0.1)]))
    for _ in range(2):
        with pytest.raises(type(error), match="gone"):
            guess(heard)
    with pytest.raises(type(error), match="gone"):
        heard.finish()
