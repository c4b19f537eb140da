"""Hesitations in the sound: the network, its stretches as events, their place in the recording, and at a cut."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from voice_interview.hearing.chunks import Chunk
from voice_interview.hearing.hesitations import (
    LONGEST,
    POSSIBLE,
    SHORTEST,
    STATE_SECONDS,
    Classifier,
    Trace,
    classifier,
    events,
    stitched,
    within,
)
from voice_interview.model import Hesitation


def arrays(size: int = 8, inner: int = 5, hidden: int = 4, context: int = 2) -> dict[str, Any]:
    random = np.random.default_rng(1)
    return {
        "mean": random.normal(size=size),
        "scale": random.uniform(0.5, 2.0, size),
        "components": random.normal(size=(inner, size)),
        "w1": random.normal(size=((2 * context + 1) * inner, hidden)),
        "b1": random.normal(size=hidden),
        "w2": random.normal(size=(hidden, 3)),
        "b2": random.normal(size=3),
        "context": np.array(context),
        "temperature": np.array(1.7),
    }


@pytest.mark.parametrize("frames", [1, 2, 3, 40])
def test_the_network_is_the_one_that_was_trained(frames: int) -> None:
    """Written out as one product of all the frames around each, as a trainer does."""
    a, states = arrays(), np.random.default_rng(2).normal(size=(frames, 8)).astype(np.float32)
    inner = ((states - a["mean"]) / a["scale"]) @ a["components"].T
    around = np.pad(inner, ((2, 2), (0, 0)), mode="edge")
    rows = np.array([np.concatenate(around[at : at + 5]) for at in range(frames)])
    logits = (np.maximum(rows @ a["w1"] + a["b1"], 0) @ a["w2"] + a["b2"]) / 1.7
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert np.allclose(Classifier(a, "0")(states), expected, atol=1e-4)


def test_states_of_another_size_are_refused() -> None:
    with pytest.raises(ValueError, match="not \\(frames, 8\\)"):
        Classifier(arrays(), "0")(np.zeros((10, 9), np.float32))


@pytest.mark.parametrize("model", ["large-v3", "base (own)", "none", "../base", "some/base", ""])
def test_other_models_have_no_classifier(model: str) -> None:
    assert classifier(model) is None


def chances(*parts: tuple[float, float], nasal: float = 0.0) -> np.ndarray:
    """Stretches of (seconds, chance of a filler)."""
    filler = np.concatenate([np.full(round(seconds / STATE_SECONDS), chance) for seconds, chance in parts] or [[]])
    return np.stack([1 - filler, filler * (1 - nasal), filler * nasal], axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(1.0, 0.0), (0.4, 0.9), (1.0, 0.0)], [(1.0, 1.4)]),
        ([(1.0, 0.0), (0.06, 0.9), (1.0, 0.0)], []),  # a blip
        ([(1.0, 0.0), (0.4, 0.2), (1.0, 0.0)], []),  # hardly likely
        ([(0.4, 0.9), (1.0, 0.0), (0.5, 0.95)], [(0.0, 0.4), (1.4, 1.9)]),  # at both ends
        ([(0.3, 0.0), (0.3, 0.9), (0.06, 0.0), (0.3, 0.9), (0.3, 0.0)], [(0.3, 0.96)]),  # one with a flaw
        ([(0.3, 0.0), (0.3, 0.9), (0.3, 0.0), (0.3, 0.9), (0.3, 0.0)], [(0.3, 0.6), (0.9, 1.2)]),  # two in a row
        ([(1.0, 0.0), (5.0, 0.9), (1.0, 0.0)], [(1.0, 3.0)]),  # a hum
        ([], []),
    ],
)
def test_stretches_are_events(parts: list[tuple[float, float]], expected: list[tuple[float, float]]) -> None:
    found = [(event.start, event.end) for event in events(chances(*parts))]
    assert found == [(pytest.approx(a, abs=0.05), pytest.approx(b, abs=0.05)) for a, b in expected]


@pytest.mark.parametrize(("nasal", "label"), [(0.0, "uh"), (1.0, "um")])
def test_what_ends_nasal_is_um(nasal: float, label: str) -> None:
    opening = chances((0.5, 0.0), (0.2, 0.9))
    closing = chances((0.2, 0.9), nasal=nasal)
    (event,) = events(np.concatenate([opening, closing, chances((0.5, 0.0))]))
    assert event.label == label


@given(st.lists(st.tuples(st.integers(1, 60), st.floats(0, 1), st.floats(0, 1)), max_size=25))
def test_events_are_apart_and_inside(parts: list[tuple[int, float, float]]) -> None:
    frames = np.concatenate([chances((n * STATE_SECONDS, p), nasal=q) for n, p, q in parts] or [np.zeros((0, 3))])
    found = events(frames.astype(np.float32))
    assert all(one.end < other.start for one, other in pairwise(found))
    for event in found:
        assert event.start >= 0 and event.end <= len(frames) * STATE_SECONDS + 1e-6
        assert SHORTEST - 1e-6 <= event.end - event.start <= LONGEST + 1e-6
        assert POSSIBLE - 1e-6 <= event.confidence <= 1


def chunk(*pieces: tuple[float, float]) -> Chunk:
    samples = tuple((round(a * 16_000), round(b * 16_000)) for a, b in pieces)
    return Chunk(start=samples[0][0], end=samples[-1][1], pieces=samples, sound=np.zeros(1, np.float32))


def test_a_trace_lies_in_the_recording() -> None:
    """Ten seconds in, with four seconds of silence left out of the sound after two."""
    frames = chances((1.0, 0.0), (0.5, 0.9), (1.5, 0.0), (0.4, 0.8), (0.6, 0.0))
    trace = Trace(frames, chunk((10.0, 12.0), (16.0, 18.0)))
    assert [(event.start, event.end) for event in trace.events] == [
        (pytest.approx(11.0, abs=0.05), pytest.approx(11.5, abs=0.05)),
        (pytest.approx(17.0, abs=0.05), pytest.approx(17.4, abs=0.05)),
    ]
    assert trace.peak(11.0, 11.2) == pytest.approx(0.9)
    assert trace.peak(12.0, 16.9) == trace.peak(0.0, 5.0) == 0.0
    assert trace.peak(16.5, 30.0) == pytest.approx(0.8)


def hesitation(start: float, end: float, confidence: float = 0.9) -> Hesitation:
    return Hesitation(start=start, end=end, confidence=confidence)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([(1.0, 1.4), (9.8, 10.1)], [(9.8, 10.1), (12.0, 12.3)], [(1.0, 1.4), (9.8, 10.1), (12.0, 12.3)]),
        ([(9.9, 10.16)], [(9.82, 10.12)], [(9.9, 10.16)]),  # neither gives it, each sees it beyond the cut
        ([(9.82, 10.12)], [(9.9, 10.16)], [(9.82, 10.12)]),  # both give it
        ([(10.6, 10.9)], [(9.2, 9.5)], []),  # far on the other side: that window did not hear it
        ([], [(9.85, 10.1)], [(9.85, 10.1)]),
        ([], [], []),
    ],
)
def test_a_hesitation_at_a_cut_is_heard_once(left: list[Any], right: list[Any], expected: list[Any]) -> None:
    found = stitched([hesitation(*at) for at in left], [hesitation(*at) for at in right], 10.0)
    assert [(event.start, event.end) for event in found] == expected


SPREAD = st.lists(st.tuples(st.floats(0.12, 2.0), st.floats(0.15, 3.0)), max_size=8)


@given(SPREAD, st.floats(0, 12), st.floats(-0.06, 0.06))
def test_two_windows_that_agree_lose_nothing_and_double_nothing(
    spread: list[tuple[float, float]], cut: float, drift: float
) -> None:
    said, at = [], 0.2
    for seconds, gap in spread:
        said.append(hesitation(round(at, 3), round(at + seconds, 3)))
        at += seconds + gap
    left = [event for event in said if event.start < cut + 1]
    right = [replace(e, start=max(0.0, e.start + drift), end=e.end + drift) for e in said if e.end > cut - 1]
    found = stitched(left, right, cut)
    assert len(found) == len(said)
    assert all(one.end <= other.start for one, other in pairwise(found))


def test_nothing_lies_beyond_the_end() -> None:
    assert within([hesitation(1.0, 1.5), hesitation(2.0, 2.5)], 1.3) == (hesitation(1.0, 1.3),)
