"""What is left of a take that was deleted: nothing, anywhere."""

from __future__ import annotations

import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace
from strategies import question_of, transcript_of

from voice_interview.audio.replay import copy
from voice_interview.cli import cli
from voice_interview.cli.removing import days_of
from voice_interview.files import TEMPORARY
from voice_interview.model import CutFollowed, FollowUp, Provenance, Recording, Report, Retake
from voice_interview.takes import Take, Takes
from voice_interview.traces import LEFT_BEHIND, older_than, remove
from voice_interview.voices import cache, pcm

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SECRET = "Zbigniewa"


class Voice:
    name, version = "a-voice", "1.0"

    def speak(self, text: str, to: Path) -> Path:  # noqa: ARG002
        import numpy as np

        pcm.write(np.full(800, 0.5, np.float32), 8000, to)
        return to


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of takes, with a cache and a temporary folder of its own."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


def kept(takes: Takes, asked: str, said: str, days: int = 0, retake: Retake | None = None) -> Take:
    made = NOW - timedelta(days=days)
    question = replace(question_of(), text=asked)
    take = takes.new(question, made)
    take.answer.write_bytes(said.encode())
    recording = Recording(path="answer.wav", seconds=9.0, follow_ups=(FollowUp(text=f"And {asked}", start=5.0),))
    take.record(recording)
    take.save_report(
        Report(
            id=take.id,
            created_at=made.isoformat(),
            question=question,
            recording=recording,
            transcript=transcript_of(said),
            sound=None,
            reading=None,
            measures={},
            advice=(),
            provenance=Provenance(version="1"),
            retake=retake,
        )
    )
    for text in (asked, f"And {asked}"):
        cache.rendered(Voice(), text, takes.root.parent / "cache" / cache.FOLDER)
    return take


def run(here: Path, *arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, ["takes", *arguments, "--recordings", str(here / "takes")], input=typed)


def written(here: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}


def test_of_a_deleted_take_no_word_stays_anywhere(here: Path) -> None:
    takes = Takes(here / "takes")
    secret = kept(takes, f"Who is {SECRET}?", f"{SECRET} was furious.")
    cut = CutFollowed(planned=f"{SECRET} was furious.", again="yes", said=f"{SECRET} was furious.")
    takes.retake_of = secret.id
    again = kept(takes, "Who was it?", "She was furious.", -1, Retake(of=secret.id, cuts=(cut,)))
    takes.retake_of = None
    other = kept(takes, "Why?", "Because.", -2)
    assert secret.id in run(here, "list", "--text", SECRET).stdout
    index = next((here / "cache" / "search").iterdir())
    index.with_name(f"{index.name}-journal").write_bytes(f"{SECRET} was".encode())
    before = written(here)
    assert sum(SECRET.encode() in content for content in before.values()) >= 5
    untouched = {path: content for path, content in before.items() if path.parent == other.folder}

    assert run(here, "delete", secret.id, "--yes").exit_code == 0

    after = written(here)
    trail = [path for path, content in after.items() if SECRET.encode() in content or secret.id.encode() in content]
    assert not trail and not [path for path in here.rglob("*") if secret.id in path.name]
    assert {path: after[path] for path in untouched} == untouched
    assert again.report().transcript.text == "She was furious." and again.report().retake is None
    spoken = list((here / "cache" / cache.FOLDER).glob("*.wav"))
    assert len(spoken) == 4, "the two questions of each of the takes that are left"
    assert SECRET not in run(here, "list", "--text", "furious").stdout


def test_what_another_take_asks_too_stays_spoken(here: Path) -> None:
    takes = Takes(here / "takes")
    gone, _ = kept(takes, "Why?", "One."), kept(takes, "Why?", "Two.", 1)
    remove(takes, [gone], here / "cache")
    assert len(list((here / "cache" / cache.FOLDER).iterdir())) == 4


def test_questions_that_were_cached_without_their_text_in_the_name_go_too(here: Path) -> None:
    takes = Takes(here / "takes")
    take = kept(takes, "Why?", "Because.")
    old = here / "cache" / cache.FOLDER / f"hibari-{'0' * 32}.wav"
    old.write_bytes(b"sound")
    remove(takes, [take], here / "cache")
    assert not list((here / "cache" / cache.FOLDER).iterdir())


