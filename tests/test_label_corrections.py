"""What a person set right in the meaning of an answer: by example, and as laws over any answer."""

from __future__ import annotations

import msgspec
import pytest
import strategies as given_
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import LABELS, PARTS, answer_of, question_of, reading_of, sound_of, transcript_of, words_of

from voice_interview import analysis
from voice_interview.correction_list import LABELS as KINDS
from voice_interview.correction_list import SPOKEN, in_order, of, without
from voice_interview.errors import CorrectionError
from voice_interview.label_corrections import apply, label_at, label_sentence, set_part, set_story
from voice_interview.metrics.star import star
from voice_interview.model import Answer, Correction, Label, Outcome, Provenance, Report, Transcript
from voice_interview.reports import corrected, training

NOW = "2026-03-04T18:04:09+00:00"
SAID = (
    "Last winter the boiler of our hostel broke down. It was my task to keep forty guests warm. I rang three firms and "
    "carried blankets upstairs. Well, that was that. By the evening the heating ran again."
)
"""Sentences from 0.0, 4.5, 9.0, 13.0 and 15.0 s."""


def said(labels: str = "STA.R", line: str = SAID, **reading: object) -> Answer:
    read = reading_of(labels, **reading)  # type: ignore[arg-type]
    return answer_of(line, sound=sound_of((0.0, 30.0)), reading=read, question=question_of(), seconds=30.0)


def sentence(answer: Answer, number: int, label: Label) -> Correction:
    return label_sentence(answer.transcript, number, label, NOW)


def labels(answer: Answer) -> str:
    assert answer.reading
    return "".join(dict(zip(LABELS, "STARL.?", strict=True))[one.label] for one in answer.reading.labels)


def parts(answer: Answer) -> str:
    assert answer.reading
    return " ".join(answer.reading.parts[name].present for name in PARTS)


def test_the_example_is_what_it_says() -> None:
    starts = [one.start for one in said().transcript.sentences]
    assert starts == [0.0, 4.5, 9.0, 13.0, 15.0]
    assert (labels(said()), parts(said())) == ("STA.R", "yes yes yes yes")


# -- sentences --------------------------------------------------------------------------------------------------------


def test_a_sentence_gets_the_label_that_a_person_gives_it() -> None:
    answer, (outcome,) = apply(said(), (sentence(said(), 4, "result"),))
    assert labels(answer) == "STARR"
    assert answer.reading and answer.reading.labels[3].found_by == "person"
    assert answer.reading.labels[3].confidence is None
    assert (outcome.applied, outcome.found) == (True, "other")


@pytest.mark.parametrize(("at", "place"), [(13.0, 3), (14.8, 3), (14.92, 3), (15.2, 4), (18.8, 4), (0.0, 0)])
def test_a_sentence_is_known_by_its_time(at: float, place: int) -> None:
    made = label_at(said().transcript, at, "learning", NOW)
    assert made.was == said().transcript.sentences[place].text


def test_the_parts_follow_the_labels() -> None:
    for number, label, gives in (
        (4, "task", "yes yes yes yes"),
        (5, "other", "yes yes yes unclear"),
        (5, "learning", "yes yes yes unclear"),
        (1, "task", "unclear yes yes yes"),
    ):
        assert parts(apply(said(), (sentence(said(), number, label),))[0]) == gives  # type: ignore[arg-type]
    two = said("SAA.R")
    assert parts(two) == "yes no yes yes"
    assert parts(apply(two, (sentence(two, 2, "task"),))[0]) == "yes yes yes yes"
    assert parts(apply(two, (sentence(two, 4, "action"),))[0]) == parts(two)


def test_a_part_seen_elsewhere_than_in_a_sentence_of_its_own_stays() -> None:
    """The reader may find a part inside a sentence that mostly does something else."""
    inside = said("SSA.R", task="yes")
    assert parts(apply(inside, (sentence(inside, 4, "result"),))[0]) == "yes yes yes yes"


def test_the_last_word_counts() -> None:
    answer = said()
    made = (sentence(answer, 4, "result"), sentence(answer, 4, "action"))
    assert labels(apply(answer, made)[0]) == "STAAR"
    both = (set_part(answer.transcript, "task", "no", NOW), set_part(answer.transcript, "task", "implied", NOW))
    assert parts(apply(answer, both)[0]) == "yes implied yes yes"
    stories = (set_story(answer.transcript, False, NOW), set_story(answer.transcript, True, NOW))
    assert apply(answer, stories)[0].reading.story.present is True  # type: ignore[union-attr]


# -- parts and story --------------------------------------------------------------------------------------------------


def test_what_a_person_says_of_a_part_stands_above_its_labels() -> None:
    answer = said()
    made = (set_part(answer.transcript, "action", "no", NOW), sentence(answer, 4, "action"))
    corrected_, outcomes = apply(answer, made)
    assert parts(corrected_) == "yes yes no yes"
    assert [one.found for one in outcomes] == ["yes", "other"]
    assert corrected_.reading and corrected_.reading.parts["action"].found_by == "person"


