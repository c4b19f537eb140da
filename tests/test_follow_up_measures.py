"""Answers to follow-ups in measures and reports: what was said first is measured as ever, and who asked is shown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, question_of, reading_of, shifted, sound_of, transcript_of, words_of

from voice_interview import analysis, corrections, text
from voice_interview.metrics import shared
from voice_interview.metrics.disfluencies import disfluencies
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.length import length
from voice_interview.metrics.pace import pace
from voice_interview.metrics.pauses import pauses
from voice_interview.metrics.start_delay import start_delay
from voice_interview.model import Answer, Correction, FollowUp, Recording, Report, Word
from voice_interview.reports import markdown, spoken, terminal

ASKED = "And how did it turn out?"
TWO_MINUTES = 120.0
LINE = "We had, um, a parcel and I called them twice about it."
LATER = "It came back at last and she thanked us."


def first(seconds: float = 30.0) -> tuple[Word, ...]:
    return words_of(" ".join([LINE] * 10), start=2.0, step=(seconds - 2.0) / 120)


def answer(*, asked_at: float | None = None, silence: float = 5.0, **fields: Any) -> Answer:
    """An answer from second 2 to 30 with a pause of 3 s, and where a follow-up was asked, 10 s of answer to that."""
    words, voiced = first(), [(2.0, 10.0), (13.0, 30.0)]
    follow_ups: tuple[FollowUp, ...] = ()
    if asked_at is not None:
        follow_ups = (FollowUp(text=ASKED, start=asked_at),)
        words += words_of(LATER, start=asked_at + silence, step=1.0)
        voiced.append((asked_at + silence, asked_at + silence + 10.0))
    found = answer_of(
        replace(transcript_of(words), sentences=text.sentences(words, [one.start for one in follow_ups])),
        sound=sound_of(*voiced),
        question=question_of(answer_seconds=TWO_MINUTES),
        cue_at=1.0,
        follow_ups=follow_ups,
        **fields,
    )
    return replace(found, reading=reading_of("A" * len(found.transcript.sentences)))


@settings(max_examples=15)
@given(st.integers(31, 60), st.integers(0, 60))
def test_the_figures_of_the_first_answer_do_not_know_of_a_follow_up(asked_at: int, silence: int) -> None:
    alone, followed = answer(), answer(asked_at=float(asked_at), silence=float(silence))
    assert start_delay(followed) == start_delay(alone)
    assert length(followed).value == length(alone).value and length(followed).band == length(alone).band
    assert length(followed).details["words"] == length(alone).details["words"]
    assert length(followed).details["follow_up_seconds"] == pytest.approx(10.0)
    assert pauses(followed).value == pauses(alone).value == 1
    assert pauses(followed).details["total_seconds"] == pauses(alone).details["total_seconds"]


@settings(max_examples=15)
@given(st.integers(31, 60), st.integers(0, 60))
def test_rates_are_over_the_time_in_which_somebody_spoke(asked_at: int, silence: int) -> None:
    alone, followed = answer(), answer(asked_at=float(asked_at), silence=float(silence))
    assert shared.speaking_seconds(alone) == pytest.approx(28.0)
    assert shared.speaking_seconds(followed) == pytest.approx(38.0)
    words = pace(alone).details["words"] + len(LATER.split())
    assert pace(followed).details["words"] == words
    assert pace(followed).value == pytest.approx(60 * words / 38.0)
    assert fillers(followed).value == pytest.approx((fillers(alone).value or 0) * 28 / 38)
    share = pauses(followed).details["share"]
    assert share == pytest.approx(3.0 / 38.0) and pauses(alone).details["share"] == pytest.approx(3.0 / 28.0)


@settings(max_examples=15)
@given(st.integers(31, 60), st.integers(0, 60))
def test_without_a_follow_up_speaking_time_is_what_it_always_was(asked_at: int, silence: int) -> None:
    followed = answer(asked_at=float(asked_at), silence=float(silence))
    whole = replace(followed, recording=replace(followed.recording, follow_ups=()))
    assert shared.speaking_spans(whole) == (shared.speaking(whole),)
    assert sum(span.seconds for span in shared.speaking_spans(followed) if span) < shared.speaking_seconds(whole)


def test_a_follow_up_without_an_answer_changes_no_figure() -> None:
    alone = answer()
    silent = replace(alone, recording=replace(alone.recording, follow_ups=(FollowUp(text=ASKED, start=40.0),)))
    for measure in (start_delay, pace, pauses, fillers, disfluencies):
        assert measure(silent) == measure(alone)
    assert length(silent).value == length(alone).value and length(silent).details["follow_up_seconds"] == 0


def test_a_voice_that_is_heard_only_in_a_follow_up_does_not_begin_the_answer() -> None:
    late = answer_of(
        words_of("It went well.", start=20.0),
        sound=sound_of((20.0, 21.5)),
        cue_at=1.0,
        follow_ups=(FollowUp(text=ASKED, start=15.0),),
    )
    assert start_delay(late).value is None and length(late).value is None
    assert length(late).details == {
        "words": 0, "question_seconds": None, "share": None, "follow_up_seconds": pytest.approx(1.5),
    }  # fmt: skip


def test_words_that_end_one_answer_and_begin_the_next_are_not_said_twice() -> None:
    words = (*words_of("Then I called and I think", start=0.0), *words_of("I think it went well.", start=20.0))
    together = answer_of(words, sound=sound_of((0.0, 3.0), (20.0, 22.5)))
    assert disfluencies(together).details["kind_counts"]["repetition"] == 1
    asked = FollowUp(text=ASKED, start=15.0)
    apart = replace(together, recording=replace(together.recording, follow_ups=(asked,)))
    assert disfluencies(apart).details["count"] == 0


@given(st.lists(st.integers(0, 50), max_size=4).map(sorted), st.text("ab.?! ", max_size=60))
def test_every_word_is_in_one_answer_and_no_sentence_in_two(starts: list[int], line: str) -> None:
    words = words_of(line)
    parts = text.turns(words, [float(one) for one in starts])
    assert len(parts) == len(starts) + 1
    assert [place for a, b in parts for place in range(a, b)] == list(range(len(words)))
    cut = text.sentences(words, [float(one) for one in starts])
    assert [place for one in cut for place in range(one.first, one.last)] == list(range(len(words)))
    assert all(any(a <= one.first and one.last <= b for a, b in parts) for one in cut)
    assert text.sentences(words) == text.sentences(words, ())


def test_a_mended_word_leaves_the_answers_apart() -> None:
    words = (*words_of("I called and", start=0.0), *words_of("it went badly", start=20.0))
    said = answer_of(
        replace(transcript_of(words), sentences=text.sentences(words, [15.0])),
        sound=sound_of((0.0, 1.5), (20.0, 21.5)),
        follow_ups=(FollowUp(text=ASKED, start=15.0),),
    )
    mend = Correction(made_at="2026-01-01T00:00:00", what="mend", start=21.0, end=21.4, was="badly", text="well")
    mended, _ = corrections.apply(said, (mend,))
    assert [one.text for one in mended.transcript.sentences] == ["I called and", "it went well"]


def test_a_shift_in_time_changes_no_figure() -> None:
    followed = answer(asked_at=40.0)
    for measure in (length, pace, pauses, start_delay, fillers, disfluencies):
        assert measure(shifted(followed, 100)).value == pytest.approx(measure(followed).value)


def report(*, answered: bool = True) -> Report:
    found = answer(asked_at=40.0) if answered else answer()
    if not answered:
        found = replace(found, recording=replace(found.recording, follow_ups=(FollowUp(text=ASKED, start=40.0),)))
    return analysis.report(found, ("a", "2026-01-01T00:00:00+00:00"), analysis.provenance(None))


def lines(shown: str, *wanted: str) -> list[int]:
    found = shown.splitlines()
    return [next(at for at, line in enumerate(found) if one in line) for one in wanted]


def test_reports_show_which_words_answer_which_question() -> None:
    for shown in (terminal.render(report()), markdown.render(report())):
        order = lines(shown[shown.upper().index("WHAT WAS SAID") :], "0:02", f"Follow-up: {ASKED}", "thanked us")
        assert order == sorted(order)
    assert "10 s more to follow-ups" in terminal.render(report(), width=120)
    assert "Follow-up" not in terminal.render(analysis.report(answer(), ("a", "2026"), analysis.provenance(None)))


def test_a_follow_up_that_nothing_was_said_to_says_so() -> None:
    for shown in (terminal.render(report(answered=False)), markdown.render(report(answered=False))):
        assert f"Follow-up: {ASKED} (no answer)" in shown


def test_a_follow_up_can_carry_no_control_codes_into_a_report() -> None:
    one = report()
    bad = replace(one, recording=replace(one.recording, follow_ups=(FollowUp(text="A\x1b[31m\nb", start=40.0),)))
    assert "\x1b" not in terminal.render(bad) and [a.line for [a] in spoken.follow_ups(bad).values()] == [
        "Follow-up: A[31m b"
    ]


def test_a_report_without_sentences_shows_its_follow_ups_too() -> None:
    bare = replace(report(), transcript=replace(report().transcript, sentences=()), reading=None, plan=None)
    assert ASKED in terminal.render(bare) and ASKED in markdown.render(bare)


def test_follow_ups_out_of_order_are_refused() -> None:
    late, early = FollowUp(text="a", start=9.0), FollowUp(text="b", start=3.0)
    with pytest.raises(ValueError, match="out of order"):
        Recording(path="answer.wav", follow_ups=(late, early))
    with pytest.raises(ValueError, match="finite"):
        FollowUp(text="a", start=float("nan"))
    assert Recording(path="answer.wav", follow_ups=(early, late)).starts == (3.0, 9.0)
