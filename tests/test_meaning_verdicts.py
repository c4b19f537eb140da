"""From scores to verdicts: laws, and cases that a person can follow."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from voice_interview.meaning import verdicts
from voice_interview.meaning.scores import KINDS, LABELS, PARTS, Scores

EVEN = [[math.log(1 / len(LABELS))] * len(LABELS)] * len(LABELS)
LOGITS = st.floats(-8, 8)


def scores(labels: str = "S", presence: str = "", story: float = 5.0, kind: str = "story") -> Scores:
    """Sure of these labels (letters of STARLO), of these parts being present, and of nothing else."""
    return Scores(
        labels=tuple(tuple(9.0 if letter == one else 0.0 for letter in "STARLO") for one in labels),
        presence=tuple(9.0 if letter in presence else -9.0 for letter in "STAR"),
        story=story,
        kind=tuple(9.0 if name == kind else 0.0 for name in KINDS),
        bad=0.0,
    )


@st.composite
def any_scores(draw: st.DrawFn) -> Scores:
    count = draw(st.integers(1, 12))
    row = st.tuples(*[LOGITS] * len(LABELS))
    return Scores(
        labels=tuple(draw(row) for _ in range(count)),
        presence=draw(st.tuples(*[LOGITS] * len(PARTS))),
        story=draw(LOGITS),
        kind=draw(st.tuples(*[LOGITS] * len(KINDS))),
        bad=draw(LOGITS),
    )


@given(any_scores())
def test_there_is_a_label_for_each_sentence_and_its_probability_is_one(found: Scores) -> None:
    told = verdicts.labels(found, [5] * len(found.labels), EVEN)
    assert len(told) == len(found.labels)
    assert all(1 / len(LABELS) - 1e-9 <= one.probability <= 1 for one in told)
    assert all((one.label == "unclear") == (one.probability < verdicts.SURE_LABEL) for one in told)


@given(any_scores(), st.integers(1, 9))
def test_sizes_count_only_against_each_other(found: Scores, times: int) -> None:
    count = len(found.labels)
    once, again = (verdicts.labels(found, [size] * count, EVEN) for size in (1, times))
    assert [one.label for one in once] == [one.label for one in again]


def test_what_the_model_is_sure_of_stands_wherever_it_is() -> None:
    told = verdicts.labels(scores("RTASOL", "STAR"), [10] * 6, EVEN)
    assert [one.label for one in told] == ["result", "task", "action", "situation", "other", "learning"]


def test_a_view_behind_the_result_is_none_although_results_stand_there() -> None:
    """Nor does it move the place of the others: with it and without it they are labelled alike."""
    view = (0.0, 0.0, 0.0, 0.0, 0.0, 3.0)
    story = scores("STARR", "STAR")
    steps = [[math.log(0.96 if row == column else 0.008) for column in range(6)] for row in range(6)]
    told = verdicts.labels(replace(story, labels=(*story.labels, view)), [10] * 5 + [40], steps)
    assert [one.label for one in told] == ["situation", "task", "action", "result", "result", "other"]
    assert told[:5] == verdicts.labels(story, [10] * 5, steps)
    only = verdicts.labels(replace(story, labels=(view,)), [10], steps)
    assert [one.label for one in only] == ["other"]


def test_where_the_model_cannot_tell_the_place_does() -> None:
    blank = Scores(labels=((0.0,) * 6,) * 4, presence=(9.0,) * 4, story=9.0, kind=(0.0,) * 7, bad=0.0)
    told = verdicts.labels(blank, [22, 18, 35, 25], EVEN)
    best = [max(PARTS, key=lambda part: part == one.label) for one in told]
    assert best[0] == "situation" and told[-1].label in ("result", "unclear")


def test_a_part_that_is_missing_draws_no_label() -> None:
    torn = Scores(
        labels=((0.0, 0.0, 0.3, 0.0, 0.0, 0.0),) * 3,
        presence=(9.0, 9.0, -9.0, 9.0),
        story=9.0,
        kind=(0.0,) * 7,
        bad=0.0,
    )
    assert "action" not in {one.label for one in verdicts.labels(torn, [5] * 3, EVEN)}


@given(any_scores())
def test_presence_does_not_depend_on_order_or_place(found: Scores) -> None:
    turned = Scores(labels=found.labels[::-1], presence=found.presence, story=found.story, kind=found.kind, bad=0.0)
    assert verdicts.parts(turned) == verdicts.parts(found)


@pytest.mark.parametrize("part", PARTS)
def test_more_evidence_never_makes_a_part_less_present(part: str) -> None:
    at = PARTS.index(part)
    steps = [
        verdicts.parts(
            Scores(labels=(), presence=tuple([x if n == at else 0.0 for n in range(4)]), story=0.0, kind=(), bad=0.0)
        )
        for x in [one / 4 for one in range(-40, 41)]
    ]
    said = list(dict.fromkeys(step[part].present for step in steps))
    assert said == ["no", "implied" if part == "task" else "unclear", "yes"]


@pytest.mark.parametrize(
    ("logit", "present", "kind"), [(5.0, True, "story"), (-5.0, False, "habit"), (-1.0, None, "unclear")]
)
def test_a_story_is_told_or_not_or_that_is_not_clear(logit: float, present: bool | None, kind: str) -> None:
    found = verdicts.story(scores(story=logit, kind="habit"))
    assert (found.present, found.kind) == (present, kind)


def test_what_is_no_story_is_never_called_one() -> None:
    assert verdicts.story(scores(story=-5.0, kind="story")).kind != "story"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30).filter(any))
def test_places_rise_from_0_to_1(sizes: list[int]) -> None:
    found = verdicts.places(sizes)
    assert found == sorted(found) and found[0] >= 0 and found[-1] <= 1
