"""Voice and level, frame by frame: causal, and the same for blocks of any size."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import fan, noise, silence, speech, tone, whispered

from voice_interview.hearing.activity import LOUD, Activity, is_open, noise_floor


def frames(activity: Activity) -> list[list[float]]:
    return [list(values) for values in (activity.voice, activity.level, activity.floor)]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=40))
def test_blocks_of_any_size_give_the_same_frames(sizes: list[int]) -> None:
    sound = np.concatenate([noise(0.5, -50.0), tone(220, 0.7), silence(0.31)])
    whole, parts, at = Activity(), Activity(), 0
    whole.feed(sound)
    for size in [*sizes, len(sound)]:
        parts.feed(sound[at : at + size])
        at += size
    assert whole.finish() == parts.finish()
    assert frames(whole) == frames(parts)


def test_a_frame_knows_nothing_of_what_comes_later() -> None:
    start = np.concatenate([noise(1.0, -50.0), tone(220, 1.0)])
    alone, followed = Activity(), Activity()
    alone.feed(start)
    followed.feed(np.concatenate([start, tone(500, 2.0, amplitude=0.9)]))
    count = len(alone.voice)
    assert [values[:count] for values in frames(followed)] == frames(alone)


def test_levels_are_decibels_below_full_scale() -> None:
    activity = Activity()
    activity.feed(np.concatenate([tone(250, 0.512, amplitude=1.0), silence(0.512)]))
    assert abs(activity.level[3] + 3.01) < 0.1
    assert activity.level[-1] == -120.0


def test_the_gate_opens_for_voice_and_for_whispering(tmp_path: Path) -> None:
    voice = speech("I was at the desk.", tmp_path)
    for sound in (voice, whispered(voice)):
        activity = Activity()
        activity.feed(np.concatenate([noise(1.0, -65.0), sound]))
        assert sum(opened(activity)) * 0.032 > 0.5 * len(sound) / 16_000


def test_the_gate_stays_closed_in_steady_noise() -> None:
    for sound in (noise(12.0, -40.0), fan(12.0, -30.0), silence(12.0), tone(50, 12.0, amplitude=0.05)):
        activity = Activity()
        activity.feed(sound)
        assert not any(opened(activity)[16:])


def opened(activity: Activity) -> list[bool]:
    state, found = False, []
    for voice, level, floor in zip(activity.voice, activity.level, activity.floor, strict=True):
        state = is_open(voice, level, floor, state)
        found.append(state)
    return found


def test_the_gate_is_voice_or_level() -> None:
    assert is_open(0.6, -70.0, -70.0, False)
    assert not is_open(0.4, -70.0, -70.0, False)
    assert is_open(0.4, -70.0, -70.0, True)
    assert is_open(0.0, -70.0 + LOUD, -70.0, False)


@given(st.lists(st.floats(-120, 0), min_size=1, max_size=400))
def test_the_floor_lies_low(levels: list[float]) -> None:
    floor = noise_floor(levels)
    assert floor >= -75.0
    assert floor <= max(-75.0, max(levels))
