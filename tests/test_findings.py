"""Findings about whole stories: two stories, result first, bad outcome, own part; pure rules over scores and words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, question_of, reading_of, transcript_of

from voice_interview.label_corrections import apply, label_sentence, set_part, set_story
from voice_interview.meaning import by_cues, opening, outcome, several, whose
from voice_interview.meaning.findings import Read, finding
from voice_interview.meaning.outcome_cues import OUTCOMES
from voice_interview.meaning.scores import LABELS
from voice_interview.meaning.speech import plain
from voice_interview.metrics.star import star
from voice_interview.model import Answer, Finding, Label, Provenance, Report
from voice_interview.reports import markdown, page, terminal
from voice_interview.reports.findings import lines
from voice_interview.story_advice import SEVERAL, Case, own_part, two_stories

NAMES: dict[str, Label] = dict(zip("STARLO", LABELS, strict=True))


def seen(told: str, sure: float = 0.9, bad: float = -2.0) -> Read:
    """An answer of one sentence a line, "S: It was late."; by its own words each is what its letter says, this
    surely; with these log odds of a bad end, -2 as in most stories."""
    rows = [(line.strip()[0], line.strip()[3:]) for line in told.strip().splitlines()]
    rest = (1 - sure) / (len(LABELS) - 1)
    transcript = transcript_of(" ".join(text for _, text in rows))
    assert len(transcript.sentences) == len(rows)
    return Read(
        said=tuple(plain(text) for _, text in rows),
        alone=tuple({label: sure if label == NAMES[letter] else rest for label in LABELS} for letter, _ in rows),
        cues=by_cues.cue_words(transcript),
        bad=bad,
        labels=tuple(NAMES[letter] for letter, _ in rows),
    )


# Tables


@pytest.mark.parametrize("cue", OUTCOMES, ids=lambda cue: cue.name)
def test_every_row_finds_its_hits_and_not_its_misses(cue: outcome.OutcomeCue) -> None:
    def names(said: str) -> set[str]:
        read = seen(f"R: {said}")
        return {name for *_, name in outcome.outcome_words(read) or ()}

    assert cue.hits and cue.misses
    assert [said for said in cue.hits if cue.name not in names(said)] == []
    assert [said for said in cue.misses if cue.name in names(said)] == []


@pytest.mark.parametrize("cue", several.CUES, ids=lambda cue: cue.hits[0])
def test_words_of_a_second_story(cue: several.StoryCue) -> None:
    assert cue.hits and cue.misses
    assert [said for said in cue.hits if not cue.pattern.search(plain(said))] == []
    assert [said for said in cue.misses if cue.pattern.search(plain(said))] == []


# Two stories

SECOND = """
S: A man had lost his ticket at the station.
A: I rang the depot for him.
R: He got home that night.
S: {}
A: I went through the bins with her.
R: We found it.
"""
MUST_HIT = (
    "And then another one, a lady who had lost a ring.",
    "The second example is from my next job.",
    "On a different occasion a girl lost her phone.",
    "The other was a girl with a phone.",
    "Another time a girl lost her phone.",
    "Last year a girl lost her phone.",
    "A girl on platform two was crying.",
)
ONE_STORY = (
    """
S: The freezer and the oven broke on one morning.
A: For the freezer I got a lead from the hall.
A: The other one I took apart on the floor.
R: Everybody ate.
""",
    """
S: He sent his coffee back.
A: I made it again.
A: The second time I let him watch.
R: Another customer clapped.
""",
    """
S: One oven broke before lunch.
S: Another one broke after it.
A: I rang the school next door.
R: We ate on time.
""",
    """
S: A lady was stuck in the lift.
A: I rang the man who mends it.
S: The other one was stuck too.
A: I took the stairs.
R: She got out.
""",
    """
