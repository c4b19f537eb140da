"""What a person set right, applied to what the machine found: by example, and as laws over any answer."""

from __future__ import annotations

import pytest
import strategies as given_
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, sound_of, words_of

from voice_interview import analysis
from voice_interview.correction_list import SPOKEN, without
from voice_interview.corrections import REACH, add_at, apply, events, mend_at, strike_at
from voice_interview.errors import CorrectionError
from voice_interview.metrics.filler_events import is_same
from voice_interview.metrics.fillers import fillers
from voice_interview.metrics.pace import pace
from voice_interview.metrics.readability import readability
from voice_interview.metrics.vocabulary import vocabulary
from voice_interview.model import Answer, Correction, Provenance, Report, Word

NOW = "2026-03-04T18:04:09+00:00"
SAID = "Um, I was angie, um, like, twenty of us left. So, you know, we went home."
"""Words of half a second each: Um at 0.0, um at 2.0, like at 2.5, So at 5.0, you know at 5.5."""


def said(line: str = SAID, **sound: object) -> Answer:
    return answer_of(line, sound=sound_of((0.0, 30.0), **sound), seconds=30.0)  # type: ignore[arg-type]


def labels(answer: Answer) -> list[str]:
    return [f"{one.label}@{one.start}" for one in fillers(answer).evidence]


def one(answer: Answer, correction: Correction) -> Answer:
    corrected, (outcome,) = apply(answer, (correction,))
    assert outcome.applied, outcome.reason
    return corrected


def strike(label: str, start: float, end: float | None = None, was: str = "") -> Correction:
    return Correction(made_at=NOW, what="strike", start=start, end=end or start, label=label, was=was)


def mend(was: str, to: str, start: float) -> Correction:
    return Correction(made_at=NOW, what="mend", start=start, end=start + 0.4, was=was, text=to)


FOUND = ["um@0.0", "um@2.0", "like@2.5", "so@5.0", "you know@5.5"]


def test_the_example_is_what_it_says() -> None:
    assert labels(said()) == FOUND


# -- strike -----------------------------------------------------------------------------------------------------------


def test_a_struck_sound_leaves_the_words_and_the_count() -> None:
    corrected = one(said(), strike_at(said(), 0.1, NOW))
    assert labels(corrected) == FOUND[1:]
    assert corrected.transcript.text.startswith("I was angie")
    assert corrected.transcript.text == " ".join(word.text for word in corrected.transcript.words)
    (struck,) = fillers(corrected).details["struck"]
    assert (struck["label"], struck["start"], struck["first"], struck["last"]) == ("um", 0.0, 0, 0)


def test_a_struck_word_stays_as_a_plain_word_and_every_measure_counts_it() -> None:
    corrected = one(said(), strike_at(said(), 2.6, NOW))
    assert labels(corrected) == [found for found in FOUND if found != "like@2.5"]
    assert corrected.transcript == said().transcript
    for measure in (vocabulary, pace, readability):
        assert measure(corrected).details["words"] == measure(said()).details["words"] + 1


def test_a_hesitation_in_the_sound_goes_with_the_word_that_it_confirmed() -> None:
    heard = said(heard=((2.3, 2.45, 0.95),))
    assert "both" in [found.found_by for found in fillers(heard).evidence]
    corrected = one(heard, strike_at(heard, 2.0, NOW))
    assert labels(corrected) == [found for found in FOUND if found != "um@2.0"]
    assert fillers(corrected).details["perhaps"] == []


def test_a_perhaps_can_be_struck_too() -> None:
    heard = said(heard=((8.0, 8.3, 0.4),))
    assert fillers(heard).details["at_most"] == 6
    corrected = one(heard, strike_at(heard, 8.0, NOW))
    assert (fillers(corrected).details["perhaps"], fillers(corrected).details["at_most"]) == ([], 5)


def test_of_two_equal_neighbours_the_nearer_is_struck_and_no_other() -> None:
    answer = said("It was, um, um, late. We left them all to it then.")
    assert labels(answer) == ["um@1.0", "um@1.5"]
    corrected = one(answer, strike("um", 1.5, 1.9))
    assert labels(corrected) == ["um@1.0"]
    assert labels(apply(answer, (strike("um", 1.5, 1.9),) * 2)[0]) == ["um@1.0"]


def test_the_full_stop_of_a_struck_word_stays() -> None:
    corrected = one(said("We left, um. Then it rained."), strike("um", 1.0))
    assert corrected.transcript.text == "We left. Then it rained."
    assert len(corrected.transcript.sentences) == 2


