"""Length, pace, pauses and start delay: what the waveform's times say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, sound_of, sounds, transcript_of, words_of

from voice_interview.metrics import shared
from voice_interview.metrics.length import length
from voice_interview.metrics.pace import pace
from voice_interview.metrics.pauses import pauses
from voice_interview.metrics.start_delay import start_delay
from voice_interview.model import Answer, Sound, Span

# Time under spans


@given(sounds(), st.floats(0, 200), st.floats(0, 200))
def test_the_covered_seconds_of_a_stretch_are_those_of_every_span(sound: Sound, one: float, other: float) -> None:
    start, end = sorted((one, other))
    every = (max(0.0, min(span.end, end) - max(span.start, start)) for span in sound.voiced)
    assert shared.covered(sound.voiced, start, end) == pytest.approx(sum(every))


# Length


@pytest.mark.parametrize(
    ("seconds", "band"),
    [
        (29, "act"),
        (30, "watch"),
        (59, "watch"),
        (60, "good"),
        (120, "good"),
        (121, "watch"),
        (180, "watch"),
        (181, "act"),
    ],
)
def test_length_of_a_story_is_judged_against_the_time_of_its_question(seconds: float, band: str) -> None:
    said = words_of("Yes. Um, no.", timed=False)
    measure = length(answer_of(said, sound=sound_of((5, 5 + seconds)), question=question_of(answer_seconds=120)))
    assert (measure.value, measure.unit, measure.band) == (seconds, "s", band)
    assert measure.details == {"words": 2, "question_seconds": 120, "share": seconds / 120}


@pytest.mark.parametrize(
    ("seconds", "band"), [(10, "none"), (20, "good"), (60, "good"), (61, "watch"), (90, "watch"), (91, "act")]
)
def test_a_question_without_a_story_has_no_shortest_length(seconds: float, band: str) -> None:
    question = question_of("self-description", answer_seconds=60)
    assert length(answer_of("Yes.", sound=sound_of((0, seconds)), question=question)).band == band


def test_without_a_question_length_is_not_judged() -> None:
    measure = length(answer_of(words_of("Yes.", timed=False), sound=sound_of((1, 9))))
    assert (measure.value, measure.band, measure.caveat) == (8, "none", None)
    assert measure.details == {"words": 1, "question_seconds": None, "share": None}


def test_a_question_without_a_time_is_no_measure_of_length() -> None:
    measure = length(answer_of("Yes.", sound=sound_of((1, 9)), question=question_of(answer_seconds=0)))
    assert (measure.value, measure.band, measure.details["share"]) == (8, "none", None)


def test_text_with_times_has_a_length_and_says_where_from() -> None:
    measure = length(answer_of(words_of("We met late.", start=2.0, step=1.0)))
    assert measure.value == pytest.approx(2.8)
    assert "text" in (measure.caveat or "")


def test_bare_text_and_silence_have_words_and_no_length() -> None:
    bare, silent = length(answer_of(words_of("We met.", timed=False))), length(answer_of("", sound=sound_of()))
    assert (bare.value, bare.details["words"]) == (None, 2)
    assert (silent.value, silent.caveat) == (None, "No voice was heard.")


# Pace


def spoken(count: int, seconds: float, extra: str = "") -> Answer:
    return answer_of(
        words_of("word " * count + extra, step=0.2), sound=sound_of((0, seconds / 2), (seconds / 2 + 1, seconds))
    )


@pytest.mark.parametrize(("rate", "band"), [(99, "watch"), (100, "good"), (150, "good"), (190, "good"), (191, "watch")])
def test_pace_is_quiet_from_100_to_190(rate: int, band: str) -> None:
    measure = pace(spoken(rate, 60))
    assert (measure.value, measure.unit, measure.band) == (rate, "words/min", band)
    assert measure.details["articulation_rate"] == pytest.approx(60 * rate / 59)
    assert measure.details["usual"] == [100, 170]


def test_fillers_do_not_make_speech_fast() -> None:
    assert pace(spoken(120, 60, "um uh, you know, um")).value == 120


def test_under_20_seconds_there_is_no_pace() -> None:
    measure = pace(spoken(40, 19.9))
    assert (measure.value, measure.details["words"], measure.details["articulation_rate"]) == (None, 40, None)
    assert "20 s" in (measure.caveat or "")


def test_pace_needs_words_and_voice_and_times() -> None:
    assert pace(spoken(0, 60)).caveat == "No words were recognised."
    assert pace(answer_of("", sound=sound_of())).caveat == "No voice was heard."
    assert pace(answer_of(words_of("We met.", timed=False))).caveat == "The text has no times."


def test_text_with_times_has_a_pace_that_is_not_judged() -> None:
    measure = pace(answer_of(words_of("word " * 60)))
    assert measure.value == pytest.approx(60 * 60 / 29.9)
    assert (measure.band, measure.details["voiced_seconds"], measure.details["articulation_rate"]) == (
        "none",
        None,
        None,
    )
    assert measure.caveat


@given(answers())
def test_speech_is_never_faster_than_articulation(answer: Answer) -> None:
    measure = pace(answer)
    if measure.value is not None and measure.details["articulation_rate"] is not None:
        assert measure.value <= measure.details["articulation_rate"] + 1e-6


# Pauses


def test_pauses_are_counted_and_the_long_ones_shown() -> None:
    said = words_of("We met late. Then he left.", step=2.0)
    measure = pauses(answer_of(said, sound=sound_of((0, 5), (5.3, 6), (8, 9), (11.5, 30))))
    assert (measure.value, measure.unit) == (2, "pauses")
    assert measure.details["count"] == 3
    assert measure.details["total_seconds"] == pytest.approx(4.8)
    assert measure.details["longest_seconds"] == pytest.approx(2.5)
    assert measure.details["share"] == pytest.approx(4.8 / 30)
    first, second = measure.evidence
    assert (first.start, first.end, first.first, first.last, first.found_by) == (6, 8, 4, 4, "sound")
    assert first.note == "2.0 s: … met late. Then he left."
    assert (second.start, second.first, second.note) == (9, 6, "2.5 s: … Then he left.")


def test_a_pause_of_two_seconds_is_long_and_one_of_less_is_not() -> None:
    assert pauses(answer_of("", sound=sound_of((0, 1), (2.99, 9)))).value == 0
    assert pauses(answer_of("", sound=sound_of((0, 1), (3.0, 9)))).value == 1


def test_silence_before_and_after_the_answer_is_no_pause() -> None:
    sound = replace(sound_of((5, 10), (13, 20)), pauses=(Span(0, 5), Span(10, 13), Span(20, 30)))
    measure = pauses(answer_of("", sound=sound))
    assert (measure.value, measure.details["count"], measure.evidence[0].start) == (1, 1, 10)


def test_silence_where_the_recording_was_paused_is_not_the_speakers() -> None:
    answer = answer_of("", sound=sound_of((0, 5), (8, 10), (13, 20)), cuts=(6.5,))
    measure = pauses(answer)
    assert (measure.value, measure.details["count"], measure.evidence[0].start) == (1, 1, 10)


@pytest.mark.parametrize(
    ("voiced", "band"),
    [(((0, 60),), "good"), (((0, 20), (23, 60)), "good"), (((0, 20), (23, 40), (43, 60)), "watch")],
)
def test_one_long_pause_is_no_remark_and_two_in_a_minute_are(
    voiced: tuple[tuple[float, float], ...], band: str
) -> None:
    assert pauses(answer_of("", sound=sound_of(*voiced))).band == band


def test_pauses_of_a_short_answer_are_counted_and_not_judged() -> None:
    measure = pauses(answer_of("", sound=sound_of((0, 1), (4, 5), (8, 9))))
    assert (measure.value, measure.band) == (2, "none")


def test_pauses_need_sound_with_a_voice_in_it() -> None:
    assert pauses(answer_of("We met.")).value is None
    assert pauses(answer_of("", sound=sound_of())).caveat == "No voice was heard."


def test_a_single_click_has_no_share_of_silence() -> None:
    assert pauses(answer_of("", sound=sound_of((1, 1)))).details["share"] == 0


@given(sounds())
def test_pauses_fit_into_the_answer(sound: Sound) -> None:
    measure = pauses(answer_of("", sound=sound))
    if measure.value is not None:
        details = measure.details
        assert measure.value == len(measure.evidence) <= details["count"]
        assert details["longest_seconds"] <= details["total_seconds"] + 1e-9
        assert 0 <= details["share"] <= 1


@given(sounds(), st.lists(st.integers(0, 60).map(float), max_size=4))
def test_a_cut_never_adds_a_pause(sound: Sound, cuts: list[float]) -> None:
    whole, cut = pauses(answer_of("", sound=sound)), pauses(answer_of("", sound=sound, cuts=tuple(sorted(cuts))))
    assert (cut.value or 0) <= (whole.value or 0)


# Start delay


@pytest.mark.parametrize(("delay", "band"), [(0.0, "good"), (2.0, "good"), (5.0, "good"), (5.1, "watch")])
def test_the_delay_runs_from_the_cue_to_the_first_voice(delay: float, band: str) -> None:
    measure = start_delay(answer_of("We met.", sound=sound_of((10 + delay, 30)), cue_at=10.0))
    assert (measure.value, measure.unit, measure.band) == (pytest.approx(delay), "s", band)


def test_the_delay_is_split_into_silence_and_hesitation() -> None:
    said = words_of("Um, so I was new.", start=3.0, step=0.5)
    measure = start_delay(answer_of(said, sound=sound_of((3.0, 30)), cue_at=1.0))
    assert measure.details == {"silence": 2.0, "hesitation": 1.0, "thinking": None}
    (one,) = measure.evidence
    assert (one.label, one.start, one.end, one.first, one.last) == ("start", 1.0, 3.0, 0, 0)


def test_the_first_word_may_seem_to_start_before_its_sound() -> None:
    said = words_of("We met.", start=2.8)
    measure = start_delay(answer_of(said, sound=sound_of((3.0, 30)), cue_at=1.0))
    assert (measure.details["hesitation"], measure.evidence[0].first) == (0.0, 0)


def test_voice_before_the_cue_is_not_the_answer() -> None:
    sound = sound_of((0, 1), (4, 30))
    assert start_delay(answer_of("", sound=sound, cue_at=2.0)).value == 2.0
    assert start_delay(answer_of("", sound=sound, cue_at=0.5)).value == 0.0


def test_hesitation_alone_has_no_first_word() -> None:
    only_um = answer_of(words_of("Um. Uh.", start=3.0), sound=sound_of((3, 5)), cue_at=0.0)
    assert start_delay(only_um).details == {"silence": 3.0, "hesitation": None, "thinking": None}
    nothing = answer_of("", sound=sound_of((3, 5)), cue_at=0.0)
    assert start_delay(nothing).details == {"silence": 3.0, "hesitation": None, "thinking": None}
    german = replace(only_um, transcript=transcript_of(words_of("Um zehn.", start=3.0), "de"))
    assert start_delay(german).details == {"silence": 3.0, "hesitation": None, "thinking": None}


def test_a_delay_across_a_pause_of_the_recording_is_not_judged() -> None:
    measure = start_delay(answer_of("", sound=sound_of((10, 30)), cue_at=1.0, cuts=(4.0,)))
    assert (measure.value, measure.band) == (9.0, "none")
    assert "paused" in (measure.caveat or "")


def test_without_cue_sound_or_voice_there_is_no_delay() -> None:
    assert start_delay(answer_of("", sound=sound_of((0, 1)))).value is None
    assert start_delay(answer_of("We met.", cue_at=1.0)).value is None
    assert start_delay(answer_of("", sound=sound_of((0, 1)), cue_at=2.0)).value is None
