"""A re-take beside the take that it repeats: what is compared, what is said to be met, and what cannot be told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, reading_of, sound_of, words_of

from voice_interview import analysis, retake
from voice_interview.advice import REMARKS
from voice_interview.model import Advice, Fault, Measure, Provenance, Recording, Report, Retake
from voice_interview.reports import markdown, terminal
from voice_interview.reports import retake as words
from voice_interview.takes import Take, Takes

BASE = Provenance(version="1", engine="e", model="base")
BEFORE = (
    "Let me think about that for a moment please. "
    "Last winter I worked at the front desk of a small hotel by the harbour. "
    "A guest lost her passport on Monday. "
    "My job was to get her home in time. "
    "I called the police station and the consulate."
)
NOW = (
    "A guest lost her passport on Monday. My job was to get her home in time. "
    "I called the police station and the consulate. In the end she caught the flight."
)


def report(said: str, labels: str, seconds: float = 17.0, made_by: Provenance = BASE, **reading: Any) -> Report:
    answer = answer_of(
        words_of(said),
        sound=sound_of((0.0, len(said.split()) / 2)),
        question=question_of(answer_seconds=seconds),
        reading=reading_of(labels, **reading),
    )
    return analysis.report(answer, ("take", "2026-03-04"), made_by)


def before(**reading: Any) -> Report:
    return report(BEFORE, ".SSTA", **reading)


def test_length_shares_and_fillers_stand_side_by_side_with_the_plan() -> None:
    earlier, now = before(), report(NOW, "STAR")
    found = retake.compare("id", earlier, now)
    assert earlier.plan is not None and found.seconds is not None
    assert (found.of, found.caveat, found.tool, found.target_seconds) == ("id", None, None, 17.0)
    assert (found.seconds.before, found.seconds.now) == (earlier.measures["length"].value, now.measures["length"].value)
    assert found.seconds.planned == earlier.plan.projected_seconds
    assert list(found.shares) == ["situation", "task", "action", "result"]
    assert found.shares["situation"].planned == earlier.plan.parts["situation"].planned_share
    assert found.shares["result"].planned is None
    assert found.fillers is not None and found.fillers.now == now.measures["fillers"].value


def test_a_part_is_new_or_lost_only_where_the_reader_is_sure() -> None:
    def changes(then: str, here: str) -> list[tuple[str, str, str | None]]:
        found = retake.compare("id", before(result=then), report(NOW, "STAR", result=here))
        return [(one.part, one.change, one.quote) for one in found.parts]

    assert changes("no", "yes") == [("result", "new", "In the end she caught the flight.")]
    assert changes("no", "implied") == [("result", "new", "In the end she caught the flight.")]
    assert changes("yes", "no") == [("result", "lost", None)]
    assert changes("unclear", "yes") == changes("yes", "unclear") == changes("unclear", "no") == []
    lost = retake.compare("id", report(NOW, "STAR"), before(result="no")).parts
    assert [(one.part, one.change, one.quote) for one in lost] == [
        ("result", "lost", "In the end she caught the flight.")
    ]


@pytest.mark.parametrize(
    ("said", "labels", "again"),
    [
        (NOW, "STAR", ["no", "no"]),
        (f"Let me think about that for a moment please. {NOW}", ".STAR", ["yes", "no"]),
        (
            f"Last winter I worked at the front desk of a hotel by the harbour. {NOW}",
            "SSTAR",
            ["no", "yes"],
        ),
        (f"Last winter I worked at the desk of a small hotel. {NOW}", "SSTAR", ["no", "partly"]),
        (f"Last winter I worked at the station. {NOW}", "SSTAR", ["no", "no"]),
    ],
)
def test_each_planned_cut_is_looked_for_again(said: str, labels: str, again: list[str]) -> None:
    earlier = before()
    assert earlier.plan is not None and [one.reason for one in earlier.plan.cuts] == ["other", "situation"]
    found = retake.compare("id", earlier, report(said, labels)).cuts
    assert [one.again for one in found] == again
    assert all((one.said is None) == (one.again == "no") for one in found)


def test_of_a_sentence_that_was_said_twice_once_is_enough() -> None:
    twice = f"A guest lost her passport on Monday. {BEFORE} I called the police station and the consulate."
    earlier = report(twice, "S.SSTAA", seconds=23.0)
    assert earlier.plan is not None and "repeat" in [one.reason for one in earlier.plan.cuts]
    once, both = (retake.compare("id", earlier, one).cuts for one in (report(NOW, "STAR"), earlier))
    repeated = [at for at, one in enumerate(earlier.plan.cuts) if one.reason == "repeat"]
    assert {once[at].again for at in repeated} == {"no"} and {both[at].again for at in repeated} == {"yes"}


# Advice


def measures(**given: Measure) -> Report:
    made = report(NOW, "STAR")
    return replace(made, measures=made.measures | given, advice=())


def figure(value: float | None, band: str, **details: Any) -> Measure:
    return Measure(
        value=value,
        unit="x",
        band=band,
        caveat="Under 20 s.",
        source="S",
        details=details,  # type: ignore[arg-type]
    )


RECITED = {"start": 0.0, "end": 3.0, "first": 0, "last": 9, "words": 9, "said": "We put people first", "written": "x"}


def quality(touched: str) -> dict[str, str]:
    return {"quality": "active-listening", "touched": touched}


def advised(earlier: Report) -> Report:
    from voice_interview.advice import advise

    given = advise(earlier.question, earlier.recording, earlier.transcript, earlier.measures)
    assert given
    return replace(earlier, advice=given[:1])


@pytest.mark.parametrize(
    ("name", "bad", "now", "met"),
    [
        ("length", figure(60.0, "act"), figure(19.0, "good"), True),
        ("length", figure(60.0, "act"), figure(25.0, "watch"), True),
        ("length", figure(60.0, "act"), figure(50.0, "act"), False),
        ("length", figure(60.0, "act"), figure(None, "none"), None),
        ("length", figure(60.0, "act"), figure(2.0, "act"), None),
        ("length", figure(2.0, "act"), figure(15.0, "good"), True),
        ("pace", figure(220.0, "watch", quiet=[100, 190]), figure(150.0, "good", quiet=[100, 190]), True),
        ("pace", figure(220.0, "watch", quiet=[100, 190]), figure(230.0, "watch", quiet=[100, 190]), False),
        ("pace", figure(220.0, "watch", quiet=[100, 190]), figure(60.0, "watch", quiet=[100, 190]), None),
        ("pauses", figure(5.0, "watch"), figure(0.0, "good"), True),
        ("start_delay", figure(9.0, "watch"), figure(1.0, "good"), True),
        ("start_delay", figure(9.0, "watch"), figure(None, "none"), None),
        ("start_delay", figure(9.0, "watch"), figure(19.0, "none"), None),
        ("pauses", figure(5.0, "watch"), figure(4.0, "none"), None),
    ],
)
def test_advice_on_a_figure_is_met_where_the_figure_shows_it(
    name: str, bad: Measure, now: Measure, met: bool | None
) -> None:
    quiet = {one: figure(1.0, "none") for one in ("length", "pace", "pauses", "start_delay", "fillers")}
    earlier = advised(measures(**quiet | {name: bad}))
    (found,) = retake.compare("id", earlier, measures(**quiet | {name: now})).advice
    assert (found.title, found.met) == (earlier.advice[0].title, met)


@pytest.mark.parametrize(("present", "met"), [("yes", True), ("implied", True), ("no", False), ("unclear", None)])
def test_advice_on_a_part_is_met_where_the_part_is_seen(present: str, met: bool | None) -> None:
    earlier = before(result="no")
    assert earlier.advice[0].title == "Say how it ended"
    found = retake.compare("id", earlier, report(NOW, "STAR", result=present)).advice[0]
    assert found.met is met
    if met:
        assert found.why == "“In the end she caught the flight.”"


@pytest.mark.parametrize(("story", "met"), [(True, True), (False, False), (None, None)])
def test_advice_to_tell_a_story(story: bool | None, met: bool | None) -> None:
    found = retake.compare("id", before(story=False), report(NOW, "STAR", story=story)).advice
    assert found[0].met is met


def details(**found: Any) -> Measure:
    return Measure(value=0.0, unit="share", details=found)


@pytest.mark.parametrize(
    ("name", "bad", "now", "met"),
    [
        ("company", {"recited": [RECITED]}, {"recited": []}, True),
        ("company", {"recited": [RECITED]}, {"recited": [RECITED]}, False),
        ("company", {"recited": [RECITED]}, {}, None),
        ("coverage", {"qualities": [quality("no")]}, {"qualities": [quality("yes")]}, True),
        ("coverage", {"qualities": [quality("no")]}, {"qualities": [quality("no")]}, False),
        ("coverage", {"qualities": [quality("no")]}, {"qualities": [quality("unclear")]}, None),
        ("coverage", {"qualities": [quality("no")]}, {}, None),
    ],
)
def test_advice_on_what_is_said(name: str, bad: dict[str, Any], now: dict[str, Any], met: bool | None) -> None:
    quiet = {one: figure(1.0, "none") for one in ("length", "pace", "pauses", "start_delay", "fillers")}
    earlier = advised(measures(**quiet | {name: details(**bad)}))
    (found,) = retake.compare("id", earlier, measures(**quiet | {name: details(**now)})).advice
    assert found.met is met


def test_every_remark_can_be_met() -> None:
    """A new piece of advice says here how it is seen to be heeded."""
    assert set(retake.MET) == set(REMARKS)


def test_advice_that_no_remark_gives_any_more_cannot_be_told() -> None:
    earlier = replace(before(), advice=(Advice(title="Stand up", why="", do=""),))
    assert [one.met for one in retake.compare("id", earlier, report(NOW, "STAR")).advice] == [None]


# What cannot be compared


def test_without_the_take_before_there_is_nothing_to_compare_with() -> None:
    found = retake.compare("id", None, before())
    assert found == Retake(of="id", caveat=retake.GONE)
    assert words.lines(found) == [retake.GONE] and words.rows(found) == []


def test_what_cannot_be_judged_is_not_compared_but_its_cure_is() -> None:
    fault = Fault(code="muted", message="The microphone was muted.", fix="Unmute it.")
    bad = replace(
        report(NOW, "STAR"),
        recording=Recording(path="a.wav", faults=(fault,)),
        advice=(Advice(title="Record it again", why=fault.message, do=fault.fix),),
    )
    mended = retake.compare("id", bad, report(NOW, "STAR"))
    assert (mended.seconds, mended.caveat) == (None, retake.UNFIT)
    assert [one.met for one in mended.advice] == [True]
    assert [one.met for one in retake.compare("id", bad, bad).advice] == [False]
    assert [one.met for one in retake.compare("id", before(result="no"), bad).advice][:1] == [None]


@pytest.mark.parametrize(
    "other", [{"version": "2"}, {"engine": "f"}, {"model": "tiny.en"}, {"version": "2", "model": "tiny.en"}]
)
def test_another_tool_is_told_and_not_taken_for_the_speaker(other: dict[str, str]) -> None:
    found = retake.compare("id", before(), report(NOW, "STAR", made_by=replace(BASE, **other)))
    assert "another tool" in (found.tool or "") and next(iter(other.values())) in (found.tool or "")


@settings(max_examples=25)
@given(answers(language="en"), answers(language="en"), st.booleans())
def test_any_two_reports_can_be_compared(one: Any, other: Any, unfit: bool) -> None:
    made_by = Provenance(version="0")
    first, second = (analysis.report(answer, ("id", ""), made_by) for answer in (one, other))
    found = retake.compare("id", first, second)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Retake) == found
    assert [advice.title for advice in found.advice] == [advice.title for advice in first.advice]
    again = retake.compare("id", second, second)
    assert again.parts == () and again.tool is None and again.caveat in (None, retake.UNFIT)
    assert True not in [advice.met for advice in again.advice]
    shown = replace(second, retake=found)
    assert terminal.render(shown, width=40 if unfit else 80) and markdown.render(shown)


# In words, and on disk


def test_the_report_ends_with_the_comparison() -> None:
    earlier, now = before(result="no"), report(NOW, "STAR")
    now = replace(now, retake=retake.compare("2026-03-04_hotel", earlier, now))
    shown = terminal.render(now)
    assert shown.index("WHAT WAS SAID") < shown.index("AGAINST THE TAKE BEFORE") < shown.index("SOURCES")
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "The take before: 2026-03-04_hotel" in lines
    assert "Length 24 s 12 s 16 s" in lines
    assert "Within its time: 16 s of 17 s." in lines
    assert "2 of 2 planned cuts were made." in lines
    assert "Result is new: “In the end she caught the flight.”" in lines
    assert any(line.startswith("Met: Say how it ended. “In the end") for line in lines)
    assert "| Length | 24 s | 12 s | 16 s |" in markdown.render(now)
    worse = replace(earlier, retake=retake.compare("id", earlier, earlier))
    shown = " ".join(terminal.render(worse).split())
    assert "Still over its time: 24 s, and the aim is 17 s." in shown
    assert "0 of 2 planned cuts were made." in shown and "Not yet: Say how it ended." in shown
    assert "Said again: “Last winter I worked at the front desk" in shown


def test_a_take_remembers_which_one_it_repeats(tmp_path: Path) -> None:
    moment = datetime(2026, 3, 4, tzinfo=UTC)
    first = Takes(tmp_path).new(question_of(), moment)
    assert first.load().retake_of is None and first.earlier() is None
    second = Takes(tmp_path, retake_of=first.id).new(question_of(), moment)
    assert second.load().retake_of == first.id
    assert second.earlier() == (first.id, None), "it has no report yet"
    save(first)
    assert second.earlier() == (first.id, first.report())
    first.delete()
    assert second.earlier() == (first.id, None)
    second.record(Recording(path="answer.wav", seconds=3.0))
    assert second.load().retake_of == first.id


def test_no_file_outside_the_folder_of_takes_is_read(tmp_path: Path) -> None:
    takes = tmp_path / "takes"
    outside = Takes(tmp_path / "other").new(None, datetime(2026, 3, 4, tzinfo=UTC))
    save(outside)
    take = Takes(takes, retake_of=f"../other/{outside.id}").new(None, datetime(2026, 3, 4, tzinfo=UTC))
    assert take.earlier() == (f"../other/{outside.id}", None)


def save(take: Take) -> None:
    answer = answer_of(words_of(BEFORE), question=question_of(), reading=reading_of(".SSTA"))
    take.save(answer, analysis.report(answer, (take.id, ""), BASE))
