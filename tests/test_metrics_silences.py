"""Pauses told apart by kind and place, the hesitation before the first word, and the pace from moment to moment."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from strategies import answer_of, answers, question_of, sound_of, words_of

from voice_interview.metrics.pace import WINDOW, pace
from voice_interview.metrics.pauses import LONG, PAUSE, pauses
from voice_interview.metrics.start_delay import start_delay
from voice_interview.model import Answer, Evidence, Word


def told(said: str, *gaps: float, heard: tuple[tuple[float, float, float], ...] = ()) -> dict[str, Any]:
    """The details of words of 0.3 s without a gap, but where "|" stands: there the next of `gaps`."""
    words, spans, now, begun, left = [], [], 0.0, 0.0, list(gaps)
    for token in said.split():
        if token == "|":
            spans.append((begun, now))
            now = begun = round(now + left.pop(0), 3)
        else:
            words.append(Word(text=token, start=now, end=round(now + 0.3, 3)))
            now = round(now + 0.3, 3)
    sound = sound_of(*spans, (begun, now), heard=heard)
    return pauses(answer_of(tuple(words), sound=sound)).details


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("We met late. | Then he left.", ["sentence"]),
        ("We met late? | Yes.", ["sentence"]),
        ("We met late. | Um, | then he left.", ["sentence"]),
        ("We met late, | then he left.", ["clause"]),
        ("We met late | because he left.", ["clause"]),
        ("We met late | um | and he left.", ["clause"]),
        ("We met him in the | kitchen.", ["inside"]),
        ("We met, um, | him in the kitchen.", ["inside"]),
        ("We | met late. | So | we left, | all of us.", ["inside", "sentence", "inside", "clause"]),
    ],
)
def test_a_pause_lies_between_sentences_between_clauses_or_inside_one(said: str, places: list[str]) -> None:
    details = told(said, *[0.5] * said.count("|"))
    assert [pause["place"] for pause in details["pauses"]] == places
    assert {place: sums["count"] for place, sums in details["places"].items()} == {
        place: places.count(place) for place in ("sentence", "clause", "inside")
    }


@pytest.mark.parametrize(
    ("said", "gaps", "kinds"),
    [
        ("We met | late.", (0.5,), [("silent", 0.5)]),
        ("We met um late.", (), [("filled", 0.3)]),
        ("We met | um late.", (0.5,), [("filled", 0.8)]),
        ("We met um | late.", (0.5,), [("filled", 0.8)]),
        ("We met | um | late.", (0.5, 0.6), [("filled", 1.4)]),
        ("We met | um uh | late.", (0.5, 0.6), [("filled", 1.7)]),
        ("We | met um late.", (0.5,), [("silent", 0.5), ("filled", 0.3)]),
        ("We met | you know | late.", (0.5, 0.5), [("silent", 0.5), ("silent", 0.5)]),
        ("We met | late | then.", (2.0, 1.99), [("silent", 2.0), ("silent", 1.99)]),
    ],
)
def test_a_pause_that_holds_a_hesitation_is_filled(
    said: str, gaps: tuple[float, ...], kinds: list[tuple[str, float]]
) -> None:
    details = told(said, *gaps)
    found = [(pause["kind"], round(pause["end"] - pause["start"], 3)) for pause in details["pauses"]]
    assert found == kinds
    for kind, sums in details["kinds"].items():
        seconds = [length for name, length in kinds if name == kind]
        assert (sums["count"], sums["long"]) == (len(seconds), sum(one >= LONG for one in seconds))
        assert sums["seconds"] == pytest.approx(sum(seconds))


def test_a_word_that_seems_to_start_in_the_silence_after_um_comes_after_it() -> None:
    words = (
        *words_of("We met late.", start=0.0, step=0.3),
        Word(text="Um,", start=2.4, end=2.8),
        Word(text="So", start=2.78, end=2.85),
        Word(text="we", start=3.4, end=3.6),
    )
    details = pauses(answer_of(words, sound=sound_of((0.0, 0.9), (2.4, 2.8), (3.4, 9.0)))).details
    assert [(pause["kind"], pause["place"]) for pause in details["pauses"]] == [("filled", "sentence")]


def test_a_hesitation_that_only_the_sound_shows_fills_its_pause_too() -> None:
    heard = ((1.1, 1.5, 0.95),)
    sound = sound_of((0.0, 0.6), (1.1, 1.5), (2.0, 3.0), heard=heard)
    details = pauses(answer_of(words_of("We met late then", start=0.0, step=0.3), sound=sound)).details
    assert [(pause["start"], pause["end"], pause["kind"]) for pause in details["pauses"]] == [(0.6, 2.0, "filled")]


def test_the_rate_of_long_pauses_has_its_range_and_none_under_20_seconds() -> None:
    measure = pauses(answer_of("", sound=sound_of((0, 20), (23, 40), (43, 60))))
    rate = measure.details["long_per_minute"]
    assert rate["value"] == 2
    assert (rate["low"], rate["high"]) == (pytest.approx(0.242, abs=1e-3), pytest.approx(7.225, abs=1e-3))  # Garwood
    assert pauses(answer_of("", sound=sound_of((0, 5), (8, 10)))).details["long_per_minute"] is None


@given(answers())
def test_kinds_and_places_add_up(answer: Answer) -> None:
    details = pauses(answer).details
    if not details:
        return
    listed = details["pauses"]
    assert sum(sums["count"] for sums in details["kinds"].values()) == len(listed)
    assert sum(sums["count"] for sums in details["places"].values()) <= len(listed)
    assert details["kinds"]["silent"]["count"] <= details["count"]
    assert [one["start"] for one in listed] == sorted(one["start"] for one in listed)
    silent = [one for one in listed if one["kind"] == "silent"]
    assert all(round(one["end"] - one["start"], 3) >= PAUSE for one in silent)


# Start delay


@pytest.mark.parametrize(
    ("said", "heard", "hesitation"),
    [
        ("We met late.", (), 0.0),
        ("We met late.", ((3.0, 3.4, 0.95),), 0.4),
        ("We met late.", ((3.0, 3.4, 0.5),), 0.0),
        ("We met late.", ((3.0, 3.4, 0.95), (3.45, 3.9, 0.95)), 0.9),
        ("We met late.", ((3.3, 3.6, 0.95),), 0.0),
        ("We met late.", ((1.0, 1.4, 0.95),), 0.0),
        ("Um, we met late.", ((3.0, 3.4, 0.95),), 0.5),
        ("So we met late.", (), 0.5),
    ],
)
def test_the_hesitation_before_the_first_word_is_heard_in_words_and_sound(
    said: str, heard: tuple[tuple[float, float, float], ...], hesitation: float
) -> None:
    answer = answer_of(words_of(said, start=3.0), sound=sound_of((1.0, 1.4), (3.0, 30), heard=heard), cue_at=2.0)
    assert start_delay(answer).details["hesitation"] == pytest.approx(hesitation)


def test_thinking_is_shown_and_not_judged() -> None:
    answer = answer_of("We met.", sound=sound_of((1, 30)), question=question_of(), cue_at=0.5, think_seconds=300.0)
    measure = start_delay(answer)
    assert (measure.value, measure.band, measure.details["thinking"]) == (0.5, "good", 300.0)


# Pace over time


def spoken(*rates: int, seconds: float = 10.0) -> Answer:
    """For each rate `seconds` of even speech with as many words a minute."""
    words = [
        Word(text="word", start=seconds * part + at * 60 / rate, end=seconds * part + (at + 0.8) * 60 / rate)
        for part, rate in enumerate(rates)
        for at in range(round(rate * seconds / 60))
    ]
    return answer_of(tuple(words), sound=sound_of((0.0, seconds * len(rates))))


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        ((150, 150, 150), ["even", "even", "even"]),
        ((150, 180, 120, 150), ["even", "even", "even", "even"]),
        ((150, 150, 270, 150), ["even", "even", "rushed", "even"]),
        ((150, 60, 150, 150), ["even", "dragging", "even", "even"]),
        ((240, 240, 90), ["even", "even", "dragging"]),
    ],
)
def test_stretches_beyond_their_own_range_are_told(rates: tuple[int, ...], expected: list[str]) -> None:
    measure = pace(spoken(*rates))
    found = measure.details["over_time"]
    assert [one["pace"] for one in found] == expected
    assert [one["rate"] for one in found] == pytest.approx(rates)
    assert [one.label for one in measure.evidence] == [one for one in expected if one != "even"]
    for one in measure.evidence:
        assert one.start == WINDOW * expected.index(one.label)
        assert one.last - one.first == rates[expected.index(one.label)] / 6


def test_pauses_and_hesitations_do_not_make_a_stretch_drag() -> None:
    """These are told of elsewhere: the rate of a stretch is that of its words while they are said."""
    words = [Word(text="word", start=0.4 * n, end=0.4 * n + 0.3) for n in range(25)]
    words += [Word(text="um", start=12.0, end=14.0)]
    words += [Word(text="word", start=14.0 + 0.4 * n, end=14.3 + 0.4 * n) for n in range(15)]
    words += [Word(text="word", start=20.0 + 0.4 * n, end=20.3 + 0.4 * n) for n in range(25)]
    answer = answer_of(tuple(words), sound=sound_of((0.0, 10.0), (12.0, 30.0)))
    found = pace(answer).details["over_time"]
    assert [one["words"] for one in found] == [25, 15, 25]
    assert [one["rate"] for one in found] == pytest.approx([150, 150, 150])
    assert [one["pace"] for one in found] == ["even"] * 3


def test_what_is_left_over_belongs_to_the_last_stretch() -> None:
    found = pace(spoken(150, seconds=29.9)).details["over_time"]
    assert [(one["start"], one["end"]) for one in found] == [(0, 10), (10, pytest.approx(29.9))]


def test_text_alone_has_no_pace_over_time() -> None:
    assert pace(answer_of(words_of("word " * 60))).details["over_time"] == []


def test_the_pace_has_the_range_that_its_words_justify() -> None:
    measure = pace(spoken(100, seconds=60.0))
    assert (measure.low, measure.value, measure.high) == (
        pytest.approx(81.36, abs=0.01),
        100,
        pytest.approx(121.63, abs=0.01),
    )


@given(answers())
def test_stretches_tile_the_speaking_time_and_the_words(answer: Answer) -> None:
    measure = pace(answer)
    found = measure.details["over_time"]
    if measure.value is None or answer.sound is None:
        assert found == []
        return
    span = answer.sound.speaking
    assert span is not None
    assert (found[0]["start"], found[-1]["end"]) == (span.start, span.end)
    assert all(one["end"] == other["start"] for one, other in pairwise(found))
    assert (found[0]["first"], found[-1]["last"]) == (0, len(answer.transcript.words))
    assert sum(one["words"] for one in found) == measure.details["words"]
    for one in found:
        assert one["rate"] is None or one["low"] <= one["rate"] <= one["high"]
    assert all(isinstance(one, Evidence) for one in measure.evidence)