S: A pizza was wrong.
A: I made a new one.
R: The other one was eaten anyway.
""",
)


@pytest.mark.parametrize("second", MUST_HIT)
def test_a_second_story_is_found_where_it_begins(second: str) -> None:
    found = several.two_stories(seen(SECOND.format(second)))
    assert (found.present, found.sentences) == ("yes", (3,))


@pytest.mark.parametrize("told", ONE_STORY)
def test_one_story_with_two_things_in_it_is_one(told: str) -> None:
    assert several.two_stories(seen(told)).present == "no"


def test_who_announces_two_stories_needs_no_end_of_the_first() -> None:
    told = (
        "O: I have two.\nS: A man was lost.\nA: I rang him.\nS: The other one was a girl.\nA: I rang her.\nR: She came."
    )
    assert several.two_stories(seen(told.replace("I have two.", "I have a cold."))).present == "no"


def test_a_course_that_only_might_hold_two_stories_is_unclear() -> None:
    found = several.two_stories(seen(SECOND.format("The platform was dark."), sure=0.6))
    assert found.present == "unclear"


# Result first

FIRST = (
    ("We kept the biggest customer that our branch has.", 0.9, "yes"),
    ("In the end she thanked me and stayed for years.", 0.5, "yes"),
    ("We lost the contract over it.", 0.2, "unclear"),
    ("The station had a new roof.", 0.2, "no"),
    ("She took the picture home.", 0.4, "unclear"),
)


@pytest.mark.parametrize(("said", "sure", "present"), [(said, sure, present) for said, sure, present in FIRST])
def test_a_result_that_comes_first(said: str, sure: float, present: str) -> None:
    read = seen(f"S: {said}\nS: It was in autumn.\nA: I rang them.")
    first = dict.fromkeys(LABELS, (1 - sure) / 5) | {NAMES["R"]: sure}
    found = opening.result_first(replace(read, alone=(first, *read.alone[1:])))
    assert found.present == present
    assert found.sentences == (() if present == "no" else (0,))


def test_a_preamble_does_not_hide_what_comes_first() -> None:
    found = opening.result_first(
        seen("O: Oh, there are loads.\nR: She thanked me in the end.\nS: It was a busy night.")
    )
    assert (found.present, found.sentences, found.cues) == ("yes", (1,), ("in the end", "thanked"))


def test_a_single_sentence_opens_nothing() -> None:
    assert opening.result_first(seen("R: She thanked me in the end.")).present == "no"


@pytest.mark.parametrize(
    ("told", "may"),
    [
        ("A: We kept him.\nS: It was in autumn.\nA: I rang them.", True),
        ("O: Oh, there are loads.\nR: She came.\nS: It was a busy night.", True),
        ("A: I rang them.\nA: I drove there.\nS: It was in autumn.", False),
        ("S: It was in autumn.\nA: I rang them.", False),
        ("A: I rang them.", False),
    ],
)
def test_a_deed_before_the_scene_is_set_may_be_the_result(told: str, may: bool) -> None:
    assert opening.may_hold_result(seen(told, sure=0.7)) is may


def test_what_may_be_anything_before_the_scene_is_set_may_be_the_result() -> None:
    read = seen("S: We kept him.\nS: It was in autumn.\nA: I rang them.")
    first = {"situation": 0.39, "task": 0.06, "action": 0.29, "result": 0.21, "learning": 0.02, "other": 0.03}
    assert opening.may_hold_result(replace(read, alone=(first, *read.alone[1:])))
    assert not opening.may_hold_result(replace(read, alone=(first | {"situation": 0.6}, *read.alone[1:])))


def test_a_sure_deed_before_the_scene_is_set_is_no_result() -> None:
    assert not opening.may_hold_result(seen("A: I rang them.\nS: It was in autumn.\nT: I had to act.", sure=0.9))


# Bad outcome

ENDINGS = (
    ("They did not renew. I lost my bonus.", 0.5, "yes"),
    ("He complained. I got a written warning.", 0.5, "yes"),
    ("The project was cancelled. Unfortunately two people left.", 0.5, "yes"),
    ("We missed the deadline. The client was not satisfied.", 0.5, "yes"),
    ("Nobody died. We did not lose a single sale.", -2.0, "no"),
    ("There were no more complaints. It hasn't failed once.", -2.0, "no"),
    ("He wasn't angry any more. Nobody had to call anyone.", -2.0, "no"),
    ("She thanked me. They renewed for a year.", -2.0, "no"),
    ("It rained. We went home.", -2.0, "no"),
    ("He closed his account. The others stayed, and they thanked us.", -2.0, "no"),
    ("We lost the hospital. It was in autumn.", -2.0, "unclear"),
    ("We lost the hospital. It was in autumn.", 2.0, "yes"),
)


@pytest.mark.parametrize(("said", "bad", "present"), ENDINGS)
def test_how_a_story_ended(said: str, bad: float, present: str) -> None:
    one, two = said.split(". ")
    found = outcome.bad_outcome(seen(f"A: I rang them.\nR: {one}.\nR: {two}", bad=bad))
    assert found is not None and found.present == present
    assert bool(found.sentences) == (present != "no")


def test_an_end_that_only_the_model_knows_for_bad_is_shown_by_its_sentence() -> None:
    found = outcome.bad_outcome(seen("A: I rang them.\nR: It rained.\nR: It went on like that.", bad=3.0))
    assert found is not None and (found.present, found.cues, found.sentences) == ("yes", (), (2,))
    (said,) = lines(star(answer(bad_outcome=replace(found, sentences=(5,)))))
    assert said.startswith("The outcome is not a good one at 0:08, “She left.”; it is a result all the same")


@given(st.floats(-5, 5), st.floats(0, 5))
def test_what_the_model_says_is_weighed_one_way(bad: float, more: float) -> None:
    order = ("no", "unclear", "yes")
    less, worse = (outcome.bad_outcome(seen("R: We went home.", bad=one)) for one in (bad, bad + more))
    assert less is not None and worse is not None
    assert order.index(less.present) <= order.index(worse.present)


def test_bad_words_outside_the_result_say_nothing_of_it() -> None:
    found = outcome.bad_outcome(
        seen("S: We lost the hospital and I got a warning.\nA: I rang them.\nR: They came back.")
    )
    assert found is not None and found.present == "no"


def test_without_a_result_there_is_no_outcome() -> None:
    assert outcome.bad_outcome(seen("S: We lost the hospital.\nL: I learned to ring first.")) is None


# Own part

DEEDS = (
    ("I rang the depot.", "yes"),
    ("Rang the depot and drove there.", "yes"),
    ("We split the list, and then I rang them.", "yes"),
    ("The text was written by me.", "yes"),
    ("We split the list and we rang them all.", "no"),
    ("Sheets were printed and every bay was counted.", "no"),
    ("Chairs were found, I don't know where.", "no"),
    ("We sorted it, I think.", "no"),
    ("We sorted it, and I just think we were lucky.", "no"),
    ("We sorted it, and I really just rang them.", "yes"),
    ("Half of the boxes to the left.", "unclear"),
)


@pytest.mark.parametrize(("said", "present"), DEEDS)
def test_whose_deeds_an_action_tells(said: str, present: str) -> None:
    found = whose.own_part(seen(f"S: I was late.\nA: {said}\nR: I was happy."))
    assert found is not None and found.present == present
    assert (found.sentences == (1,)) == (present != "unclear")


def test_without_an_action_there_is_no_own_part() -> None:
    assert whose.own_part(seen("S: I was late.\nR: I was happy.")) is None


# Laws

SAID = st.sampled_from(
    ["We lost it.", "She thanked me.", "Another one, then.", "I rang.", "Um, so.", "In the end we left."]
)


@given(st.lists(st.tuples(st.sampled_from("STARLO"), SAID), min_size=1, max_size=9), st.floats(0.2, 1))
def test_every_finding_is_sure_of_itself_and_points_into_the_answer(told: list[tuple[str, str]], sure: float) -> None:
    read = seen("\n".join(f"{letter}: {said}" for letter, said in told), sure)
    for found in (
        several.two_stories(read),
        opening.result_first(read),
        outcome.bad_outcome(read),
        whose.own_part(read),
    ):
        assert found is None or found.present in ("yes", "no", "unclear")
        assert found is None or all(0 <= place < len(told) for place in found.sentences)
        assert found is None or all(cue == cue.strip() != "" for cue in found.cues)


@given(st.floats(0, 1))
def test_under_its_threshold_a_finding_is_unclear_and_no_guess(probability: float) -> None:
    found = finding(probability, 0.7, 0.3)
    assert found.present == ("yes" if probability >= 0.7 else "no" if probability < 0.3 else "unclear")
    assert found.confidence is not None and found.confidence >= 0.5


# What is said of them

TOLD = "We kept them. It was autumn. I rang them. Another one was a girl. I rang her. She left."
FOUND = {
    "result_first": Finding(present="yes", confidence=0.91, cues=("kept",), sentences=(0,)),
    "two_stories": Finding(present="yes", confidence=0.94, cues=("another one",), sentences=(3,)),
    "bad_outcome": Finding(present="yes", confidence=0.8, cues=("she left", "lost"), sentences=(5,)),
    "own_part": Finding(present="no", confidence=0.94, cues=("we",), sentences=(2,)),
}


def answer(text: str = "Tell me about a time.", **findings: Finding) -> Answer:
    question = replace(question_of(), text=text)
    return answer_of(TOLD, question=question, reading=replace(reading_of("RSASAR"), findings=findings))


def case(one: Answer) -> Case:
    return Case(one.question, one.recording, one.transcript, {"star": star(one)})


def test_the_report_says_what_is_sure_and_nothing_else() -> None:
    said = lines(star(answer(**FOUND)))
    assert [line.split(" ")[:3] for line in said] == [
        ["The", "result", "comes"],
        ["There", "are", "two"],
        ["The", "outcome", "is"],
        ["What", "was", "done"],
    ]
    assert "at 0:00, “We kept them.”" in said[0]
    assert "“Another one was a girl.” (94 % sure)" in said[1] and "“she left”, “lost”" in said[2]
    assert lines(star(answer(**{name: replace(one, present="unclear") for name, one in FOUND.items()}))) == []
    assert lines(star(answer())) == []


@pytest.mark.parametrize("write", [markdown.render, page.page, lambda report: terminal.render(report, width=200)])
def test_every_report_that_is_read_says_so(write: Callable[[Report], str]) -> None:
    from voice_interview.analysis import report

    said = write(report(answer(**FOUND), ("a-take", "2026-01-01T00:00:00+00:00"), Provenance(version="0")))
    assert "The result comes first" in said and "There are two stories; the second begins" in said
    assert "it is a result all the same" in said and "What was done is told without “I”" in said


def test_two_stories_are_one_too_many_only_where_one_was_asked_for() -> None:
    given = two_stories(case(answer(**FOUND)))
    assert given is not None and given.title == "Tell one of the two stories"
    assert given.evidence[0].note == "Another one was a girl."
    assert two_stories(case(answer("Tell me about two achievements.", **FOUND))) is None
    assert two_stories(case(replace(answer(**FOUND), question=None))) is None
    assert two_stories(case(answer(two_stories=replace(FOUND["two_stories"], present="unclear")))) is None


@pytest.mark.parametrize(
    ("asked", "several_asked"),
    [
        ("Tell me about times when you led.", True),
        ("Please give two examples.", True),
        ("Tell me about a time you led.", False),
        ("Give an example of a conflict.", False),
    ],
)
def test_which_questions_ask_for_several(asked: str, several_asked: bool) -> None:
    assert bool(SEVERAL.search(asked)) == several_asked


def test_an_action_without_the_speaker_is_told() -> None:
    given = own_part(case(answer(**FOUND)))
    assert given is not None and "“we”" in given.why and given.evidence[0].note == "I rang them."
    assert own_part(case(answer(own_part=replace(FOUND["own_part"], present="yes")))) is None


def test_a_result_first_is_never_a_fault() -> None:
    told = star(answer(result_first=FOUND["result_first"]))
    assert told.details["parts"]["result"]["present"] == "yes"
    assert "fault" not in " ".join(lines(told)) and "good way" in lines(told)[0]


# Corrections

WHEN = "2026-01-01T00:00:00Z"


def test_a_finding_falls_with_the_label_it_rests_on() -> None:
    told = answer(**FOUND)
    again, _ = apply(told, [label_sentence(told.transcript, 6, "situation", WHEN)])
    assert again.reading is not None and set(again.reading.findings) == {"result_first", "two_stories", "own_part"}


def test_whether_the_result_comes_first_follows_the_labels_of_a_person() -> None:
    told = answer(**FOUND)
    again, _ = apply(told, [label_sentence(told.transcript, 1, "situation", WHEN)])
    assert again.reading is not None and again.reading.findings["result_first"] == Finding(present="no")


def test_what_a_person_says_of_a_part_takes_its_findings_with_it() -> None:
    told = answer(**FOUND)
    again, _ = apply(told, [set_part(told.transcript, "result", "no", WHEN)])
    assert again.reading is not None and set(again.reading.findings) == {"two_stories", "own_part"}
    none, _ = apply(told, [set_story(told.transcript, False, WHEN)])
    assert none.reading is not None and none.reading.findings == {}
