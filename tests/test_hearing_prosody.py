"""Levels of bands and the pitch of the voice: right for known sounds, the same for blocks of any size."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Samples, noise, silence, tone

from voice_interview.hearing.prosody import BANDS, FRAME, STEP, Prosody
from voice_interview.model import SAMPLE_RATE


def measured(sound: Samples, sizes: tuple[int, ...] = ()) -> Prosody:
    prosody, at = Prosody(), 0
    for size in (*sizes, len(sound)):
        prosody.feed(sound[at : at + size])
        at += size
    prosody.finish()
    return prosody


def sung(hertz: np.ndarray, amplitude: float = 0.1) -> Samples:
    """A voice of eight harmonics at the pitch of each sample."""
    phase = 2 * np.pi * np.cumsum(hertz) / SAMPLE_RATE
    return (amplitude * sum(np.sin(phase * n) / n for n in range(1, 9))).astype(np.float32)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 60_000), max_size=30), st.integers(0, 90_000))
def test_blocks_of_any_size_give_the_same_to_the_bit(sizes: list[int], length: int) -> None:
    sound = (noise(6.0, -50.0) + tone(170, 6.0))[:length].astype(np.float32)
    whole, parts = measured(sound), measured(sound, tuple(sizes))
    assert np.array_equal(whole.levels(), parts.levels())
    assert np.array_equal(whole.pitches(), parts.pitches())
    assert len(whole.levels()) == -(-length // STEP)
    assert len(whole.pitches()) == -(-length // FRAME)


def test_no_sound_has_no_steps() -> None:
    assert measured(silence(0.0)).levels().shape == (0, 6)


@pytest.mark.parametrize("band", range(len(BANDS) - 1))
def test_a_tone_stands_in_its_band_with_its_level(band: int) -> None:
    middle = (BANDS[band] + BANDS[band + 1]) / 2
    inside = measured(tone(middle, 1.0, amplitude=0.1)).levels()[10:-10]
    assert np.allclose(inside[:, band], -23.0, atol=0.5)  # a sine of 0.1 has 0.0707 rms
    assert (np.delete(inside, band, axis=1) < -60).all()


def test_digital_silence_is_the_lowest_level() -> None:
    assert (measured(silence(1.0)).levels() == -120.0).all()


def test_a_click_is_seen_in_its_own_steps_alone() -> None:
    sound = silence(2.0)
    sound[16_000] = 0.5
    loud = np.flatnonzero((measured(sound).levels() > -100).any(axis=1))
    assert set(loud) <= {98, 99, 100, 101}  # each step hears 25 ms around its middle


@pytest.mark.parametrize("hertz", [65, 80, 110, 165, 220, 300, 400, 480])
def test_the_pitch_of_a_steady_voice(hertz: float) -> None:
    found = measured(sung(np.full(2 * SAMPLE_RATE, hertz))).pitches()[2:-2]
    assert np.abs(12 * np.log2(found / hertz)).max() < 0.1


@pytest.mark.parametrize(("snr", "wrong"), [(40, 0.0), (20, 0.0), (10, 0.0), (5, 0.0), (0, 0.02)])
def test_the_pitch_of_a_moving_voice_in_noise(snr: float, wrong: float) -> None:
    at = np.arange(6 * SAMPLE_RATE) / SAMPLE_RATE
    hertz = 120 * 2 ** (np.sin(2 * np.pi * 0.5 * at) * 6 / 12)
    voice = sung(hertz)
    level = 20 * np.log10(np.sqrt(np.mean(np.square(voice))))
    found = measured((voice + noise(6.0, level - snr)).astype(np.float32)).pitches()[1:-1]
    true = hertz[FRAME + FRAME // 2 :: FRAME][: len(found)]
    off = np.abs(12 * np.log2(np.maximum(found, 1) / true)) > 0.5
    assert off.mean() <= wrong


def test_noise_and_silence_have_no_pitch() -> None:
    for sound in (noise(3.0, -20.0), silence(3.0)):
        assert (measured(sound).pitches() > 0).mean() <= 0.01


def test_bands_follow_each_other() -> None:
    assert all(low < high <= SAMPLE_RATE / 2 for low, high in pairwise(BANDS))


def test_a_second_of_sound_leaves_less_than_a_kilobyte() -> None:
    prosody = measured(noise(60.0, -30.0))
    kept = len(prosody._steps) * prosody._steps.itemsize + len(prosody._pitches) * prosody._pitches.itemsize
    assert kept / 60 <= 700
