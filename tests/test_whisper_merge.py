"""Fillers into plain words, chunks at a torn cut, words out of noise: tables of what must and must not happen."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.model import Hesitation, Word
from voice_interview.text import is_hesitation
from voice_interview.whisper.merge import doubted, stitch, with_fillers


def words(line: str, start: float = 0.0, step: float = 0.4, confidence: float = 0.9) -> tuple[Word, ...]:
    """One word every `step` seconds; `word@2.5` says where it starts, `word~0.2` how sure it is."""
    made, at = [], start
    for text in line.split():
        text, _, sure = text.partition("~")
        text, _, told = text.partition("@")
        at = float(told) if told else at
        made.append(Word(text=text, start=at, end=at + step - 0.05, confidence=float(sure) if sure else confidence))
        at += step
    return tuple(made)


def always(_start: float, _end: float) -> float:
    return 1.0


def never(_start: float, _end: float) -> float:
    return 0.0


def line(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


MERGED = [
    ("I led it", "I um, led it", "I um, led it"),
    ("I led it", "Um, I led it", "Um, I led it"),
    ("I led it", "I led it, uh", "I led it uh"),
    ("So I led it", "So, uh, I read it", "So uh, I led it"),  # the words differ beside it
    ("I um led it", "I um, led it", "I um led it"),  # already there
    ("I led it", "I led it", "I led it"),
    ("", "Uh", "Uh"),
    ("", "Um, uh, um, er", ""),  # the prompt's echo on noise
    ("I led a team", "I led uh team", "I led a team"),  # another spelling of a sure short word
    ("I led a~0.2 team", "I led uh team", "I led a uh team"),
    ("I know it", "I er you know it", "I er know it"),  # of the prompted decode only sounds are taken
]


@pytest.mark.parametrize(("plain", "prompted", "expected"), MERGED)
def test_fillers_find_their_place(plain: str, prompted: str, expected: str) -> None:
    assert line(with_fillers(words(plain), words(prompted), always)) == expected


@pytest.mark.parametrize(("plain", "prompted"), [(plain, prompted) for plain, prompted, _ in MERGED])
def test_no_filler_without_a_voice_under_it(plain: str, prompted: str) -> None:
    assert line(with_fillers(words(plain), words(prompted), never)) == line(words(plain))


WORDS = st.lists(st.sampled_from(["I", "led", "the", "team", "um", "uh", "so", "you", "know"]), max_size=12)


@given(WORDS, WORDS)
def test_plain_words_all_stay_in_order(plain: list[str], prompted: list[str]) -> None:
    merged = with_fillers(words(" ".join(plain)), words(" ".join(prompted)), always)
    added = list(merged)
    for text in plain:
        while added and added[0].text != text:
            assert is_hesitation(added.pop(0).text)
        assert added.pop(0).text == text
    assert all(is_hesitation(word.text) for word in added)
    assert all((word.start or 0) <= (word.end or 0) for word in merged)


def test_the_word_before_gives_its_time_to_the_filler() -> None:
    plain = (
        Word(text="corpus", start=2.0, end=3.4, confidence=0.9),
        Word(text="then", start=3.4, end=3.8, confidence=1.0),
    )
    prompted = (plain[0], Word(text="uh", start=3.0, end=3.5, confidence=0.5), plain[1])
    merged = with_fillers(plain, prompted, always)
    assert [(word.start, word.end) for word in merged] == [(2.0, 3.0), (3.0, 3.5), (3.5, 3.8)]


def test_two_fillers_at_one_moment_are_one() -> None:
    assert line(with_fillers(words("I uh@0.5 led@1.2"), words("I um@0.55 led@1.2"), always)) == "I uh led"


class Shown(NamedTuple):
    """What the sound shows: events, and the chance of one everywhere else."""

    events: tuple[Hesitation, ...] = ()
    elsewhere: float = 0.0

    def peak(self, start: float, end: float) -> float:
        near = [event.confidence for event in self.events if event.start < end and start < event.end]
        return max([self.elsewhere, *near])


def shown(*times: tuple[float, float], elsewhere: float = 0.0) -> Shown:
    return Shown(tuple(Hesitation(start=a, end=b, confidence=0.9) for a, b in times), elsewhere)


HEARD = [
    ("I led it", "I um, led it", shown((0.4, 0.7)), "I um, led it"),
    ("I led it", "I um, led it", shown(), "I led it"),  # the sound speaks against it
    ("I led it", "I um, led it", shown(elsewhere=0.2), "I led it"),  # the sound says nothing clear
    ("I led a team", "I led uh team", shown((0.8, 1.1)), "I led a uh team"),  # whatever the plain words are
    ("I led a team", "I led uh team", shown(elsewhere=0.2), "I led a team"),
    ("I um led it", "I um, led it", shown(), "I um led it"),  # written without being asked
    ("I uh led@1.2 it", "I um led@1.2 it", shown((0.4, 0.7)), "I uh led it"),  # one sound, two spellings
    ("I led@1.6 it", "I um, uh@0.8 led@1.6 it", shown((0.4, 0.7), (0.85, 1.1)), "I um, uh led it"),  # two in a row
    ("I led@1.6 it", "I um, uh@0.8 led@1.6 it", shown((0.4, 1.1)), "I um, led it"),  # one, written twice
    ("", "Um, uh, um, er", shown(), ""),
    ("", "Um, uh, um, er", shown((0.0, 0.3), (0.9, 1.2)), "Um, um,"),
]


@pytest.mark.parametrize(("plain", "prompted", "trace", "expected"), HEARD)
def test_the_sound_confirms_and_refuses(plain: str, prompted: str, trace: Shown, expected: str) -> None:
    assert line(with_fillers(words(plain), words(prompted), always, trace)) == expected


DOUBTED = [
    ("I led it", "I um, led it", shown(elsewhere=0.2), [("um", 0.4, 0.2)]),
    ("I led it", "I um, led it", shown(elsewhere=0.05), []),  # nothing like it
    ("I led it", "I um, led it", shown((0.4, 0.7)), []),  # no doubt
    ("I led it", "I uh, led it", shown(elsewhere=0.8), [("uh", 0.4, 0.5)]),  # a blip
    ("I um led it", "I um, led it", shown(elsewhere=0.2), []),  # written without being asked
    ("I led a team", "I led uh team", shown(elsewhere=0.2), [("uh", 0.8, 0.2)]),
]


@pytest.mark.parametrize(("plain", "prompted", "trace", "expected"), DOUBTED)
def test_what_the_sound_hardly_shows_is_doubted(
    plain: str, prompted: str, trace: Shown, expected: list[tuple[str, float, float]]
) -> None:
    found = doubted(words(plain), words(prompted), always, trace, 0.5)
    assert [(one.label, one.start, one.confidence) for one in found] == expected
    assert doubted(words(plain), words(prompted), never, trace, 0.5) == ()


def test_the_sound_tells_the_time() -> None:
    merged = with_fillers(words("I led@1.6 it"), words("I um,@0.9 led@1.6 it"), always, shown((0.55, 0.8)))
    assert [(word.start, word.end) for word in merged][1] == (0.55, 0.8)
    assert all((a.start or 0) <= (b.start or 0) for a, b in pairwise(merged))


STITCHED = [
    ("one two three four", "three@0.8 four five six", "one two three four five six"),
    ("one two thr@0.75~0.3", "tree@0.85 four five", "one two tree four five"),
    ("one two", "three@2.0 four", "one two three four"),
    ("one two three four~0.1", "two@0.4 three@0.8 more@1.2 five", "one two three more five"),
]


@pytest.mark.parametrize(("left", "right", "expected"), STITCHED)
def test_torn_chunks_are_joined(left: str, right: str, expected: str) -> None:
    cut = 1.0 if "@0.8" in right else 1.5
    assert line(stitch(words(left), words(right), cut, 1.0)) == expected


def test_words_far_from_the_cut_are_untouched() -> None:
    left, right = words("a b c d e f g h i j k l m n"), words("x y z", start=7.0)
    assert line(stitch(left, right, 5.7, 1.0)) == "a b c d e f g h i j k l m n x y z"


@given(WORDS, WORDS, st.lists(st.tuples(st.floats(0, 5), st.floats(0.12, 1.0)), max_size=5), st.floats(0, 0.29))
def test_whatever_the_sound_shows_plain_words_stay_in_order(
    plain: list[str], prompted: list[str], spans: list[tuple[float, float]], elsewhere: float
) -> None:
    at, times = 0.0, []
    for gap, seconds in spans:
        times.append((at + gap, at + gap + seconds))
        at += gap + seconds
    merged = with_fillers(words(" ".join(plain)), words(" ".join(prompted)), always, shown(*times, elsewhere=elsewhere))
    left = [word.text for word in merged]
    for text in plain:
        while left and left[0] != text:
            assert is_hesitation(left.pop(0))
        assert left.pop(0) == text
    assert all((word.start or 0) <= (word.end or 0) for word in merged)
