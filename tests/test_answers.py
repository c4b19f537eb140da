"""Several answers in one recording: each heard for itself, put together in its times, live as from the file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Loud, Samples, SaysGerman, ToneEngine, noise, silence, tone

from voice_interview.answers import Answers, listen
from voice_interview.hearing.chunks import Chunker
from voice_interview.listening import Listened, Listening
from voice_interview.model import SAMPLE_RATE
from voice_interview.text import turns

PITCHES = (200, 300, 400, 500, 600, 700, 800)


def answers() -> Answers:
    return Answers(ToneEngine(), chunker=lambda: Chunker(Loud()))


def alone(sound: Samples) -> Listened:
    """What is heard of a recording that holds one answer."""
    listening = Listening(ToneEngine(), chunker=Chunker(Loud()))
    listening.feed(sound)
    return listening.finish()


def said(*hertz: float, before: float = 0.8, after: float = 1.2, odd: int = 0) -> Samples:
    """Tones with silence around, `odd` samples longer."""
    parts = [piece for one in hertz for piece in (tone(one, 0.4), silence(0.5))]
    return np.concatenate([silence(before), *parts, silence(after), np.zeros(odd, np.float32)])


def live(parts: list[Samples], size: int) -> tuple[list[Listened], Listened]:
    """Blocks as they come, with a look at what was said after each answer; and what was said in the end."""
    listening, so_far = answers(), []
    for part in parts:
        for at in range(0, len(part), size):
            listening.feed(part[at : at + size])
            while part_of_guess := listening.guess():
                part_of_guess()
        so_far.append(listening.finish())
    return so_far, listening.finish()


def from_file(parts: list[Samples], size: int, monkeypatch: pytest.MonkeyPatch) -> Listened:
    whole = np.concatenate(parts)
    starts = [end / SAMPLE_RATE for end in np.cumsum([len(part) for part in parts])[:-1].tolist()]
    monkeypatch.setattr("voice_interview.answers.Answers", lambda _: answers())
    return listen((whole[at : at + size] for at in range(0, len(whole), size)), ToneEngine(), starts)


def test_one_answer_is_what_it_always_was() -> None:
    so_far, whole = live([said(300, 500)], 1_600)
    assert so_far == [whole] == [alone(said(300, 500))]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(PITCHES), min_size=1, max_size=6, unique=True), st.integers(0, 700)),
        min_size=2,
        max_size=3,
    ),
    st.integers(500, 40_000),
    st.integers(500, 40_000),
)
def test_live_and_file_agree_wherever_the_answers_meet(
    spoken: list[tuple[list[int], int]], block: int, other: int
) -> None:
    parts = [said(*hertz, odd=odd) for hertz, odd in spoken]
    with pytest.MonkeyPatch.context() as patch:
        file = from_file(parts, other, patch)
    so_far, whole = live(parts, block)
    assert whole == file == so_far[-1]
    assert [word.text for word in whole.transcript.words] == [f"w{one}" for hertz, _ in spoken for one in hertz]


def test_a_later_answer_changes_nothing_of_the_one_before() -> None:
    first, second = said(300, 500, odd=77), said(500, 700, 300)
    so_far, whole = live([first, second], 1_600)
    assert so_far[0] == alone(first)
    words, at = whole.transcript.words, len(first) / SAMPLE_RATE
    (a, b), (_, c) = turns(words, [at])
    assert words[a:b] == so_far[0].transcript.words and c == len(words) == 5
    assert whole.sound.voiced[:2] == so_far[0].sound.voiced and whole.sound.pauses[:1] == so_far[0].sound.pauses
    shifted = [(word.start or 0) - at for word in words[b:]]
    assert shifted == pytest.approx([word.start for word in alone(second).transcript.words], abs=0.001)
    assert all(at <= span.start and span.end <= whole.seconds for span in whole.sound.voiced[2:])


def test_no_pause_and_no_sentence_goes_on_from_one_answer_to_the_next() -> None:
    first, second = said(300, 500, after=3.0), said(500, 700, before=2.0)
    _, whole = live([first, second], 1_600)
    at = len(first) / SAMPLE_RATE
    assert [sentence.text for sentence in whole.transcript.sentences] == ["w300 w500", "w500 w700"]
    assert not [pause for pause in whole.sound.pauses if pause.start < at < pause.end] and len(whole.sound.pauses) == 2
    assert max(pause.seconds for pause in alone(np.concatenate([first, second])).sound.pauses) > 5


def test_what_the_sound_is_like_is_told_of_all_answers() -> None:
    quiet, loud = said(300, 300, 300, 300), said(600, 600, 600, 600) * 2
    _, whole = live([quiet, loud], 1_600)
    levels = sorted(one.sound.level_dbfs or 0 for one in (alone(quiet), alone(loud)))
    assert whole.sound.level_dbfs is not None and levels[0] <= whole.sound.level_dbfs <= levels[1]
    pitch = whole.sound.pitch
    assert pitch is not None and pitch.low_hz == pytest.approx(300, abs=5)
    apart = [one.sound.pitch.seconds for one in (alone(quiet), alone(loud)) if one.sound.pitch]
    assert pitch.seconds == pytest.approx(sum(apart), abs=0.16)  # all three are told to a tenth
    track = whole.sound.track
    assert track is not None and len(track.level_dbfs) == -(-len(np.concatenate([quiet, loud])) // (SAMPLE_RATE // 4))
    at = int(len(quiet) / SAMPLE_RATE / track.step)
    heard = [(level, hertz) for level, hertz in zip(track.level_dbfs, track.pitch_hz, strict=True) if level and hertz]
    assert {hertz for _, hertz in heard[:4]} == {300} and heard[-1][0] - heard[0][0] == pytest.approx(6, abs=1)
    assert track.level_dbfs[at] is None  # the silence in which the follow-up was asked


def test_silence_after_a_follow_up_is_no_fault_of_the_answer() -> None:
    first, silent = said(300, 500), noise(3.0, -75.0)
    so_far, whole = live([first, silent], 1_600)
    assert so_far[0].faults == whole.faults == ()
    assert whole.transcript.words == so_far[0].transcript.words and whole.sound.voiced == so_far[0].sound.voiced
    assert whole.seconds == pytest.approx(len(first) / SAMPLE_RATE + 3)


def test_moments_beyond_the_end_begin_no_answer() -> None:
    sound = said(300, 500)
    assert listen([sound], ToneEngine(), [99.0]) == listen([sound], ToneEngine())


def test_an_answer_to_a_follow_up_is_in_the_language_of_the_answer() -> None:
    engine = SaysGerman(german=0.9, english=0.2)
    listening = Answers(engine, chunker=lambda: Chunker(Loud()))
    listening.feed(said(*PITCHES))
    listening.finish()
    listening.feed(said(300))
    assert listening.finish().transcript.language == "de"
    assert engine.told == 1 and {language for _, language in engine.asked[2:]} == {"de"}