def test_no_story_has_no_parts_but_those_that_a_person_names() -> None:
    answer = said()
    none = set_story(answer.transcript, False, NOW)
    corrected_, (outcome,) = apply(answer, (none,))
    assert parts(corrected_) == "no no no no"
    assert outcome.found == "story"
    assert star(corrected_).band == "act"
    assert star(answer).band == "good"
    assert parts(apply(answer, (none, set_part(answer.transcript, "result", "yes", NOW)))[0]) == "no no no yes"


def test_a_story_that_the_machine_missed_has_the_parts_that_its_labels_show() -> None:
    missed = said("SA...", story=False, kind="opinion", situation="no", task="no", action="no", result="no")
    corrected_, (outcome,) = apply(missed, (set_story(missed.transcript, True, NOW),))
    assert parts(corrected_) == "yes unclear yes unclear"
    assert (outcome.found, star(missed).band, star(corrected_).band) == ("opinion", "act", "none")


def test_the_amount_in_a_result_stays_the_machine_s() -> None:
    answer, _ = apply(said(), (sentence(said(), 4, "result"),))
    assert answer.reading and answer.reading.parts["result"].quantified is False


# -- another transcript -----------------------------------------------------------------------------------------------

OTHER = {
    "the same words, 0.4 s later": (SAID, "STA.R", "STAAR", 0.4),
    "other spellings": (SAID.replace("Well, that was that.", "Well that's that."), "STA.R", "STAAR", 0.0),
    "cut in two": (SAID.replace("Well, that was that.", "Well. That was that."), "STA..R", "STAAAR", 0.0),
    "joined, and the smaller half": (SAID.replace("that. By", "that, by"), "STAR", "STAR", 0.0),
    "gone": (SAID.replace(" Well, that was that.", " Hm hm hm hm."), "STA.R", "STA.R", 0.0),
}


@pytest.mark.parametrize("case", OTHER)
def test_a_label_finds_its_sentence_in_another_transcript(case: str) -> None:
    """Half a second a word, so that each sentence stays where it was."""
    line, machine, gives, later = OTHER[case]
    words = words_of(line, start=later)
    other = replace(said(machine), transcript=transcript_of(words))
    corrected_, (outcome,) = apply(other, (sentence(said(), 4, "action"),))
    assert labels(corrected_) == gives
    assert outcome.applied == (machine != gives)
    assert bool(outcome.reason) == (not outcome.applied)


def test_the_same_words_at_another_time_are_another_sentence() -> None:
    twice = said("S.R.", "We waited. It was cold. We went home. It was cold.")
    assert labels(apply(twice, (sentence(twice, 4, "result"),))[0]) == "S.RR"


# -- what cannot be -----------------------------------------------------------------------------------------------


def test_what_cannot_be_labelled_says_why() -> None:
    transcript = said().transcript
    with pytest.raises(CorrectionError, match=r"no sentence 6.*has 5"):
        label_sentence(transcript, 6, "task", NOW)
    with pytest.raises(CorrectionError, match=r"0\.5 s of 0:40\.0.*nearest is sentence 5"):
        label_at(transcript, 40.0, "task", NOW)
    for made in (label_sentence, label_at):
        with pytest.raises(CorrectionError, match="Not a word"):
            made(transcript_of(""), 1, "task", NOW)  # type: ignore[operator]
        with pytest.raises(CorrectionError, match="English only"):
            made(replace(transcript, language="de"), 1, "task", NOW)  # type: ignore[operator]
    with pytest.raises(CorrectionError, match="English only"):
        set_story(replace(transcript, language="de"), True, NOW)


def test_where_nothing_was_heard_nothing_is_labelled() -> None:
    empty = answer_of("")
    _, (outcome,) = apply(empty, (set_story(said().transcript, True, NOW),))
    assert (outcome.applied, outcome.reason) == (False, "Not a word was heard.")


@pytest.mark.parametrize(
    "fields",
    [
        {"what": "label", "label": "ending", "was": "x"},
        {"what": "label", "label": "result"},
        {"what": "part", "label": "learning", "present": "yes"},
        {"what": "part", "label": "task"},
        {"what": "story"},
        {"what": "story", "present": "implied"},
    ],
)
def test_a_correction_that_says_nothing_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"made_at": NOW, "start": 0.0, "end": 1.0, **fields}, Correction)


# -- the report -------------------------------------------------------------------------------------------------------


def report_on(answer: Answer, *made: Correction) -> Report:
    return analysis.report(answer, ("x", NOW), Provenance(version="0"), made)


def test_a_report_holds_both_readings_and_its_advice_follows() -> None:
    answer = said("STA..", result="no")
    machine = report_on(answer)
    now = report_on(answer, sentence(answer, 5, "result"))
    assert (machine.measures["star"].value, now.measures["star"].value) == (3.0, 4.0)
    assert now.uncorrected["star"] == machine.measures["star"]
    assert "Say how it ended" in [one.title for one in machine.advice]
    assert "Say how it ended" not in [one.title for one in now.advice]
    assert corrected.by_the_machine(now) == "The machine alone: STAR parts 3 of 4."
    assert corrected.sentence(now.corrections[0]).endswith("is result; the machine: other")
    assert analysis.again(now, answer, ()).measures == machine.measures


