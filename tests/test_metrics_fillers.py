"""Fillers: must-hit and must-miss tables, how text and sound are joined, and laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, sound_of, sounds, transcript_of, words, words_of

from voice_interview.metrics.expressions import Expression
from voice_interview.metrics.filler_events import UNSURE_SOUND, UNUSUAL
from voice_interview.metrics.filler_words import (
    TABLES,
    filler_places,
    filler_words,
    hesitations,
    opening,
)
from voice_interview.metrics.fillers import NEAR, SURE, TEXT_ALONE, UNLISTENED, fillers, interval
from voice_interview.model import Answer, Hesitation, Measure, Sound, Word

ROWS = [pytest.param(row, id=row.label.replace(" ", "-")) for table in TABLES.values() for row in table]


def found(line: str) -> list[str]:
    return [label for label, _, _ in filler_words(words_of(line, timed=False))]


def heard(line: str) -> list[str]:
    return [label for label, _, _ in hesitations(words_of(line, timed=False))]


@pytest.mark.parametrize("row", ROWS)
def test_each_row_brings_hits_and_misses_and_keeps_to_them(row: Expression) -> None:
    assert len(row.hits) >= 3, f"{row.label}: a row shows what it finds"
    assert len(row.misses) >= 3, f"{row.label}: a row shows what it leaves alone"
    assert [(hit, found(hit).count(row.label)) for hit in row.hits] == [(hit, 1) for hit in row.hits]
    assert [miss for miss in row.misses if row.label in found(miss)] == []


@pytest.mark.parametrize("row", ROWS)
def test_a_rule_that_says_always_or_never_would_be_noticed(row: Expression) -> None:
    bare = [line for line in (*row.hits, *row.misses) if " ".join(row.words) in line.lower().replace(",", "")]
    assert {row.label in found(line) for line in bare} == {True, False}


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("Um, I led it. Uh we won.", ["um", "uh"]),
        ("Erm hmm mm er", ["um", "hm", "mm", "er"]),
        ("Ah, I see.", []),
        ("Ah, I thought so.", ["ah"]),
        ("And ah, okay then.", []),
        ("It was 5 mm thick.", []),
        ("Mm hmm.", []),
        ("Uh huh.", []),
        ("Uh-huh, mm-hmm, mhm.", []),
        ("She works in the ER now.", []),
        ("An umbrella term.", []),
    ],
)
def test_hesitation_sounds_where_they_are_meant_and_where_not(line: str, labels: list[str]) -> None:
    assert heard(line) == labels


@pytest.mark.parametrize(
    ("line", "first"),
    [("Um, so I was new.", 2), ("I was new.", 0), ("Um. Uh.", 2), ("Well, um, you know, we won.", 4), ("", 0)],
)
def test_the_opening_ends_at_the_first_word_that_says_something(line: str, first: int) -> None:
    assert opening(words_of(line)) == first


LONG = sound_of((0.0, 30.0))


def test_a_filler_has_its_place_its_words_and_its_quote() -> None:
    answer = answer_of(words_of("We met and then, um, I took the parcel back, you know, at once."), sound=LONG)
    measure = fillers(answer)
    first, second = measure.evidence
    assert (first.label, first.first, first.last, first.start, first.found_by) == ("um", 4, 5, 2.0, "text")
    assert first.note == "… met and then, um, I took the …"
    assert (second.label, second.first, second.last, second.confidence) == ("you know", 10, 12, 0.9)
    assert measure.details["kind_counts"] == {"sound": 1, "word": 1}
    assert set(measure.details) == {
        *("count", "count_low", "count_high", "at_least", "at_most", "kind_counts", "perhaps")
    }
    assert measure.value == pytest.approx(4.0)
    assert measure.band == "good"


# Exact bounds of a Poisson mean, as printed in tables of Garwood's interval (95 %).
@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (10, 4.795, 18.390)],
)
def test_the_interval_is_the_exact_one(count: int, low: float, high: float) -> None:
    assert interval(count) == pytest.approx((low, high), abs=0.001)


@given(st.integers(0, 300))
def test_more_fillers_never_narrow_down_to_fewer(count: int) -> None:
    (low, high), (next_low, next_high) = interval(count), interval(count + 1)
    assert low <= count <= high
    assert low < next_low
    assert high < next_high


@pytest.mark.parametrize(("count", "band"), [(0, "good"), (5, "good"), (6, "watch"), (11, "watch"), (12, "act")])
def test_bands_of_a_minute(count: int, band: str) -> None:
    answer = answer_of(words_of("um " * count, step=5.0), sound=sound_of((0.0, 60.0)))
    assert (fillers(answer).value, fillers(answer).band) == (count, band)


def test_under_20_seconds_fillers_are_counted_and_not_rated() -> None:
    said = words_of("Um, I led it.")
    short, enough = (fillers(answer_of(said, sound=sound_of((0.0, end)))) for end in (19.9, 20.0))
    assert (short.value, short.low, short.band, short.details["count"]) == (None, None, "none", 1)
    assert "20 s" in (short.caveat or "")
    assert (enough.value, enough.caveat) == (3.0, None)


def test_from_text_alone_fillers_are_listed_and_not_rated() -> None:
    measure = fillers(answer_of(words_of("Um, I led it, you know, alone.", timed=False)))
    assert (measure.value, measure.details["count"]) == (None, 2)
    assert [one.label for one in measure.evidence] == ["um", "you know"]
    assert "text alone" in (measure.caveat or "")


def test_silence_gives_no_rate() -> None:
    measure = fillers(answer_of("", sound=sound_of()))
    assert (measure.value, measure.caveat, measure.details["count"]) == (None, "No voice was heard.", 0)


def test_a_filler_without_voice_under_it_is_a_perhaps() -> None:
    said = words_of("um and um", step=4.0)
    measure = fillers(answer_of(said, sound=sound_of((5.0, 40.0))))
    assert [one.start for one in measure.evidence] == [8.0]
    assert [one["start"] for one in measure.details["perhaps"]] == [0.0]


def test_what_is_hardly_written_and_not_heard_is_a_perhaps() -> None:
    """Words and what has no confidence, as in a text, are as they were."""
    sure = {"um": TEXT_ALONE, "ah": TEXT_ALONE - 0.01, "er": None, "uh": 0.01}
    said = tuple(
        Word(text=token, start=at, end=at + 0.2, confidence=one) for at, (token, one) in enumerate(sure.items(), 3)
    )
    measure = fillers(answer_of(said, sound=sound_of((0, 30), heard=((6.0, 6.3, 0.95),))))
    assert [(one.label, one.found_by) for one in measure.evidence] == [("um", "text"), ("er", "text"), ("uh", "both")]
    assert [(one["label"], one["doubt"]) for one in measure.details["perhaps"]] == [
        ("ah", "written in the text alone, and hardly believed")
    ]
    assert measure.details["at_most"] == 4


def test_a_word_without_a_time_is_no_hesitation_that_was_heard() -> None:
    said = (Word(text="you", start=1.0, end=1.2), Word(text="know,"), Word(text="um"))
    measure = fillers(answer_of(said, sound=sound_of((0, 30), heard=((1.3, 1.6, 0.95),))))
    assert [(one.label, one.found_by) for one in measure.evidence] == [("you know", "text"), ("uh", "sound")]
    assert [one["label"] for one in measure.details["perhaps"]] == ["um"]


def test_a_word_without_a_time_has_no_voice_under_it() -> None:
    measure = fillers(answer_of(words_of("um yes", timed=False), sound=LONG))
    assert (measure.details["count"], len(measure.details["perhaps"])) == (0, 1)


def test_a_phrase_is_as_sure_as_its_least_sure_word() -> None:
    said = tuple(
        Word(text=token, start=at, end=at + 0.2, confidence=sure)
        for token, at, sure in (("You", 1.0, 0.9), ("know,", 1.3, 0.2), ("yes.", 2.0, 0.9))
    )
    assert [one.confidence for one in fillers(answer_of(said, sound=LONG)).evidence] == [0.2]


def test_two_sounds_within_a_third_of_a_second_are_one() -> None:
    said = words_of("um um um", step=0.2)
    measure = fillers(answer_of(said, sound=LONG))
    assert [one.start for one in measure.evidence] == [0.0, 0.4]
    assert [one["start"] for one in measure.details["perhaps"]] == [0.2]


def test_text_and_sound_within_a_third_of_a_second_are_one_event() -> None:
    said = (Word(text="um", start=5.0, end=5.4, confidence=0.5), Word(text="yes.", start=6.0, end=6.3))
    near = fillers(answer_of(said, sound=sound_of((0, 30), heard=((5.6, 5.9, 0.95),))))
    assert [(one.label, one.found_by, one.confidence) for one in near.evidence] == [("um", "both", 0.95)]
    edge = fillers(answer_of(said, sound=sound_of((0, 30), heard=((5.7, 5.9, 0.95),))))
    assert [one.found_by for one in edge.evidence] == ["both"]
    far = fillers(answer_of(said, sound=sound_of((0, 30), heard=((5.8, 5.95, 0.95),))))
    assert [(one.label, one.found_by) for one in far.evidence] == [("um", "text"), ("uh", "sound")]


def test_several_sounds_in_a_row_beside_one_in_the_text() -> None:
    said = (Word(text="um", start=5.0, end=5.4, confidence=0.5), Word(text="yes.", start=8.0, end=8.3))
    row = sound_of((0, 30), heard=((5.0, 5.35, 0.97), (5.6, 5.9, 0.95), (6.1, 6.5, 0.97)))
    measure = fillers(answer_of(said, sound=row))
    assert [(one.start, one.found_by) for one in measure.evidence] == [(5.0, "both"), (5.6, "sound"), (6.1, "sound")]
    twice = sound_of((0, 30), heard=((5.0, 5.15, 0.97), (5.2, 5.4, 0.95)))
    assert [one.found_by for one in fillers(answer_of(said, sound=twice)).evidence] == ["both"]


def test_a_sound_that_ends_nasal_is_um() -> None:
    sound = replace(sound_of((0, 30)), hesitations=(Hesitation(start=1.0, end=1.4, confidence=0.95, label="um"),))
    assert [one.label for one in fillers(answer_of("", sound=sound)).evidence] == ["um"]


def test_a_sound_alone_points_at_the_next_word() -> None:
    said = words_of("We met late", step=2.0)
    measure = fillers(answer_of(said, sound=sound_of((0, 30), heard=((3.7, 3.95, 0.95),))))
    (one,) = measure.evidence
    assert (one.label, one.first, one.last, one.found_by, one.confidence) == ("uh", 2, 2, "sound", 0.95)
    assert measure.details["kind_counts"] == {"sound": 1, "word": 0}


@pytest.mark.parametrize("written", [True, False])
def test_a_sound_counts_where_it_is_sure_and_voiced_whatever_is_written(written: bool) -> None:
    sure = tuple((at, at + 0.3, 1.0) for at in (8.0, 10.0, 12.0, 14.0))
    heard_sounds = ((1.0, 1.3, SURE), (3.0, 3.3, SURE - 0.01), *sure, (40.0, 40.3, 1.0))
    said = tuple(Word(text="Um", start=at, end=at + 0.3, confidence=0.3) for at in (1.0, 3.0)) if written else ()
    measure = fillers(answer_of(said, sound=sound_of((0, 30), heard=heard_sounds)))
    assert [one.start for one in measure.evidence] == [1.0, 8.0, 10.0, 12.0, 14.0]
    assert [(one["start"], one["doubt"]) for one in measure.details["perhaps"]] == [(3.0, UNSURE_SOUND)]


def test_where_nothing_listened_to_the_sound_a_small_count_is_no_praise() -> None:
    sound = replace(sound_of((0, 30)), unlistened=True)
    measure = fillers(answer_of("", sound=sound))
    assert (measure.value, measure.band, measure.caveat) == (0.0, "none", UNLISTENED)
    assert fillers(answer_of("", sound=replace(sound, unlistened=False))).band == "good"


def test_what_is_heard_once_in_minutes_must_be_surer() -> None:
    long = [sound_of((0, 300), heard=((1.0, 1.3, chance),)) for chance in (0.95, 0.9999)]
    often = sound_of((0, 300), heard=tuple((at, at + 0.3, 0.95) for at in range(0, 300, 8)))
    rare, sure, many = (fillers(answer_of("", sound=sound)).details for sound in (*long, often))
    assert (rare["count"], rare["at_most"], [one["doubt"] for one in rare["perhaps"]]) == (0, 1, [UNUSUAL])
    assert (sure["count"], many["count"]) == (1, 38)


def test_the_count_is_told_with_its_doubts_on_either_side() -> None:
    """um in text and sound, um in the text alone, you know; sounds: one sure, one unsure, one that is the um twice."""
    said = (
        Word(text="Um", start=1.0, end=1.3),
        Word(text="um", start=4.0, end=4.3),
        Word(text="um", start=4.2, end=4.4),
        Word(text="you", start=6.0, end=6.1),
        Word(text="know,", start=6.1, end=6.4),
    )
    heard_sounds = ((1.1, 1.4, 0.97), (10.0, 10.3, 0.95), (12.0, 12.3, 0.5))
    details = fillers(answer_of(said, sound=sound_of((0, 30), heard=heard_sounds))).details
    assert (details["at_least"], details["count"], details["at_most"]) == (2, 4, 5)
    assert len(details["perhaps"]) == 2
    bare = fillers(answer_of(said)).details
    assert (bare["at_least"], bare["count"], bare["at_most"]) == (4, 4, 4)


def test_a_sound_inside_a_filler_word_is_that_word() -> None:
    said = words_of("It was, like, really late.", step=1.0)
    measure = fillers(answer_of(said, sound=sound_of((0, 30), heard=((2.1, 2.5, 0.99),))))
    assert [(one.label, one.found_by) for one in measure.evidence] == [("like", "text")]


def test_another_language_counts_nothing_rather_than_none() -> None:
    answer = answer_of(transcript_of(words_of("er kam um zehn"), "de"), sound=LONG)
    assert fillers(answer).details["count"] is None
    assert fillers(answer).details["kind_counts"] == {"sound": None, "word": None}


@given(words())
def test_filler_words_never_overlap_each_other_or_a_hesitation(said: tuple[Word, ...]) -> None:
    places = [place for _, a, b in (*filler_words(said), *hesitations(said)) for place in range(a, b)]
    assert len(places) == len(set(places))
    assert filler_places(said) == set(places)


@given(answers(language="en"))
def test_every_event_is_counted_once_and_the_counts_agree(answer: Answer) -> None:
    measure = fillers(answer)
    details = measure.details
    assert details["count"] == len(measure.evidence) == sum(details["kind_counts"].values())
    assert details["count_low"] <= details["count"] <= details["count_high"]
    assert details["at_least"] <= details["count"] <= details["at_most"] <= details["count"] + len(details["perhaps"])
    places = [place for one in measure.evidence for place in range(one.first, one.last)]
    assert len(places) == len(set(places))


@given(answers(language="en"))
def test_every_find_is_counted_or_a_perhaps(answer: Answer) -> None:
    measure = fillers(answer)
    finds = len([*filler_words(answer.transcript.words), *hesitations(answer.transcript.words)])
    from_text = [one for one in measure.evidence if one.found_by != "sound"]
    perhaps = [one for one in measure.details["perhaps"] if one["found_by"] != "sound"]
    assert len(from_text) + len(perhaps) == finds


@given(words(timed=True), sounds())
def test_nothing_counts_without_voiced_sound_under_it(said: tuple[Word, ...], sound: Sound) -> None:
    for one in fillers(answer_of(said, sound=sound)).evidence:
        assert one.start is not None
        assert one.end is not None
        assert any(span.start <= one.end and one.start <= span.end for span in sound.voiced)


@given(words(timed=True), sounds())
def test_sounds_that_count_start_a_third_of_a_second_apart(said: tuple[Word, ...], sound: Sound) -> None:
    sounds_found = [one for one in fillers(answer_of(said, sound=sound)).evidence if one.label in SOUNDS]
    for from_sound in (True, False):
        starts = [one.start or 0.0 for one in sounds_found if (one.found_by == "sound") is from_sound]
        assert all(round(b - a, 3) >= NEAR for a, b in pairwise(starts))


@given(words(timed=True), sounds())
def test_a_sure_sound_never_takes_a_filler_away(said: tuple[Word, ...], sound: Sound) -> None:
    sure = tuple(replace(heard, confidence=1.0) for heard in sound.hesitations)
    with_sounds = fillers(answer_of(said, sound=replace(sound, hesitations=sure)))
    without = fillers(answer_of(said, sound=replace(sound, hesitations=())))
    assert counts(with_sounds, "sound") >= counts(without, "sound")
    assert counts(with_sounds, "word") == counts(without, "word")


@given(words(timed=True), sounds())
def test_an_unsure_sound_makes_a_filler_a_perhaps_at_most(said: tuple[Word, ...], sound: Sound) -> None:
    with_sounds = fillers(answer_of(said, sound=sound))
    without = fillers(answer_of(said, sound=replace(sound, hesitations=())))
    assert counts(with_sounds, "word") == counts(without, "word")
    assert with_sounds.details["at_most"] >= without.details["count"]


SOUNDS = ("um", "uh", "er", "ah", "hm", "mm")


def counts(measure: Measure, kind: str) -> int:
    return int(measure.details["kind_counts"][kind])
