"""Words that Whisper makes of noise and of laughter: what must go, and what must stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.model import Word
from voice_interview.whisper.belief import believed, sureness


def words(said: str) -> list[Word]:
    """ "word~0.3 other@9.0": with a confidence (0.9), at a second (0.3 s after the one before)."""
    made, at = [], 0.0
    for one in said.split():
        spoken, _, second = one.partition("@")
        second, _, sure = second.partition("~") if second else ("", "", "")
        spoken, _, early = spoken.partition("~")
        at = float(second) if second else at
        made.append(Word(text=spoken, start=at, end=at + 0.25, confidence=float(sure or early or 0.9)))
        at += 0.3
    return made


def line(found: tuple[Word, ...]) -> str:
    return " ".join(word.text for word in found)


@pytest.mark.parametrize(
    ("said", "voice", "expected"),
    [
        ("Thank~0.05 you~0.9", 0.05, ""),
        ("Thank~0.05 you~0.9", 0.6, "Thank you"),
        ("Customer~0.6 service~0.7", 0.0, "Customer service"),
        ("A-futah~0.06 Nope@9.0~0.16", 1.0, "Nope"),
        ("Good~0.02 good~0.94 Um@9.0~0.05", 1.0, "Um"),
        ("That's~0.4 your~0.8 fair~0.6 face@1.3~0.1 Hi@9.0~0.7 there", 0.0, "Hi there"),
        ("", 0.0, ""),
    ],
)
def test_words_made_of_noise_are_not_believed(said: str, voice: float, expected: str) -> None:
    assert line(believed(words(said), lambda *_: voice)) == expected


LAUGHTER = (
    "HAKAKAKAKAKAKA",
    "Hahahahahaha!",
    "T-t-t-t-t...",
    "Ta-ta-ta-ta.",
    "Po-po-po-po Ta-ta-ta-ta",
    "Go,~0.08 go, go, go!",
    "Woof~0.1 woof woof",
    "uh,~0.1 Uh-uh-uh.~0.2",
    "Take~0.05 her,~0.2 take her, take her",
    "Come~0.5 here~0.1 come here come here come",
)
SPEECH = (
    "No, no, no.",
    "Very~0.1 very good",
    "Go~0.1 go",
    "Uh-uh.~0.2",
    "It's okay, it's okay, it's okay.",
    "I~0.1 do, I do.",
    "One~0.1 by one by one day",
    "T-t-t-t-tell me",
    "Ta-ta-ta-ta, he said",
    "Sooooooooooo",
    "Ummmmmmmmmm",
    "Mmmmmmmm",
    "Bye-bye",
    "Mississippi",
    "1,000,000,000",
    "10101010",
    "Aaaaaaaaaah",
    "cha-cha-cha",
)


@pytest.mark.parametrize("said", LAUGHTER)
def test_laughter_is_no_word(said: str) -> None:
    around = words(f"Well, {said}@9.0 indeed@19.0") if " " not in said else words(said)
    assert line(believed(around, lambda *_: 1.0)) == ("Well, indeed" if " " not in said else "")


@pytest.mark.parametrize("said", SPEECH)
def test_speech_that_repeats_itself_stays(said: str) -> None:
    found = believed(words(said), lambda *_: 1.0)
    assert found == tuple(words(said))


@given(st.lists(st.sampled_from(["go", "no", "ha", "we", "ta-ta-ta-ta"]), max_size=12), st.floats(0.2, 1))
def test_what_stays_is_in_order_and_whole_groups(said: list[str], voice: float) -> None:
    spoken = words(" ".join(said))
    assert believed(spoken, lambda *_: voice) in (tuple(spoken), ())


def test_the_sureness_of_nothing_is_nothing() -> None:
    assert sureness(()) == 0.0
    assert sureness(words("a~0.25 b~1.0")) == pytest.approx(0.5)


def said_in(seconds: float, said: str, start: float) -> list[Word]:
    """The words one after the other, all in so many seconds."""
    each = seconds / len(said.split())
    return [
        Word(text=one, start=start + each * place, end=start + each * (place + 1), confidence=0.95)
        for place, one in enumerate(said.split())
    ]


@pytest.mark.parametrize(
    ("again", "seconds", "stays"),
    [
        ("Thank you. Have a great day.", 0.02, False),
        ("a great day.", 0.0, False),
        ("a great day.", 0.2, True),  # fast, but a mouth can say it
        ("Thank you. Have a great day.", 1.2, True),
        ("great day.", 0.0, True),  # two words stand beside themselves in many sentences
        ("a good day.", 0.0, True),
    ],
)
def test_what_is_repeated_in_no_time_was_said_once(again: str, seconds: float, stays: bool) -> None:
    first = said_in(2.0, "Thank you. Have a great day.", 1.0)
    then = said_in(0.8, "See you soon.", 5.0)
    kept = believed([*first, *said_in(seconds, again, 3.0), *then], lambda *_: 1.0)
    assert line(kept) == line((*first, *(said_in(1.0, again, 3.0) if stays else ()), *then))


def test_an_echo_of_an_echo_goes_too() -> None:
    first = said_in(2.0, "Have a great day.", 1.0)
    assert believed([*first, *said_in(0.02, "Have a great day.", 3.0) * 3], lambda *_: 1.0) == tuple(first)


def test_what_is_said_of_the_noise_before_it_goes_too() -> None:
    """Its first words lie on noise, the others where there is nothing left."""
    noise = [*said_in(1.8, "Thank you for calling. Have", 1.0), *said_in(0.0, "a great day.", 2.8)]
    spoken = said_in(1.7, "Thank you for calling. Have a great day.", 4.2)
    assert believed([*noise, *spoken], lambda *_: 1.0) == tuple(spoken)
    assert believed([*spoken, *spoken], lambda *_: 1.0) == (*spoken, *spoken)


def test_words_of_an_engine_that_does_not_say_how_sure_it_is_stay() -> None:
    said = [Word(text=one, start=at, end=at + 0.3) for at, one in enumerate(("Customer", "service", "matters."))]
    assert believed(said, lambda *_: 1.0) == tuple(said)
