"""The STAR clock: shares of the time beside the advised ones and what people do, and where the advice comes from."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import KINDS, answer_of, answers, question_of, reading_of, words_of

from voice_interview import analysis
from voice_interview.cli import cli
from voice_interview.metrics import star_clock
from voice_interview.metrics.star import star
from voice_interview.metrics.star_clock import NAMED, ROWS, USUAL, advised, parse
from voice_interview.model import Answer, Measure, Provenance, StarShares
from voice_interview.reports import clock, terminal
from voice_interview.takes import Takes


@pytest.mark.parametrize(
    ("written", "scheme", "percent"),
    [
        ("20/10/60/10", "STAR", (20, 10, 60, 10)),
        ("15/10/60/15", "STAR", (15, 10, 60, 15)),
        (" 25 / 0 / 75 / 0 ", "STAR", (25, 0, 75, 0)),
        ("star", "STAR", (20, 10, 60, 10)),
        ("CAR", "CAR", (30, 60, 10)),
        ("Soar", "SOAR", (30, 60, 10)),
        ("starl", "STARL", (20, 10, 50, 10, 10)),
    ],
)
def test_what_a_person_writes(written: str, scheme: str, percent: tuple[int, ...]) -> None:
    assert parse(written) == StarShares(scheme=scheme, percent=percent)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("20/10/60", "four whole numbers"),
        ("20/10/60/20", "makes 110"),
        ("20/-10/80/10", "four whole numbers"),
        ("20/10/60/1O", "four whole numbers"),
        ("2000/10/60/10", "four whole numbers"),
        ("٢٠/10/60/10", "four whole numbers"),
        ("20,10,60,10", "four whole numbers"),
        ("starling", "star, car, soar, starl"),
        ("", "four whole numbers"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(written: str, told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        parse(written)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


@pytest.mark.parametrize("percent", [(20, 10, 60), (20, 10, 60, 20), (-10, 50, 50, 10), ()])
def test_shares_that_are_none_are_refused_wherever_they_come_from(percent: tuple[int, ...]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode({"percent": percent}), type=StarShares)


def test_every_scheme_has_a_row_for_each_share_and_no_label_twice() -> None:
    for shares in NAMED.values():
        rows = ROWS[shares.scheme]
        labels = [label for _, own in rows for label in own]
        assert len(rows) == len(shares.percent) and len(set(labels)) == len(labels)
        assert {"situation", "task", "action", "result"} <= set(labels)
        assert sum(advised(shares, own[0]) for _, own in rows) == pytest.approx(1)
    assert advised(StarShares(), "learning") == 0 and advised(NAMED["starl"], "learning") == 0.1


# What stands out

FIVE = "We sold a pear."
"""Four words, which take two seconds but for a fifth of the last one."""


def told(labels: str, shares: StarShares | None = None, kind: str | None = "behavioural", **reading: Any) -> Answer:
    """An answer of one sentence of two seconds for each label."""
    answer = answer_of(
        words_of(" ".join([FIVE] * len(labels))),
        question=question_of(kind) if kind else None,
        reading=reading_of(labels, **reading),
    )
    return replace(answer, star_shares=shares or StarShares())


def rows(answer: Answer) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in star(answer).details["clock"]["rows"]}


def remarks(answer: Answer) -> dict[str, str]:
    return {name: row["remark"] for name, row in rows(answer).items() if row["remark"]}


@pytest.mark.parametrize(
    ("labels", "reading", "found"),
    [
        ("SSTTAAAARR", {}, {}),  # 20/20/40/20: as people do
        ("SSTAAAAAAR", {}, {}),  # 20/10/60/10: as is advised
        ("SSSSSSTARR", {}, {"situation": "long", "action": "short"}),
        ("SSTTRRRRRA", {}, {"action": "short", "result": "long"}),
        ("SSTTRRRRR?", {"action": "yes"}, {"result": "long"}),  # no sentence of its own: it may be within others
        ("SSTT???RRA", {}, {}),  # unclear sentences may belong to the Action
        ("STAAAAAAAA", {"result": "no"}, {"situation": "short", "result": "missing", "action": "long"}),
        ("STAAAAAAAR", {"action": "unclear"}, {"situation": "short", "action": "long"}),
        ("SSSSAAAARR", {"task": "implied"}, {"situation": "long"}),
        ("SSSSAAAARR", {"task": "unclear"}, {"situation": "long"}),
        ("SSSSAAAARR", {}, {"situation": "long", "task": "missing"}),
    ],
)
def test_a_part_stands_out_only_off_the_advice_and_off_what_people_do(
    labels: str, reading: dict[str, str], found: dict[str, str]
) -> None:
    assert remarks(told(labels, **reading)) == found


def test_an_action_between_the_advice_and_what_people_do_is_no_remark_but_shows_both() -> None:
    row = rows(told("SSTTAAARRR"))["action"]
    assert (round(row["share"], 1), row["advised"], row["usual"], row["remark"]) == (0.3, 0.6, 0.35, None)


@pytest.mark.parametrize(
    ("percent", "found"),
    [
        ((20, 10, 60, 10), {"situation": "long"}),
        ((40, 10, 40, 10), {}),  # four tenths were wanted
        ((40, 10, 30, 20), {}),
        ((40, 30, 10, 20), {"task": "short"}),
    ],
)
def test_what_is_asked_for_draws_no_remark(percent: tuple[int, ...], found: dict[str, str]) -> None:
    assert remarks(told("SSSSTAAARR", StarShares(percent=percent))) == found


def test_car_joins_situation_and_task_and_starl_shows_learning() -> None:
    car = rows(told("SSTAAAAARR", NAMED["car"]))
    assert list(car) == ["context", "action", "result"]
    assert car["context"]["share"] == pytest.approx(0.3, abs=0.01)
    assert car["context"]["usual"] == USUAL["situation"].median / 100 + USUAL["task"].median / 100
    starl = rows(told("SSTAAAARRL", NAMED["starl"]))
    assert (starl["learning"]["advised"], starl["learning"]["usual"], starl["learning"]["remark"]) == (0.1, None, None)
    assert "learning" not in rows(told("SSTAAAARRL"))


def test_of_joined_parts_no_more_is_said_of_people_than_follows_from_each() -> None:
    (said,) = remarks_of(told("SSSSSTTAAARR", NAMED["car"]))
    assert said.startswith("Context takes 58 % of the time. 30 % is advised, and at least half of all complete answers")


def test_context_is_missing_only_where_both_its_parts_are() -> None:
    assert remarks(told("AAAAR", NAMED["car"], situation="no", task="unclear")).get("context") is None
    assert remarks(told("AAAAR", NAMED["car"], situation="no", task="no"))["context"] == "missing"


@pytest.mark.parametrize("kind", [*KINDS, None])
@pytest.mark.parametrize("story", [True, False, None])
def test_remarks_only_on_a_story_that_was_or_may_have_been_asked_for(kind: str | None, story: bool | None) -> None:
    answer = told("SSSSSSSTAR", kind=kind, story=story)
    judged = story is True and kind in ("behavioural", "philosophy", None)
    assert bool(remarks(answer)) is judged


def test_of_a_philosophy_answer_the_view_is_no_part_of_the_clock() -> None:
    behavioural, philosophy = told("....SSTAAR"), told("....SSTAAR", kind="philosophy")
    assert rows(behavioural)["situation"]["share"] == pytest.approx(0.2, abs=0.01)
    assert rows(philosophy)["situation"]["share"] == pytest.approx(1 / 3, abs=0.01)
    assert star(philosophy).details["clock"]["of"] == "time without the view"


def test_a_remark_quotes_its_evidence_and_says_both_figures() -> None:
    answer = told("SSSSSSTARR")
    said = {row["name"]: row["why"] for row in star(answer).details["clock"]["rows"]}
    assert said["action"].startswith("Action is there, and short: 10 % of the time. 60 % is advised, and three in four")
    assert "24 % or more" in said["action"] and FIVE in said["action"]
    assert "28 % or less" in said["situation"] and "Its longest sentence: “We sold" in said["situation"]
    missing = remarks_of(told("SSAAAARR", task="no"))
    assert missing == ["Task is missing: no sentence that could be it was found."]


def test_a_part_that_is_missing_is_not_said_to_have_no_sentence_where_one_has_its_label() -> None:
    (said, *_) = [one for one in remarks_of(told("SSTAAAARR", task="no")) if one.startswith("Task")]
    assert said == "Task is missing: at most “We sold a pear.” could be it."


def remarks_of(answer: Answer) -> list[str]:
    return list(star(answer).details["clock"]["remarks"])


def test_without_times_the_clock_counts_words() -> None:
    untimed = answer_of(words_of(FIVE + " We sold.", timed=False), question=question_of(), reading=reading_of("SA"))
    found = star(untimed).details["clock"]
    assert (found["of"], found["rows"][0]["seconds"]) == ("words", None)
    assert [row["share"] for row in found["rows"]] == [pytest.approx(4 / 6), 0, pytest.approx(2 / 6), 0]


@given(answers(language="en"), st.sampled_from(list(NAMED.values())))
def test_shares_are_shares_and_missing_is_said_only_where_the_reader_is_sure(
    answer: Answer, shares: StarShares
) -> None:
    answer = replace(answer, star_shares=shares)
    details = star(answer).details
    if not details:
        return
    assert answer.reading is not None
    found = details["clock"]["rows"]
    assert sum(row["share"] for row in found) <= 1 + 1e-9
    assert all(row["share"] <= row["most"] + 1e-9 and row["most"] <= 1 + 1e-9 for row in found)
    for row, (_, labels) in zip(found, ROWS[shares.scheme], strict=True):
        present = {answer.reading.parts[label].present for label in labels if label in answer.reading.parts}
        if row["remark"] == "missing":
            assert present == {"no"} and answer.reading.story.present is True
        if row["remark"] in ("short", "long"):
            assert row["share"] > 0 and (row["share"] < row["advised"]) == (row["remark"] == "short")
    assert details["clock"]["remarks"] == [row["why"] for row in found if row["remark"]]


@given(answers(language="en"))
def test_the_scheme_changes_nothing_but_the_clock(answer: Answer) -> None:
    plain, car = star(answer), star(replace(answer, star_shares=NAMED["car"]))
    without = [{name: item for name, item in one.details.items() if name != "clock"} for one in (plain, car)]
    assert without[0] == without[1]
    assert replace(plain, details={}) == replace(car, details={})


# In words


def test_the_report_says_the_clock_with_both_figures() -> None:
    (line, *more) = clock.lines(star(told("SSTTAAAARR")))
    assert not more
    assert line.startswith("Clock: 20/20/40/20 % of the time (situation, task, action, result).")
    assert "ask for 20/10/60/10" in line and "149 complete answers" in line and "22/18/35/23" in line
    assert (
        "(SOAR): 40/40/20 % of the time (situation and obstacle,"
        in clock.lines(star(told("SSTTAAAARR", NAMED["soar"])))[0]
    )
    assert "22/18/35/23/-" in clock.lines(star(told("SSTTAAAARL", NAMED["starl"])))[0]


def test_a_report_without_a_clock_shows_none() -> None:
    for details in ({}, {"clock": 3}, {"clock": {"rows": "x"}}, {"clock": {"rows": [], "remarks": ["x"]}}):
        assert clock.lines(Measure(value=1.0, unit="parts", details=details)) == []
    assert clock.lines(star(told(".."))) == []  # where no sentence is a part there is no time to tell of


# Where it comes from


def test_the_shares_travel_with_the_report() -> None:
    answer = told("SSSSSSTARR")
    made_by = Provenance(version="0", star_shares=NAMED["car"])
    report = analysis.report(answer, ("id", ""), made_by)
    assert report.measures["star"].details["clock"]["scheme"] == "CAR"
    assert analysis.again(report, answer, ()).measures["star"] == report.measures["star"]
    assert "Clock (CAR)" in terminal.render(report)


def test_a_take_is_corrected_by_the_shares_that_its_report_was_made_with(tmp_path: Path) -> None:
    answer = told("SSSSSSTARR")
    take = Takes(tmp_path).new(None, datetime(2026, 3, 4, tzinfo=UTC))
    take.save(answer, analysis.report(answer, (take.id, ""), Provenance(version="0", star_shares=NAMED["soar"])))
    assert take.heard().star_shares == NAMED["soar"]


def test_analyze_takes_them(tmp_path: Path) -> None:
    said = tmp_path / "answer.txt"
    said.write_text("Last winter a guest lost her passport. I called the police. In the end she had it.")
    call = ["analyze", "--transcript", str(said), "--kind", "behavioural", "--json"]
    for arguments, scheme, first in (
        (["--star-shares", "15/10/60/15"], "STAR", 15),
        (["--star-shares", "car"], "CAR", 30),
    ):
        report = json.loads(CliRunner().invoke(cli, [*call, *arguments]).stdout)
        assert report["provenance"]["star_shares"]["scheme"] == scheme
        assert report["measures"]["star"]["details"]["clock"]["rows"][0]["advised"] == first / 100
    refused = CliRunner().invoke(cli, [*call, "--star-shares", "1/2/3/4"])
    assert refused.exit_code == 2 and "makes 10 and not 100" in refused.output


def test_what_people_do_is_in_the_thresholds_of_a_report() -> None:
    assert analysis.provenance(None).thresholds["star_shares_usual"]["action"] == [24, 35, 42]
    assert star_clock.USUAL["action"] == star_clock.Usual(24, 35, 42)
