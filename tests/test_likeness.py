"""The same wording and the same story among many takes: by a table of answers of our own writing, and as laws."""

from __future__ import annotations

import itertools
import random
import time
import tomllib
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed
from strategies import question_of, transcript_of, words, words_of

from voice_interview.cli.analyze import UNASKED
from voice_interview.likeness import Index, Saved, Telling
from voice_interview.likeness.index import BY_HEART, FEWEST_WORDS, SHARE, SHARED
from voice_interview.likeness.telling import QUOTED, UNKNOWN, RetakeOf
from voice_interview.likeness.telling_words import COMMON, stem, telling
from voice_interview.model import Likeness, Question, Recording
from voice_interview.text import join

ANSWERS = tomllib.loads((Path(__file__).parent / "retold_stories.toml").read_text(encoding="utf-8"))
STORIES: list[dict[str, str]] = ANSWERS["story"]
VIEWS: list[dict[str, str]] = ANSWERS["view"]
LEARNT = [one for one in STORIES if "recited" in one]
OUT_OF_REACH = {14}
"""Stories told again with hardly a telling word in common ("lab results" became "blood values")."""


def told(
    line: str, asked: str | None = "one", at: int = 1, *, retake: str | None = None, language: str = "en"
) -> Telling:
    """An answer to the question `asked`, as the `at`-th take."""
    return Telling.of(
        Saved(
            id=f"take-{at:04}",
            created_at=f"2026-01-01T00:{at // 60:02}:{at % 60:02}",
            question=None if asked is None else question(asked),
            recording=Recording(path="answer.wav"),
            transcript=transcript_of(words_of(line), language),
            retake=RetakeOf(retake) if retake else None,
        )
    )


def question(asked: str) -> Question:
    return changed(question_of(), id=asked, text=f"Question {asked}?")


def likeness(first: str, then: str, *asked: str | None) -> tuple[Likeness, ...]:
    """What the second of two answers has in common with the first."""
    before, after = asked or ("one", "two")
    earlier = told(first, before, 1)
    return Index([earlier]).alike(told(then, after, 2))


# -- the table --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", sorted(set(range(len(STORIES))) - OUT_OF_REACH))
def test_a_story_told_again_to_another_question_is_found(place: int) -> None:
    story = STORIES[place]
    for first, then in itertools.permutations((story["first"], story["again"])):
        (found,) = likeness(first, then)
        assert found.kind == "story"
        assert len(found.words) >= SHARED and found.share >= SHARE
        assert found.question == "Question one?"


@pytest.mark.parametrize("place", range(len(STORIES)))
def test_a_story_told_freely_to_the_same_question_is_not(place: int) -> None:
    for kind in ("again", "soon"):
        if kind in STORIES[place]:
            assert likeness(STORIES[place]["first"], STORIES[place][kind], "one", "one") == ()


@pytest.mark.parametrize("story", LEARNT, ids=lambda story: story["speaker"])
def test_an_answer_learnt_by_heart_is_found_whatever_was_asked(story: dict[str, str]) -> None:
    for asked in (("one", "one"), ("one", "two"), ("one", None), (None, None)):
        (found,) = likeness(story["first"], story["recited"], *asked)
        assert (found.kind, found.retake) == ("wording", False)
        assert found.share >= BY_HEART


def test_other_stories_of_the_same_speaker_are_not() -> None:
    every = [
        told(one[kind], f"{number}-{kind}", 2 * number + (kind == "again"))
        for number, one in enumerate([*STORIES, *VIEWS])
        for kind in ("first", "again")
    ]
    found = Index(every).told_again()
    assert {like.kind for _, like in found} == {"story"}
    pairs = {(one.id, like.take) for one, like in found}
    stories = set(range(len(STORIES))) - OUT_OF_REACH
    assert pairs == {(f"take-{2 * place + 1:04}", f"take-{2 * place:04}") for place in stories}


def test_a_learnt_answer_survives_what_a_recogniser_does_to_it() -> None:
    """Three words in a hundred misheard in each take, in a way of its own."""
    chance = random.Random(5)

    def heard(line: str) -> str:
        return " ".join(f"{word}x" if chance.random() < 0.03 else word for word in line.split())

    found = [likeness(heard(one["first"]), heard(one["recited"]), "one", "one") for one in LEARNT]
    assert all(found)
    free = [likeness(heard(one["first"]), heard(one["soon"]), "one", "one") for one in STORIES if "soon" in one]
    assert not any(free)


