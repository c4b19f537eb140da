"""`analyze`, `demo` and `schema` as they are used: help, success, misuse, failure; and what the JSON promises."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result

from voice_interview import plugins
from voice_interview.cli import cli
from voice_interview.model import Report

pytestmark = pytest.mark.xdist_group("analyze")  # the bundled answer is heard once

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
STORY = (
    "Last year I worked in a shop. A customer was angry because her order was late. It was my job to put it right. "
    "I listened, I called the depot, and I drove the parcel to her myself. In the end she was happy and came back."
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(a) for a in arguments])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def heard() -> dict[str, Any]:
    """The bundled answer, analysed once for all tests that look at it."""
    result = run("analyze", "--json", "--question", "what-customer-service-means", ANSWER)
    assert result.exit_code == 0, result.output
    (report,) = lines(result)
    return report


@pytest.mark.whisper
def test_the_json_is_the_report_and_keeps_its_schema(heard: dict[str, Any]) -> None:
    schema = json.loads(run("schema").stdout)
    jsonschema.validate(heard, schema)
    report = msgspec.convert(heard, Report)
    assert json.loads(msgspec.json.encode(report)) == heard
    assert report.schema == "voice-interview/report/1"
    assert report.question is not None and report.question.id == "what-customer-service-means"
    assert report.provenance.model_sha256
    assert (report.recording.sample_rate, report.recording.seconds) == (16_000, pytest.approx(57.3, abs=0.1))


@pytest.mark.whisper
def test_every_measure_of_the_bundled_answer(heard: dict[str, Any]) -> None:
    measures = heard["measures"]
    assert set(measures) >= set(plugins.names("metrics")) >= {"length", "pace", "pauses", "fillers", "star"}
    assert 53 < measures["length"]["value"] < 57
    assert measures["start_delay"]["value"] is None and measures["start_delay"]["caveat"]
    assert measures["pauses"]["value"] == 1, "one pause of the script is longer than two seconds"
    assert measures["readability"]["value"] > 60
    assert {"yes"} == {measures["star"]["details"]["parts"][p]["present"] for p in ("situation", "action", "result")}


@pytest.mark.whisper
def test_evidence_points_at_the_words_it_names(heard: dict[str, Any]) -> None:
    words = heard["transcript"]["words"]
    assert heard["transcript"]["text"] == " ".join(w["text"] for w in words)
    events = heard["measures"]["fillers"]["evidence"]
    assert events
    for event in events:
        said = " ".join(w["text"] for w in words[event["first"] : event["last"]]).lower()
        assert event["label"] in said
        assert words[event["first"]]["start"] - 0.3 <= event["start"] <= event["end"] <= heard["recording"]["seconds"]


@pytest.mark.whisper
def test_several_files_one_of_which_fails(tmp_path: Path) -> None:
    fake = tmp_path / "fake.wav"
    fake.write_text("I am not a recording.")
    silence = tmp_path / "silence.wav"
    soundfile.write(silence, np.zeros(16_000 * 3), 16_000)
    result = run("analyze", "--json", fake, silence)
    failed, silent = lines(result)
    assert result.exit_code == 1
    assert (failed["path"], failed["error"]["code"]) == (str(fake), "unreadable-audio")
    assert failed["error"]["fix"]
    assert [f["code"] for f in silent["recording"]["faults"]] == ["muted"]
    assert {m["band"] for m in silent["measures"].values()} == {"none"}


@pytest.mark.whisper
def test_a_recording_unfit_to_be_judged_exits_3_and_names_the_cure(tmp_path: Path) -> None:
    noise = tmp_path / "fan.wav"
    soundfile.write(noise, np.random.default_rng(1).normal(0, 0.003, 16_000 * 6), 16_000)
    result = run("analyze", noise)
    assert result.exit_code == 3
    assert "no speech" in result.stdout.lower() or "nobody" in result.stdout.lower()


@pytest.mark.whisper
def test_keep_makes_a_take_that_can_be_analysed_again(tmp_path: Path) -> None:
    short = tmp_path / "short.wav"
    sound, rate = soundfile.read(ANSWER, stop=16_000 * 8)
    soundfile.write(short, sound, rate)
    takes = tmp_path / "takes"
    kept = run("analyze", "--keep", "--kind", "philosophy", "--recordings", takes, short)
    assert kept.exit_code == 0, kept.output
    (folder,) = takes.iterdir()
    first = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    again = run("analyze", "--again", "--json", "--recordings", takes, "last")
    (second,) = lines(again)
    assert second["transcript"] == first["transcript"]
    assert second["measures"] == first["measures"]
    assert second["question"]["kind"] == "philosophy"


def test_a_text_tells_what_a_text_can(tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text(STORY, encoding="utf-8")
    result = run("analyze", "--json", "--kind", "behavioural", "--transcript", text)
    (report,) = lines(result)
    assert result.exit_code == 0
    assert report["sound"] is None
    assert report["measures"]["fillers"]["value"] is None
    assert report["measures"]["star"]["details"]["story"]["present"] is True
    for name in ("pace", "pauses", "start_delay"):
        assert report["measures"][name]["value"] is None and report["measures"][name]["caveat"]


def test_a_definition_is_no_story(tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text("Customer service means listening to people. It is about respect and patience.", encoding="utf-8")
    (report,) = lines(run("analyze", "--json", "--kind", "behavioural", "--transcript", text))
    assert report["measures"]["star"]["details"]["story"]["present"] is False


def test_without_question_or_kind_star_is_shown_but_not_advised_on(tmp_path: Path) -> None:
    text = tmp_path / "answer.txt"
    text.write_text("Customer service means listening to people. It is about respect and patience.", encoding="utf-8")
    (report,) = lines(run("analyze", "--json", "--transcript", text))
    assert report["measures"]["star"]["caveat"]
    assert not any("story" in (a["title"] + a["do"]).lower() for a in report["advice"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyze"], "Missing argument"),
        (["analyze", "--keep", "--transcript", "x"], "Choose one of"),
        (["analyze", "--question", "a", "--kind", "behavioural", "x"], "not both"),
        (["analyze", "--kind", "nonsense", "x"], "is not one of"),
        (["demo", "--nonsense"], "No such option"),
    ],
)
def test_misuse_exits_2(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["analyze", "nowhere.wav"], "nowhere.wav"),
        (["analyze", "--transcript", "nowhere.txt"], "cannot be read"),
        (["analyze", "--again", "--recordings", "nowhere", "last"], "takes list"),
        (["analyze", "--question", "no-such-question", "x.wav"], "no-such-question"),
        (["analyze", "--engine", "nonsense", ANSWER], "faster-whisper"),
        (["analyze", "--model", "nonsense", ANSWER], "models fetch"),
        (["analyze", "--question", "x", "--questions", "nowhere", "x.wav"], "nowhere"),
    ],
)
def test_what_fails_is_one_line_and_exit_1(arguments: list[str | Path], said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "voice_interview", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("command", [[], ["analyze"], ["demo"], ["practice"], ["takes"], ["schema"], ["questions"]])
def test_help(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage:")