def test_nothing_near_says_what_is() -> None:
    with pytest.raises(CorrectionError, match=r"0\.5 s of 0:09\.0.*'like' at 0:02\.5, 'so' at 0:05\.0, 'you"):
        strike_at(said(), 9.0, NOW)
    with pytest.raises(CorrectionError, match="None was found"):
        strike_at(said("We left."), 0.0, NOW)


# -- add --------------------------------------------------------------------------------------------------------------


def test_an_added_sound_counts_and_stands_between_the_words() -> None:
    corrected = one(said(), add_at(said(), 4.2, "Umm", NOW))
    (added,) = (found for found in fillers(corrected).evidence if found.found_by == "person")
    assert (added.label, added.start, added.first, added.last) == ("um", 4.2, 9, 9)
    assert fillers(corrected).details["count"] == len(FOUND) + 1
    assert corrected.transcript == said().transcript


def test_an_added_word_takes_the_words_that_stand_there() -> None:
    answer = said("I was like a father and you know the rest of it all by now.")
    assert labels(answer) == []
    for at, label, place in ((1.1, "like", (2, 3)), (3.0, "You know", (6, 8))):
        (added,) = fillers(one(answer, add_at(answer, at, label, NOW))).evidence
        assert ((added.first, added.last), added.found_by) == (place, "person")


def test_a_perhaps_becomes_counted_by_a_person() -> None:
    heard = said(heard=((8.0, 8.3, 0.4),))
    corrected = one(heard, add_at(heard, 8.1, "uh", NOW))
    assert fillers(corrected).details["perhaps"] == []
    assert fillers(corrected).evidence[-1].found_by == "person"


def test_what_is_counted_already_is_not_added() -> None:
    with pytest.raises(CorrectionError, match="already counted at 0:02"):
        add_at(said(), 2.1, "uh", NOW)
    by_hand = Correction(made_at=NOW, what="add", start=2.1, end=2.1, label="uh")
    assert labels(one(said(), by_hand)) == FOUND


def test_the_last_word_counts() -> None:
    struck = strike("like", 2.5, 2.9, "like")
    added = Correction(made_at=NOW, what="add", start=2.5, end=2.9, label="like", was="like")
    assert labels(apply(said(), (struck, added))[0]) == FOUND
    assert labels(apply(said(), (struck, added, struck))[0]) == labels(one(said(), struck))
    own = Correction(made_at=NOW, what="add", start=4.2, end=4.2, label="uh")
    corrected, outcomes = apply(said(), (own, strike("uh", 4.2)))
    assert (labels(corrected), corrected.struck, [o.applied for o in outcomes]) == (FOUND, (), [True, True])


@pytest.mark.parametrize(("at", "label", "why"), [(31.0, "um", r"ends at 0:30\.0"), (1.0, " , ", "needs a name")])
def test_what_cannot_be_added(at: float, label: str, why: str) -> None:
    with pytest.raises(CorrectionError, match=why):
        add_at(said(), at, label, NOW)


# -- mend -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "until", "to", "gives"),
    [
        (1.5, 1.5, "angry", "Um, I was angry, um, like, twenty of us left."),
        (1.47, 1.47, "angry", "Um, I was angry, um, like, twenty of us left."),
        (1.5, 1.5, "very angry", "Um, I was very angry, um, like, twenty of us left."),
        (1.5, 1.5, "", "Um, I was um, like, twenty of us left."),
        (4.5, 4.5, "went", "Um, I was angie, um, like, twenty of us went."),
        (4.5, 4.5, "went!", "Um, I was angie, um, like, twenty of us went!"),
        (4.5, 4.5, "", "Um, I was angie, um, like, twenty of us."),
        (3.0, 4.4, "ten of them", "Um, I was angie, um, like, ten of them left."),
    ],
)
def test_mending(since: float, until: float, to: str, gives: str) -> None:
    made = mend_at(said(), since, until, to, NOW)
    corrected = one(said(), made)
    assert corrected.transcript.text == f"{gives} So, you know, we went home."
    assert len(corrected.transcript.sentences) == 2
    times = [(word.start, word.end) for word in corrected.transcript.words]
    assert times == sorted(times)


def test_fillers_follow_the_mended_words() -> None:
    assert labels(one(said(), mend("angie", "um,", 1.5))) == ["um@0.0", "um@1.5", *FOUND[1:]]
    assert labels(one(said(), mend("um,", "and", 2.0)))[1:2] == ["like@2.5"]


def test_mending_what_was_struck_or_added_has_the_last_word() -> None:
    struck = strike("like", 2.5, 2.9, "like")
    corrected, outcomes = apply(said(), (struck, mend("like", "about", 2.5)))
    assert (corrected.struck, [o.applied for o in outcomes]) == ((), [True, True])
    added = Correction(made_at=NOW, what="add", start=3.0, end=3.4, label="twenty", was="twenty")
    corrected, _ = apply(said(), (added, mend("twenty", "thirty", 3.0)))
    assert "thirty" in corrected.transcript.text
    assert corrected.added == ()


