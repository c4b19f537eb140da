"""Coverage by meaning, as far as it is a function of saved values: verdicts, evidence, and what reports show of it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, question_of, reading_of, transcript_of

from voice_interview.advice import advise
from voice_interview.metrics.company import company
from voice_interview.metrics.coverage import NO, YES, confidence, coverage, verdict
from voice_interview.model import Answer, Company, Near, Statement

SAID = "I listened to her first. Um, she was scared and I saw that. Then we ate lunch."


def near(sentence: int, similarity: float) -> Near:
    one = transcript_of(SAID).sentences[sentence]
    return Near(sentence=sentence, first=one.first, last=one.last, similarity=similarity)


def answer(touches: dict[str, tuple[Near, ...]] | None, firm: Company | None = None, **fields: Any) -> Answer:
    looks_for = fields.pop("looks_for", tuple(touches or ()))
    reading = replace(reading_of("AS."), touches=touches, company=firm)
    return answer_of(SAID, question=question_of(looks_for=looks_for, **fields), reading=reading)


def firm(*statements: Statement) -> Company:
    return Company(name="values.txt", statements=statements)


def test_coverage_is_the_share_of_qualities_that_are_touched_with_the_sentence_of_each() -> None:
    found = coverage(
        answer(
            {
                "empathy": (near(1, YES + 0.1), near(0, NO)),
                "active-listening": (near(0, YES),),
                "teamwork": (near(2, (YES + NO) / 2),),
                "integrity": (near(2, NO - 0.01),),
            }
        )
    )
    assert found.value == 0.5
    assert [(one.label, one.first) for one in found.evidence] == [("active-listening", 0), ("empathy", 5)]
    assert (found.details["asked"], found.details["touched"]) == (4, 2)
    rows = {row["quality"]: row for row in found.details["qualities"]}
    assert [row["touched"] for row in rows.values()] == ["yes", "yes", "unclear", "no"]
    assert rows["empathy"]["text"] == "Um, she was scared and I saw that." and rows["empathy"]["sentence"] == 1
    assert rows["empathy"]["start"] == 2.5
    assert rows["empathy"]["confidence"] > 0.5 > rows["integrity"]["confidence"]


def test_a_quality_that_nothing_was_compared_with_is_no() -> None:
    (row,) = coverage(answer({}, looks_for=("empathy",))).details["qualities"]
    assert (row["touched"], row["similarity"], row["text"]) == ("no", None, None)


@pytest.mark.parametrize(
    ("said", "caveat"),
    [
        (answer(None, looks_for=("empathy",)), "not compared"),
        (answer({}), "names no quality"),
        (replace(answer({}), question=None), "No question"),
        (replace(answer({"empathy": ()}), transcript=transcript_of("")), "No words"),
        (replace(answer({"empathy": ()}), transcript=transcript_of(SAID, "de")), "English"),
        (replace(answer({"empathy": ()}), reading=None), "not compared"),
    ],
)
def test_undefined_coverage_says_why(said: Answer, caveat: str) -> None:
    found = coverage(said)
    assert found.value is None and caveat in (found.caveat or "")
    assert bool(found.details) == bool(said.question and said.question.looks_for)


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_nearer_is_never_less_touched_nor_less_sure(one: float, other: float) -> None:
    order = ("no", "unclear", "yes")
    low, high = sorted((one, other))
    assert order.index(verdict(low)) <= order.index(verdict(high))
    assert 0 <= confidence(low) <= confidence(high) <= 1


def test_the_company_measure_counts_the_statements_that_are_touched() -> None:
    said = answer(
        {},
        firm(
            Statement(text="Integrity", quality="integrity", near=(near(0, YES),)),
            Statement(text="We listen to everybody.", near=(near(0, 0.9), near(1, 0.2))),
            Statement(text="Salary: 24,000", near=(near(2, 0.05),)),
        ),
    )
    found = company(said)
    assert (found.value, found.details["asked"], found.details["recited"]) == (2, 3, [])
    assert [row["touched"] for row in found.details["statements"]] == ["yes", "yes", "no"]
    assert [one.label for one in found.evidence] == ["Integrity", "We listen to everybody."]


def test_without_the_model_recital_is_still_told() -> None:
    text = "We put the needs of our guests above everything else, every single day."
    said = answer(None, firm(Statement(text=text)))
    said = replace(said, transcript=transcript_of(f"Well, {text} You know."))
    found = company(said)
    assert found.value is None and "not compared" in (found.caveat or "")
    (recited,) = found.details["recited"]
    assert recited["said"] == recited["written"] == text and recited["words"] == 13


def test_without_a_company_nothing_is_asked_for() -> None:
    found = company(answer({}))
    assert found.value is None and not found.details and "--company" in (found.caveat or "")


def test_old_readings_still_load() -> None:
    plain = msgspec.to_builtins(reading_of("AS."))
    del plain["touches"], plain["company"]
    assert msgspec.convert(plain, type(reading_of("AS."))).touches is None


def test_a_near_stretch_of_words_is_checked_at_birth() -> None:
    with pytest.raises(ValueError, match="range of words"):
        Near(sentence=0, first=3, last=2, similarity=0.5)


def advised(said: Answer) -> list[str]:
    measures = {"coverage": coverage(said), "company": company(said)}
    return [one.title for one in advise(said.question, said.recording, said.transcript, measures)]


def test_a_recital_is_a_remark_with_both_wordings() -> None:
    text = "We put the needs of our guests above everything else, every single day."
    said = answer({"empathy": (near(0, 0.9),)}, firm(Statement(text=text)))
    said = replace(said, transcript=transcript_of(f"I listened to her first. {text}"))
    (one,) = advise(said.question, said.recording, said.transcript, {"company": company(said)})
    assert "own words" in one.title and text in one.why and one.evidence[0].first == 5


def test_untouched_qualities_are_a_remark_only_where_all_of_them_are_surely_missing() -> None:
    missing = {"empathy": (near(2, NO - 0.1),), "teamwork": (near(2, NO - 0.2),)}
    assert any("Let a moment" in title for title in advised(answer(missing)))
    for touch in (NO, YES):
        assert not advised(answer(missing | {"integrity": (near(0, touch),)}))


def test_these_remarks_stand_behind_all_others() -> None:
    from voice_interview.advice import REMARKS, recites, shows_nothing

    assert REMARKS[-2:] == (recites, shows_nothing)
