"""What the profile `disfluency-aware` leaves out, wherever a report is shown, and that nothing else changes."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from strategies import answer_of, answers, question_of, reading_of, sound_of, transcript_of, words_of

from voice_interview import advice, analysis, packets, plugins, profiles, rubric, takes
from voice_interview.cli import cli
from voice_interview.cli.wiring import Against
from voice_interview.cohort import brief, candidate, table
from voice_interview.history import comparison, trends
from voice_interview.history.summary import Summary
from voice_interview.model import Answer, Profile, Report
from voice_interview.reports import comparison as comparison_words
from voice_interview.reports import progress as progress_words
from voice_interview.reports import summary, terminal
from voice_interview.reports.cohort import screen

LINE = "Um, I I told the customer that, uh, we would send it again. "
AWARE: Profile = "disfluency-aware"

JUDGES = re.compile(
    r"filler|disfluen(?!cy-aware)|\bpace\b|start.delay|\bpauses?\b|words a minute|words/min|restart|silence stand", re.I
)
"""What a text that judges nobody's fluency does not hold; the name of the profile itself aside."""


def stumbling() -> Answer:
    """Seventy seconds of an answer with a filler and a repetition in each sentence and long silences, over its time."""
    words = words_of(LINE * 12, start=7.0, step=0.42)
    voiced = [(7.0 + 10 * n, 7.0 + 10 * n + 7.5) for n in range(6)]
    return answer_of(
        transcript_of(words),
        sound=sound_of(*voiced),
        question=question_of(answer_seconds=30.0, looks_for=("empathy",)),
        reading=reading_of("STARSTARSTAR"),
        seconds=70.0,
        cue_at=0.5,
    )


def made(answer: Answer, profile: Profile, name: str = "take-1", earlier: analysis.Earlier | None = None) -> Report:
    provenance = analysis.provenance(None, profile=profile)
    return analysis.report(answer, (name, f"2026-11-0{name[-1]}T10:00:00+00:00"), provenance, (), earlier)


@pytest.fixture(scope="module")
def standard() -> Report:
    return made(stumbling(), "standard")


@pytest.fixture(scope="module")
def aware() -> Report:
    return made(stumbling(), AWARE)


def test_the_same_answer_is_judged_by_the_standard(standard: Report) -> None:
    assert {"fillers", "pace", "pauses", "disfluencies", "start_delay"} <= set(standard.measures)
    assert any(one.title.startswith(advice.OF_FLUENCY) for one in standard.advice)
    assert standard.plan is not None and standard.plan.trims


def test_figures_advice_and_trims_are_left_out_and_all_else_stays(standard: Report, aware: Report) -> None:
    assert set(standard.measures) - set(aware.measures) == profiles.LEFT_OUT[AWARE] & set(standard.measures)
    assert all(aware.measures[name] == standard.measures[name] for name in aware.measures)
    assert not any(one.title.startswith(advice.OF_FLUENCY) for one in aware.advice)
    assert aware.plan is not None and not aware.plan.trims and aware.plan.cuts
    assert aware.provenance.profile == AWARE
    assert aware.transcript == standard.transcript, "what was said stays as it was said"


@pytest.mark.parametrize("width", [80, 120, None])
def test_nothing_on_the_terminal_judges_fluency(aware: Report, standard: Report, width: int | None) -> None:
    assert JUDGES.search(terminal.render(standard, width=width))
    assert not JUDGES.search(terminal.render(aware, width=width))
    assert "profile disfluency-aware" in terminal.render(aware, width=width)
    assert not JUDGES.search(summary.summary([aware, aware], width=width))


@pytest.mark.parametrize("form", ["md", "html", "events-csv", "vtt", "audacity", "textgrid"])
def test_nothing_in_a_file_judges_fluency(aware: Report, form: str) -> None:
    text = re.sub(r"<(style|script)\b.*?</\1>|<!--.*?-->", "", plugins.load("formats", form)(aware), flags=re.S)
    assert not JUDGES.search(text), JUDGES.search(text)


def test_nothing_in_the_tables_and_the_json_judges_fluency(aware: Report) -> None:
    head, row = plugins.load("formats", "csv")(aware).splitlines()[:2]
    cells = dict(zip(head.split(","), row.split(","), strict=False))
    assert not [name for name, cell in cells.items() if cell and JUDGES.search(name.replace("_", " "))]
    told = json.loads(plugins.load("formats", "json")(aware))
    del told["provenance"], told["transcript"], told["sound"]
    assert not JUDGES.search(json.dumps(told))


def test_a_retake_is_not_told_of_what_it_leaves_out(standard: Report) -> None:
    now = made(stumbling(), AWARE, "take-2", ("take-1", standard))
    assert now.retake is not None and now.retake.seconds is not None
    assert now.retake.fillers is None or now.retake.fillers.before is None
    assert not any(one.title.startswith(advice.OF_FLUENCY) for one in now.retake.advice)
    assert not JUDGES.search(terminal.render(now))


