"""Repetitions, restarts, cut-off words, lengthenings and hedges: must-hit and must-miss tables, and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from msgspec.structs import replace
from strategies import answer_of, answers, sound_of, words_of

from voice_interview.metrics import expressions
from voice_interview.metrics.disfluencies import disfluencies
from voice_interview.metrics.expressions import Expression
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.hedge_words import HEDGES
from voice_interview.metrics.hedges import hedges
from voice_interview.metrics.repairs import LONGEST_SYLLABLE, stumbles
from voice_interview.model import Answer, FillerList, Word

LONG = sound_of((0.0, 60.0))


def found(line: str) -> list[tuple[str, str]]:
    answer = answer_of(words_of(line, timed=False))
    said = answer.transcript.words
    return [
        (one.label, " ".join(word.text for word in said[one.first : one.last])) for one in disfluencies(answer).evidence
    ]


@pytest.mark.parametrize(
    ("line", "stumble"),
    [
        ("I I I went home.", ("repetition", "I I I")),
        ("I, I went home.", ("repetition", "I, I")),
        ("We took the the parcel back.", ("repetition", "the the")),
        ("It was, it was a Friday.", ("repetition", "It was, it was")),
        ("I, um, I went home.", ("repetition", "I, um, I")),
        ("We had to we had to wait.", ("repetition", "We had to we had to")),
        ("A family who who came late.", ("repetition", "who who")),
        ("And and then she left.", ("repetition", "And and")),
        ("It was that um that late.", ("repetition", "that um that")),
        ("It, it was late.", ("repetition", "It, it")),
        ("They were my- my first guests.", ("repetition", "my- my")),
        ("I... I went home.", ("repetition", "I... I")),
        ("The customer the customer was right.", ("repetition", "The customer the customer")),
    ],
)
def test_what_is_said_twice_without_meaning_it(line: str, stumble: tuple[str, str]) -> None:
    assert found(line) == [stumble]


@pytest.mark.parametrize(
    ("line", "stumble"),
    [
        ("I was- I went home.", ("restart", "I was-")),
        ("I was, I went home.", ("restart", "I was,")),
        ("We had the, we had a problem.", ("restart", "We had the,")),
        ("We had the uh we had a problem.", ("restart", "We had the")),
        ("It was in the, in my last job.", ("restart", "in the,")),
        ("So he is he was very upset.", ("restart", "he is")),
        ("She lost the I found it.", ("restart", "the")),
        ("It was a my first day.", ("restart", "a")),
        ("They wanted to— they asked for me.", ("restart", "They wanted to—")),
        ("I called the I called my boss.", ("restart", "I called the")),
    ],
)
def test_beginnings_that_were_given_up(line: str, stumble: tuple[str, str]) -> None:
    assert found(line) == [stumble]


@pytest.mark.parametrize(
    ("line", "stumble"),
    [
        ("The cust- customer left.", ("cut-off", "cust-")),
        ("The cust- people left.", ("cut-off", "cust-")),
        ("I w- went home.", ("cut-off", "w-")),
        ("It was be- because of me.", ("cut-off", "be-")),
        ("We had a prob-, a problem.", ("cut-off", "prob-,")),
    ],
)
def test_words_that_were_broken_off(line: str, stumble: tuple[str, str]) -> None:
    assert stumble in found(line)


@pytest.mark.parametrize(
    "line",
    [
        "It was very very late.",
        "No no, that is fine.",
        "No, no, no.",
        "He had had enough.",
        "I know that that works.",
        "What it is is a promise.",
        "We had two two hundred litre tanks.",
        "Bye bye, she said.",
        "I told you you were right.",
        "I gave her her bag.",
        "He came in in May.",
        "When I saw it it was broken.",
        "Over and over and over.",
        "Again and again and again.",
        "Step by step by step.",
        "Thank you thank you so much.",
        "We played Duran Duran.",
        "I did it. It was late.",
        "We asked. We waited.",
        "Where I was I had no phone.",
        "What I had I gave.",
        "Whenever I could I called them back.",
        "The moment I could, I called him.",
        "Every chance I had I asked her.",
        "The best way I could I told them.",
        "As late as it was it was fine.",
        "I know I can.",
        "I think I was right.",
        "I was there when I was needed.",
        "Pre- and post-sale calls.",
        "Two- or three-day trips.",
        "A follow-up call.",
        "We were late - very late.",
        "The A team.",
        "I was happy, I was proud.",
        "In the morning in the kitchen.",
        "To the door and to the car.",
        "It was a really, really big, big order.",
        "Um um um.",
        "Like, like, nobody came.",
        "One one two.",
        "",
    ],
)
def test_what_only_looks_like_a_stumble(line: str) -> None:
    assert found(line) == []


def drawn_out(
    key: str, seconds: float, *, mark: str = "", voiced: float | None = None, sure: float = 0.9, **sound: object
) -> list[str]:
    """A word of so many seconds, of which `voiced` are, between two others."""
    said = (
        Word(text="We", start=0.0, end=0.2),
        Word(text=key + mark, start=1.0, end=1.0 + seconds, confidence=sure),
        Word(text="went", start=5.0, end=5.3),
    )
    spans = ((0.0, 0.2), (1.0, 1.0 + (seconds if voiced is None else voiced)), (5.0, 30.0))
    heard = sound_of(*spans, **sound)  # type: ignore[arg-type]
    return [one.kind for one in stumbles(said, (), heard)]


def test_a_word_of_grammar_is_drawn_out_from_the_longest_syllable_and_the_drift_on() -> None:
    limit = LONGEST_SYLLABLE + 0.3
    assert drawn_out("and", limit) == []
    assert drawn_out("and", limit + 0.01) == ["lengthening"]
    assert drawn_out("because", 1.0) == []
    assert drawn_out("because", 1.2) == ["lengthening"]


def test_what_is_long_for_another_reason_is_not_drawn_out() -> None:
    assert drawn_out("and", 3.0, voiced=0.4) == [], "the pause after it"
    assert drawn_out("and", 2.0, mark=".") == [], "the last word of a sentence"
    assert drawn_out("and", 2.0, sure=0.49) == [], "perhaps another word"
    assert drawn_out("and", 2.0, sure=0.5) == ["lengthening"]
    assert drawn_out("incredible", 3.0) == [], "stretched for weight"
    assert drawn_out("and", 2.0, heard=((1.5, 2.0, 0.5),)) == [], "a hesitation is heard in it"


def test_without_sound_nothing_is_known_of_lengthenings() -> None:
    measure = disfluencies(answer_of(words_of("I I went.")))
    assert measure.details == {
        "count": 1,
        "kind_counts": {"repetition": 1, "restart": 0, "cut-off": 0, "lengthening": None},
    }
    assert (measure.value, measure.evidence[0].note) == (None, "I I went.")
    assert "text alone" in (measure.caveat or "")


def test_a_rate_with_its_range_and_no_judgement() -> None:
    measure = disfluencies(answer_of(words_of("I I went and and left."), sound=LONG))
    assert (measure.value, measure.unit, measure.band) == (2.0, "per min", "none")
    assert measure.low == pytest.approx(0.242, abs=0.001)
    assert measure.high == pytest.approx(7.225, abs=0.001)
    assert [(one.start, one.end) for one in measure.evidence] == [(0.0, 0.9), (1.5, 2.4)]
    short = disfluencies(answer_of(words_of("I I went."), sound=sound_of((0.0, 19.9))))
    assert (short.value, short.details["count"]) == (None, 1)
    assert "20 s" in (short.caveat or "")
    silent = disfluencies(answer_of("", sound=sound_of()))
    assert (silent.value, silent.caveat, silent.details["count"]) == (None, "No voice was heard.", 0)


@given(answers(language="en"))
def test_an_expression_is_in_one_list_only(answer: Answer) -> None:
    counted = [place for one in fillers(answer).evidence for place in range(one.first, one.last)]
    hedged = [place for one in hedges(answer).evidence for place in range(one.first, one.last)]
    assert len({*counted, *hedged}) == len(counted) + len(hedged)


@given(answers(language="en"))
def test_stumbles_never_overlap_and_say_what_they_are(answer: Answer) -> None:
    measure = disfluencies(answer)
    places = [place for one in measure.evidence for place in range(one.first, one.last)]
    assert len(places) == len(set(places))
    assert all(one.first < one.last and one.note for one in measure.evidence)
    kinds = [one.label for one in measure.evidence]
    assert measure.details["count"] == len(kinds)
    for kind, count in measure.details["kind_counts"].items():
        assert (count or 0) == kinds.count(kind)


# Hedges

ROWS = [pytest.param(row, id=row.label.replace(" ", "-")) for row in HEDGES]


def hedged(line: str) -> list[str]:
    return [label for label, _, _ in expressions.find(HEDGES, words_of(line, timed=False))]


@pytest.mark.parametrize("row", ROWS)
def test_each_hedge_brings_hits_and_misses_and_keeps_to_them(row: Expression) -> None:
    assert len(row.hits) >= 3 and len(row.misses) >= 3
    assert [(hit, hedged(hit).count(row.label)) for hit in row.hits] == [(hit, 1) for hit in row.hits]
    assert [miss for miss in row.misses if row.label in hedged(miss)] == []


def test_hedges_are_told_by_100_words_and_never_judged() -> None:
    line = "I think maybe it was a little bit late and I just called. " + "We met. " * 20
    measure = hedges(answer_of(words_of(line, timed=False)))
    assert [one.label for one in measure.evidence] == ["i think maybe", "a little bit", "just"]
    assert measure.details == {"count": 3, "words": 53, "by_label": {"a little bit": 1, "i think maybe": 1, "just": 1}}
    assert measure.value == pytest.approx(300 / 53)
    assert (measure.unit, measure.band) == ("per 100 words", "none")


def test_a_hedge_of_which_one_word_has_no_time_stands_where_the_others_are() -> None:
    words = words_of("It was a little bit late.")
    (found,) = hedges(answer_of((*words[:3], replace(words[3], start=None, end=None), *words[4:]))).evidence
    assert (found.label, found.start, found.end) == ("a little bit", words[2].start, words[4].end)


def test_a_few_words_have_no_share_of_hedges() -> None:
    measure = hedges(answer_of("Maybe."))
    assert (measure.value, measure.details["count"]) == (None, 1)


def test_kind_of_is_a_filler_and_a_hedge_only_where_it_is_none() -> None:
    answer = answer_of(words_of("It was kind of hard."))
    assert [one.label for one in fillers(answer).evidence] == ["kind of"]
    assert hedges(answer).evidence == ()
    spared = replace(answer, filler_lists={"en": FillerList(never=("kind of",))})
    assert [one.label for one in hedges(spared).evidence] == ["kind of"]
