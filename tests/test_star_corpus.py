"""The corpus that the reader of STAR learns from, and the ways in which its answers are shown."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.star import corpus, variation
from scripts.star.corpus import LABELS, PARTS, Answer, Line

lines = st.lists(
    st.builds(Line, st.sampled_from(LABELS), st.sampled_from(("I rang him.", "um, so it was late", "And they paid!"))),
    min_size=1,
    max_size=9,
)


def story(*told: Line) -> Answer:
    return Answer(name="one", pen="one", kind="story", field="", asked="", lines=told)


@pytest.mark.parametrize("part", ["train", "test", "shape/train", "shape/test"])
def test_every_answer_keeps_to_the_format(part: str) -> None:
    assert len({answer.name for answer in corpus.read(part)}) > 20


def test_nobody_is_trained_on_and_tested_with() -> None:
    assert not {answer.pen for answer in corpus.read("train")} & {answer.pen for answer in corpus.read("test")}


@given(lines, st.integers())
def test_spoken_otherwise_an_answer_has_the_same_parts(told: list[Line], seed: int) -> None:
    answer = story(*told)
    assert variation.spoken(answer, Random(seed)).present == answer.present


@given(lines, st.integers())
def test_what_is_removed_is_gone(told: list[Line], seed: int) -> None:
    answer = story(*told)
    left = variation.ablated(answer, Random(seed))
    assert left.present < answer.present or not answer.present


def test_of_two_sentences_in_one_the_longer_gives_the_label_and_both_are_there() -> None:
    one = Line("T", "I had to call him.").joined(Line("A", "I rang five times that day"), ", so ")
    assert (one.label, one.text) == ("A", "I had to call him, so I rang five times that day")
    assert story(one, Line("R", "He came.")).present == frozenset("TAR")
    assert one.words == {"T": 5, "A": 6}


@given(lines)
def test_removing_every_part_leaves_none(told: list[Line]) -> None:
    assert not story(*told).without(PARTS).present
