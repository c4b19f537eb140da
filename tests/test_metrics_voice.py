"""Whether the voice trails off, and how much it moves: from level and pitch over time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, sound_of, tracks

from voice_interview.metrics import shared
from voice_interview.metrics.loudness import CAVEAT, FEW_SENTENCES, NO_LEVELS, TOO_LITTLE, loudness
from voice_interview.metrics.pitch import NO_PITCH, TOO_WIDE, pitch
from voice_interview.model import Answer, Pitch, Track, Word


def sentences(*levels: Sequence[int | None]) -> Answer:
    """One sentence of four words for each list of levels, a quarter of a second for every level, 0.5 s in between."""
    words: list[Word] = []
    track: list[int | None] = []
    for one in levels:
        start, step = len(track) * 0.25, len(one) * 0.25 / 4
        said = ["We", "met", "them", "late."]
        words += [Word(text=text, start=start + at * step, end=start + (at + 1) * step) for at, text in enumerate(said)]
        track += [*one, None, None]
    sound = sound_of((0.0, len(track) * 0.25 - 0.5))
    held = Track(step=0.25, level_dbfs=tuple(track), pitch_hz=(None,) * len(track))
    return answer_of(tuple(words), sound=replace(sound, track=held))


EVEN = [-30] * 12
FALLING = [-30] * 10 + [-36, -38]
FAINT = [-30] * 10 + [-41, -43]


@pytest.mark.parametrize(
    ("levels", "value", "faint"),
    [
        ([EVEN] * 8, 0, []),
        ([FALLING] * 8, -7, []),
        ([FAINT] * 8, -12, [*range(8)]),
        ([EVEN, EVEN, FAINT, EVEN, EVEN, FAINT, EVEN, EVEN], 0, [2, 5]),
        ([[-30] * 6 + [None, None] + [-30] * 2 + [-40, -42]] * 8, -11, [*range(8)]),
    ],
)
def test_the_ends_of_sentences_are_held_against_the_rest(
    levels: list[list[int | None]], value: float, faint: list[int]
) -> None:
    measure = loudness(sentences(*levels))
    assert (measure.value, measure.unit, measure.band, measure.caveat) == (value, "dB", "none", CAVEAT)
    assert [one.first // 4 for one in measure.evidence] == faint
    assert all(one.last - one.first == 4 and one.label == "trails off" for one in measure.evidence)
    assert measure.details["sentences"] == 8


def test_a_voice_that_fades_over_the_answer() -> None:
    measure = loudness(sentences(*[[level] * 12 for level in (-30, -30, -31, -32, -34, -35, -36, -36)]))
    assert measure.details["over_answer_db"] == -6
    assert measure.value == 0


def test_short_sentences_and_short_answers_say_nothing() -> None:
    assert loudness(sentences(*[[-30] * 7] * 12)).caveat == FEW_SENTENCES
    short = loudness(sentences(EVEN, EVEN, FAINT))
    assert (short.value, short.caveat, len(short.evidence)) == (None, TOO_LITTLE, 1)
    assert short.details["over_answer_db"] is None


def test_without_sound_voice_or_track_there_is_no_loudness() -> None:
    assert loudness(answer_of("We met.")).caveat == shared.NO_SOUND
    assert loudness(answer_of("", sound=sound_of())).caveat == shared.NO_VOICE
    assert loudness(answer_of("We met.", sound=sound_of((0, 30)))).caveat == NO_LEVELS


@given(tracks(60.0), st.integers(-20, 20))
def test_loudness_does_not_depend_on_the_microphones_gain(track: Track, gain: int) -> None:
    answer = sentences(*[EVEN] * 12)
    assert answer.sound is not None
    louder = tuple(None if level is None else level + gain for level in track.level_dbfs)
    values = [
        loudness(replace(answer, sound=replace(answer.sound, track=replace(track, level_dbfs=levels))))
        for levels in (track.level_dbfs, louder)
    ]
    assert values[0].value == pytest.approx(values[1].value)
    assert values[0].details["over_answer_db"] == pytest.approx(values[1].details["over_answer_db"])


# Pitch


def voice(low: float, high: float, seconds: float = 30.0, track: Track | None = None) -> Answer:
    held = Pitch(median_hz=(low + high) / 2, low_hz=low, high_hz=high, seconds=seconds / 2)
    return answer_of("We met late.", sound=replace(sound_of((0, seconds)), pitch=held, track=track))


@pytest.mark.parametrize(("low", "high", "semitones"), [(100, 200, 12), (100, 100, 0), (110, 165, 7.02)])
def test_the_range_is_in_semitones(low: float, high: float, semitones: float) -> None:
    measure = pitch(voice(low, high))
    assert measure.value == pytest.approx(semitones, abs=0.01)
    assert (measure.unit, measure.band) == ("semitones", "none")
    assert measure.caveat and measure.source
    assert measure.details["low_hz"] == low


def test_no_voice_spans_more_than_two_octaves() -> None:
    assert pitch(voice(100, 400)).value == pytest.approx(24)
    wider = pitch(voice(66, 483))
    assert (wider.value, wider.caveat) == (None, TOO_WIDE)
    assert wider.details["high_hz"] == 483


def test_the_lowest_and_the_highest_moment_are_shown() -> None:
    track = Track(step=0.25, level_dbfs=(None,) * 6, pitch_hz=(None, 120, 180, 90, None, 180))
    found = pitch(voice(90, 180, track=track)).evidence
    assert [(one.label, one.start, one.end, one.note) for one in found] == [
        ("highest", 0.5, 0.75, "180 Hz"),
        ("lowest", 0.75, 1.0, "90 Hz"),
    ]


def test_without_sound_voice_pitch_or_time_there_is_no_range() -> None:
    assert pitch(answer_of("We met.")).caveat == shared.NO_SOUND
    assert pitch(answer_of("", sound=sound_of())).caveat == shared.NO_VOICE
    assert pitch(answer_of("We met.", sound=sound_of((0, 30)))).caveat == NO_PITCH
    assert pitch(answer_of("We met.", sound=sound_of((0, 3)))).caveat == TOO_LITTLE
    short = pitch(voice(100, 200, seconds=19.0))
    assert (short.value, short.caveat) == (None, TOO_LITTLE)
    assert short.details["high_hz"] == 200
