"""Listening in a process of its own: the same words as from the file, and nothing lost when it dies."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest
from spoken import Samples, ToneEngine, silence, tone

from voice_interview.answers import listen
from voice_interview.audio import decode
from voice_interview.cli.places import load_engine
from voice_interview.errors import EngineError
from voice_interview.listening import Listened
from voice_interview.live import Live
from voice_interview.model import Transcript, Word
from voice_interview.plugins import Heard

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"


def broken() -> ToneEngine:
    raise EngineError("The weights are damaged.", "Verify them.")


class Words(ToneEngine):
    """Hears a word in every half second."""

    def hear(self, samples, prompts, _language, **_):  # type: ignore[no-untyped-def]
        starts = np.arange(0.0, len(samples) / 16_000 - 0.4, 0.5).tolist()
        words = tuple(Word(text=f"word{at:g}", start=at, end=at + 0.4, confidence=1.0) for at in starts)
        return Heard(words=tuple(words for _ in prompts))


class Slow(ToneEngine):
    """Takes longer to listen than the speaker takes to speak."""

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        time.sleep(0.5 * bool(prompts))
        return super().hear(samples, prompts, language, **asked)


class Hanging(ToneEngine):
    """Loads, and then never comes back."""

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        if len(samples) > 16_000:
            time.sleep(600)
        return super().hear(samples, prompts, language, **asked)


class Failing(ToneEngine):
    """Loads, and then has no memory left."""

    def hear(self, samples, prompts, language, **asked):  # type: ignore[no-untyped-def]
        if len(samples) > 16_000:
            raise EngineError("There is no memory left.", "Close other programs.")
        return super().hear(samples, prompts, language, **asked)


@pytest.fixture
def start() -> Iterator[type[Live]]:
    """Starts listening processes and ends them all."""
    started: list[Live] = []

    def start_one(load, ahead=None) -> Live:  # type: ignore[no-untyped-def]
        started.append(Live(load, ahead=ahead))
        return started[-1]

    yield start_one  # type: ignore[misc]
    for live in started:
        live.close()


def beeps(*hertz: float) -> Samples:
    return np.concatenate([silence(0.5), *(np.concatenate([tone(h, 0.4), silence(0.3)]) for h in hertz)])


def spoken() -> Samples:
    """Speech, so that there is something to listen to."""
    return decode.read(ANSWER)[: 25 * 16_000]


def told(live: Live, sound: Samples, size: int = 1600) -> Listened | None:
    live.begin()
    for at in range(0, len(sound), size):
        live.feed(sound[at : at + size])
    return live.finish()


def test_it_says_who_listens(start) -> None:  # type: ignore[no-untyped-def]
    identity = start(ToneEngine).identity(None)
    assert (identity.name, identity.model) == ("tones", "none")


def test_what_the_engine_says_against_being_loaded_is_raised(start) -> None:  # type: ignore[no-untyped-def]
    live = start(broken)
    with pytest.raises(EngineError, match="weights are damaged"):
        live.identity(None)
    assert not live.alive
    assert live.finish() is None


def test_a_failing_engine_says_why_and_the_file_is_still_there(start) -> None:  # type: ignore[no-untyped-def]
    live = start(Failing)
    live.begin()
    live.feed(spoken())
    with pytest.raises(EngineError, match="no memory"):
        live.finish()
    assert not live.alive


def test_one_answer_after_the_other(start) -> None:  # type: ignore[no-untyped-def]
    live = start(ToneEngine)
    for _ in range(2):
        heard = told(live, beeps(300, 500))
        assert heard is not None
        assert heard.seconds == pytest.approx(len(beeps(300, 500)) / 16_000)


def test_what_was_understood_is_told_while_more_is_being_said(start) -> None:  # type: ignore[no-untyped-def]
    ahead: SimpleQueue[Transcript] = SimpleQueue()
    live = start(Words, ahead.put)
    live.begin()
    sound = np.concatenate([spoken(), silence(1.0)])
    for at in range(0, len(sound), 1600):
        live.feed(sound[at : at + 1600])
    so_far = ahead.get(timeout=60)
    heard = live.finish()
    assert heard is not None
    said = [word.text for word in heard.transcript.words]
    assert so_far.words and [word.text for word in so_far.words] == said[: len(so_far.words)]


def test_what_is_left_is_decoded_while_other_things_are_done(start) -> None:  # type: ignore[no-untyped-def]
    ahead: SimpleQueue[Transcript] = SimpleQueue()
    live = start(Words, ahead.put)
    live.begin()
    live.feed(spoken()[: 5 * 16_000])  # too little to be cut before it is asked for
    live.ask()
    so_far = ahead.get(timeout=60)
    heard = live.finish()
    assert heard is not None and heard == listen([spoken()[: 5 * 16_000]], Words())
    assert so_far.words and so_far.text == heard.transcript.text


def test_an_abandoned_answer_is_forgotten(start) -> None:  # type: ignore[no-untyped-def]
    live = start(Slow)
    live.begin()
    for _ in range(5):
        live.feed(spoken())
    heard = told(live, beeps(300))
    assert heard is not None
    assert heard.seconds == pytest.approx(len(beeps(300)) / 16_000)


def test_catching_up_is_told(start) -> None:  # type: ignore[no-untyped-def]
    live = start(Slow)
    assert live.identity(None)
    live.begin()
    for _ in range(3):
        live.feed(spoken())
    progress: list[float] = []
    heard = live.finish(progress.append)
    assert heard is not None
    assert progress == sorted(progress)
    assert progress[-1] == pytest.approx(heard.seconds)


def test_what_is_fed_after_the_words_were_asked_for_answers_a_follow_up(start) -> None:  # type: ignore[no-untyped-def]
    """The words of the first answer at once, both together in the end, as from the file; a new one begins afresh."""
    live = start(Slow)
    first, second = np.concatenate([spoken()[: 8 * 16_000], silence(0.5)])[:-77], spoken()[8 * 16_000 : 16 * 16_000]
    so_far = told(live, first)
    told_of: list[float] = []
    for at in range(0, len(second), 4_777):
        live.feed(second[at : at + 4_777])
    whole = live.finish(told_of.append)
    start_of_second = len(first) / 16_000
    assert so_far == listen([first], ToneEngine())
    assert whole == listen([np.concatenate([first, second])], ToneEngine(), [start_of_second])
    assert told_of and min(told_of) > start_of_second
    assert told(live, first) == so_far


def test_a_killed_process_is_noticed_and_nobody_waits(start) -> None:  # type: ignore[no-untyped-def]
    live = start(ToneEngine)
    assert live.identity(None)
    live.begin()
    live.feed(beeps(300))
    live._process.kill()
    live._process.join()
    for _ in range(50):
        live.feed(beeps(300))
    assert live.finish() is None
    assert not live.alive


def test_a_process_that_is_given_up_takes_no_core_from_who_listens_instead(start) -> None:  # type: ignore[no-untyped-def]
    live = start(Hanging)
    assert live.identity(None)
    live.begin()
    live.feed(spoken()[: 5 * 16_000])
    assert live.finish(patience=0.5) is None
    live._process.join(20)
    assert live._process.exitcode is not None


@pytest.mark.whisper
def test_live_and_file_say_the_same(start) -> None:  # type: ignore[no-untyped-def]
    """Words equal, times within 50 ms: whatever the blocks, and with guesses at every pause."""
    live = start(partial(load_engine, "faster-whisper", "base"))
    sound = spoken()
    file = listen(np.array_split(sound, 40), load_engine("faster-whisper", "base"))
    live.begin()
    for at in range(0, len(sound), 4_777):
        live.feed(sound[at : at + 4_777])
        time.sleep(0.05)  # faster than speech, and slow enough for the process to be idle at pauses
    heard = live.finish()
    assert heard is not None
    assert [w.text for w in heard.transcript.words] == [w.text for w in file.transcript.words]
    for one, other in zip(heard.transcript.words, file.transcript.words, strict=True):
        assert (one.start, one.end) == (pytest.approx(other.start, abs=0.05), pytest.approx(other.end, abs=0.05))
    assert heard.sound == file.sound
    assert heard.faults == file.faults
