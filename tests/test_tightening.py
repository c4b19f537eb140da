"""The tightening plan: what may be cut, in which order, and what it promises."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, reading_of, shifted, sound_of, words_of

from voice_interview import tightening
from voice_interview.metrics import measure, repeats
from voice_interview.metrics.disfluencies import disfluencies
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.length import length
from voice_interview.metrics.star import star
from voice_interview.model import Answer, Fault, FollowUp, Plan, StarShares, Word
from voice_interview.tightening import of_report, plan

METRICS = {"length": length, "fillers": fillers, "disfluencies": disfluencies, "star": star}
PARTS = ("situation", "task", "action", "result", "learning")

STORY = {
    ".": "Let me think about that for a moment please.",
    "S": "Last winter I worked at the front desk of a small hotel by the harbour.",
    "s": "A guest lost her passport on Monday.",
    "T": "My job was to get her home in time.",
    "A": "I called the police station and the consulate.",
    "a": "I drove her to the airport myself.",
    "R": "In the end she caught the flight.",
    "?": "It went on and on for quite some time.",
    "L": "I learned to keep a list of numbers.",
}
"""Sentences by letter; small letters are further ones of the same part."""


def told(letters: str, seconds: float = 10.0, kind: str | None = "behavioural", **more: Any) -> Answer:
    """An answer of these sentences to a question that gives so many seconds, a word every half second."""
    said = words_of(" ".join(STORY[letter] for letter in letters))
    reading = {name: more.pop(name) for name in (*PARTS, "story") if name in more}
    return answer_of(
        said,
        sound=sound_of((0.0, said[-1].end or 0.0)),
        question=question_of(kind, answer_seconds=seconds) if kind else None,
        reading=reading_of(letters.upper(), **reading),
        **more,
    )


def made(answer: Answer) -> Plan:
    found = plan(answer, measure(answer, METRICS))
    assert found is not None
    return found


def cuts(answer: Answer) -> list[tuple[str, str]]:
    """The letter of each sentence that goes, with why; in order of time."""
    letters = {text: letter for letter, text in STORY.items()}
    return [(letters[one.text], one.reason) for one in made(answer).cuts]


# Which sentences, in which order


@pytest.mark.parametrize(
    ("letters", "seconds", "gone"),
    [
        (".SsTAaR", 29.0, [(".", "other")]),  # 31 s: what belongs to nothing is enough
        (".SsTAaR", 22.0, [(".", "other"), ("S", "situation")]),
        ("SsTAaR", 22.0, [("S", "situation")]),
        ("STAaR", 15.0, []),  # the only Situation stays
        ("SsTAaRR", 12.0, [("S", "situation")]),  # the Results stay, both
        ("SsTAaR?", 27.0, [("?", "unclear")]),
        ("SsTAaRL", 20.0, [("S", "situation")]),  # Learning stays
    ],
)
def test_what_costs_least_goes_first(letters: str, seconds: float, gone: list[tuple[str, str]]) -> None:
    assert cuts(told(letters, seconds)) == gone


@pytest.mark.parametrize("missing", ["task", "action", "result"])
@pytest.mark.parametrize(("present", "gone"), [("yes", False), ("unclear", False), ("implied", True), ("no", True)])
def test_an_unclear_sentence_stays_while_it_may_be_the_only_one_of_a_part(
    missing: str, present: str, gone: bool
) -> None:
    letters = "SsTAaR??".replace(missing[0].upper(), "").replace("a" if missing == "action" else "-", "")
    answer = told(letters, 18.0, **{missing: present})
    assert ("?" in [letter for letter, _ in cuts(answer)]) is gone
    found = made(answer)
    if not gone and not found.meets:
        assert "whose part is not clear stay" in (found.why_not or "")


def test_of_a_philosophy_answer_the_view_stays() -> None:
    assert cuts(told(".SsTAaR", 29.0, kind="philosophy")) == [("S", "situation")]
    assert cuts(told("..SsTAaR", 32.0, kind="philosophy")) == [(".", "other")]


@pytest.mark.parametrize(
    ("kind", "story"), [("situational", True), ("motivation", None), ("behavioural", False), ("behavioural", None)]
)
def test_where_no_story_is_told_nothing_is_cut_by_its_label(kind: str, story: bool | None) -> None:
    answer = told("..SsTAaR??", 20.0, kind=kind, story=story)
    found = made(answer)
    assert not [one for one in found.cuts if one.reason != "repeat"]
    assert "No story is told" in (found.why_not or "")


AGAIN = "I called the police station and the consulate"


@pytest.mark.parametrize(
    ("second", "deed", "keeps"),
    [
        (AGAIN, "cut", ""),
        ("So yes, I called the consulate and the police station", "cut", ""),
        (f"{AGAIN} about her lost papers again", "merge", "lost papers"),
        ("I never called the police station and the consulate", None, ""),  # the opposite
        ("I called the station", None, ""),  # too little to tell
        ("I called the airline and the police", None, ""),
    ],
)
def test_what_was_said_before_goes_and_what_adds_something_is_merged(second: str, deed: str | None, keeps: str) -> None:
    said = words_of(f"{STORY['s']} {STORY['T']} {AGAIN}. {STORY['a']} {second}. {STORY['R']}")
    end = said[-1].end or 0.0
    answer = answer_of(
        said,
        sound=sound_of((0.0, end)),
        question=question_of(answer_seconds=end - 1),
        reading=reading_of("STAAAR"),
    )
    found = made(answer).cuts
    assert [(one.deed, one.reason, one.like, one.keeps) for one in found] == (
        [(deed, "repeat", 2, keeps)] if deed else []
    )


def test_a_sentence_that_another_was_cut_for_stays() -> None:
    said = words_of(f"{STORY['S']} {STORY['s']} {STORY['S']} {STORY['T']} {STORY['a']} {STORY['R']}")
    end = said[-1].end or 0.0
    answer = answer_of(
        said, sound=sound_of((0.0, end)), question=question_of(answer_seconds=20.0), reading=reading_of("SSSTAR")
    )
    found = made(answer)
    assert [(one.sentence, one.reason) for one in found.cuts] == [(1, "situation"), (2, "repeat")]
    assert 0 in found.stays


def test_a_result_that_is_said_twice_stays_twice() -> None:
    assert all(reason != "repeat" for _, reason in cuts(told("SsTAaRR", 12.0)))


def test_fillers_and_restarts_go_before_the_background() -> None:
    line = f"{STORY['S']} {STORY['s']} {STORY['T']} I um called, you know, the the the police. I I drove. {STORY['R']}"
    said = words_of(line)
    end = said[-1].end or 0.0
    answer = answer_of(
        said,
        sound=sound_of((0.0, end), heard=((30.0, 30.4, 0.99),)),
        question=question_of(answer_seconds=end - 1.5),
        reading=reading_of("SSTAAR"),
    )
    found = made(answer)
    assert not found.cuts and found.meets
    assert {"um", "you know"} <= {one.label for one in found.trims}
    assert found.trim_seconds == pytest.approx(found.seconds - found.projected_seconds)


def test_of_a_repetition_the_last_time_stays() -> None:
    said = words_of("I I I called it was it was late. " * 4)
    answer = answer_of(said, sound=sound_of((0.0, said[-1].end or 0.0)), question=question_of(answer_seconds=10.0))
    answer = replace(answer, reading=reading_of("AAAA"))
    trims = made(answer).trims
    spans = [(one.first, one.last) for one in trims if one.label == "repetition"][:2]
    assert spans == [(0, 2), (4, 6)]
    assert (trims[0].start, trims[0].end) == (0.0, 0.9)


def test_a_long_pause_after_a_sentence_goes_with_it() -> None:
    first = words_of(STORY["."])
    rest = words_of(" ".join(STORY[letter] for letter in "sTAR"), start=10.0)
    end = rest[-1].end or 0.0
    answer = answer_of(
        (*first, *rest),
        sound=sound_of((0.0, 4.4), (10.0, end)),
        question=question_of(answer_seconds=end - 1),
        reading=reading_of(".STAR"),
    )
    (cut,) = made(answer).cuts
    assert (cut.seconds, cut.start, cut.end) == (10.0, 0.0, 4.4)


def test_an_answer_is_not_cut_to_less_than_half_its_time() -> None:
    long = words_of("well it went on and on " * 10 + "there.")
    rest = words_of(" ".join(STORY[letter] for letter in "sTaR"), start=long[-1].end or 0.0)
    answer = answer_of(
        (*long, *rest),
        sound=sound_of((0.0, rest[-1].end or 0.0)),
        question=question_of(answer_seconds=30.0),
        reading=reading_of(".STAR"),
    )
    found = made(answer)
    assert not found.cuts and not found.meets and "fewer words" in (found.why_not or "")


# Which time


def test_within_its_time_there_is_no_plan() -> None:
    answer = told("SsTAaR", 40.0)
    assert plan(answer, measure(answer, METRICS)) is None


@pytest.mark.parametrize(("story", "times", "planned"), [(True, 12, True), (True, 3, False), (False, 12, False)])
def test_without_a_question_a_story_is_advised_to_take_two_minutes(story: bool, times: int, planned: bool) -> None:
    answer = told("." * times + "SsTAaR" * 3, kind=None, story=story)
    found = plan(answer, measure(answer, METRICS))
    assert (found is not None) is planned
    if found:
        assert (found.target, found.target_seconds) == ("story", 120.0)


@pytest.mark.parametrize(
    ("recorded", "result", "shares", "target"),
    [
        (30.3, "unclear", (20, 10, 60, 10), 27.0),
        (30.3, "no", (20, 10, 50, 20), 24.0),
        (30.3, "yes", (20, 10, 60, 10), None),  # it was told before
        (31.5, "no", (20, 10, 60, 10), None),  # a second of silence: the speaker had ended
        (60.0, "no", (20, 10, 60, 10), None),  # another limit
        (None, "no", (20, 10, 60, 10), None),
    ],
)
def test_what_the_clock_cut_off_before_its_result_leaves_room_for_one(
    recorded: float | None, result: str, shares: tuple[int, ...], target: float | None
) -> None:
    answer = (
        told(".SsTAa.", 30.0, result=result, seconds_recorded=None) if False else told(".SsTAaa", 30.0, result=result)
    )
    answer = replace(
        answer,
        recording=replace(answer.recording, seconds=recorded),
        sound=sound_of((0.0, 30.0)),
        star_shares=StarShares(percent=shares),
    )
    found = plan(answer, measure(answer, METRICS))
    assert (found and (found.target, found.target_seconds)) == (("ending", target) if target else None)


def test_what_answers_a_follow_up_has_no_part_in_it() -> None:
    whole = told("SsTAaRAa", 24.0)
    whole = replace(whole, sound=sound_of((0.0, 20.0), (20.1, 26.4), (26.5, 40.0)))
    asked = replace(whole, recording=replace(whole.recording, follow_ups=(FollowUp(text="And?", start=26.5),)))
    alone, with_more = made(told("SsTAaR", 24.0)), made(asked)
    assert [one.sentence for one in with_more.cuts] == [one.sentence for one in alone.cuts]
    assert with_more.seconds == pytest.approx(26.4)
    within = replace(whole, recording=replace(whole.recording, follow_ups=(FollowUp(text="And?", start=20.1),)))
    assert plan(within, measure(within, METRICS)) is None


@pytest.mark.parametrize("why", ["untimed", "fault", "language", "no words", "silent"])
def test_what_cannot_be_planned_has_no_plan(why: str) -> None:
    answer = told("..SsTAaR", 10.0)
    if why == "untimed":
        words = tuple(Word(text=one.text) for one in answer.transcript.words)
        answer = replace(answer_of(words), question=answer.question, reading=answer.reading)
    elif why == "fault":
        fault = Fault(code="muted", message="M.", fix="F.")
        answer = replace(answer, recording=replace(answer.recording, faults=(fault,)))
    elif why == "language":
        answer = replace(answer, transcript=replace(answer.transcript, language="fr"))
    elif why == "no words":
        answer = answer_of("", sound=sound_of((0.0, 60.0)), question=question_of(answer_seconds=10.0))
    else:
        answer = replace(answer, sound=sound_of())
    assert plan(answer, measure(answer, METRICS)) is None


# Laws

SENTENCES = (*STORY.values(), AGAIN + ".", "I um I I told her, you know, the truth.", "So, basically, uh yes.")


@st.composite
def long_answers(draw: st.DrawFn) -> Answer:
    """Answers of some sentences, with any labels and parts, pauses between them, and a time that is short or not."""
    picked = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=14))
    said: list[Word] = []
    for sentence in picked:
        start = (said[-1].end or 0.0) + draw(st.sampled_from((0.0, 0.5, 3.0))) if said else 1.0
        said += words_of(sentence, start=start)
    end = said[-1].end or 0.0
    reading = st.sampled_from(("yes", "implied", "no", "unclear"))
    heard = draw(st.sampled_from(((), ((2.0, 2.5, 0.95), (end / 2, end / 2 + 0.3, 0.95)))))
    kind = draw(st.sampled_from(("behavioural", "philosophy", "situational", None)))
    labels = draw(st.lists(st.sampled_from("STARL.?"), min_size=len(picked), max_size=len(picked)))
    parts = {name: draw(reading) for name in ("situation", "task", "action", "result") if draw(st.booleans())}
    answer = answer_of(
        tuple(said),
        sound=draw(st.none() | st.just(sound_of((0.9, end + 0.2), heard=heard))),
        question=question_of(kind, answer_seconds=draw(st.sampled_from((5.0, 15.0, 30.0, 60.0)))) if kind else None,
    )
    labels = labels[: len(answer.transcript.sentences)] + ["?"] * (len(answer.transcript.sentences) - len(labels))
    return replace(
        answer, reading=reading_of("".join(labels), story=draw(st.sampled_from((True, True, None, False))), **parts)
    )


@given(long_answers())
def test_the_laws_of_a_plan(answer: Answer) -> None:
    measures = measure(answer, METRICS)
    found, value = plan(answer, measures), measures["length"].value
    if answer.question is not None and value is not None:
        assert answer.recording.seconds is None, "so the clock ended none of them"
        assert (found is None) == (round(value / answer.question.answer_seconds, 3) <= 1)
    if found is not None:
        assert found.seconds == pytest.approx(value)
        it_keeps_every_result_and_one_sentence_of_each_part(answer, found)
        its_projected_length_is_the_time_that_is_kept(found)
        it_meets_its_target_or_says_why_not(found)
        it_cuts_no_sentence_once_the_target_is_met(found)
        assert msgspec.json.decode(msgspec.json.encode(found), type=Plan) == found


def it_keeps_every_result_and_one_sentence_of_each_part(answer: Answer, found: Plan) -> None:
    assert answer.reading is not None
    labels = [one.label for one in answer.reading.labels]
    gone = {one.sentence for one in found.cuts if one.deed == "cut"}
    assert set(found.stays) == set(range(len(labels))) - gone
    kept = [labels[place] for place in found.stays]
    assert kept.count("result") == labels.count("result")
    assert all(part in kept for part in PARTS if part in labels)
    without = [part for part in ("situation", "task", "action", "result") if part not in labels]
    if any(answer.reading.parts[part].present in ("yes", "unclear") for part in without):
        assert not [one for one in found.cuts if one.reason == "unclear"]


def its_projected_length_is_the_time_that_is_kept(found: Plan) -> None:
    saved = sum(one.seconds for one in found.cuts) + found.trim_seconds
    assert found.projected_seconds == pytest.approx(found.seconds - saved)
    assert sum(one.planned_seconds for one in found.parts.values()) == pytest.approx(found.projected_seconds)
    assert sum(one.seconds for one in found.parts.values()) == pytest.approx(found.seconds)
    if found.projected_seconds:
        assert sum(one.planned_share for one in found.parts.values()) == pytest.approx(1)
    assert all(one.seconds > 0 for one in found.cuts)


def it_meets_its_target_or_says_why_not(found: Plan) -> None:
    assert found.meets == (round(found.projected_seconds / found.target_seconds, 3) <= 1)
    assert found.meets == (found.why_not is None)
    assert found.seconds > found.target_seconds


def it_cuts_no_sentence_once_the_target_is_met(found: Plan) -> None:
    """Without the one that went last, the answer is still too long."""
    if not found.meets or not found.cuts:
        return
    background = [one.seconds for one in found.cuts if one.reason == "situation"]
    repeated = [one.seconds for one in found.cuts if one.reason == "repeat"]
    strays = [one.seconds for one in found.cuts if one.reason == "unclear"] or [one.seconds for one in found.cuts]
    if background or not found.trims:
        last = min(background) if background else repeated[-1] if repeated else min(strays)
        assert round((found.projected_seconds + last) / found.target_seconds, 3) > 1


@settings(max_examples=30)
@given(long_answers(), st.integers(1, 5000))
def test_a_plan_does_not_depend_on_when_the_answer_began(answer: Answer, seconds: int) -> None:
    before, after = (plan(one, measure(one, METRICS)) for one in (answer, shifted(answer, seconds)))
    assert (before is None) == (after is None)
    if before and after:
        one, other = ([(cut.deed, cut.sentence, cut.keeps) for cut in found.cuts] for found in (before, after))
        assert one == other
        assert after.projected_seconds == pytest.approx(before.projected_seconds, abs=1e-6)


@settings(max_examples=30)
@given(answers())
def test_any_answer_has_a_plan_or_none(answer: Answer) -> None:
    plan(answer, measure(answer, METRICS))
    assert plan(answer, {}) is None or answer.transcript.sentences


# Saying the same


@pytest.mark.parametrize(
    ("now", "before", "share"),
    [
        ("We moved every blue order by hand", "We moved every single blue order by hand", 1.0),
        ("We moved every blue order by hand", "We MOVED, um, the hand and the order and the blue", 1.0),
        ("We moved every blue order by hand", "We moved every red order by foot", 0.5),
        ("We did not move every old order by hand", "We move every old order by hand", 0.0),
        ("We didn't move every old order by hand", "We never move every old order by hand", 1.0),
        ("The pear", "The pear", 0.0),
    ],
)
def test_what_a_sentence_says_again(now: str, before: str, share: float) -> None:
    assert repeats.share_said(repeats.said(now.split()), repeats.said(before.split())) == pytest.approx(share)


def test_a_report_without_a_plan_gets_the_same_one_later() -> None:
    from voice_interview import analysis
    from voice_interview.model import Provenance

    report = analysis.report(told("..SsTAaR", 20.0), ("id", ""), Provenance(version="0"))
    assert report.plan is not None
    assert of_report(replace(report, plan=None)) == report.plan
    assert of_report(report) is report.plan
    assert tightening.STORY_SECONDS == 120.0
