"""Takes whose values do not fit together, or are none that any recording gives: refused, or left out."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hostile import changed, refused
from msgspec.structs import replace

from voice_interview import known_details, retake, traces
from voice_interview.errors import VoiceInterviewError
from voice_interview.model import LATEST, Advice, Measure, Plan, Track
from voice_interview.reports import page, plan, terminal
from voice_interview.takes import Take, Takes

FROZEN = Path(__file__).parent / "frozen"


@pytest.fixture
def take(tmp_path: Path) -> Take:
    return Take(Path(shutil.copytree(next(FROZEN.glob("*_0002")), tmp_path / "takes" / "a-take")))


NOWHERE = {"sentence": 99, "first": 0, "last": 1, "similarity": 1}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("report.json", lambda one: one["transcript"]["sentences"][0].update(last=10**6)),
        ("report.json", lambda one: one["recording"].update(seconds=1e300)),
        ("report.json", lambda one: one["recording"].update(seconds=-1)),
        ("report.json", lambda one: one["transcript"]["words"][-1].update(end=1e18)),
        ("report.json", lambda one: one["reading"]["labels"].pop()),
        ("report.json", lambda one: one["sound"]["voiced"].reverse()),
        ("reading.json", lambda one: one["labels"].pop()),
        ("reading.json", lambda one: one.update(findings={"own_part": {"present": "yes", "sentences": [999]}})),
        ("reading.json", lambda one: one.update(touches={"x": [NOWHERE]})),
        ("transcript.json", lambda one: one["sentences"].pop()),
    ],
)
def test_a_take_whose_parts_do_not_belong_together_is_refused(
    name: str, change: Callable[[Any], object], take: Take
) -> None:
    take.heard()
    changed(take, name, change)
    assert "damaged" in (said := refused(take.heard)) or "do not belong together" in said


def test_a_plan_of_sentences_that_are_not_there(take: Take) -> None:
    report = take.report()
    made = Plan(seconds=9, target_seconds=5, target="question", projected_seconds=5, meets=True, stays=(0,))
    assert plan.render(replace(report, plan=made), made)
    with pytest.raises(ValueError, match="a plan of sentences"):
        replace(report, plan=replace(made, stays=(999,)))


@pytest.mark.parametrize("track", [{"step": 1e-300}, {"step": 1e300}, {"step": 1, "level_dbfs": [10**400]}])
def test_a_track_of_no_sound(track: dict[str, Any]) -> None:
    levels = tuple(track.get("level_dbfs", ()))
    with pytest.raises(ValueError, match=r"not one level|no sound has"):
        Track(step=track["step"], level_dbfs=levels, pitch_hz=(None,) * len(levels))


def test_the_longest_recording_is_drawn(take: Take) -> None:
    report = take.report()
    longest = replace(report, recording=replace(report.recording, seconds=LATEST))
    assert page.page(longest) and terminal.render(longest)


STAR = ("story", "parts", "sentences", "findings")


@pytest.mark.parametrize("value", [None, 7, "x", [7], {"x": 7}, {"result": {"present": 7}}, {"own_part": {}}])
@pytest.mark.parametrize("key", STAR)
def test_a_retake_of_a_take_with_strange_details(key: str, value: object, take: Take) -> None:
    """They are read again when the next take is held against this one."""
    now = take.report()
    before = replace(now.measures["star"], details=now.measures["star"].details | {key: value})
    hostile = replace(now, measures=now.measures | {"star": before}, advice=advised())
    assert retake.compare("before", hostile, now).of == "before"
    assert retake.compare("now", now, hostile).of == "now"


def advised() -> tuple[Advice, ...]:
    titles = ("Say how it ended", "Say what you did yourself", "Say which part was yours")
    return tuple(Advice(title=one, why="x", do="x") for one in titles)


def test_details_that_fit_are_known_and_others_are_not_there(take: Take) -> None:
    measures = take.report().measures
    assert known_details.of(measures, "star")["story"] == {"present": measures["star"].details["story"]["present"]}
    strange = Measure(
        value=None, unit="", caveat="x", details={"recited": [{"words": 9, "said": "x", "first": 3, "last": 1}]}
    )
    assert known_details.of({"company": strange}, "company") == {}
    assert known_details.of({}, "star") == {}


@pytest.mark.parametrize("made", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "now", ""])
def test_takes_of_years_that_no_clock_knows_are_not_purged(made: str, take: Take) -> None:
    changed(take, "take.json", lambda one: one.update(created_at=made))
    with suppress(VoiceInterviewError):
        traces.older_than(Takes(take.folder.parent), 1, datetime(2026, 11, 22, tzinfo=UTC))