def test_both_kinds_of_correction_lie_in_one_list() -> None:
    """A mended word changes the transcript, which is read anew; the labels come after it, and are found again."""
    answer = said()
    start = answer.transcript.words[8].end or 0.0
    mend = Correction(made_at=NOW, what="mend", start=start - 0.4, end=start, was="down.", text="apart.")
    first = sentence(answer, 1, "other")
    now = report_on(answer, first, mend, set_part(answer.transcript, "task", "implied", NOW))
    assert [one.correction.what for one in now.corrections] == ["label", "mend", "part"]
    assert all(one.applied for one in now.corrections)
    assert now.reading and now.reading.labels[0].label == "other"
    assert "apart." in now.transcript.text


def test_each_kind_is_numbered_by_itself() -> None:
    answer = said()
    strike = Correction(made_at=NOW, what="strike", start=1.0, end=1.0, label="um")
    kept = (strike, sentence(answer, 1, "other"), strike, sentence(answer, 2, "other"))
    assert without(kept, "1", KINDS) == (strike, strike, kept[3])
    assert without(kept, "last", SPOKEN) == (strike, kept[1], kept[3])
    assert without(kept, "all", KINDS) == (strike, strike)
    with pytest.raises(CorrectionError, match="from 1 to 2"):
        without(kept, "3", KINDS)


# -- training data ----------------------------------------------------------------------------------------------------


def test_training_data_are_the_words_with_their_labels() -> None:
    answer = said()
    row = msgspec.json.decode(training.line(report_on(answer, sentence(answer, 4, "learning"))))
    assert (row["id"], row["question"], row["kind"]) == ("x", "Tell me about a time.", "behavioural")
    assert [one["label"] for one in row["segments"]] == list("STALR")
    assert [one["by"] for one in row["segments"]] == ["machine"] * 3 + ["person", "machine"]
    assert " ".join(one["text"] for one in row["segments"]) == answer.transcript.text
    assert set(row) == {"id", "question", "kind", "segments"}


def test_what_no_person_labelled_is_no_training_data() -> None:
    answer = said("STA??")
    with pytest.raises(CorrectionError, match="No sentence of x was labelled by a person"):
        training.line(report_on(said(), set_part(answer.transcript, "task", "no", NOW)))
    with pytest.raises(CorrectionError, match=r"no label yet: 4, 5\..*--sentence 4 LABEL"):
        training.line(report_on(answer, sentence(answer, 1, "other")))


# -- laws -------------------------------------------------------------------------------------------------------------

PICK = st.integers(1, 1000)
ANSWERS = given_.answers(faults=False, language="en").filter(lambda answer: bool(answer.transcript.sentences))
NAMES = st.sampled_from(LABELS[:6])


def with_reading(answer: Answer) -> Answer:
    places = len(answer.transcript.sentences)
    return answer if answer.reading else replace(answer, reading=reading_of("?" * places, story=None))


@settings(max_examples=30)
@given(ANSWERS, PICK, NAMES)
def test_a_label_is_given_to_its_sentence_and_twice_is_once(answer: Answer, pick: int, label: Label) -> None:
    answer = with_reading(answer)
    place = pick % len(answer.transcript.sentences)
    assume(any(word.text.isalpha() for word in _words(answer.transcript, place)))
    made = sentence(answer, place + 1, label)
    now, (outcome,) = apply(answer, (made,))
    assert outcome.applied
    assert now.reading and now.reading.labels[place].label == label
    assert apply(answer, (made, made))[0] == now
    assert now.transcript == answer.transcript


@settings(max_examples=40)
@given(ANSWERS, st.lists(st.tuples(PICK, NAMES), max_size=5), st.booleans())
def test_any_corrections_leave_a_reading_that_can_be_measured(
    answer: Answer, wishes: list[tuple[int, Label]], told: bool
) -> None:
    answer = with_reading(answer)
    count = len(answer.transcript.sentences)
    made = tuple(sentence(answer, pick % count + 1, label) for pick, label in wishes)
    made = (*made, set_story(answer.transcript, told, NOW))
    now, outcomes = apply(answer, made)
    assert [one.correction for one in outcomes] == list(made)
    assert now.reading and len(now.reading.labels) == count
    assert star(now).details["story"]["present"] is told
    assert apply(answer, ()) == (answer, ())


@given(st.lists(st.sampled_from((*SPOKEN, *KINDS)), max_size=8))
def test_outcomes_come_back_in_the_order_of_the_list(kinds: list[str]) -> None:
    fields = {"label": "task", "was": "x", "text": "y", "present": "yes"}
    made = tuple(
        Correction(made_at=str(number), what=kind, start=0, end=0, **fields)  # type: ignore[arg-type]
        for number, kind in enumerate(kinds)
    )
    each = [[Outcome(correction=one, applied=True) for one in of(made, kind)] for kind in (SPOKEN, KINDS)]
    assert [one.correction for one in in_order(made, *each)] == list(made)


def _words(transcript: Transcript, place: int) -> tuple[given_.Word, ...]:
    one = transcript.sentences[place]
    return transcript.words[one.first : one.last]
