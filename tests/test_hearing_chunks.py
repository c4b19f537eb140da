"""The chunker: it tiles the recording, whatever the blocks, and no word is lost at a cut."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spoken import Loud, Samples, noise, rustling, silence, told, tone

from voice_interview.hearing.chunks import Chunk, Chunker, Cutting
from voice_interview.model import SAMPLE_RATE

SPEECH = st.lists(st.tuples(st.floats(0.1, 0.9), st.sampled_from((0.05, 0.2, 0.6, 2.5, 9.0))), max_size=25)
SIZES = st.lists(st.integers(64, 40_000), min_size=1, max_size=5)
"""Samples in a block; 64 is less than a sound card gives at a time (4 ms)."""


def sound(parts: list[tuple[float, float]]) -> tuple[Samples, list[tuple[int, int]]]:
    """Tones with silence after each, and where the tones lie."""
    pieces, spans, at = [], [], 0
    for loud, quiet in parts:
        pieces += [tone(300, loud), silence(quiet)]
        spans.append((at, at + len(pieces[-2])))
        at += len(pieces[-2]) + len(pieces[-1])
    return np.concatenate([*pieces, silence(0.0)]), spans


def chunks(samples: Samples, sizes: list[int]) -> list[Chunk]:
    chunker, found, at, turn = Chunker(Loud()), [], 0, 0
    while at < len(samples):
        size = sizes[turn % len(sizes)]
        found += chunker.feed(samples[at : at + size])
        at, turn = at + size, turn + 1
    return found + chunker.finish()


@settings(max_examples=15, deadline=None)
@given(SPEECH, SIZES)
def test_chunks_tile_the_recording(parts: list[tuple[float, float]], sizes: list[int]) -> None:
    samples, _ = sound(parts)
    found = chunks(samples, sizes)
    assert [chunk.start for chunk in found] == [0, *(chunk.end for chunk in found[:-1])][: len(found)]
    assert (found[-1].end if found else 0) == len(samples)


@settings(max_examples=30, deadline=None)
@given(SPEECH, SIZES)
def test_chunks_do_not_depend_on_the_size_of_the_blocks(parts: list[tuple[float, float]], sizes: list[int]) -> None:
    samples, _ = sound(parts)
    one, other = chunks(samples, [len(samples) or 1]), chunks(samples, sizes)
    assert [(c.start, c.end, c.pieces, c.torn) for c in one] == [(c.start, c.end, c.pieces, c.torn) for c in other]
    for a, b in zip(one, other, strict=True):
        assert (a.sound is None) == (b.sound is None)
        assert a.sound is None or b.sound is None or np.array_equal(a.sound, b.sound)


@settings(max_examples=40, deadline=None)
@given(SPEECH)
def test_every_word_is_whole_in_some_chunk(parts: list[tuple[float, float]]) -> None:
    samples, spans = sound(parts)
    pieces = [piece for chunk in chunks(samples, [8_000]) for piece in chunk.pieces]
    for start, end in spans:
        assert any(a <= start and end <= b for a, b in pieces), (start, end, pieces)


def test_a_chunk_is_what_its_pieces_say() -> None:
    samples, _ = sound([(0.5, 2.0), (0.7, 0.3), (0.9, 4.0)])
    for chunk in chunks(samples, [5_000]):
        if chunk.sound is not None:
            assert np.array_equal(chunk.sound, np.concatenate([samples[a:b] for a, b in chunk.pieces]))


def test_endless_speech_is_cut_before_whisper_can_hear_no_more() -> None:
    found = chunks(tone(300, 60.0), [8_000])
    assert len(found) >= 4
    assert all(len(chunk.sound) <= 16 * SAMPLE_RATE for chunk in found if chunk.sound is not None)
    assert all(chunk.torn for chunk in found[:-1])


def test_a_cut_that_lies_in_no_speech_joins_nothing_over_half_a_minute() -> None:
    """Speech, twenty seconds of silence with a click now and then, and rustling in which the cut is made."""
    waiting = [(silence(6.6), 0.01), (rustling(0.04), 0.03)] * 4
    sound, activity = told([(tone(300, 3.0), 0.9), *waiting, (rustling(14.0), 0.03), (tone(300, 3.0), 0.9)])
    chunker = Chunker(activity)
    first, *rest = chunker.feed(sound) + chunker.finish()
    assert first.end > 30.0 * SAMPLE_RATE and not first.torn
    assert first.sound is not None and len(first.sound) < 4 * SAMPLE_RATE
    assert rest[-1].pieces[-1] == (pytest.approx(first.end, abs=0.25 * SAMPLE_RATE), len(sound))


def test_pauses_cut_once_enough_is_pending() -> None:
    samples, _ = sound([(0.9, 0.05)] * 10 + [(0.5, 0.6)] + [(0.9, 0.05)] * 3)
    first = chunks(samples, [8_000])[0]
    assert not first.torn
    assert 10.0 * SAMPLE_RATE < first.end < 10.7 * SAMPLE_RATE


def test_silence_is_handed_on_and_not_listened_to() -> None:
    found = chunks(silence(30.0), [8_000])
    assert len(found) > 3 and all(chunk.sound is None for chunk in found)


def test_steady_noise_is_not_listened_to() -> None:
    chunker = Chunker()
    found = chunker.feed(noise(20.0, -40.0)) + chunker.finish()
    assert all(chunk.sound is None for chunk in found)


def test_memory_holds_the_pending_chunk_only() -> None:
    chunker, most = Chunker(Loud()), 0
    for _ in range(240):
        chunker.feed(np.concatenate([tone(300, 0.3), silence(0.2)]))
        most = max(most, sum(len(block) for block in chunker._kept))
    assert most < 20 * SAMPLE_RATE


def test_times_in_a_chunk_lead_back_to_the_recording() -> None:
    chunk = Chunk(start=0, end=160_000, pieces=((16_000, 32_000), (96_000, 112_000)), sound=silence(2.0))
    assert chunk.place(0.25, 0.5) == (1.25, 1.5)
    assert chunk.place(1.25, 1.5) == (6.25, 6.5)
    assert chunk.place(0.9, 1.05) == (1.9, 2.0)  # the middle decides, and no time lies in what was left out


def test_cutting_is_a_value() -> None:
    chunker = Chunker(Loud(), Cutting(longest=6.0, enough=3.0))
    found = chunker.feed(tone(300, 30.0)) + chunker.finish()
    assert all(len(chunk.sound) <= 9 * SAMPLE_RATE for chunk in found if chunk.sound is not None)
