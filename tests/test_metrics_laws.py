"""Laws that hold for every measure of every answer."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, shifted, sound_of, words_of

from voice_interview.metrics import measure, thresholds
from voice_interview.metrics.company import company
from voice_interview.metrics.coverage import coverage
from voice_interview.metrics.disfluencies import disfluencies
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.hedges import hedges
from voice_interview.metrics.length import length
from voice_interview.metrics.loudness import loudness
from voice_interview.metrics.pace import pace
from voice_interview.metrics.pauses import pauses
from voice_interview.metrics.pitch import pitch
from voice_interview.metrics.pronouns import pronouns
from voice_interview.metrics.readability import readability
from voice_interview.metrics.star import star
from voice_interview.metrics.start_delay import start_delay
from voice_interview.metrics.vocabulary import vocabulary
from voice_interview.model import Answer, Evidence, Fault, Measure

METRICS = {
    "length": length,
    "pace": pace,
    "pauses": pauses,
    "start_delay": start_delay,
    "loudness": loudness,
    "pitch": pitch,
    "fillers": fillers,
    "disfluencies": disfluencies,
    "hedges": hedges,
    "readability": readability,
    "vocabulary": vocabulary,
    "pronouns": pronouns,
    "star": star,
    "coverage": coverage,
    "company": company,
}
ENGLISH_ONLY = (
    *("fillers", "disfluencies", "hedges", "readability", "vocabulary", "pronouns", "star"),
    *("coverage", "company"),
)


@given(answers())
def test_a_measure_survives_json(answer: Answer) -> None:
    for one in measure(answer, METRICS).values():
        encoded = msgspec.json.encode(one)
        assert msgspec.json.decode(encoded, type=Measure) == one
        json.loads(encoded, parse_constant=pytest.fail)


@given(answers())
def test_numbers_are_finite_and_undefined_says_why(answer: Answer) -> None:
    for one in measure(answer, METRICS).values():
        assert all(math.isfinite(number) for number in numbers(msgspec.to_builtins(one)))
        assert one.value is not None or (one.caveat and one.band == "none")
        assert one.source


@given(answers())
def test_a_value_lies_within_its_range(answer: Answer) -> None:
    for one in measure(answer, METRICS).values():
        if one.value is not None and one.low is not None and one.high is not None:
            assert one.low <= one.value <= one.high
        assert (one.low is None) == (one.high is None)


@given(answers())
def test_evidence_lies_in_the_answer_and_in_order(answer: Answer) -> None:
    count = len(answer.transcript.words)
    for one in measure(answer, METRICS).values():
        assert all(evidence.first <= evidence.last <= count for evidence in one.evidence)
        starts = [evidence.start for evidence in one.evidence if evidence.start is not None]
        assert starts == sorted(starts)


@given(answers(), st.integers(1, 5000))
def test_nothing_depends_on_when_the_answer_began(answer: Answer, seconds: int) -> None:
    before, after = measure(answer, METRICS), measure(shifted(answer, seconds), METRICS)
    for name, one in before.items():
        other = after[name]
        assert other.value == pytest.approx(one.value, abs=1e-6) if one.value is not None else other.value is None
        assert (other.band, other.caveat) == (one.band, one.caveat)
        assert [words(evidence) for evidence in other.evidence] == [words(evidence) for evidence in one.evidence]


@given(answers(faults=True))
def test_a_recording_with_faults_is_measured_and_not_judged(answer: Answer) -> None:
    sound = replace(answer, recording=replace(answer.recording, faults=()))
    judged, unjudged = measure(sound, METRICS), measure(answer, METRICS)
    assert unjudged == {name: replace(one, band="none") for name, one in judged.items()}


@given(answers(language="fr"))
def test_what_needs_english_is_undefined_in_another_language(answer: Answer) -> None:
    found = measure(answer, METRICS)
    assert all(found[name].value is None and not found[name].evidence for name in ENGLISH_ONLY)
    assert all("English" in (found[name].caveat or "") for name in ENGLISH_ONLY)


def test_length_pace_and_pauses_stay_in_another_language() -> None:
    said = words_of("alle waren froh " * 20)
    answer = answer_of(said, sound=sound_of((0, 12), (15, 30)))
    answer = replace(answer, transcript=replace(answer.transcript, language="de"))
    found = measure(answer, METRICS)
    assert (found["length"].value, found["pace"].value, found["pauses"].value) == (30, 120, 1)
    assert found["pace"].band == "none"
    assert "English" in (found["pace"].caveat or "")


def test_measures_come_in_the_order_asked_for_and_from_any_function() -> None:
    def half(answer: Answer) -> Measure:
        return Measure(value=len(answer.transcript.words) / 2, unit="halves", band="act", source="a plug-in")

    answer = answer_of("Yes.")
    assert list(measure(answer, {"half": half, "length": length})) == ["half", "length"]
    assert measure(answer, {"half": half})["half"].band == "act"
    bad = replace(answer, recording=replace(answer.recording, faults=(Fault(code="muted", message="M.", fix="F."),)))
    assert measure(bad, {"half": half})["half"].band == "none"


def test_the_registered_names_are_these_functions() -> None:
    from voice_interview import plugins

    assert {name: plugins.load("metrics", name) for name in METRICS} == METRICS


def test_thresholds_are_plain_json() -> None:
    assert msgspec.json.decode(msgspec.json.encode(thresholds())) == thresholds()
    assert thresholds()["long_pause_seconds"] == 2.0


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, float):
        yield value


def words(evidence: Evidence) -> tuple[str, int, int, str | None]:
    return (evidence.label, evidence.first, evidence.last, evidence.found_by)
