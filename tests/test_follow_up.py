"""Which follow-up is asked: what is missing first, then the question's own, and nothing twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import KINDS, question_of, reading_of, transcript_of, words_of

from voice_interview import text
from voice_interview.interview.follow_up import (
    ACTION,
    EXAMPLE,
    NO_STORY,
    OWN_PART,
    RESULT,
    SITUATION,
    STORY,
    choose,
)
from voice_interview.model import (
    Fault,
    FollowUp,
    Part,
    Provenance,
    Question,
    Reading,
    Recording,
    Report,
    SentenceLabel,
    Story,
)

OWN = ("What did it cost?", "Whom did you ask?")
ALL = {STORY, EXAMPLE, RESULT, OWN_PART, ACTION, SITUATION}


def report_of(reading: Reading | None, asked: tuple[str, ...] = (), **fields: Any) -> Report:
    """A report on "Well we did it." and as much again in answer to each follow-up."""
    follow_ups = tuple(FollowUp(text=one, start=10.0 * (place + 1)) for place, one in enumerate(asked))
    words = tuple(word for place in range(len(asked) + 1) for word in words_of("Well we did it.", start=10.0 * place))
    question = fields.pop("question", question_of(follow_ups=OWN))
    recording = Recording(path="answer.wav", follow_ups=follow_ups, **fields)
    sentences = text.sentences(words, recording.starts)
    if reading is not None:  # what is asked goes by its parts
        reading = replace(reading, labels=(SentenceLabel(label="other"),) * len(sentences))
    return Report(
        id="a",
        created_at="2026-01-01T00:00:00+00:00",
        question=question,
        recording=recording,
        transcript=replace(transcript_of(words), sentences=sentences),
        sound=None,
        reading=reading,
        measures={},
        advice=(),
        provenance=Provenance(version="0"),
    )


def told(labels: str = "STAR", own: bool | None = True, **present: str) -> Reading:
    """A story with these parts; whose deeds its action tells."""
    reading = reading_of(labels, **present)
    return replace(reading, parts=reading.parts | {"action": replace(reading.parts["action"], own=own)})


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        (told(result="no"), RESULT),
        (told(own=False), OWN_PART),
        (told(action="implied", own=False), OWN_PART),
        (told(action="no"), ACTION),
        (told(situation="no"), SITUATION),
        (told(result="unclear"), RESULT),
        (told(action="unclear"), ACTION),
        (told(situation="unclear"), SITUATION),
        (told(result="unclear", situation="no"), SITUATION),  # what is sure before what is not clear
        (told(result="unclear", own=False), OWN_PART),
        (told(result="no", own=False, situation="no"), RESULT),
        (reading_of("....", story=False), STORY),
    ],
)
def test_what_is_missing_is_asked_for(reading: Reading, expected: str) -> None:
    assert choose(report_of(reading)) == expected


@pytest.mark.parametrize(
    "reading",
    [
        told(),
        told(result="implied", situation="implied", task="no"),  # a Task is hard to see, and never asked for
        told(own=None),
        reading_of("????", story=None, result="no", action="unclear"),  # whether it is a story is not clear
        None,
    ],
)
def test_what_is_there_or_cannot_be_known_is_not_asked_for(reading: Reading | None) -> None:
    assert choose(report_of(reading)) == OWN[0]


def test_philosophy_is_asked_for_an_example_and_the_other_kinds_for_no_story() -> None:
    no_story = reading_of("....", story=False)
    asked = {kind: choose(report_of(no_story, question=question_of(kind, follow_ups=OWN))) for kind in KINDS}
    assert asked == {kind: NO_STORY.get(kind, OWN[0]) for kind in KINDS}
    assert asked["philosophy"] == EXAMPLE


def test_the_same_is_never_asked_twice_in_any_spelling() -> None:
    reading = told(result="no")
    assert choose(report_of(reading, asked=(RESULT,))) == OWN[0]
    assert choose(report_of(reading, asked=("and how did it turn out",))) == OWN[0]
    echo = question_of(follow_ups=("Tell me about a time!", OWN[1]))
    assert choose(report_of(told(), question=echo)) == OWN[1]
    assert choose(report_of(reading, asked=(RESULT, *OWN))) is None


def test_where_nothing_was_said_nothing_more_is_asked() -> None:
    report = report_of(told(result="no"), asked=(RESULT,))
    first = [word for word in report.transcript.words if (word.start or 0) < 10]
    assert report.reading is not None
    silent = replace(
        report,
        transcript=replace(transcript_of(tuple(first)), sentences=text.sentences(first)),
        reading=replace(report.reading, labels=report.reading.labels[:1]),
    )
    assert choose(silent) is None
    assert choose(replace(report_of(None), transcript=transcript_of(()))) is None


def test_a_recording_that_cannot_be_judged_is_not_asked_about() -> None:
    fault = Fault(code="clipped", message="It is clipped.", fix="Move back.")
    assert choose(report_of(told(result="no"), faults=(fault,))) is None


def test_without_a_question_there_is_nothing_to_follow() -> None:
    assert choose(report_of(told(result="no"), question=None)) is None


PRESENT = st.sampled_from(("yes", "implied", "no", "unclear"))


@given(
    st.fixed_dictionaries(dict.fromkeys(("situation", "task", "action", "result"), PRESENT)),
    st.sampled_from((True, False, None)),
    st.booleans(),
    st.sampled_from(KINDS),
    st.lists(st.text(max_size=12), max_size=4),
)
def test_an_interview_ends_and_repeats_nothing(
    present: dict[str, str], story: bool | None, we: bool, kind: str, own: list[str]
) -> None:
    """Whatever is answered: each follow-up is new, one of ours or the question's, and some day all are asked."""
    reading = replace(told(own=not we, **present), story=Story(present=story))
    question: Question = question_of(kind, follow_ups=tuple(own))
    asked: tuple[str, ...] = ()
    while (following := choose(report_of(reading, asked, question=question))) is not None:
        assert following in {*ALL, *own} and following not in asked
        asked = (*asked, following)
        assert len(asked) <= len(ALL) + len(own)


def test_a_part_that_the_reading_does_not_know_is_not_missing() -> None:
    partial = replace(told(), parts={"result": Part(present="no")})
    assert choose(report_of(partial)) == RESULT
    assert choose(report_of(replace(partial, parts={}))) == OWN[0]
