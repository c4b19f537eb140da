"""Level and pitch over time, and the range of the pitch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Loud, Samples, noise, silence

from voice_interview.hearing import pauses
from voice_interview.hearing.track import TRACK_STEP, pitch, track
from voice_interview.model import SAMPLE_RATE, Pitch, Span, Track


def sung(hertz: np.ndarray | float, seconds: float, amplitude: float = 0.1) -> Samples:
    """A voice of eight harmonics, at one pitch or at that of each sample."""
    size = round(seconds * SAMPLE_RATE)
    phase = 2 * np.pi * np.cumsum(np.broadcast_to(hertz, size)) / SAMPLE_RATE
    return (amplitude * sum(np.sin(phase * n) / n for n in range(1, 9))).astype(np.float32)


def heard(sound: Samples) -> tuple[Track, Pitch | None, tuple[Span, ...]]:
    activity = Loud()
    activity.feed(sound)
    activity.finish()
    spans = pauses.voiced_spans(activity, len(sound) / SAMPLE_RATE, lambda _start, _end: False)
    return track(activity, spans), pitch(activity, spans), spans


def test_a_voice_that_grows_louder_and_higher_is_seen_to() -> None:
    quiet, loud = sung(110, 2.0, amplitude=0.1), sung(165, 2.0, amplitude=0.2)
    found, _, _ = heard(np.concatenate([silence(1.0), quiet, silence(1.0), loud, silence(1.0)]))
    assert found.step == TRACK_STEP == 0.25
    assert len(found.level_dbfs) == len(found.pitch_hz) == 28
    rms = float(20 * np.log10(np.sqrt(np.mean(np.square(quiet)))))
    inner = slice(5, 11), slice(17, 23)
    assert found.level_dbfs[inner[0]] == pytest.approx([rms] * 6, abs=0.6)
    assert found.level_dbfs[inner[1]] == pytest.approx([rms + 6] * 6, abs=0.6)
    assert found.pitch_hz[inner[0]] == (110,) * 6
    assert found.pitch_hz[inner[1]] == (165,) * 6
    for still in (slice(0, 3), slice(13, 15), slice(25, 28)):
        assert set(found.level_dbfs[still]) == set(found.pitch_hz[still]) == {None}


@settings(max_examples=15, deadline=None)
@given(st.floats(80, 250), st.floats(0, 6))
def test_the_range_of_a_swinging_voice(hertz: float, semitones: float) -> None:
    at = np.arange(8 * SAMPLE_RATE) / SAMPLE_RATE
    swing = hertz * 2 ** (semitones / 2 / 12 * np.sin(2 * np.pi * 0.5 * at))
    _, found, _ = heard(np.concatenate([silence(1.0), sung(swing, 8.0), silence(1.0)]))
    assert found is not None
    low, median, high = np.quantile(swing, (0.1, 0.5, 0.9))
    assert (found.low_hz, found.median_hz, found.high_hz) == pytest.approx((low, median, high), rel=0.015)
    assert found.seconds == pytest.approx(8.0, abs=0.2)


def test_octaves_that_were_mistaken_are_no_range() -> None:
    mostly, mistaken = sung(120, 6.0), sung(245, 0.6)
    _, found, _ = heard(np.concatenate([silence(1.0), mostly, mistaken, silence(1.0)]))
    assert found is not None and found.high_hz == pytest.approx(120, abs=1)


def test_noise_and_a_moment_of_voice_have_no_pitch() -> None:
    for sound in (noise(3.0, -20.0), sung(120, 0.6)):
        found, none, _ = heard(np.concatenate([silence(1.0), sound, silence(1.0)]))
        assert none is None
        assert len(found.level_dbfs) == -(-len(sound) // 4000) + 8


def test_no_sound_has_no_track() -> None:
    found, none, spans = heard(silence(0.0))
    assert (found.level_dbfs, none, spans) == ((), None, ())


@pytest.mark.parametrize("fields", [{"step": 0}, {"step": 0.25, "level_dbfs": (1,)}])
def test_a_track_without_a_value_for_each_step_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not one level and one pitch"):
        Track(**fields)  # type: ignore[arg-type]


def test_a_range_of_pitch_has_an_order() -> None:
    with pytest.raises(ValueError, match="no range of pitch"):
        Pitch(median_hz=100, low_hz=110, high_hz=120, seconds=1)
