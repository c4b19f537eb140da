"""`cohort analyze` as it is used, with an engine that hears nothing, in processes of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
import soundfile
import worker_jobs
from click.testing import CliRunner, Result

from voice_interview.audio import decode
from voice_interview.cli import cli, cohort_analyze
from voice_interview.cli.cohort_analyze import Run
from voice_interview.takes import Takes

ANSWER = decode.read(Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two candidates, three recordings, and a file that is none."""
    monkeypatch.setattr(cohort_analyze, "_begin", worker_jobs.begin_deaf)
    for name, seconds in (("anna/angry-customer.wav", 3.0), ("anna/two.wav", 1.0), ("ben/one.flac", 2.0)):
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, ANSWER[: round(16_000 * seconds)], 16_000)
        os.utime(path, (1_770_000_000, 1_770_000_000))
    (tmp_path / "course" / "ben" / "broken.m4a").write_text("no sound", encoding="utf-8")
    return tmp_path / "course"


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["cohort", "analyze", str(folder), "--workers", "1", *arguments])


def lines(found: Result) -> dict[str, Any]:
    return {one["path"]: one for one in map(json.loads, found.stdout.splitlines())}


def takes(folder: Path) -> list[str]:
    return sorted(take.id for home in folder.iterdir() if home.is_dir() for take in Takes(home).all())


def test_each_recording_becomes_a_take_beside_it_and_a_bad_file_is_one_line(folder: Path) -> None:
    found = run(folder)
    assert found.exit_code == 1, found.output
    assert [line.split("\t")[0] for line in found.stdout.splitlines()] == [
        "anna/angry-customer.wav", "ben/one.flac", "anna/two.wav",
    ]  # fmt: skip
    said, bad = found.stderr.splitlines()
    assert said.startswith("4 files: 3 analysed, 0 known already, 1 failed")
    assert "ben/broken.m4a is no sound file" in bad
    (take,) = (one for one in Takes(folder / "anna").all() if "angry-customer" in one.id)
    assert take.load().question is not None and take.load().created_at.startswith("2026-02-0")
    report = take.report()
    assert (report.recording.seconds, report.recording.device) == (3.0, "file angry-customer.wav")
    assert report.id == take.id and report.provenance.model == "base"
    assert take.folder.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in take.folder.iterdir()} == {0o600}
    assert not [one for one in folder.rglob("*") if one.name.startswith(".")], "nothing is left over"
    table = json.loads(CliRunner().invoke(cli, ["cohort", "report", str(folder), "--json"]).stdout)
    assert {one["name"]: len(one["takes"]) for one in table["candidates"]} == {"anna": 2, "ben": 1}


def test_nothing_is_analysed_twice_but_what_changed(folder: Path) -> None:
    (folder / "ben" / "broken.m4a").unlink()
    first = lines(run(folder, "--json"))
    before = takes(folder)
    assert all(one["error"] is None for one in first.values()) and len(before) == 3
    again = run(folder, "--json")
    assert (again.exit_code, again.stdout, takes(folder)) == (0, "", before)
    assert "0 analysed, 3 known already" in again.stderr

    soundfile.write(folder / "ben" / "one.flac", ANSWER[16_000:48_000], 16_000)
    other = lines(run(folder, "--json", "--model", "other"))
    same = {path for path, one in other.items() if one["take"] == first[path]["take"]}
    assert same == {"anna/angry-customer.wav", "anna/two.wav"}, "other settings make the same takes anew"
    assert set(takes(folder)) == {*before, other["ben/one.flac"]["take"]}, "and other content another one"
    assert {one.report().provenance.model for one in Takes(folder / "anna").all()} == {"other"}


def test_stopped_it_goes_on_where_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say = Run._say

    def stop(self: Run, *said: Any) -> None:
        say(self, *said)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Run, "_say", stop)
        stopped = run(folder, "--json")
    assert stopped.exit_code == 130 and "goes on from there" in stopped.stderr
    assert not [one for one in folder.rglob("*") if one.name.startswith(".")], "nothing half-made is left"
    done = set(lines(stopped))
    assert len(done) == 1
    rest = run(folder, "--json")
    assert set(lines(rest)) == {"anna/angry-customer.wav", "anna/two.wav", "ben/one.flac", "ben/broken.m4a"} - done
    assert len(takes(folder)) == 3


def test_a_folder_without_recordings_says_so(tmp_path: Path) -> None:
    found = run(tmp_path)
    assert found.exit_code == 0 and "There are no recordings in there" in found.stderr
    both = run(tmp_path, "--question", "angry-customer", "--kind", "behavioural")
    assert both.exit_code == 2 and "not both" in both.stderr