# -- what is quoted ---------------------------------------------------------------------------------------------------

FIRST, AGAIN = STORIES[6]["first"], STORIES[6]["again"]


def test_both_passages_are_quoted_with_their_times() -> None:
    (found,) = likeness(FIRST, AGAIN)
    for passage, line in ((found.there, FIRST), (found.here, AGAIN)):
        bare = passage.text.removeprefix("... ").removesuffix(" ...").split()
        assert passage.start is not None and passage.end is not None
        first = round(passage.start / 0.5)
        assert line.split()[first : first + len(bare)] == bare
        assert 5 <= len(bare) <= QUOTED
        assert passage.end == pytest.approx((first + len(bare) - 1) * 0.5 + 0.4)
    assert "payroll" in found.words


def test_the_longest_run_of_the_same_words_is_quoted() -> None:
    (found,) = likeness(LEARNT[0]["first"], LEARNT[0]["recited"])
    words_here = found.here.text.removesuffix(" ...").split()
    assert len(words_here) == QUOTED
    assert [word for word in words_here if word != "um,"] == words_here
    assert found.here.text.startswith("So this was in my second summer")


def test_without_times_passages_are_quoted_all_the_same() -> None:
    one, other = (
        replace(told(line, line[:9], at), times=array("d", [-1.0] * (2 * len(line.split()))))
        for at, line in enumerate((FIRST, AGAIN), 1)
    )
    (found,) = Index([one]).alike(other)
    assert found.here.text and found.here.start is None


# -- which takes are compared -----------------------------------------------------------------------------------------


def test_only_earlier_takes_are_named() -> None:
    early, late = told(FIRST, "one", 1), told(AGAIN, "two", 2)
    index = Index([late, early])
    assert index.alike(early) == ()
    assert [found.take for found in index.alike(late)] == [early.id]


def test_the_likest_is_named_and_the_others_are_counted() -> None:
    index = Index([told(FIRST, "one", 1), told(f"Well. {FIRST}", "one", 2), told(AGAIN, "two", 3)])
    worded, story = index.alike(told(f"{FIRST} Yes.", "one", 4, language="en-GB"))
    assert (worded.kind, worded.take, worded.more) == ("wording", "take-0001", 1)
    assert (story.kind, story.take, story.more) == ("story", "take-0003", 0)
    worded, story = index.alike(told(f"{AGAIN} Yes.", "three", 5))
    assert (worded.take, worded.more) == ("take-0003", 0)
    assert (story.question, story.more) == ("Question one?", 1)


def test_a_take_once_more_gets_no_remark_and_its_overlap_is_told() -> None:
    earlier = [told(FIRST, "one", 1), told(AGAIN, "two", 2), told(STORIES[6]["soon"], "one", 3)]
    (found,) = Index(earlier).alike(told(STORIES[6]["recited"], "one", 4, retake="take-0003"))
    assert (found.take, found.retake, found.kind) == ("take-0003", True, "wording")
    assert 0 < found.share < BY_HEART
    assert Index(earlier).alike(told(FIRST, "one", 4, retake="deleted")) == ()
    again = told(STORIES[6]["recited"], "one", 4, retake="take-0001")
    (pair,) = Index([*earlier, again]).told_again()
    assert {pair[0].asked, pair[1].question} == {"two", "Question one?"} and again.id not in (pair[0].id, pair[1].take)


def test_the_same_recording_kept_twice_is_one_answer() -> None:
    twice = replace(told(FIRST, "two", 2), words=told(FIRST).words)
    assert Index([told(FIRST, "one", 1)]).alike(twice) == ()


def test_without_two_known_questions_no_story_is_told_twice() -> None:
    assert likeness(FIRST, AGAIN, None, "two") == ()
    assert likeness(FIRST, AGAIN, "one", None) == ()
    assert likeness(FIRST, AGAIN, UNKNOWN, "two") == ()
    assert UNKNOWN == UNASKED


