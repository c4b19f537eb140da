"""`takes label`, as it is used."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result
from strategies import answer_of, question_of, reading_of, sound_of, words_of

from voice_interview import analysis
from voice_interview.cli import cli
from voice_interview.model import Answer, Provenance, Recording
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SAID = (
    "Last winter the boiler of our hostel broke down. It was my task to keep forty guests warm. I rang three firms and "
    "carried blankets upstairs. Well, um, that was that. By the evening the heating ran again."
)
"""Sentences from 1.0, 5.5, 10.0, 14.0 and 16.5 s."""


def run(take: Take, *arguments: str, typed: str = "") -> Result:
    command = ["takes", arguments[0], "--recordings", str(take.folder.parent), *arguments[1:]]
    return CliRunner().invoke(cli, command, input=typed)


def answer(labels: str = "STA.R") -> Answer:
    said = words_of(SAID, start=1.0)
    read = reading_of(labels)
    return answer_of(said, sound=sound_of((1.0, 21.0)), reading=read, question=question_of(), seconds=22.0)


def made(folder: Path, labels: str = "STA.R") -> Take:
    """A take that was read so; its sound is silence."""
    take = Takes(folder).new(question_of(), NOW)
    soundfile.write(take.answer, np.zeros(22 * 16_000, dtype=np.float32), 16_000)
    take.record(Recording(path="answer.wav", seconds=22.0))
    found = answer(labels)
    take.save(found, analysis.report(found, (take.id, NOW.isoformat()), Provenance(version="0")))
    return take


@pytest.fixture
def take(tmp_path: Path) -> Take:
    return made(tmp_path)


def lines(result: Result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def test_an_id_alone_shows_the_sentences_with_their_numbers(take: Take) -> None:
    shown = lines(run(take, "label", "last"))
    assert shown[:2] == [
        "A story: something that happened is told.",
        "situation there, task there, action there, result there",
    ]
    assert "4 0:14.0 other 0.70 Well, um, that was that." in shown
    assert not (take.folder / "corrections.jsonl").exists()


def test_labelling_changes_the_report_and_keeps_the_machine_s_reading(take: Take) -> None:
    before = {path.name: path.read_bytes() for path in take.folder.iterdir()}
    done = run(take, "label", "last", "--sentence", "4", "r", "--at", "16.6", "other", "--part", "task", "implied")
    assert lines(done) == [
        '1 0:14.0 "Well, um, that was that." is result; the machine: other',
        '2 0:16.5 "By the evening the heating ran again." is other; the machine: result',
        "3 - the task is implied; the machine: there",
    ]
    after = {path.name: path.read_bytes() for path in take.folder.iterdir()}
    assert {name for name in after if after[name] != before.get(name)} == {"report.json", "corrections.jsonl"}
    shown = " ".join(run(take, "show", "last").stdout.split())
    assert "3 corrections by a person" in shown
    assert "0:14 R* [Well,] [um,] that was that." in shown
    assert "T* task implied" in shown
    assert "`R*`" in run(take, "report", "last", "--format", "md").stdout


def test_undo_takes_back_labels_and_leaves_the_words_corrected(take: Take) -> None:
    untouched = take.report()
    run(take, "correct", "last", "--strike", "14.5")
    run(take, "label", "last", "--sentence", "4", "action", "--story", "no")
    listed = lines(run(take, "label", "last", "--list"))
    assert [line[0] for line in listed[:2]] == ["1", "2"]
    assert "no story is told; the machine: a story" in listed[1]
    assert len(lines(run(take, "correct", "last", "--list"))) == 2  # the one correction, and the machine's own count
    assert run(take, "label", "last", "--undo", "all").exit_code == 0
    assert [one.what for one in take.corrections()] == ["strike"]
    assert "There are no corrections" in run(take, "label", "last", "--list").stderr
    run(take, "correct", "last", "--undo", "last")
    assert take.report().measures == untouched.measures


def test_labels_outlast_another_analysis(take: Take) -> None:
    """As `analyze --again` with a model that writes it otherwise: a word more in front, everything 0.2 s later."""
    run(take, "label", "last", "--sentence", "4", "action", "--story", "no", "--sentence", "2", "learning")
    line = SAID.replace("It was my task to keep forty guests warm", "Guests were freezing in their rooms on all floors")
    other = words_of(f"So {line}", start=0.7)
    found = answer_of(other, sound=sound_of((1.0, 21.0)), reading=reading_of("STA.R"), seconds=22.0)
    take.save(found, analysis.report(found, (take.id, NOW.isoformat()), Provenance(version="0"), take.corrections()))
    assert [one.applied for one in take.report().corrections] == [True, False, True]
    assert "(not applied: The sentence does not stand there any more.)" in run(take, "label", "last", "--list").stdout


def test_a_part_in_what_seems_no_story_asks_for_the_story(tmp_path: Path) -> None:
    take = Takes(tmp_path).new(question_of(), NOW)
    found = answer_of(words_of(SAID), reading=reading_of("....?", story=False, kind="opinion"), question=question_of())
    take.save(found, analysis.report(found, (take.id, NOW.isoformat()), Provenance(version="0")))
    said = run(take, "label", "last", "--sentence", "3", "action")
    assert f"takes label {take.id} --story yes" in said.stderr
    assert "--story" not in run(take, "label", "last", "--story", "yes").stderr
    assert "A story: something that happened is told. (Says a person.)" in run(take, "show", "last").stdout


def test_as_json(take: Take) -> None:
    shown = json.loads(run(take, "label", "last", "--sentence", "5", "other", "--json").stdout)
    assert [(one["number"], one["label"], one["found_by"]) for one in shown["sentences"]][3:] == [
        (4, "other", None),
        (5, "other", "person"),
    ]
    assert shown["figures"]["star"] == {"machine": 4.0, "corrected": 3.0}
    assert shown["parts"]["result"]["present"] == "unclear"
    (outcome,) = shown["corrections"]
    assert (outcome["applied"], outcome["found"]) == (True, "result")
    assert json.loads(run(take, "label", "last", "--json").stdout) == shown


# -- training data ----------------------------------------------------------------------------------------------------


def test_training_data_say_what_they_hold_and_wait_for_a_yes(take: Take, tmp_path: Path) -> None:
    run(take, "label", "last", "--sentence", "4", "learning")
    target = tmp_path / "mine.jsonl"
    asked = run(take, "label", "last", "--export", str(target), typed="n\n")
    assert asked.exit_code == 1 and not target.exists()
    assert "mine.jsonl will hold the words of 1 answer:" in asked.stderr
    assert "every sentence as it was transcribed" in asked.stderr
    assert run(take, "label", "last", take.id, "--export", str(target), typed="y\n").exit_code == 0
    (row,) = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert [one["label"] for one in row["segments"]] == list("STALR")
    assert (row["kind"], row["segments"][3]["text"]) == ("behavioural", "Well, um, that was that.")


def test_one_answer_that_cannot_be_exported_stops_all(take: Take, tmp_path: Path) -> None:
    other = made(tmp_path, "ST?.R")
    run(take, "label", take.id, "--sentence", "4", "other")
    target = tmp_path / "mine.jsonl"
    refused = run(take, "label", take.id, other.id, "--yes", "--export", str(target))
    assert refused.exit_code == 1 and not target.exists()
    assert "No sentence of" in str(refused.exception)
    run(take, "label", other.id, "--sentence", "1", "other")
    assert "no label yet: 3" in str(run(take, "label", take.id, other.id, "--yes", "--export", str(target)).exception)
    run(take, "label", other.id, "--sentence", "3", "action")
    assert run(take, "label", take.id, other.id, "--yes", "--export", str(target)).exit_code == 0
    assert len(target.read_text(encoding="utf-8").splitlines()) == 2
    nowhere = tmp_path / "no" / "mine.jsonl"
    assert "Cannot write" in str(run(take, "label", take.id, "--yes", "--export", str(nowhere)).exception)


# -- what fails -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sentence", "6", "task"], "no sentence 6"),
        (["--at", "1:00", "task"], "The nearest is sentence 5"),
        (["--sentence", "1", "other", "--sentence", "9", "task"], "no sentence 9"),
        (["--undo", "last"], "no correction to take back"),
    ],
)
def test_what_cannot_be_labelled_changes_nothing_and_says_why(take: Take, arguments: list[str], said: str) -> None:
    failed = run(take, "label", "last", *arguments)
    assert failed.exit_code == 1
    assert said in str(failed.exception)
    assert not (take.folder / "corrections.jsonl").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["label"],
        ["label", "last", "--sentence", "0", "task"],
        ["label", "last", "--sentence", "1", "ending"],
        ["label", "last", "--sentence", "1"],
        ["label", "last", "--part", "learning", "yes"],
        ["label", "last", "--story", "perhaps"],
        ["label", "last", "last", "--story", "yes"],
        ["label", "last", "--export", "x", "--story", "yes"],
        ["label", "last", "--yes"],
    ],
)
def test_misuse(take: Take, arguments: list[str]) -> None:
    misused = run(take, *arguments)
    assert misused.exit_code == 2, misused.output
    assert "Error:" in misused.stderr
