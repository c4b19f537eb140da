"""Word for word: what is recited is found, and what people say by chance is not."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import words_of

from voice_interview.metrics.recital import IN_A_ROW, matches

TEXT = (
    "We believe that good care begins with listening, and that every patient deserves time. "
    "Our nurses know their patients by name and their families by heart."
)
TOKENS = tuple(TEXT.split())

HITS = (
    ("Good care begins with listening, and that every patient deserves time.", 11),
    ("so i think good care begins with listening and that every patient deserves time you know", 11),
    ("For me good care um begins with, uh, listening, and that every patient deserves time.", 11),
    ("Good care begins with just listening, and that every patient deserves time.", 11),
    ("Good care starts with listening, and that every patient deserves time.", 8),
    ("good care begins with listening and that every patient deserves time our nurses know their patients by name", 18),
)
MISSES = (
    "I think care is about listening, and every patient should get the time they deserve.",
    "We believe that every family is good in its own way.",
    "I know their names and I listen to them.",
    "And that every",
    "",
)


@pytest.mark.parametrize(("said", "equal"), HITS)
def test_recitals_are_found_through_stumbles_and_sentence_ends(said: str, equal: int) -> None:
    (found,) = matches(words_of(said), TOKENS)
    assert found.equal == equal >= IN_A_ROW


@pytest.mark.parametrize("said", MISSES)
def test_the_same_thought_in_other_words_is_no_recital(said: str) -> None:
    assert not matches(words_of(said), TOKENS)


def test_common_phrases_are_nobodys_own() -> None:
    said = words_of("what I was going to do about it when they got there and that was it for me")
    assert not matches(said, [word.text for word in said])


def test_two_recitals_are_told_apart_with_both_wordings() -> None:
    said = words_of(
        "Our nurses know their patients by name and their families by heart. That is true. Also good care begins with "
        "listening, and that every patient deserves time."
    )
    first, second = matches(said, TOKENS)
    assert said[first.first].text == "Our" and TOKENS[first.from_] == "Our" and TOKENS[first.until - 1] == "heart."
    assert said[second.last - 1].text == "time." and TOKENS[second.from_ : second.from_ + 2] == ("good", "care")


WORDS = st.lists(st.sampled_from([f"word{n}" for n in range(60)]), min_size=IN_A_ROW, max_size=40, unique=True)
OTHERS = st.lists(st.sampled_from([f"other{n}" for n in range(60)]), max_size=30)


@given(WORDS, OTHERS, OTHERS)
def test_whatever_stands_around_it_a_recital_is_found_whole(
    text: list[str], before: list[str], after: list[str]
) -> None:
    (found,) = matches(words_of(" ".join([*before, *text, *after])), text)
    assert (found.first, found.last) == (len(before), len(before) + len(text))
    assert (found.from_, found.until, found.equal) == (0, len(text), len(text))


@given(WORDS, st.integers(1, IN_A_ROW - 1))
def test_fewer_words_in_a_row_are_none(text: list[str], size: int) -> None:
    assert not matches(words_of(" ".join(text[:size])), text)


@given(st.lists(st.sampled_from([*TOKENS, "um", "and", "care"]), max_size=40))
def test_matches_are_in_order_apart_and_long_enough(said: list[str]) -> None:
    found = matches(words_of(" ".join(said)), TOKENS)
    assert all(IN_A_ROW <= one.equal <= one.last - one.first for one in found)
    assert all(a.last <= b.first for a, b in itertools.pairwise(found))
