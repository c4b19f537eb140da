"""A voice without words is told, with its place: what is said there is in no other figure."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from strategies import answer_of, answers, sound_of, words_of

from voice_interview.metrics.length import length
from voice_interview.metrics.wordless import BRIDGE, DRIFT, LEAST, caveat, stretches
from voice_interview.model import Answer, Span
from voice_interview.reports.notes import notes

SAID = "I waited and then they came"  # 0 to 2.9 s

HIT = {
    "after the words": (((0, 3), (3.5, 5.5)), (), [(3.5, 5.5)]),
    "before and after them": (((0, 3), (4, 6), (7, 9)), (), [(4, 6), (7, 9)]),
    "going on from a word": (((0, 5),), (), [(2.9 + DRIFT, 5)]),
    "in pieces": (((0, 3), (4, 4.8), (5.1, 6)), (), [(4, 6)]),
    "beside a hesitation": (((0, 3), (4, 8)), ((4, 5, 0.9),), [(5 + DRIFT, 8)]),
}
MISS = {
    "words all the time": (((0, 3),), ()),
    "a short laugh": (((0, 3), (4, 5.4)), ()),
    "pieces far apart": (((0, 3), (4, 5), (5.6, 6.6)), ()),
    "a hesitation": (((0, 3), (4, 6)), ((4, 6, 0.9),)),
    "nobody speaks": ((), ()),
}


@pytest.mark.parametrize("case", HIT)
def test_voice_without_words(case: str) -> None:
    voiced, heard, expected = HIT[case]
    found = stretches(answer_of(SAID, sound=sound_of(*voiced, heard=heard)))
    assert [(one.start, one.end) for one in found] == [pytest.approx(one) for one in expected]


@pytest.mark.parametrize("case", MISS)
def test_no_voice_without_words(case: str) -> None:
    voiced, heard = MISS[case]
    assert stretches(answer_of(SAID, sound=sound_of(*voiced, heard=heard))) == ()


def test_nothing_is_said_of_a_text_or_of_words_without_times() -> None:
    assert stretches(answer_of(SAID)) == ()
    assert stretches(answer_of(words_of(SAID, timed=False), sound=sound_of((0, 60)))) == ()


@given(answers())
def test_each_is_a_voice_long_enough_and_holds_no_word(answer: Answer) -> None:
    found = stretches(answer)
    assert not found or answer.sound is not None
    spans = answer.sound.voiced if answer.sound is not None else ()
    for one in found:
        assert round(one.seconds, 3) >= LEAST
        inside = [span for span in spans if span.end > one.start and span.start < one.end]
        assert inside and inside[0].start <= one.start and one.end <= inside[-1].end
        assert all(later.start - span.end < BRIDGE for span, later in pairwise(inside))
        times = [(word.start, word.end) for word in answer.transcript.words]
        assert all(
            end <= one.start or one.end <= start for start, end in times if start is not None and end is not None
        )
    assert list(found) == sorted(found, key=lambda one: one.start)


def test_the_length_says_so_and_where() -> None:
    measure = length(answer_of(SAID, sound=sound_of((0, 3), (72, 74), (80.5, 83))))
    assert measure.value == 83
    assert [(one.label, one.start, one.end, one.first) for one in measure.evidence] == [
        ("no words", 72, 74, 6),
        ("no words", 80.5, 83, 6),
    ]
    assert measure.caveat == (
        "In 2 places there is a voice but no words (4.5 s): a laugh, or speech that was not understood."
    )
    assert notes("length", measure) == "6 words, no words at 1:12, 1:20"


def test_once_is_said_as_once_and_never_is_not_said() -> None:
    assert (caveat([Span(1, 3)]) or "").startswith("Once there is a voice but no words (2.0 s)")
    measure = length(answer_of(SAID, sound=sound_of((0, 3))))
    assert (measure.caveat, measure.evidence, notes("length", measure)) == (None, (), "6 words")
