"""Figures over weeks: only what changed beyond its own range, and never a change of tool."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import question_of

from voice_interview.history.summary import Figure, Reader, Summary, tool_key
from voice_interview.history.trends import CORRECTED_WHY, OF_THE_QUESTION_WHY, Progress, Trend, progress
from voice_interview.model import Fault, FillerList, Provenance, Recording, StarShares
from voice_interview.reports import progress as words

BASE = Provenance(version="1", engine="e", model="base", thresholds={"pace": (100, 170)})
MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)


def summary(day: int, made_by: Provenance = BASE, asked: str = "q", fault: str = "", **values: float | None) -> Summary:
    """A take of so many days after a Monday, of 60 s."""
    figures = {"length": 60.0, **values}
    return Summary(
        id=f"take-{day:03}",
        created_at=(MONDAY + timedelta(days=day)).isoformat(),
        question=replace(question_of(), id=asked) if asked else None,
        recording=Recording(path="a", faults=(Fault(code="clipped", message=fault, fix="Move."),) if fault else ()),
        measures={
            name: Figure(value=value, unit="s" if name == "length" else "per min") for name, value in figures.items()
        },
        provenance=made_by,
        reading=Reader("r"),
    )


def trend(found: Progress, name: str) -> Trend:
    return next(one for one in found.trends if one.name == name)


def weekly(*values: float, **more: Any) -> list[Summary]:
    return [summary(7 * week, fillers=value, **more) for week, value in enumerate(values)]


def test_halves_that_lie_apart_are_a_change_and_others_are_none() -> None:
    apart = trend(progress(weekly(8, 9, 7, 8, 9, 7, 2, 3, 1, 2, 3, 1)), "fillers")
    assert (apart.change, apart.why_not, apart.takes) == ("lower", None, 12)
    assert apart.earlier is not None and (apart.earlier.low, apart.earlier.high) == (7, 9)
    within = trend(progress(weekly(8, 9, 7, 8, 9, 7, 2, 3, 1, 2, 3, 8)), "fillers")
    assert within.change == "within"


def test_what_only_corrections_make_is_no_change() -> None:
    """The machine heard eight fillers in each; in the later half a person struck all but two."""
    takes = weekly(8, 9, 7, 8, 9, 7, 2, 3, 1, 2, 3, 1)
    struck = [replace(one, uncorrected={"fillers": Figure(value=8.0, unit="per min")}) for one in takes[6:]]
    row = trend(progress(takes[:6] + struck), "fillers")
    assert (row.change, row.why_not) == ("unknown", CORRECTED_WHY)
    right = [replace(one, uncorrected={"fillers": Figure(value=4.0, unit="per min")}) for one in takes[6:]]
    assert trend(progress(takes[:6] + right), "fillers").change == "lower"


def test_under_twelve_takes_nothing_is_told() -> None:
    few = trend(progress(weekly(8, 9, 7, 8, 9, 2, 2, 3, 1, 2, 3)), "fillers")
    assert few.change == "unknown" and "12 takes are needed" in (few.why_not or "")


@pytest.mark.parametrize(
    "other",
    [
        {"version": "2"},
        {"engine": "f"},
        {"model": "tiny.en"},
        {"model_sha256": "00"},
        {"settings": {"prompt": "Um"}},
        {"thresholds": {"pace": (100, 160)}},
        {"filler_lists": {"en": FillerList(count=("you see",))}},
    ],
)
def test_a_change_of_tool_is_never_shown_as_one_of_the_speaker(other: dict[str, Any]) -> None:
    old = replace(BASE, **other)
    found = progress(weekly(8, 9, 7, 8, 9, 7, made_by=old) + [summary(90 + n, fillers=1.0) for n in range(6)])
    assert (found.takes, found.other_tool) == (6, tuple(f"take-{7 * n:03}" for n in range(6)))
    row = trend(found, "fillers")
    assert (row.takes, row.change) == (6, "unknown") and {week.median for week in row.weeks} == {1.0}
    said = " ".join(words.render(found).split())
    assert "6 takes were made by another tool or other settings" in said
    assert "voice-interview analyze --again take-000 take-007 take-014, and 3 more" in said


def test_another_reader_of_the_meaning_is_another_tool_and_other_advised_shares_are_none() -> None:
    one = summary(0)
    assert tool_key(replace(one, reading=Reader("cues"))) != tool_key(one)
    assert tool_key(replace(one, reading=None)) != tool_key(one)
    shares = replace(BASE, star_shares=StarShares(percent=(15, 10, 60, 15)))
    assert tool_key(replace(one, provenance=shares)) == tool_key(one)


def test_what_made_a_take_is_the_same_from_its_file() -> None:
    one = summary(0)
    assert tool_key(msgspec.json.decode(msgspec.json.encode(one), type=Summary)) == tool_key(one)


def test_over_several_questions_no_length_is_compared() -> None:
    takes = [summary(n, asked="ab"[n // 6], length=float(60 + 60 * (n // 6))) for n in range(12)]
    assert trend(progress(takes), "length").why_not == OF_THE_QUESTION_WHY
    alone = [replace(one, question=takes[0].question) for one in takes]
    assert trend(progress(alone), "length").change == "higher"
    unknown = [replace(one, question=None) for one in takes]
    assert trend(progress(unknown), "length").why_not == OF_THE_QUESTION_WHY


def test_weeks_begin_on_monday_and_hold_the_median() -> None:
    takes = [summary(day, fillers=value) for day, value in ((0, 1.0), (6, 5.0), (7, 2.0), (21, 4.0))]
    found = [(week.begins, week.takes, week.median) for week in trend(progress(takes), "fillers").weeks]
    assert found == [("2026-03-02", 2, 3.0), ("2026-03-09", 1, 2.0), ("2026-03-23", 1, 4.0)]
    line = words.sparkline(
        trend(progress(takes), "fillers").weeks, ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]
    )
    assert line == "▅▁·█"


def test_what_cannot_be_judged_is_left_out_and_named() -> None:
    found = progress([summary(0, fillers=9.0, fault="Clipped."), summary(1, fillers=1.0)])
    assert (found.takes, found.unfit) == (1, ("take-000",))
    assert progress([summary(0, fault="Clipped.")]) == Progress(takes=0, unfit=("take-000",))
    assert progress([]) == Progress(takes=0)


def test_the_best_names_its_take_and_how_many_may_be_as_good() -> None:
    def ranged(day: int, value: float, low: float, high: float) -> Summary:
        one = summary(day)
        return replace(
            one, measures=one.measures | {"fillers": Figure(value=value, unit="per min", low=low, high=high)}
        )

    takes = [ranged(0, 9, 7, 12), ranged(1, 2, 1, 4), ranged(2, 3, 2, 5), ranged(3, 8, 6, 11)]
    best = trend(progress(takes), "fillers").best
    assert best is not None and (best.take, best.equal) == ("take-001", 1)
    assert trend(progress(takes[1:3]), "fillers").best is None, "where all may be as good, none is the best"
    short = replace(takes[1], measures=takes[1].measures | {"length": Figure(value=19.0, unit="s")})
    best = trend(progress([takes[0], short, takes[2], takes[3]]), "fillers").best
    assert best is not None and best.take == "take-002"


def test_more_is_better_only_where_a_source_says_so() -> None:
    takes = [summary(n, star=float(n), pace=100.0 + n, pauses=float(n)) for n in range(4)]
    bests = {one.name: one.best.take for one in progress(takes).trends if one.best}
    assert bests == {"star": "take-003", "pauses": "take-000"}


def test_each_question_with_its_first_take_and_its_latest() -> None:
    takes = [summary(n, asked="ab"[n % 2], fillers=float(n)) for n in range(4)] + [summary(9, asked="")]
    found = progress(takes).questions
    assert [(one.question.id, one.takes, one.first, one.latest) for one in found] == [
        ("a", 2, "take-000", "take-002"),
        ("b", 2, "take-001", "take-003"),
    ]
    (step,) = (step for step in found[0].figures if step.name == "fillers")
    assert (step.first.value, step.latest.value, step.change) == (0.0, 2.0, "unknown")


@given(st.lists(st.tuples(st.integers(0, 300), st.none() | st.floats(0, 99), st.booleans()), max_size=30), st.randoms())
def test_the_order_of_the_takes_makes_no_difference_and_all_can_be_shown(drawn: Any, chance: Any) -> None:
    takes = [
        replace(summary(day, fillers=value, made_by=BASE if same else replace(BASE, version="0")), id=f"{n}")
        for n, (day, value, same) in enumerate(drawn)
    ]
    found = progress(takes)
    shuffled = takes[:]
    chance.shuffle(shuffled)
    assert progress(shuffled) == found
    assert found.takes + len(found.other_tool) == len(takes)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Progress) == found
    assert max(map(len, words.render(found, width=80).splitlines()), default=0) <= 80


def test_what_changed_is_said_in_words() -> None:
    lines = words.render(progress(weekly(8, 9, 7, 8, 9, 7, 2, 3, 1, 2, 3, 1))).splitlines()
    row = next(" ".join(line.split()) for line in lines if line.startswith("Fillers/min"))
    assert row.endswith("8 (7–9) 2 (1–3) lower")
    assert "\x1b" not in "".join(lines)
    assert "\x1b" in words.render(progress(weekly(8, 9)), color=True)


def test_a_question_cannot_move_the_cursor() -> None:
    takes = [replace(one, question=replace(question_of(), text="\x1b[2JWhy? [red]")) for one in weekly(1, 2)]
    assert "[2JWhy? [red]" in words.render(progress(takes)) and "\x1b" not in words.render(progress(takes))
