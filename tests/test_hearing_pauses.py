"""Voiced spans and pauses are read from the waveform, within 100 ms."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import fftconvolve
from spoken import Loud, Samples, fan, noise, silence, speech, tone

from voice_interview.hearing import background, pauses
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
    assert abs(found[0].start - start) <= 0.1
    assert abs(found[0].end - start - gap) <= 0.1


BURSTS = ((0.4, 0.4), (0.25, 0.34), (0.6, 1.2), (0.3, 0.5), (0.5, 0.35), (0.35, 2.5), (0.5, 0.4), (0.3, 0.7))
"""Seconds of voice, and of silence after it."""


def bursts(seed: int = 0) -> tuple[Samples, list[tuple[float, float]]]:
    """Vowels (harmonics of 120 Hz in three formants) with a hiss in every third, as loud as each other, and the pauses
    between them."""
    random, parts, gaps, now = np.random.default_rng(seed), [silence(1.0)], [], 1.0
    for number, (loud, quiet) in enumerate(BURSTS):
        at = np.arange(round(loud * SAMPLE_RATE)) / SAMPLE_RATE
        weights = [
            np.exp(-(((120 * n - 500) / 300) ** 2)) + 0.3 * np.exp(-(((120 * n - 1500) / 500) ** 2))
            for n in range(1, 30)
        ]
        vowel = sum(w * np.sin(2 * np.pi * 120 * n * at + n * n) for n, w in enumerate(weights, 1))
        if number % 3 == 2:
            third = len(at) // 3
            vowel[-third:] = 0.3 * np.diff(random.standard_normal(third + 1))
        ramp = np.minimum(1, np.minimum(at, loud - at) / 0.02)
        parts += [(vowel / np.std(vowel) * ramp * 0.1).astype(np.float32), silence(quiet)]
        gaps.append((now + loud, now + loud + quiet))
        now += loud + quiet
    return np.concatenate([*parts, silence(0.5)]), gaps[:-1]


def found_in(samples: Samples, voice: Samples) -> list[tuple[float, float]]:
    """The pauses of `samples`; where a voice is heard is told by `voice` alone, and for longer than it lasts, as Silero
    does."""
    activity = Loud()
    activity.feed(samples)
    activity.finish()
    clean = Loud()
    clean.feed(voice)
    clean.finish()
    held = np.convolve(np.asarray(clean.voice) > 0, np.ones(5), "full")[: len(clean.voice)] > 0
    activity.voice[:] = type(activity.voice)("f", held.astype(float).tolist())
    spans = pauses.voiced_spans(activity, len(samples) / SAMPLE_RATE, lambda _start, _end: False)
    return [(gap.start, gap.end) for gap in pauses.pauses(spans)]


@pytest.mark.parametrize(
    ("colour", "snr"),
    [("white", 40), ("white", 20), ("white", 10), ("rumble", 40), ("rumble", 20), ("rumble", 10), ("rumble", 5)],
)
def test_pauses_in_noise_are_found_with_their_edges(colour: str, snr: float) -> None:
    voice, gaps = bursts()
    background = (noise if colour == "white" else fan)(len(voice) / SAMPLE_RATE, -20.0 - snr)[: len(voice)]
    found = found_in((voice + background).astype(np.float32), voice)
    assert len(found) == len(gaps)
    assert np.abs(np.subtract(found, gaps)).max() <= 0.1


@pytest.mark.parametrize(
    ("decay", "direct"), [(0.2, 0.0), (0.2, 6.0), (0.35, 0.0), (0.35, 6.0), (0.5, 0.0), (0.5, 6.0)]
)
def test_pauses_begin_where_the_voice_ends_and_not_the_room(decay: float, direct: float) -> None:
    """Rooms that take `decay` seconds to fall by 60 dB, the direct sound as many dB over their echo."""
    voice, gaps = bursts()
    at = np.arange(round(decay * SAMPLE_RATE)) / SAMPLE_RATE
    echo = np.random.default_rng(5).standard_normal(len(at)) * 10 ** (-3 * at / decay)
    echo *= 10 ** (-direct / 20) / np.sqrt(np.sum(np.square(echo)))
    echo[0] = 1.0
    wet = fftconvolve(voice, echo)[: len(voice)] + noise(len(voice) / SAMPLE_RATE, -60.0)[: len(voice)]
    found = found_in(wet.astype(np.float32), voice)
    assert len(found) == len(gaps)
    assert np.abs(np.subtract(found, gaps)).max() <= 0.1


def test_keys_that_are_struck_in_a_pause_do_not_end_it() -> None:
    voice, gaps = bursts()
    random, sound = np.random.default_rng(3), voice + noise(len(voice) / SAMPLE_RATE, -65.0)[: len(voice)]
    for at in np.arange(0.3, len(voice) / SAMPLE_RATE - 0.1, 0.37):
        click = 0.05 * random.standard_normal(480) * np.exp(-np.arange(480) / 64)
        sound[round(at * SAMPLE_RATE) :][:480] += click
    found = found_in(sound.astype(np.float32), voice)
    assert len(found) == len(gaps)
    assert np.abs(np.subtract(found, gaps)).max() <= 0.1


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 40_000), max_size=20), st.sampled_from([-70.0, -45.0, -30.0]))
def test_voice_and_pauses_tile_the_answer_whatever_the_blocks(sizes: list[int], room: float) -> None:
    voice, _ = bursts()
    samples = (voice + noise(len(voice) / SAMPLE_RATE, room)[: len(voice)]).astype(np.float32)[: 10 * SAMPLE_RATE]
    whole, parts, at = Loud(), Loud(), 0
    for size in [*sizes, len(samples)]:
        parts.feed(samples[at : at + size])
        at += size
    parts.finish()
    spans = voiced(samples, whole)
    assert spans == pauses.voiced_spans(parts, len(samples) / SAMPLE_RATE, lambda _start, _end: False)
    assert pauses.speech_level(whole, spans) == pauses.speech_level(parts, spans)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges) and edges[0] >= 0 and edges[-1] <= len(samples) / SAMPLE_RATE
    between = list(zip(edges[1:-1:2], edges[2:-1:2], strict=True))
    assert [(gap.start, gap.end) for gap in pauses.pauses(spans)] == between


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


@given(st.lists(st.floats(-9, 9, width=32), min_size=1, max_size=50), st.integers(0, 35), st.integers(0, 35))
def test_the_highest_around(values: list[float], before: int, after: int) -> None:
    found = background.highest(np.array(values, np.float32), before, after)
    assert found.tolist() == [max(values[max(0, at - before) : at + after + 1]) for at in range(len(values))]


@pytest.mark.parametrize(
    ("start", "end", "expected"), [(0.0, 1.0, 0.0), (1.0, 2.0, 1.0), (1.5, 3.5, 0.5), (2.0, 2.0, 0.0)]
)
def test_share(start: float, end: float, expected: float) -> None:
    assert pauses.share([Span(1.0, 2.0), Span(3.0, 4.0)], start, end) == pytest.approx(expected)


def trimmed(sound: Samples) -> Samples:
    """Without the silence that a synthesizer puts at both ends."""
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    return sound[loud[0] : loud[-1] + 1]