def test_what_stands_behind_a_mended_word_moves_along() -> None:
    struck = strike("like", 2.5, 2.9, "like")
    corrected, _ = apply(said(), (struck, mend("angie", "a little angry", 1.5)))
    (left,) = corrected.struck
    assert corrected.transcript.words[left.first].text == "like,"


@pytest.mark.parametrize(
    ("since", "until", "to", "why"),
    [(1.5, 1.5, "angie", "already stands"), (20.0, 21.0, "x", r"The nearest is 'home\.' at 0:07\.5")],
)
def test_what_cannot_be_mended(since: float, until: float, to: str, why: str) -> None:
    with pytest.raises(CorrectionError, match=why):
        mend_at(said(), since, until, to, NOW)


# -- another model, another transcript --------------------------------------------------------------------------------


def test_corrections_find_their_place_in_another_transcript() -> None:
    """The same answer as another model wrote it: a word more at the start, others spelt otherwise, all 0.2 s later."""
    line = "Well. Um I was angie uh like 20 of us left. So, you know, we went home."
    first, *rest = words_of(line, start=0.0, step=0.5)
    later = tuple(replace(w, start=(w.start or 0.0) - 0.3, end=(w.end or 0.0) - 0.3) for w in rest)
    other = answer_of((replace(first, end=0.1), *later), sound=sound_of((0.0, 30.0)))
    made = (strike_at(said(), 2.0, NOW), strike_at(said(), 2.6, NOW), mend("angie", "angry", 1.5))
    corrected, outcomes = apply(other, made)
    assert [outcome.applied for outcome in outcomes] == [True, True, True]
    assert corrected.transcript.text.startswith("Well. Um I was angry like 20 of us left.")


@pytest.mark.parametrize(
    ("line", "correction", "reason"),
    [
        ("I was angry and left them.", mend("angie", "angry", 1.0), None),
        ("I was hungry and left them.", mend("angie", "angry", 1.0), "'angie' does not stand there any more."),
        ("I was there and we left them. I was angie.", mend("angie", "angry", 1.0), "'angie' does not stand"),
        ("I was hungry and left them.", strike("um", 1.0), "No 'um' is found there any more."),
        ("I was, um, hungry.", strike("like", 1.0), "No 'like' is found there any more."),
        ("I was hungry.", Correction(made_at=NOW, what="add", start=31, end=31, label="um"), "The recording ends"),
    ],
)
def test_what_finds_its_place_no_longer_changes_nothing_and_says_so(
    line: str, correction: Correction, reason: str | None
) -> None:
    corrected, (outcome,) = apply(said(line), (correction,))
    assert corrected == said(line)
    assert outcome.applied == (reason is None)
    assert (outcome.reason or "").startswith(reason or "")
    assert outcome.correction == correction


# -- the report -------------------------------------------------------------------------------------------------------


def report_on(answer: Answer, *corrections: Correction) -> Report:
    return analysis.report(answer, ("x", NOW), Provenance(version="0"), corrections)


def test_a_report_holds_both_the_corrected_and_the_machine_s_figures() -> None:
    answer = said(" ".join([SAID] * 3))
    machine = report_on(answer)
    corrected = report_on(answer, strike_at(answer, 2.0, NOW), mend("angie", "angry", 1.5))
    assert (machine.corrections, machine.uncorrected) == ((), {})
    assert [outcome.applied for outcome in corrected.corrections] == [True, True]
    assert corrected.uncorrected["fillers"] == machine.measures["fillers"]
    assert corrected.measures["fillers"].details["count"] == machine.measures["fillers"].details["count"] - 1
    assert "angry" in corrected.transcript.text
    assert corrected.reading is not None
    assert len(corrected.reading.labels) == len(corrected.transcript.sentences)
    assert analysis.again(corrected, answer, ()).measures == machine.measures


# -- laws -------------------------------------------------------------------------------------------------------------

ANSWERS = given_.answers(faults=False, language="en").filter(lambda answer: answer.sound is not None)
PICK = st.integers(0, 1000)


def picked(answer: Answer, pick: int) -> Correction:
    """One of the strikes that this answer allows."""
    found = events(answer)
    assume(found)
    at = found[pick % len(found)].evidence.start
    assert at is not None
    return strike_at(answer, at, NOW)


def word_at(answer: Answer, pick: int) -> Word:
    timed = [word for word in answer.transcript.words if word.start is not None]
    assume(timed)
    return timed[pick % len(timed)]


@settings(max_examples=25)
@given(ANSWERS)
def test_no_correction_changes_nothing(answer: Answer) -> None:
    assert apply(answer, ()) == (answer, ())


