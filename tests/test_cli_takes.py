"""`takes` as it is used."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from voice_interview.audio.replay import copy
from voice_interview.cli import cli
from voice_interview.model import Recording
from voice_interview.takes import Take, Takes

ANSWER = Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac"
NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)


def run(folder: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["takes", arguments[0], "--recordings", str(folder), *arguments[1:]], input=typed)


@pytest.fixture
def take(tmp_path: Path) -> Take:
    """A recorded take that nobody has analysed yet."""
    made = Takes(tmp_path).new(None, NOW)
    made.record(Recording(path="answer.wav", seconds=copy(ANSWER, made.answer)))
    return made


def test_an_empty_folder_says_how_to_fill_it(tmp_path: Path) -> None:
    listed = run(tmp_path / "none", "list")
    assert (listed.exit_code, listed.stdout) == (0, "")
    assert "practice" in listed.stderr
    assert json.loads(run(tmp_path / "none", "list", "--json").stdout) == []


def test_list(take: Take) -> None:
    listed = run(take.folder.parent, "list")
    assert listed.stdout.startswith(f"{take.id}\t57 s\tno report")
    (row,) = json.loads(run(take.folder.parent, "list", "--json").stdout)
    assert row["id"] == take.id


def test_one_damaged_take_does_not_hide_the_others(take: Take) -> None:
    broken = Takes(take.folder.parent).new(None, NOW.replace(year=2027))
    (broken.folder / "take.json").write_text("{")
    listed = run(take.folder.parent, "list")
    assert listed.exit_code == 0
    assert take.id in listed.stdout
    assert "damaged" in listed.stderr


@pytest.mark.whisper
def test_show_and_report(take: Take, tmp_path: Path) -> None:
    CliRunner().invoke(cli, ["analyze", "--again", "--recordings", str(take.folder.parent), "last"])
    shown = run(take.folder.parent, "show", "last")
    assert "customer service means" in " ".join(shown.stdout.split())
    assert "\x1b" not in shown.stdout
    target = tmp_path / "report.md"
    assert run(take.folder.parent, "report", "last", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8").startswith("#")
    as_json = run(take.folder.parent, "report", "last", "--format", "json")
    assert json.loads(as_json.stdout)["id"] == take.id


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "last"], "has no report"),
        (["show", "nothing"], "takes list"),
        (["report", "last", "--format", "nonsense"], "Choose one of: audacity, csv"),
        (["delete", "nothing", "--yes"], "takes list"),
        (["play", "nothing"], "takes list"),
    ],
)
def test_what_fails_says_why_and_what_to_do(take: Take, arguments: list[str], said: str) -> None:
    result = run(take.folder.parent, *arguments)
    assert result.exit_code == 1
    assert said in str(result.exception)


def test_delete_asks_first(take: Take) -> None:
    assert run(take.folder.parent, "delete", "last", typed="n\n").exit_code == 1
    assert take.folder.exists()
    assert run(take.folder.parent, "delete", "last", typed="y\n").exit_code == 0
    assert not take.folder.exists()


def test_recover_brings_back_what_a_kill_left(take: Take) -> None:
    killed = Takes(take.folder.parent).new(None, NOW.replace(year=2027))
    sound = take.answer.read_bytes()
    killed.answer.write_bytes(sound[:4] + bytes(4) + sound[8:40] + bytes(4) + sound[44:100_000])
    killed.lock.let_go()  # as the system does when its process ends
    recovered = run(take.folder.parent, "recover")
    assert recovered.stdout.startswith(f"{killed.id}\t3.1 s")
    assert killed.load().recording.seconds == pytest.approx((100_000 - 44) / 32_000)
    assert "Nothing to recover" in run(take.folder.parent, "recover").stderr
