"""Advice: what is said first, what is never said, and that it is never more than two things."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, reading_of, sound_of, transcript_of, words_of

from voice_interview import text
from voice_interview.advice import MOST, REMARKS, advise
from voice_interview.metrics import measure
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.length import length
from voice_interview.metrics.pace import pace
from voice_interview.metrics.pauses import pauses
from voice_interview.metrics.star import star
from voice_interview.metrics.start_delay import start_delay
from voice_interview.model import Advice, Answer, Fault, FollowUp, Word

METRICS = {
    "length": length,
    "pace": pace,
    "pauses": pauses,
    "start_delay": start_delay,
    "fillers": fillers,
    "star": star,
}
STORY = "We had no room left. It was my job to help. I called four hotels nearby. In the end they slept well. "
FINE = sound_of((0, 90))


def given_to(answer: Answer) -> tuple[Advice, ...]:
    return advise(answer.question, answer.recording, answer.transcript, measure(answer, METRICS))


def titles(answer: Answer) -> list[str]:
    return [advice.title for advice in given_to(answer)]


def a_story(labels: str = "STAR", times: int = 8, step: float = 0.5, **more: Any) -> Answer:
    """A story told eight times over: 176 words in 88 s, so that length and pace are fine."""
    fields: dict[str, Any] = {"sound": sound_of((0, 22 * step * times)), "question": question_of()}
    present = {name: more.pop(name) for name in ("situation", "task", "action", "result", "story") if name in more}
    reading = reading_of(labels * times, **present)
    return answer_of(words_of(STORY * times, step=step), reading=reading, **(fields | more))


def test_a_good_answer_gets_none() -> None:
    assert titles(a_story()) == []


def test_no_story_comes_first() -> None:
    first = given_to(a_story(story=False, result="no", sound=sound_of((0, 400))))[0]
    assert first.title == "Tell one thing that happened"
    assert "Bangerter" in first.why
    assert first.evidence[0].note == "We had no room left."


def test_a_view_is_asked_for_an_example_and_not_for_a_story_instead() -> None:
    assert titles(a_story(story=False, question=question_of("philosophy"))) == ["Carry your view with one true example"]


@pytest.mark.parametrize("kind", ["situational", "motivation", "self-description"])
def test_a_question_that_asks_for_no_story_gets_no_word_about_one(kind: str) -> None:
    assert titles(a_story(story=False, result="no", action="no", question=question_of(kind))) == []


def test_without_a_question_nothing_is_said_about_the_story_or_the_length() -> None:
    assert titles(a_story(story=False, result="no", question=None)) == []


def test_a_missing_result_shows_the_end_and_a_missing_action_its_place() -> None:
    end, deed = given_to(a_story("STT.", result="no", action="no"))
    assert (end.title, deed.title) == ("Say how it ended", "Say what you did yourself")
    assert end.evidence[0].note == "In the end they slept well."
    assert deed.evidence[0].note == "I called four hotels nearby."


@pytest.mark.parametrize("present", [{"task": "no"}, {"situation": "no"}, {"result": "implied"}, {"result": "unclear"}])
def test_what_is_implied_unclear_or_weakly_known_is_not_called_missing(present: dict[str, str]) -> None:
    assert titles(a_story(**present)) == []


def test_an_unclear_result_is_not_missing_beside_a_missing_task() -> None:
    assert titles(a_story(task="no", result="unclear", action="unclear")) == []


def test_an_unsure_story_is_not_asked_for_its_parts() -> None:
    assert titles(a_story(story=None, result="no")) == []


def test_fillers_that_did_harm_are_named_with_their_moments() -> None:
    said = words_of("Um, we had no uh room left. I um called. " * 16)
    answer = answer_of(said, sound=sound_of((0, 80)))
    advice = given_to(answer)[0]
    assert advice.title == "Let a short silence stand where “um” comes"
    assert [one.label for one in advice.evidence] == ["um"] * 3
    assert "48 fillers were counted, about 36 a minute (range 27 to 48)" in advice.why
    assert "10.1002/jaba.1093" in advice.why


def test_fillers_that_did_no_harm_are_left_alone() -> None:
    assert titles(answer_of(words_of(STORY * 7 + "Um, um, um, um, um."), sound=sound_of((0, 80)))) == []


def test_a_length_far_off_is_told_with_the_moment() -> None:
    (long,) = given_to(a_story(times=24))
    assert long.title == "Come to the end in 2:00 min"
    assert "4:24 min" in long.why
    assert long.evidence[0].start == pytest.approx(263.9 - 144)
    (short,) = given_to(a_story(times=2, sound=sound_of((0, 21))))
    assert short.title == "Give the answer more room"
    assert "21 s of the 2:00 min" in short.why


def test_the_length_of_the_first_answer_is_told_with_its_own_words() -> None:
    first, later = words_of(STORY * 16, step=0.5), words_of("I would do it again.", start=200.0)
    said = replace(transcript_of((*first, *later)), sentences=text.sentences((*first, *later), [190.0]))
    followed = answer_of(
        said,
        sound=sound_of((0, 176), (200, 203)),
        question=question_of(answer_seconds=100.0),
        reading=reading_of("STAR" * 16 + "A"),
        follow_ups=(FollowUp(text="And now?", start=190.0),),
    )
    long = next(one for one in given_to(followed) if one.title.startswith("Come"))
    assert (long.evidence[0].end, long.evidence[0].last) == (pytest.approx(175.9), len(first))


@pytest.mark.parametrize(("kind", "story"), [("self-description", None), ("behavioural", False)])
def test_where_no_story_is_told_its_parts_are_not_asked_for(kind: str, story: bool | None) -> None:
    told = replace(a_story(times=24, story=story), question=replace(question_of(), kind=kind))
    long = next(one for one in given_to(told) if one.title.startswith("Come"))
    assert "answer the question most directly" in long.do
    assert ("STAR" in long.why) is (kind == "behavioural")


def test_overtime_without_times_has_no_moment() -> None:
    untimed = answer_of(words_of(STORY, timed=False), sound=sound_of((0, 252)), question=question_of())
    assert next(one for one in given_to(untimed) if one.title.startswith("Come")).evidence == ()


def test_overtime_within_the_last_word_has_no_word_of_its_own() -> None:
    word = (Word(text="Yes.", start=0.0, end=140.0),)
    answer = answer_of(word, sound=sound_of((0, 240)), question=question_of())
    assert given_to(answer)[0].title.startswith("Come")
    assert given_to(answer)[0].evidence == ()


def test_fast_and_slow_speech_get_a_remark_and_nobody_is_told_to_slow_down() -> None:
    (fast,) = given_to(a_story(step=0.25, times=16, sound=sound_of((0, 84))))
    assert fast.title == "Stop for a breath after each step"
    assert "no need to speak slowly" in fast.do
    (slow,) = given_to(a_story(step=0.7, sound=sound_of((0, 118))))
    assert slow.title == "Speak a little more briskly"
    assert "Feiler" in slow.why


def test_long_pauses_that_make_an_answer_slow_are_told_once() -> None:
    broken = sound_of((0, 20), (30, 60), (65, 90), (100, 119))
    (advice,) = given_to(a_story(step=0.7, sound=broken))
    assert advice.title == "Know your next step before you speak"
    assert [(one.start, one.end) for one in advice.evidence] == [(20, 30), (60, 65), (90, 100)]


def test_a_late_start_is_a_gentle_remark() -> None:
    late = a_story(sound=sound_of((7, 91)), cue_at=0.5)
    (advice,) = given_to(late)
    assert (advice.title, advice.evidence[0].label) == ("Have your first sentence ready", "start")
    assert "6.5 s" in advice.why


def test_a_recording_that_cannot_be_judged_gets_its_cure_and_nothing_else() -> None:
    faults = (Fault(code="clipped", message="The sound is clipped.", fix="Move back."),) * 3
    cures = given_to(a_story(story=False, faults=faults))
    assert [(one.why, one.do) for one in cures] == [("The sound is clipped.", "Move back.")] * 2


def test_without_measures_there_is_no_advice() -> None:
    answer = a_story()
    assert advise(answer.question, answer.recording, answer.transcript, {}) == ()


def test_a_sentence_is_shown_only_where_there_is_one() -> None:
    empty = answer_of(transcript_of(""), sound=sound_of((0, 25)), question=question_of())
    assert [one.evidence for one in given_to(empty)] == [()]


@given(answers())
def test_advice_is_short_cited_and_points_into_the_answer(answer: Answer) -> None:
    advices = given_to(answer)
    assert len(advices) <= MOST
    for advice in advices:
        assert advice.title
        assert advice.do.endswith((".", "”."))
        assert all(one.first <= one.last <= len(answer.transcript.words) for one in advice.evidence)
        assert answer.recording.faults or re.search(r"\b(19|20)\d\d\b|Advice|products|a convention", advice.why)


@given(answers(faults=False))
def test_the_two_are_the_first_two_of_the_order(answer: Answer) -> None:
    from voice_interview.story_advice import Case

    case = Case(answer.question, answer.recording, answer.transcript, measure(answer, METRICS))
    every = [advice for remark in REMARKS if (advice := remark(case))]
    assert list(given_to(answer)) == every[:MOST]


@given(answers())
def test_advice_never_foretells_or_blames(answer: Answer) -> None:
    for advice in given_to(answer):
        words = f"{advice.title} {advice.why} {advice.do}".lower()
        assert not re.search(r"you will (be|get)|you fail|wrong|bad |mistake|hired|too many", words)