def test_what_killed_programs_left_is_swept_and_what_runs_is_not(here: Path) -> None:
    takes = Takes(here / "takes")
    take = kept(takes, "Why?", "Because.")
    left, now, foreign = (
        here / "tmp" / name for name in (f"{TEMPORARY}left", f"{TEMPORARY}now", "voice-interview-left")
    )
    half = here / "cache" / cache.FOLDER / ".half.wav"
    for folder in (left, now, foreign):
        folder.mkdir()
        copy(Path(__file__).parent.parent / "voice_interview" / "bundled" / "demo-answer.flac", folder / "test.wav")
    half.write_bytes(b"sound")
    then = time.time() - LEFT_BEHIND - 1
    for path in (left, foreign, half):
        os.utime(path, (then, then))
    remove(takes, [take], here / "cache")
    assert [path.exists() for path in (left, half, now, foreign)] == [False, False, True, True]


def test_one_that_cannot_be_deleted_does_not_keep_the_others(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    takes = Takes(here / "takes")
    stuck, gone = kept(takes, "Why?", "One.", 1), kept(takes, "Who?", "Two.")
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.parent == stuck.folder:
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    done = run(here, "delete", stuck.id, gone.id, "--yes")
    assert done.exit_code == 1 and "Cannot delete" in done.stderr and "Deleted 1." in done.stderr
    assert stuck.folder.exists() and not gone.folder.exists()


def test_a_deletion_that_is_interrupted_leaves_no_trace_of_what_was_deleted(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = Takes(here / "takes")
    first, second = kept(takes, f"{SECRET}?", SECRET, 1), kept(takes, "Who?", "Two.")
    run(here, "list", "--text", SECRET)
    delete = Take.delete

    def interrupted(take: Take) -> None:
        if take.id == second.id:
            raise KeyboardInterrupt
        delete(take)

    monkeypatch.setattr(Take, "delete", interrupted)
    with pytest.raises(KeyboardInterrupt):
        remove(takes, [first, second], here / "cache")
    assert not [path for path, content in written(here).items() if SECRET.encode() in content]
    assert len(list((here / "cache" / cache.FOLDER).glob("*.wav"))) == 2


def test_a_take_that_is_being_recorded_is_neither_deleted_nor_purged(here: Path) -> None:
    take = Takes(here / "takes").new(None, NOW - timedelta(days=9999))
    done = run(here, "delete", "last", "--yes")
    assert done.exit_code == 1 and "being recorded" in str(done.exception)
    assert "No take in" in run(here, "purge", "--older-than", "1d", "--yes").stderr
    assert take.folder.exists()


def test_purge_asks_and_removes_what_is_older(here: Path) -> None:
    takes = Takes(here / "takes")
    today = (datetime.now(UTC) - NOW).days
    old, young = kept(takes, "Why?", "One.", 91 - today), kept(takes, "Who?", "Two.", 89 - today)
    damaged = takes.new(None, NOW - timedelta(days=200 - today))
    damaged.lock.remove()
    (damaged.folder / "take.json").write_text("{")
    assert run(here, "purge", "--older-than", "90d", typed="n\n").exit_code == 1
    assert old.folder.exists()
    done = run(here, "purge", "--older-than", "90d", typed="y\n")
    assert done.exit_code == 0 and "Delete 2 for good?" in done.stderr and "Deleted 2." in done.stderr
    assert [take.id for take in takes.all()] == [young.id]
    assert "No take in" in run(here, "purge", "--older-than", "90d", "--yes").stderr


@pytest.mark.parametrize("age", ["90", "0d", "-1d", "1.5d", "d", "99999y", "3 months", ""])
def test_an_age_that_is_none_is_misuse(here: Path, age: str) -> None:
    done = run(here, "purge", "--older-than", age, "--yes")
    assert done.exit_code == 2 and "90d, 12w, 1y" in done.stderr


def test_ages() -> None:
    assert [days_of(age) for age in ("1d", "90D", " 12w", "2y")] == [1, 90, 84, 730]


def test_age_goes_by_when_it_was_made_wherever_that_was(here: Path) -> None:
    takes = Takes(here / "takes")
    kept(takes, "Why?", "One.")
    assert not older_than(takes, 2, NOW + timedelta(days=2))
    assert older_than(takes, 2, NOW + timedelta(days=2, seconds=1))
    assert older_than(takes, 2, (NOW + timedelta(days=2, seconds=1)).astimezone().replace(tzinfo=None))
