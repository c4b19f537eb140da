"""The fault harness: what it calls lost, damaged and found, and a little of it for real."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from soundcard import missing

from benchmarks.faults import checks, plan, results
from benchmarks.faults.deeds import DEEDS
from benchmarks.log import ROOT, Log

RATE = checks.RATE
HEARD = np.random.default_rng(1).normal(0, 0.05, 8 * RATE).astype(np.float32)
"""What a witness heard: eight seconds, no two alike."""


def part(begin: float, end: float) -> checks.Samples:
    return HEARD[int(begin * RATE) : int(end * RATE)]


@pytest.mark.parametrize(
    ("recorded", "until", "wanted"),
    [
        (part(0.5, 8), 7.0, (0, 0, 0)),
        (part(0.5, 5), 7.0, (0, 0, 2)),
        (part(1.5, 7.5), 7.0, (0.5, 0, 0)),
        (np.concatenate([part(0.5, 3), part(4.25, 8)]), 7.0, (0, 1.25, 0)),
        (np.concatenate([part(0.5, 3), np.zeros(2 * RATE, np.float32), part(5, 8)]), 7.0, (0, 2, 0)),
        (np.zeros(0, np.float32), 7.0, (0, 0, 6)),
        (part(0.5, 2), 1.0, (0, 0, 0)),
    ],
    ids=["whole", "its end", "its beginning", "a hole", "silence in its place", "all", "none was due"],
)
def test_what_a_recording_lacks_is_found(recorded, until, wanted):
    assert checks.lost(recorded, HEARD, 1.0, until) == pytest.approx(wanted, abs=0.41)


def test_a_part_of_a_second_is_told_from_all_of_it():
    found = checks.lost(np.concatenate([part(0.5, 3), part(3.05, 7.8)]), HEARD, 1.0, 8.0)
    assert found.inside == pytest.approx(0.05, abs=0.01) and found.end == pytest.approx(0.2, abs=0.01)


def take(folder: Path, state: str = "recorded", data: bytes = bytes(100), stated: int = 100) -> Path:
    folder.mkdir(parents=True)
    (folder / "take.json").write_text(json.dumps({"state": state}), encoding="utf-8")
    head = b"RIFF" + (36 + stated).to_bytes(4, "little") + bytes(32) + stated.to_bytes(4, "little")
    (folder / "answer.wav").write_bytes(head + data)
    return folder


def test_a_whole_take_is_left_in_peace(tmp_path):
    take(tmp_path / "2026-01-01_a_1")
    assert not checks.broken_takes(tmp_path) + checks.damaged_files(tmp_path) + checks.left_behind(tmp_path)


def test_what_is_wrong_with_a_take_is_said(tmp_path):
    take(tmp_path / "2026-01-01_a_1", state="recording")
    take(tmp_path / "2026-01-01_b_2", stated=98)
    (take(tmp_path / "2026-01-01_c_3") / "answer.wav").unlink()
    (tmp_path / "2026-01-01_d_4").mkdir()
    assert checks.broken_takes(tmp_path) == [
        "a take is still open",
        "the header of a recording is wrong",
        "a take without sound",
        "not a take: 2026-01-01_d_4",
    ]


def test_half_a_file_is_found(tmp_path):
    (tmp_path / "sound.json").write_text('{"voiced": [', encoding="utf-8")
    (tmp_path / "comments.jsonl").write_text('{}\n{"at": 1', encoding="utf-8")
    (tmp_path / ".take.json.x1y2").write_text("{", encoding="utf-8")
    assert checks.damaged_files(tmp_path) == ["half-written: comments.jsonl", "half-written: sound.json"]
    assert checks.left_behind(tmp_path) == ["left behind: .take.json.x1y2"]


@pytest.mark.parametrize(
    ("shown", "faulty"),
    [
        ("Traceback (most recent call last):\n  File", True),
        ("Fatal Python error: Aborted", True),
        ("Exception ignored in: <function", True),
        ("voice-interview: There is no microphone.", False),
        ("Aborted!", False),
        ('Traceback (most recent call last):\n  File "<frozen site>", line 616, in <module>\nKeyboardInterrupt', False),
        ('Traceback (most recent call last):\n  File "voice_interview/text.py"\nKeyboardInterrupt', True),
    ],
)
def test_a_fault_of_the_program_is_told_from_a_failure(shown, faulty):
    assert (checks.faulty(shown) is not None) == faulty


def test_every_kind_has_its_deed_and_its_turn():
    drawn = [plan.draw(seed) for seed in range(2000)]
    assert drawn == [plan.draw(seed) for seed in range(2000)]
    assert {case.kind for case in drawn} == set(plan.KINDS)
    assert {kind.name for kind in plan.KINDS} == set(DEEDS)
    assert all(
        case.phase in case.kind.phases and 0 <= case.at <= max(plan.ANALYSIS, plan.LONGEST[case.phase])
        for case in drawn
    )


def row(seed: int, **other: Any) -> dict[str, Any]:
    usual = {"kind": "practice: SIGKILL", "phase": "answer", "moment": 1.0, "lost": 0.1, "waited": 1.0, "starved": 0.2}
    return usual | {"seed": seed, "commit": "0.1.0-abc", "told": "Brought back a take", "problems": []} | other


def test_the_page_counts_what_the_last_try_shows(tmp_path):
    log = Log(tmp_path / "log.jsonl", "faults", disturbed=True)
    for one in (
        row(1),
        row(2, problems=["lost: 3.10 s of 4.0 s"], lost=3.1),
        row(2),
        row(3, problems=["traceback: Traceback", "a process of it is left"]),
        row(4, problems=["hang: 10.1 s"]),
        row(4, problems=["hang: 10.4 s"]),
    ):
        log.add(results.WHAT, **one)
    results.write(log, tmp_path, {"throttle": "no control group"})
    said = (tmp_path / "faults.md").read_text(encoding="utf-8")
    assert "4 runs of real" in said and "| practice: SIGKILL | 4 | 0.10 | 0.8 | 4 | 2 |" in said
    missed = {"a traceback": (1, 1), "a hang": (1, 2), "over 1 s": (0, 1), "a half": (0, 0), "anything else": (1, 1)}
    for target, (last, every) in missed.items():
        (line,) = [line for line in said.splitlines() if line.startswith(f"| {target}")]
        assert line.endswith(f"| {last} of 4 | {every} of 6 |")
    assert "| 0.10 s | 3.10 s |" in said
    assert "seed 2" in said.partition("## Seen, and not")[2] and "seed 3" in said.partition("## Runs with")[2]
    assert "slow disk: no control group" in said and "two at once: not drawn yet" in said


@pytest.mark.parametrize(
    ("tries", "again"),
    [
        ([], True),
        ([[]], False),
        ([["lost: 2 s"]], True),
        ([["traceback: Traceback"]], False),
        ([["hang: 11 s"], []], False),
        ([["hang: 11 s"], ["hang: 12 s"]], True),
        ([["hang: 11 s"], ["hang: 12 s"], ["lost: 2 s"]], False),
    ],
)
def test_what_a_busy_machine_can_do_is_tried_again(tries, again):
    assert results.is_open([row(1, problems=one) for one in tries], "practice: SIGKILL") == again


def test_a_seed_of_another_plan_is_done_with():
    assert not results.is_open([row(1, problems=["lost: 2 s"])], "practice: SIGTERM")


@pytest.mark.bench
@pytest.mark.soundcard
@pytest.mark.whisper
def test_a_sample_of_faults_costs_nothing(tmp_path):
    if reason := missing():
        pytest.skip(f"no virtual sound card: {reason}")
    command = [sys.executable, "-m", "benchmarks.faults", "--sample", "--to", str(tmp_path)]
    command += ["--log", str(tmp_path / "log.jsonl")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    rows = Log(tmp_path / "log.jsonl", "faults", disturbed=True).rows(results.WHAT)
    assert {row["kind"] for row in rows} == {case.name for case in plan.sampled()}
    assert all(row["met"] and row["lost"] is not None for row in rows)
