"""Takes of one question side by side, from their reports to the screen."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, reading_of, sound_of, words_of

from voice_interview import analysis
from voice_interview.errors import TakeError
from voice_interview.history.comparison import Comparison, FigureRow, compare
from voice_interview.model import Fault, Measure, Provenance, Report
from voice_interview.reports import comparison as words

BASE = Provenance(version="1", engine="e", model="base")
BEFORE = (
    "Last winter I worked at the front desk of a small hotel by the harbour. "
    "A guest lost her passport on Monday. "
    "My job was to get her home in time. "
    "I called the police station and the consulate."
)
NOW = (
    "A guest lost her passport on Monday. I called the police station and the consulate. "
    "In the end she caught the flight."
)


def report(
    id_: str, said: str, labels: str, made_by: Provenance = BASE, fillers: float = 0.0, **reading: Any
) -> Report:
    """A report with some fillers a minute, in a range of 1 more or less."""
    answer = answer_of(
        words_of(said),
        sound=sound_of((0.0, len(said.split()) / 2)),
        question=question_of(),
        reading=reading_of(labels, **reading),
    )
    made = analysis.report(answer, (id_, "2026-03-04"), made_by)
    rate = Measure(value=fillers, unit="per min", low=fillers - 1, high=fillers + 1)
    return replace(made, measures=made.measures | {"fillers": rate})


@pytest.fixture(scope="module")
def two() -> tuple[Report, Report]:
    return report("one", BEFORE, "SSTA", fillers=8, result="no"), report("two", NOW, "SAR", fillers=3, task="unclear")


def row(found: Comparison, name: str) -> FigureRow:
    return next(one for one in found.figures if one.name == name)


def test_figures_story_and_words(two: tuple[Report, Report]) -> None:
    found = compare(two)
    assert [side.id for side in found.takes] == ["one", "two"]
    assert row(found, "fillers").steps == ("lower",)
    assert row(found, "length").steps == ("unknown",), "a figure without a range is not judged"
    assert {part.name: part.present for part in found.parts}["result"] == ("no", "yes")
    (step,) = found.steps
    assert [(part.part, part.change) for part in step.parts] == [("result", "new")]
    assert [one.what for one in step.words] == ["cut", "kept", "cut", "kept", "added"]


@pytest.mark.parametrize("other", [{"version": "2"}, {"model": "tiny.en"}, {"thresholds": {"pace": 1}}])
def test_across_tools_no_figure_and_no_part_is_compared(two: tuple[Report, Report], other: dict[str, Any]) -> None:
    changed = replace(two[1], provenance=replace(two[1].provenance, **other))
    found = compare([two[0], changed])
    assert {step for one in found.figures for step in one.steps} == {"tool"}
    assert found.steps[0].parts == () and found.steps[0].tool is not None
    said = " ".join(words.render(found).split())
    assert "voice-interview analyze --again one two" in said
    assert "lower" not in said.partition("higher, lower")[0]


def test_what_a_correction_alone_makes_is_no_change(two: tuple[Report, Report]) -> None:
    before, now = two
    struck = replace(now, uncorrected={"fillers": before.measures["fillers"]})
    assert row(compare([before, struck]), "fillers").steps == ("unknown",)
    mended = replace(now, uncorrected={"fillers": Measure(value=4, unit="per min", low=3, high=5)})
    assert row(compare([before, mended]), "fillers").steps == ("lower",)


def test_what_cannot_be_judged_is_not_compared(two: tuple[Report, Report]) -> None:
    fault = Fault(code="clipped", message="It is clipped.", fix="Move back.")
    bad = replace(two[1], recording=replace(two[1].recording, faults=(fault,)))
    found = compare([two[0], bad])
    assert {step for one in found.figures for step in one.steps} == {"unfit"}
    assert "2 two Cannot be judged: It is clipped." in " ".join(words.render(found).split())


def test_three_takes_each_beside_the_one_before(two: tuple[Report, Report]) -> None:
    found = compare([*two, replace(two[0], id="three")])
    assert row(found, "fillers").steps == ("lower", "higher")
    assert [(step.before, step.now) for step in found.steps] == [("one", "two"), ("two", "three")]
    assert "WORDS, 2 AND 3" in words.render(found)


def test_what_is_no_comparison(two: tuple[Report, Report]) -> None:
    elsewhere = replace(two[1], question=replace(question_of(), id="another"))
    with pytest.raises(TakeError, match="do not answer the same question"):
        compare([two[0], elsewhere])
    for few in ([two[0]], [two[0], two[0]]):
        with pytest.raises(TakeError, match="two different takes"):
            compare(few)


def test_as_it_is_shown(two: tuple[Report, Report]) -> None:
    lines = [" ".join(line.split()) for line in words.render(compare(two)).splitlines()]
    assert "Fillers/min 8 (7–9) 3 (2–4) lower" in lines
    assert "Result is new in 2: “In the end she caught the flight.”" in lines
    back = " ".join(words.render(compare([two[1], two[0]])).split())
    assert "Result is lost in 2; 1 had: “In the end she caught the flight.”" in back
    assert "2 kept, 2 cut, 1 added." in lines
    assert "4 kept 0:15 0:03 I called the police station and the consulate." in lines
    assert "5 added 0:07 In the end she caught the flight." in lines


def test_each_change_is_told_without_colour() -> None:
    before = report("a", "I called the police station and the consulate. We carried trays over with towels on.", "AA")
    now = report("b", "Then everybody ran with towels and trays. I called the police station on Monday.", "AA")
    said = " ".join(words.render(compare([before, now])).split())
    assert "[-and the consulate.-] {+on Monday.+}" in said
    assert "retold" in said and "now: Then everybody ran with towels and trays." in said
    assert "(at another place)" in said
    assert "\x1b" in words.render(compare([before, now]), color=True)


@settings(max_examples=15)
@given(answers(language="en"), answers(language="en"), st.integers(40, 100))
def test_any_two_reports_can_be_compared_and_shown(one: Any, other: Any, width: int) -> None:
    asked = [replace(answer, question=one.question) for answer in (one, other)]
    first, second = (analysis.report(answer, (f"{n}", ""), BASE) for n, answer in enumerate(asked))
    found = compare([first, second])
    assert msgspec.json.decode(msgspec.json.encode(found), type=Comparison) == found
    assert max(map(len, words.render(found, width=width).splitlines())) <= width
    judged = {step for row_ in compare([first, replace(first, id="again")]).figures for step in row_.steps}
    assert judged <= {"within", "unknown", "unfit"}