def test_takes_are_compared_by_what_all_of_them_show(standard: Report) -> None:
    now = made(stumbling(), AWARE, "take-2")
    found = comparison.compare([standard, now])
    assert {row.name for row in found.figures} & profiles.LEFT_OUT[AWARE] == set()
    assert {"length", "star"} <= {row.name for row in found.figures}
    assert not any(step.tool for step in found.steps), "another profile is no other tool"
    assert not JUDGES.search(comparison_words.render(found))
    both = [msgspec.convert(one, Summary, from_attributes=True) for one in (standard, now)]
    over_time = trends.progress(both)
    assert over_time.takes == 2 and not JUDGES.search(progress_words.render(over_time))


def test_a_cohort_follows_each_candidate(standard: Report) -> None:
    now = made(stumbling(), AWARE, "take-2")
    mixed = [brief.of(standard), brief.of(now)]
    one = candidate.candidate("Ada", mixed)
    assert not set(one.figures) & profiles.LEFT_OUT[AWARE]
    assert not any(title.startswith(advice.OF_FLUENCY) for line in one.takes for title in line.advice)
    shown = screen.render(table.cohort("course", {"Ada": mixed}))
    assert not JUDGES.search(shown)
    alone = candidate.candidate("Ben", [brief.of(standard)])
    assert "fillers" in alone.figures, "another candidate is judged as before"


def test_the_rubric_leaves_out_what_rates_fluency(tmp_path: Path) -> None:
    shipped = rubric.shipped()
    assert [one.id for one in shipped.criteria if one.fluency] == ["delivery"]
    left = rubric.by_profile(shipped, AWARE)
    assert [one.id for one in left.criteria] == [one.id for one in shipped.criteria if one.id != "delivery"]
    assert rubric.by_profile(shipped, "standard") is shipped
    text = rubric.shipped_file().read_text(encoding="utf-8")
    (tmp_path / "rubric.toml").write_text(rubric.text_by_profile(text, AWARE), encoding="utf-8")
    assert rubric.load(tmp_path / "rubric.toml") == left
    assert rubric.text_by_profile(text, "standard") == text


@given(answers())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_profile_only_leaves_out(answer: Answer) -> None:
    full, less = made(answer, "standard"), made(answer, AWARE)
    assert not set(less.measures) & profiles.LEFT_OUT[AWARE]
    assert all(full.measures[name] == one for name, one in less.measures.items())
    assert profiles.seen(less, AWARE) == less and profiles.seen(full, "standard") is full


def kept(tmp_path: Path, profile: Profile) -> takes.Take:
    from datetime import UTC, datetime

    answer = stumbling()
    take = takes.Takes(tmp_path, profile=profile).new(answer.question, datetime(2026, 11, 1, tzinfo=UTC))
    take.record(replace(answer.recording, path="answer.wav"))
    take.save(answer, made(answer, profile, "take-1"))
    return take


def test_a_take_keeps_its_profile_and_whoever_asks_gets_the_counts(tmp_path: Path) -> None:
    take = kept(tmp_path, AWARE)
    assert take.load().profile == AWARE
    assert Against().made_by(None, take.load().profile).profile == AWARE
    assert Against(profile="standard").made_by(None, take.load().profile).profile == "standard"
    corrected = analysis.again(take.report(), take.heard(), ())
    assert corrected.provenance.profile == AWARE and "fillers" not in corrected.measures
    shown = CliRunner().invoke(cli, ["takes", "show", "last", "--recordings", str(tmp_path)])
    assert shown.exit_code == 0 and not JUDGES.search(shown.stdout)
    asked = CliRunner().invoke(cli, ["takes", "show", "last", "--fillers", "--recordings", str(tmp_path)])
    assert asked.exit_code == 0 and "perhaps 24" in asked.stdout
    counted = analysis.counted(take.report(), take.heard(), ())
    assert {one.band for name, one in counted.measures.items() if name in profiles.LEFT_OUT[AWARE]} == {"none"}


def test_a_packet_takes_the_profile_along(tmp_path: Path) -> None:
    sent = packets.PacketTake("take-1", made(stumbling(), AWARE), None)
    rubric_text = rubric.text_by_profile(rubric.shipped_file().read_text(encoding="utf-8"), AWARE)
    read = packets.read(io.BytesIO(packets.write(packets.Packet((sent,), rubric_text))))
    adopted = packets.adopt(read.takes[0], takes.Takes(tmp_path)).take
    assert adopted.load().profile == adopted.report().provenance.profile == AWARE
    assert 'id = "delivery"' not in read.rubric and 'id = "order"' in read.rubric


def test_the_setting_is_the_default_of_every_command_that_judges(tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text(LINE * 12, encoding="utf-8")
    run = ["analyze", "--transcript", "--json", str(text)]
    told = [
        json.loads(CliRunner().invoke(cli, run, env=env).stdout)["provenance"]["profile"]
        for env in ({}, {"VOICE_INTERVIEW_PROFILE": AWARE})
    ]
    assert told == ["standard", AWARE]
    wrong = CliRunner().invoke(cli, run, env={"VOICE_INTERVIEW_PROFILE": "kind"})
    assert wrong.exit_code == 1 and "standard and disfluency-aware" in str(wrong.exception)