@settings(max_examples=50)
@given(ANSWERS, PICK)
def test_what_is_struck_is_found_no_more_and_twice_is_once(answer: Answer, pick: int) -> None:
    made = picked(answer, pick)
    corrected = one(answer, made)
    (struck,) = corrected.struck
    same = [event for event in events(corrected) if event.evidence.start == struck.start]
    assert not [event for event in same if event.evidence.label == struck.label]
    twice, outcomes = apply(answer, (made, made))
    assert all(outcome.applied for outcome in outcomes)
    assert (twice.transcript, fillers(twice)) == (corrected.transcript, fillers(corrected))


@settings(max_examples=50)
@given(ANSWERS, st.integers(0, 6000), st.sampled_from(("um", "uh", "like", "you know")))
def test_what_is_added_is_counted_once(answer: Answer, hundredths: int, label: str) -> None:
    made = Correction(made_at=NOW, what="add", start=hundredths / 100, end=hundredths / 100, label=label)
    corrected = one(answer, made)
    (added,) = corrected.added
    found = fillers(corrected)
    assert any(event.start == added.start or event.found_by != "person" for event in found.evidence)
    count = fillers(answer).details["count"]
    assert count <= found.details["count"] <= count + 1
    twice, _ = apply(answer, (made, made))
    assert twice == corrected


@settings(max_examples=40)
@given(ANSWERS, PICK, st.sampled_from(("angry", "um,", "so that we", "")))
def test_mending_changes_these_words_and_no_other(answer: Answer, pick: int, to: str) -> None:
    word = word_at(answer, pick)
    assert word.start is not None
    made = Correction(made_at=NOW, what="mend", start=word.start, end=word.end or word.start, was=word.text, text=to)
    words, after = answer.transcript.words, one(answer, made).transcript
    assert len(after.words) == len(words) - 1 + len(to.split())
    assert [s.last for s in after.sentences][-1:] == ([len(after.words)] if after.words else [])
    kept = [w for w in after.words if w in words]
    assert len(kept) >= len(words) - 2
    for fresh in after.words:
        assert fresh in words or fresh.start is None or fresh.start >= 0


@settings(max_examples=40)
@given(ANSWERS, st.lists(st.tuples(PICK, st.sampled_from("sam")), max_size=6))
def test_every_place_stays_within_the_words(answer: Answer, wishes: list[tuple[int, str]]) -> None:
    made: tuple[Correction, ...] = ()
    for pick, what in wishes:
        now, _ = apply(answer, made)
        try:
            if what == "s":
                made = (*made, strike_at(now, pick / 20, NOW))
            elif what == "a":
                made = (*made, add_at(now, pick / 20, "um", NOW))
            else:
                made = (*made, mend_at(now, pick / 20, pick / 20 + 0.5, "so be it", NOW))
        except CorrectionError:
            continue
    corrected, outcomes = apply(answer, made)
    assert all(outcome.applied for outcome in outcomes)
    for evidence in (*corrected.struck, *corrected.added, *fillers(corrected).evidence):
        assert 0 <= evidence.first <= evidence.last <= len(corrected.transcript.words)
    if made:
        assert apply(answer, without((*made, made[0]), "last", SPOKEN)) == (corrected, outcomes)
    assert without(made, "all", SPOKEN) == () if made else True


@settings(max_examples=40)
@given(ANSWERS, PICK, st.integers(-20, 20))
def test_a_strike_survives_a_transcript_whose_times_drift(answer: Answer, pick: int, hundredths: int) -> None:
    made = picked(answer, pick)
    assume(all(is_same(a, b) or _far(a, b) > 2 * REACH for a in events(answer) for b in events(answer) if a != b))
    drift = hundredths / 100
    assume(made.start + drift >= 0)
    _, (outcome,) = apply(answer, (replace(made, start=made.start + drift, end=made.end + drift),))
    assert outcome.applied


def _far(a: object, b: object) -> float:
    return abs(a.evidence.start - b.evidence.start)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("which", "left"), [("last", "ab"), ("1", "bc"), ("3", "ab"), ("all", "")])
def test_undo(which: str, left: str) -> None:
    made = tuple(strike(label, 0.0) for label in "abc")
    assert "".join(one.label or "" for one in without(made, which, SPOKEN)) == left


@pytest.mark.parametrize("which", ["0", "4", "-1", "first", ""])
def test_undoing_what_is_not_there(which: str) -> None:
    with pytest.raises(CorrectionError, match="from 1 to 1"):
        without((strike("um", 0.0),), which, SPOKEN)
    with pytest.raises(CorrectionError, match="no correction to take back"):
        without((), which, SPOKEN)
