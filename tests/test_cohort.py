"""Many candidates: what is told of each, in which order, and what never is."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import question_of
from test_reports import change, reports, sample

from voice_interview.cohort import brief
from voice_interview.cohort.brief import Brief, Headline, Parts
from voice_interview.cohort.candidate import RECENT, Candidate, candidate
from voice_interview.cohort.table import Unread, cohort
from voice_interview.history.summary import Figure
from voice_interview.model import PARTS, Fault, Part, Provenance, Recording, Report
from voice_interview.reports.cohort import columns, screen, words

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
BASE = Provenance(version="1", engine="e", model="base")
TINY = replace(BASE, model="tiny.en")
Changes = list[tuple[str, str, bool | None]]


def taken(
    day: int,
    made_by: Provenance = BASE,
    asked: str = "q",
    fault: str = "",
    advice: tuple[str, ...] = (),
    bands: dict[str, str] | None = None,
    parts: dict[str, str] | None = None,
    **values: tuple[float, float, float] | float,
) -> Brief:
    """A take so many days after a Monday; a figure alone, or with its range."""
    figures = {}
    for name, value in {"star": 4.0, **values}.items():
        figure, low, high = value if isinstance(value, tuple) else (value, None, None)
        band: Any = (bands or {}).get(name, "none")
        figures[name] = Figure(value=figure, unit="per min", low=low, high=high, band=band)
    return Brief(
        id=f"take-{day:03}",
        created_at=(MONDAY + timedelta(days=day)).isoformat(),
        question=replace(question_of(), id=asked),
        recording=Recording(
            path="a", seconds=60.0, faults=(Fault(code="quiet", message=fault, fix="Come near."),) if fault else ()
        ),
        measures=figures,
        provenance=made_by,
        reading=Parts(reader="r", parts={name: Part(present=(parts or {}).get(name, "yes")) for name in PARTS}),  # type: ignore[arg-type]
        advice=tuple(Headline(title=one) for one in advice),
    )


def changes(found: Candidate) -> Changes:
    return [(one.name, one.change, one.better) for one in found.changed]


def test_a_figure_that_changed_beyond_its_range_from_the_first_take_of_a_question_to_its_latest() -> None:
    takes = [
        taken(0, fillers=(8, 6, 10), pace=(120, 110, 130)),
        taken(1, fillers=(5, 3, 7), pace=(125, 115, 135)),
        taken(2, fillers=(2, 1, 3), pace=(150, 140, 160)),
    ]
    found = candidate("a", takes)
    assert changes(found) == [("fillers", "lower", True), ("pace", "higher", None)]
    assert (found.changed[0].first, found.changed[0].latest) == ("take-000", "take-002")
    assert words.changed(found.changed[0]) == "Fillers/min: 8 (6–10), then 2 (1–3)"
    assert changes(candidate("a", takes[:2])) == []
    assert changes(candidate("a", [taken(0, fillers=(2, 1, 3)), taken(1, fillers=(8, 6, 10))])) == [
        ("fillers", "higher", False)
    ]


def test_over_twelve_takes_a_figure_needs_no_range_of_its_own_and_is_told_once() -> None:
    rates = (8, 9, 7, 8, 9, 7, 2, 3, 1, 2, 3, 1)
    found = candidate("a", [taken(day, fillers=(rate, rate - 1, rate + 1)) for day, rate in enumerate(rates)])
    assert changes(found) == [("fillers", "lower", True)]
    assert found.changed[0].question is None
    alone = candidate("a", [taken(day, asked=f"q{day}", pauses=rate) for day, rate in enumerate(rates)])
    assert changes(alone) == [("pauses", "lower", True)]


@given(st.lists(st.tuples(st.floats(0, 20), st.booleans(), st.sampled_from("ab")), min_size=2, max_size=14))
def test_a_change_of_tool_is_never_a_change_of_the_candidate(drawn: list[tuple[float, bool, str]]) -> None:
    """Whatever the other tool found, before, after or in between, the same is told without its takes."""
    takes = [
        taken(day, TINY if other else BASE, asked, fillers=(rate, rate * 0.9, rate * 1.1))
        for day, (rate, other, asked) in enumerate(drawn)
    ]
    newest = takes[-1].provenance
    alone = [one for one in takes if one.provenance == newest]
    found = candidate("a", takes)
    assert found.changed == candidate("a", alone).changed
    assert (found.compared, found.other_tool) == (len(alone), len(takes) - len(alone))
    assert [one.compared for one in reversed(found.takes)] == [one.provenance == newest for one in takes]


def test_what_became_of_the_parts_of_the_story() -> None:
    without, whole = taken(0, parts={"result": "no"}), taken(1)
    assert changes(candidate("a", [without, whole])) == [("result", "new", True)]
    lost = candidate("a", [whole, replace(without, created_at="2027-01-01")])
    assert changes(lost) == [("result", "lost", False)]
    assert words.changed(lost.changed[0]) == "Result not told any more"
    unsure = taken(0, parts={"result": "unclear"})
    assert changes(candidate("a", [unsure, whole])) == []
    assert changes(candidate("a", [taken(0, asked="r", parts={"result": "no"}), whole])) == [], "other questions"
    unasked = {"star": Figure(value=None, unit="parts")}
    no_story = [replace(one, measures=unasked) for one in (without, whole)]
    assert changes(candidate("a", no_story)) == [], "where no story is asked for"


def test_what_comes_next_is_the_advice_of_the_latest_take_that_can_be_judged() -> None:
    takes = [taken(day, advice=("Breathe",) if day % 2 else ("Breathe", "End it")) for day in range(9)]
    found = candidate("a", [*takes, taken(9, fault="Too quiet.", advice=("Record it again",))])
    assert [(one.title, one.times, one.of) for one in found.needs] == [("Breathe", 5, RECENT), ("End it", 3, RECENT)]
    assert (found.latest, found.unfit, found.takes[0].fault) == ("take-008", 1, "Too quiet.")
    assert words.need(found.needs[1]) == "End it (3 of the last 5)"
    unfit = candidate("a", [taken(0, fault="Too quiet.", advice=("Record it again",))])
    assert (unfit.latest, unfit.figures, [one.title for one in unfit.needs]) == (None, {}, ["Record it again"])


def test_candidates_stand_in_order_of_need() -> None:
    table = cohort(
        "c",
        {
            "fine": [taken(0)],
            "act": [taken(0, bands={"star": "act"})],
            "Look": [taken(0, bands={"star": "watch"}, advice=("End it",))],
            "ask": [taken(0, bands={"star": "watch"})],
            "unheard": [taken(0, fault="Too quiet.")],
            "twice": [taken(0, fillers=3, bands={"star": "act", "fillers": "watch"}, advice=("End it",))],
            "none": [],
        },
        [Unread(path="x", why="damaged")],
    )
    assert [one.name for one in table.candidates] == ["unheard", "twice", "act", "Look", "ask", "fine"]
    assert [(one.title, one.candidates) for one in table.wanted] == [("End it", 2)]
    assert (table.takes, len(table.unread)) == (6, 1)


def test_the_group_counts_a_candidate_once_and_one_who_did_both_not_at_all() -> None:
    better = [taken(0, fillers=(8, 7, 9)), taken(1, fillers=(2, 1, 3)), taken(2, asked="r", fillers=(8, 7, 9))]
    better += [taken(3, asked="r", fillers=(2, 1, 3))]
    both = [*better[:3], taken(3, asked="r", fillers=(20, 18, 22))]
    table = cohort("c", {"better": better, "both": both})
    assert [(one.name, one.better, one.worse) for one in table.moved] == [("fillers", 1, 0)]


def test_tools_that_differ_between_candidates_are_told() -> None:
    alike = cohort("c", {"a": [taken(0)], "b": [taken(0)]})
    assert words.tools(alike) == "Made by e base r (voice-interview 1)."
    other = cohort("c", {"a": [taken(0)], "b": [taken(0, TINY)]})
    assert "cannot be held against each other" in words.tools(other)
    assert words.tools(cohort("c", {"a": [taken(0, fault="Too quiet.")]})) == ""


@given(reports())
def test_a_report_read_whole_tells_the_same_as_one_read_in_part(report: Report) -> None:
    assert brief.of(report) == msgspec.json.decode(msgspec.json.encode(report), type=Brief)


def test_the_columns() -> None:
    takes = [
        taken(0, fillers=(8, 7, 9)),
        taken(1, fillers=(2, 1, 3), bands={"fillers": "good"}, advice=("-1+1", "End")),
    ]
    table = cohort("c", {"=cmd|' /C calc'!A0": takes, "b": [taken(0, fault="Too quiet.")]})
    rows = list(csv.DictReader(io.StringIO(columns.render(table).removeprefix("\ufeff"))))
    assert [row["candidate"] for row in rows] == ["b", "'=cmd|' /C calc'!A0"]
    row = rows[1]
    assert (row["next"], row["next_times"], row["next_of"], row["then"]) == ("'-1+1", "1", "2", "End")
    assert (row["fillers"], row["fillers_band"], row["star"], row["star_band"]) == ("2", "good", "4", "")
    assert row["better"] == "Fillers/min: 8 (7–9), then 2 (1–3) in “Tell me about a time.”"
    assert (row["first_day"], row["latest_day"], row["latest_take"]) == ("2026-03-02", "2026-03-03", "take-001")
    assert (rows[0]["fillers"], rows[0]["latest_take"], rows[0]["unfit"]) == ("", "", "1")


def test_the_screen_tells_it_within_its_width() -> None:
    takes = [
        taken(0, fillers=(2, 1, 3)),
        taken(1, fillers=(8, 7, 9), bands={"fillers": "act"}, advice=("\x1b[31mEnd",)),
    ]
    table = cohort("c", {"anna": [*takes, taken(-1, TINY)], "b": [taken(0, fault="Too quiet.")]})
    shown = screen.render(table)
    assert "\x1b" not in shown and max(map(len, shown.splitlines())) <= 80
    told = " ".join(shown.split())
    for said in ("c: 2 candidates, 4 takes", words.NOTHING, "! Fillers", "− Fillers/min: 2", "not compared"):
        assert said in told, said


@pytest.mark.parametrize("report", [sample(), change(sample(), question=None, sound=None, reading=None)])
def test_any_real_report_makes_a_row(report: Report) -> None:
    table = cohort("c", {"a": [brief.of(report)]})
    assert table.candidates[0].figures.keys() == report.measures.keys()
    assert screen.render(table) and columns.render(table)
