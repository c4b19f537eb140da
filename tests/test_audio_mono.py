"""Mixing down and resampling as a stream."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interview.audio.mono import Mixdown, Mono, clean

RATE = 16_000


def noise(count: int, seed: int = 0, level: float = 0.1) -> np.ndarray:
    return (level * np.random.default_rng(seed).standard_normal(count)).astype(np.float32)


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))


def mixed(frames: np.ndarray, size: int = 480) -> np.ndarray:
    mix = Mixdown(frames.shape[1])
    return np.concatenate([mix.feed(frames[i : i + size]) for i in range(0, len(frames), size)])


def test_the_same_on_both_sides_stays_as_it_is() -> None:
    sound = noise(RATE)
    assert np.abs(mixed(np.stack([sound, sound], axis=1)) - sound).max() < 1e-6


@pytest.mark.parametrize("channels", [2, 4, 8])
@pytest.mark.parametrize("at", [0, -1])
def test_a_microphone_on_one_channel_keeps_its_level(channels: int, at: int) -> None:
    """The plain mean would lose 6, 12 and 18 dB."""
    frames = np.stack([noise(RATE, seed, 1e-5) for seed in range(channels)], axis=1)
    frames[:, at] = noise(RATE, 99)
    assert rms(mixed(frames)) == pytest.approx(rms(frames[:, at]), rel=1e-3)


def test_opposite_polarity_does_not_cancel() -> None:
    sound = noise(RATE)
    assert rms(mixed(np.stack([sound, -sound], axis=1))) == pytest.approx(rms(sound), rel=1e-3)


def test_two_people_on_two_channels_are_both_heard() -> None:
    left, right = noise(RATE), noise(RATE, 1)
    heard = mixed(np.stack([left, right], axis=1))
    assert np.abs(heard - (left + right) / 2).max() < 1e-6


def test_a_channel_that_wakes_up_does_not_click() -> None:
    """A jump between two blocks would be as high as the tone; the weights move over a block instead."""
    tone = (0.5 * np.sin(2 * np.pi * 100 * np.arange(RATE) / RATE)).astype(np.float32)
    late = tone * (np.arange(RATE) > RATE / 2)
    heard = mixed(np.stack([tone, late], axis=1))
    assert np.abs(np.diff(heard)).max() < 1.2 * np.abs(np.diff(tone)).max()


def test_silence_is_silence() -> None:
    assert not mixed(np.zeros((RATE, 2), np.float32)).any()


@settings(max_examples=25, deadline=None)
@given(
    rate=st.sampled_from([8_000, 11_025, 16_000, 24_000, 44_100, 48_000, 192_000]),
    sizes=st.lists(st.integers(0, 5000), min_size=1, max_size=12),
)
def test_a_stream_does_not_depend_on_how_it_is_cut(rate: int, sizes: list[int]) -> None:
    sound = noise(sum(sizes))
    whole = Mono(rate, RATE)
    expected = np.concatenate([whole.feed(sound[:, None]), whole.flush()])
    mono, at, pieces = Mono(rate, RATE), 0, []
    for size in sizes:
        pieces.append(mono.feed(sound[at : at + size, None]))
        at += size
    heard = np.concatenate([*pieces, mono.flush()])
    assert len(heard) == len(expected) and np.abs(heard - expected).max(initial=0) < 1e-6
    assert abs(len(heard) - len(sound) * RATE / rate) <= 1


def test_nothing_above_8_khz_folds_back() -> None:
    """A 10 kHz tone is not speech at 6 kHz: 80 dB down is what soxr's HQ promises and more than 16 bits need."""
    tone = (0.5 * np.sin(2 * np.pi * 10_000 * np.arange(48_000) / 48_000)).astype(np.float32)
    mono = Mono(48_000, RATE)
    heard = np.concatenate([mono.feed(tone[:, None]), mono.flush()])
    assert rms(heard[1000:-1000]) < rms(tone) * 1e-4


@given(st.lists(st.floats(width=32), max_size=50))
def test_clean_sound_is_finite_and_in_range(values: list[float]) -> None:
    heard = clean(np.array(values, dtype=np.float32))
    assert np.isfinite(heard).all() and (np.abs(heard) <= 1).all() and heard.dtype == np.float32
    for value, got in zip(values, heard.tolist(), strict=True):
        assert got == (0.0 if np.isnan(value) else max(-1.0, min(1.0, value)))
