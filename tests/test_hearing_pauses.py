"""Voiced spans and pauses are read from the waveform, within 100 ms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Loud, Samples, noise, silence, speech, tone

from voice_interview.hearing import pauses
from voice_interview.hearing.activity import Activity
from voice_interview.model import SAMPLE_RATE, Span


def voiced(samples: Samples, activity: Activity) -> tuple[Span, ...]:
    activity.feed(samples)
    activity.finish()
    return pauses.voiced_spans(activity, len(samples) / SAMPLE_RATE, lambda _start, _end: False)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0.15, 1.0), st.floats(0.4, 3.0)), min_size=1, max_size=8))
def test_pauses_between_tones(parts: list[tuple[float, float]]) -> None:
    samples = np.concatenate([piece for loud, quiet in parts for piece in (tone(300, loud), silence(quiet))])
    spans = voiced(samples, Loud())
    assert len(spans) == len(parts)
    assert np.allclose([span.seconds for span in spans], [loud for loud, _ in parts], atol=0.1)
    found = pauses.pauses(spans)
    assert np.allclose([gap.seconds for gap in found], [quiet for _, quiet in parts[:-1]], atol=0.1)


@pytest.mark.parametrize(("gap", "expected"), [(0.15, 0), (0.2, 0), (0.4, 1), (0.6, 1)])
def test_closures_are_no_pauses(gap: float, expected: int) -> None:
    samples = np.concatenate([tone(300, 0.5), silence(gap), tone(300, 0.5), silence(1.0)])
    assert len(pauses.pauses(voiced(samples, Loud()))) == expected


@pytest.mark.parametrize("room", [-70.0, -55.0, -45.0])
@pytest.mark.parametrize("gap", [0.5, 1.0, 2.0])
def test_pauses_in_speech_stand_where_they_are(tmp_path: Path, room: float, gap: float) -> None:
    one, two = (trimmed(speech(text, tmp_path)) for text in ("I was at the desk.", "The guest was angry."))
    samples = np.concatenate([silence(1.0), one, silence(gap), two, silence(1.0)])
    samples = (samples + noise(len(samples) / SAMPLE_RATE, room)[: len(samples)]).astype(np.float32)
    start = 1.0 + len(one) / SAMPLE_RATE
    found = [pause for pause in pauses.pauses(voiced(samples, Activity())) if pause.end > start]
    assert len(found) == 1
    # Soft ends of words sink into a noisy room: there the pause may begin a little earlier.
    assert abs(found[0].start - start) <= (0.1 if room < -50 else 0.2)
    assert abs(found[0].end - start - gap) <= (0.1 if room < -50 else 0.2)


def test_sound_without_a_voice_counts_where_words_lie() -> None:
    activity = Activity()
    samples = np.concatenate([silence(1.0), noise(0.6, -30.0), silence(1.0)])
    activity.feed(samples)
    activity.finish()
    assert pauses.voiced_spans(activity, 2.6, lambda _start, _end: False) == ()
    spoken = pauses.voiced_spans(activity, 2.6, lambda _start, _end: True)
    assert np.allclose([(span.start, span.end) for span in spoken], [(1.0, 1.6)], atol=0.05)


def test_the_level_is_that_of_the_voice() -> None:
    activity = Loud()
    spans = voiced(np.concatenate([silence(3.0), tone(300, 1.0, amplitude=0.1), silence(3.0)]), activity)
    assert pauses.speech_level(activity, spans) == pytest.approx(-23.0, abs=0.5)  # a sine of 0.1 has 0.0707 rms
    assert pauses.speech_level(activity, ()) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0.0, 1.0, 0.0), (1.0, 2.0, 1.0), (1.5, 3.5, 0.5), (2.0, 2.0, 0.0)]
)
def test_share(start: float, end: float, expected: float) -> None:
    assert pauses.share([Span(1.0, 2.0), Span(3.0, 4.0)], start, end) == pytest.approx(expected)


def trimmed(sound: Samples) -> Samples:
    """Without the silence that a synthesizer puts at both ends."""
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    return sound[loud[0] : loud[-1] + 1]