def test_stories_are_compared_in_english_only_and_wording_in_any_language() -> None:
    german = told(FIRST, "one", 1, language="de")
    assert Index([german]).alike(told(AGAIN, "two", 2, language="de")) == ()
    (found,) = Index([german]).alike(told(f"Ja. {FIRST}", "one", 2, language="de"))
    assert found.kind == "wording"


def test_short_answers_are_compared_with_none() -> None:
    short = " ".join(FIRST.split()[: FEWEST_WORDS - 1])
    assert likeness(short, f"{short}.", "one", "one") == ()
    assert Index([told(short)]).tellings == []


# -- telling words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "forms",
    [
        "bake bakes baked baking",
        "slip slips slipped slipping",
        "queue queues queued",
        "story stories",
        "guest's guests",
    ],
)
def test_forms_of_one_word_share_a_stem(forms: str) -> None:
    assert len({stem(word) for word in forms.split()}) == 1


def test_common_words_tell_nothing_in_any_form() -> None:
    for word in ("customers", "called", "calling", "i", "the", "managers", "wanted", "months", "customer's"):
        assert telling(word) is None, word
    for word in ("marathon", "router", "asthma", "38", "easter"):
        assert telling(word) == stem(word)
    assert "" not in COMMON


# -- laws -------------------------------------------------------------------------------------------------------------


@st.composite
def tellings(draw: st.DrawFn) -> list[Telling]:
    """Answers made of a few sentences, so that they share some."""
    pool = [line for one in STORIES[:4] for kind in ("first", "again") for line in one[kind].split(". ")]
    made = []
    for at in range(1, draw(st.integers(1, 6)) + 1):
        lines = draw(st.lists(st.sampled_from(pool), min_size=1, max_size=12))
        asked = draw(st.sampled_from(("one", "two", "three", None)))
        of = draw(st.sampled_from((None, None, None, "take-0001")))
        made.append(told(". ".join(lines), asked, at, retake=of if at > 1 else None))
    return made


@settings(max_examples=15)
@given(tellings(), st.randoms())
def test_what_is_found_is_earlier_and_over_its_threshold_in_any_order(
    made: list[Telling], chance: random.Random
) -> None:
    index = Index(made)
    mixed = list(made)
    chance.shuffle(mixed)
    for here in made:
        found = index.alike(here)
        assert found == Index(mixed).alike(here)
        for like in found:
            assert like.take < here.id
            if like.retake:
                assert like.take == here.retake and len(found) == 1
            elif like.kind == "wording":
                assert like.share >= BY_HEART
            else:
                assert len(like.words) >= SHARED and SHARE <= like.share <= 1
        assert len({like.question for like in found}) == len(found)


@settings(max_examples=30)
@given(words(most=120))
def test_any_words_can_be_compared(words_said: Any) -> None:
    saved = Saved(
        id="a", created_at="a", question=None, recording=Recording(path=""), transcript=transcript_of(words_said)
    )
    said = Telling.of(saved)
    one, other = (
        replace(told("", name), id=name, created_at=name, words=said.words, times=said.times) for name in "ab"
    )
    assert Index([one]).alike(other) == ()  # the same words at the same times are the same recording
    again = told(f"{join(words_said)} again", "c", 1)
    found = Index([replace(one, created_at="0")]).alike(again)
    assert all(like.share <= 1 for like in found)


def test_thousands_of_takes_are_searched_at_once() -> None:
    """Five hundred takes to a hundred questions, of one speaker whose takes share whole sentences: worse than any real
    folder, and the bound is ten times as wide as what it takes."""
    chance = random.Random(1)
    pool = [line for one in [*STORIES, *VIEWS] for kind in ("first", "again") for line in one[kind].split(". ")]
    lines = [". ".join(chance.choices(pool, k=9)) for _ in range(500)]
    every = [told(line, str(at % 100), at + 1) for at, line in enumerate(lines)]
    begun = time.process_time()
    index = Index(every)
    built = time.process_time() - begun
    begun = time.process_time()
    for one in every[-50:]:
        index.alike(one)
    asked = (time.process_time() - begun) / 50
    assert built < 3 and asked < 0.1, (built, asked)
