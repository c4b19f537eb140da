"""Readability, vocabulary, pronouns and STAR: what the words say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import KINDS, PARTS, answer_of, answers, question_of, reading_of, transcript_of, words, words_of

from voice_interview.metrics.pronouns import pronoun, pronouns
from voice_interview.metrics.readability import plain_sentences, readability
from voice_interview.metrics.star import star
from voice_interview.metrics.vocabulary import FUNCTION_WORDS, moving_average, vocabulary
from voice_interview.model import Answer, Word

STORY = (
    "Last winter I worked at the desk of a small hotel. A family came late and their room was gone. I called four"
    " hotels and found a room. In the end they slept well and came back twice."
)

# Readability


def flesch(line: str) -> float | None:
    return readability(answer_of(words_of(line, timed=False))).value


def test_flesch_reading_ease_by_hand() -> None:
    # 40 words of one syllable in 8 sentences: 206.835 - 1.015 * 5 - 84.6 * 1; grade 0.39 * 5 + 11.8 * 1 - 15.59
    measure = readability(answer_of(words_of("The cat sat on mats. " * 8, timed=False)))
    assert measure.value == pytest.approx(117.16, abs=0.01)
    assert measure.details["grade"] == pytest.approx(-1.84, abs=0.01)
    assert (measure.details["words"], measure.details["sentences"], measure.details["words_per_sentence"]) == (40, 8, 5)
    assert (measure.band, measure.unit) == ("none", "Flesch")
    assert "Low confidence" in (measure.caveat or "")


def test_fillers_are_removed_before_reading() -> None:
    plain = "The cat sat on mats. " * 8
    spoken = "Um, the cat sat, you know, on uh mats. " * 8
    assert flesch(spoken) == flesch(plain)


def test_longer_words_and_sentences_are_harder() -> None:
    easy = flesch("We met the man. He was sad. " * 6)
    assert easy is not None
    assert easy > (flesch("We met the man and he was sad and " * 6) or 0.0)
    assert easy > (flesch("Representatives apologised immediately. " * 12) or 0.0)


def test_the_formula_sees_the_sentences_of_the_program() -> None:
    line = "I met Dr. Smith at 3.5 p.m. and we sat there. " * 4
    measure = readability(answer_of(words_of(line, timed=False)))
    assert measure.details["sentences"] == 4
    assert measure.value == flesch("I met Dr Smith at 35 pm and we sat there. " * 4)


def test_a_few_words_have_no_readability() -> None:
    measure = readability(answer_of("The cat sat on the mat."))
    assert (measure.value, measure.details["words"], measure.details["grade"]) == (None, 6, None)
    assert readability(answer_of("Um. Uh.")).details["words_per_sentence"] is None


def test_sentences_are_cut_where_the_transcript_brought_none() -> None:
    transcript = replace(transcript_of("We met. He left."), sentences=())
    assert plain_sentences(answer_of(transcript)) == [["we", "met"], ["he", "left"]]


@given(words())
def test_a_sentence_to_read_holds_words_only(said: tuple[Word, ...]) -> None:
    for sentence in plain_sentences(answer_of(said)):
        assert sentence
        assert not set("".join(sentence)) & set(" .?!,")


# Vocabulary


def test_unique_words_by_words_and_the_most_used() -> None:
    line = "The parcel was late. Parcel and customer, um, customer and parcel! 7 " * 4
    measure = vocabulary(answer_of(words_of(line, timed=False)))
    assert measure.details["words"] == 44
    assert measure.details["unique"] == 7
    assert measure.value == pytest.approx(7 / 44)
    assert measure.details["most_used"][:2] == [{"word": "parcel", "count": 12}, {"word": "customer", "count": 8}]
    assert [one["word"] for one in measure.details["most_used"]] == ["parcel", "customer", "late"]
    assert measure.details["moving_average"] is None
    assert "grows" in (measure.caveat or "")


def test_words_said_once_are_not_among_the_most_used() -> None:
    assert vocabulary(answer_of(words_of(STORY))).details["most_used"] == [{"word": "room", "count": 2}]


def test_a_few_words_have_no_ratio() -> None:
    measure = vocabulary(answer_of("We met late."))
    assert (measure.value, measure.details["unique"]) == (None, 3)


def test_function_words_are_keys() -> None:
    from voice_interview.text import key

    assert {key(word) for word in FUNCTION_WORDS} == FUNCTION_WORDS


@given(st.lists(st.sampled_from("abcdefgh"), max_size=60), st.integers(1, 10))
def test_the_moving_average_is_the_mean_over_windows(keys: Sequence[str], window: int) -> None:
    windows = [keys[at : at + window] for at in range(len(keys) - window + 1)]
    ratios = [len(set(one)) / window for one in windows]
    expected = sum(ratios) / len(ratios) if ratios else None
    assert moving_average(keys, window) == (pytest.approx(expected) if expected is not None else None)


@given(answers(language="en"))
def test_unique_words_are_at_most_all_words(answer: Answer) -> None:
    measure = vocabulary(answer)
    assert measure.details["unique"] <= measure.details["words"] <= len(answer.transcript.words)
    assert measure.value is None or 0 < measure.value <= 1


# Pronouns


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("I", "I"),
        ("I’m", "I"),
        ("my,", "I"),
        ("We'll", "we"),
        ("us.", "we"),
        ("US", None),
        ("U.S.", None),
        ("in", None),
    ],
)
def test_forms_of_i_and_we(word: str, label: str | None) -> None:
    assert pronoun(word) == label


def test_i_against_we_is_shown_with_its_places_and_not_judged() -> None:
    measure = pronouns(answer_of(words_of("I mean, I called, and we found our room. I left.")))
    assert measure.details == {"i": 2, "we": 2, "share_i": 0.5, "share_we": 0.5}
    assert (measure.value, measure.unit, measure.band) == (0.5, "share", "none")
    assert [(one.label, one.first) for one in measure.evidence] == [("I", 2), ("we", 5), ("we", 7), ("I", 9)]


def test_without_i_or_we_there_is_no_share() -> None:
    measure = pronouns(answer_of("The room was gone."))
    assert (measure.value, measure.caveat) == (None, "Neither I nor we was said.")


@given(answers(language="en"))
def test_the_shares_make_a_whole(answer: Answer) -> None:
    details = pronouns(answer).details
    assert details["share_i"] is None or details["share_i"] + details["share_we"] == pytest.approx(1)


# STAR


def told(labels: str = "STAR", kind: str | None = "behavioural", **reading: object) -> Answer:
    question = question_of(kind) if kind else None
    return answer_of(words_of(STORY), question=question, reading=reading_of(labels, **reading))  # type: ignore[arg-type]


def test_star_has_a_clock_a_label_for_each_sentence_and_the_story() -> None:
    measure = star(told("SSAR", task="implied"))
    assert (measure.value, measure.unit, measure.band, measure.caveat) == (4, "parts", "good", None)
    assert set(measure.details) == {"sentences", "parts", "story", "clock", "findings"}
    first = measure.details["sentences"][0]
    assert first == {
        "text": "Last winter I worked at the desk of a small hotel.",
        "start": 0.0,
        "end": 5.4,
        "label": "situation",
        "confidence": 0.7,
    }
    parts = measure.details["parts"]
    assert list(parts) == list(PARTS)
    assert parts["situation"]["seconds"] == pytest.approx(5.4 + 4.4)
    assert parts["situation"]["share"] == pytest.approx(9.8 / (5.4 + 4.4 + 3.9 + 4.9))
    assert parts["task"] == {"present": "implied", "seconds": 0.0, "share": 0.0, "confidence": 0.8}
    assert parts["result"]["quantified"] is False
    assert measure.details["story"] == {"present": True, "confidence": 0.9, "kind": "story"}
    assert [one.label for one in measure.evidence] == ["situation", "situation", "action", "result"]
    assert measure.evidence[0].note == "cue"


def test_without_times_the_share_is_one_of_words() -> None:
    untimed = answer_of(words_of(STORY, timed=False), question=question_of(), reading=reading_of("STAR"))
    parts = star(untimed).details["parts"]
    assert [(part["seconds"], part["share"]) for part in parts.values()] == [
        (None, pytest.approx(count / 38)) for count in (11, 9, 8, 10)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_question_that_asks_for_a_story_gets_a_value(kind: str) -> None:
    measure = star(told(kind=kind))
    assert (measure.value is None) == (kind not in ("behavioural", "philosophy"))
    assert measure.details["story"]["present"] is True
    if measure.value is None:
        assert measure.caveat == "The question asks for no story."
        assert measure.band == "none"


@pytest.mark.parametrize(
    ("kind", "story", "present", "band"),
    [
        ("behavioural", True, {}, "good"),
        ("behavioural", True, {"result": "no"}, "watch"),
        ("behavioural", True, {"task": "unclear"}, "none"),
        ("behavioural", True, {"task": "implied"}, "good"),
        ("behavioural", False, {}, "act"),
        ("behavioural", None, {"result": "no"}, "none"),
        ("philosophy", False, {}, "watch"),
        ("situational", False, {"result": "no"}, "none"),
        (None, False, {"result": "no"}, "none"),
    ],
)
def test_bands_of_star(kind: str | None, story: bool | None, present: dict[str, str], band: str) -> None:
    assert star(told(kind=kind, story=story, **present)).band == band


def test_without_a_question_star_is_computed_and_says_so() -> None:
    measure = star(told(kind=None))
    assert measure.value == 4
    assert "No question" in (measure.caveat or "")


def test_without_a_reading_or_a_word_star_is_undefined() -> None:
    assert star(answer_of(STORY, question=question_of())).value is None
    assert star(answer_of("", question=question_of(), reading=reading_of(""))).caveat == "No words were recognised."


def test_a_part_that_the_reader_left_out_is_unclear() -> None:
    answer = told()
    assert answer.reading is not None
    measure = star(replace(answer, reading=replace(answer.reading, parts={})))
    assert measure.value == 0
    assert {part["present"] for part in measure.details["parts"].values()} == {"unclear"}


def test_a_reading_of_another_transcript_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zip"):
        star(told("ST"))


@given(answers(language="en"))
def test_parts_share_the_time_and_the_value_counts_them(answer: Answer) -> None:
    measure = star(answer)
    if measure.details:
        parts = measure.details["parts"]
        assert sum(part["share"] for part in parts.values()) <= 1 + 1e-9
        assert len(measure.details["sentences"]) == len(answer.transcript.sentences)
        if measure.value is not None:
            assert measure.value == sum(part["present"] in ("yes", "implied") for part in parts.values())
