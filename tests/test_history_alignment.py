"""Two transcripts aligned: kept, changed, retold, cut, added, moved."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from strategies import transcript_of, transcripts

from voice_interview import text
from voice_interview.history.alignment import Aligned, align
from voice_interview.model import Sentence, Transcript

STORIES = tomllib.loads((Path(__file__).parent / "retold_stories.toml").read_text(encoding="utf-8"))["story"]
BEFORE = (
    "Let me think about that for a moment please. "
    "Last winter I worked at the front desk of a small hotel by the harbour. "
    "A guest lost her passport on Monday. "
    "My job was to get her home in time. "
    "I called the police station and the consulate."
)


def aligned(before: str, now: str) -> list[tuple[str, str | None, str | None]]:
    found = align(transcript_of(before), transcript_of(now))
    return [(one.what, one.before and one.before.text, one.now and one.now.text) for one in found]


def marked(one: Aligned) -> str:
    shapes = {"kept": "{}", "cut": "[-{}-]", "added": "+{}+"}
    return " ".join(shapes[piece.what].format(piece.text) for piece in one.pieces)


def test_what_is_kept_cut_and_added() -> None:
    cut, *kept, added = aligned(BEFORE, BEFORE.partition(". ")[2] + " In the end she caught the flight.")
    assert cut == ("cut", "Let me think about that for a moment please.", None)
    assert [what for what, _, _ in kept] == ["kept"] * 4
    assert added == ("added", None, "In the end she caught the flight.")


@pytest.mark.parametrize(
    ("before", "now", "pieces"),
    [
        (
            "A guest lost her passport on Monday.",
            "A guest lost her passport on Monday and was crying loudly.",
            "A guest lost her passport on Monday +and was crying loudly.+",
        ),
        (
            "I called the police station and the consulate.",
            "I called the police station. And the consulate too.",
            "I called the police station. And the consulate +too.+",
        ),
        (
            "My worst guest lost her passport on Monday. She cried about it.",
            "My worst guest, she lost her passport on Monday and she cried about it.",
            "My worst guest, +she+ lost her passport on Monday +and+ she cried about it.",
        ),
        (
            "I did not call the police station on Monday.",
            "I did call the police station on Monday.",
            "I did [-not-] call the police station on Monday.",
        ),
    ],
)
def test_what_changed_inside_a_sentence(before: str, now: str, pieces: str) -> None:
    (one,) = align(transcript_of(before), transcript_of(now))
    assert one.what == "changed"
    assert marked(one) == pieces


@pytest.mark.parametrize(
    "now",
    [
        "a guest lost her passport, on monday",
        "Um, a guest lost, uh, her passport on Monday.",
        "A guest lost her passport — on Monday!",
    ],
)
def test_fillers_and_punctuation_are_no_change(now: str) -> None:
    assert [what for what, _, _ in aligned("A guest lost her passport on Monday.", now)] == ["kept"]


def test_what_comes_at_another_place_is_neither_cut_nor_added() -> None:
    sentences = [f"{one}." for one in BEFORE.rstrip(".").split(". ")]
    found = align(transcript_of(BEFORE), transcript_of(" ".join([sentences[4], *sentences[:4]])))
    assert {one.what for one in found} == {"kept"}
    assert [one.moved for one in found] == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("I called the police.", "I liked the weather."),
        ("Yes.", "No."),
        ("The customer was angry about the price.", "My manager praised how calm I had stayed."),
    ],
)
def test_what_says_something_else_is_no_pair(before: str, now: str) -> None:
    assert {what for what, _, _ in aligned(before, now)} == {"cut", "added"}


def test_a_story_told_in_other_words_is_shown_one_below_the_other() -> None:
    found = aligned(
        "So I went up with a wrench from the caretaker, I opened the pipe under the sink.",
        "Our caretaker lent me his wrench, so I was lying under her sink in my uniform.",
    )
    assert [what for what, _, _ in found] == ["retold"]


def test_stories_told_again_are_paired_and_different_ones_are_not() -> None:
    """Of takes minutes apart most sentences are found again; of different stories hardly one."""
    soon = [align(transcript_of(one["first"]), transcript_of(one["soon"])) for one in STORIES if "soon" in one]
    paired = sum(one.what in ("kept", "changed", "retold") for rows in soon for one in rows)
    assert paired >= 0.7 * sum(one.before is not None for rows in soon for one in rows)
    strange = [one for a, b in pairwise(STORIES) for one in align(transcript_of(a["first"]), transcript_of(b["first"]))]
    assert sum(one.what in ("kept", "changed", "retold") for one in strange) <= 0.005 * len(strange)


def parts(passages: list[str]) -> list[str]:
    return " ".join(passages).split()


@given(transcripts(), transcripts())
def test_no_word_is_lost_and_none_comes_twice(before: Transcript, now: Transcript) -> None:
    found = align(before, now)
    ours: list[Sentence] = list(before.sentences or text.sentences(before.words))
    theirs: list[Sentence] = list(now.sentences or text.sentences(now.words))
    assert sorted(parts([one.before.text for one in found if one.before])) == sorted(parts([s.text for s in ours]))
    assert parts([one.now.text for one in found if one.now]) == parts([s.text for s in theirs])
    for one in found:
        if one.what == "changed":
            assert one.now is not None and one.before is not None
            said = [word for word in one.now.text.split() if text.key(word) and not text.is_hesitation(word)]
            assert parts([piece.text for piece in one.pieces if piece.what != "cut"]) == said


@given(transcripts())
def test_a_transcript_beside_itself_is_kept(one: Transcript) -> None:
    assert {row.what for row in align(one, one)} <= {"kept"}
