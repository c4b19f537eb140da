"""Takes on a real disk, in a temporary folder."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from voice_interview.errors import TakeError
from voice_interview.model import Answer, Correction, Provenance, Question, Recording, Report, Transcript
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
QUESTION = Question(id="angry-customer", text="Tell me about an angry customer.", kind="behavioural", pack="test")


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    return Takes(tmp_path / "deep" / "recordings")


def report_of(take: Take) -> Report:
    return Report(
        id=take.id,
        created_at=NOW.isoformat(),
        question=QUESTION,
        recording=Recording(path="answer.wav", seconds=3.0),
        transcript=Transcript(language="en", engine="fake", model="none", text=""),
        sound=None,
        reading=None,
        measures={},
        advice=(),
        provenance=Provenance(version="0"),
    )


def answer_of(report: Report) -> Answer:
    return Answer(
        question=report.question,
        recording=report.recording,
        transcript=report.transcript,
        sound=report.sound,
        reading=report.reading,
    )


CORRECTIONS = (
    Correction(made_at=NOW.isoformat(), what="strike", start=1.5, end=1.8, label="um", was="Um,"),
    Correction(made_at=NOW.isoformat(), what="mend", start=2.0, end=2.4, was="angie", text="größer"),
)


def test_a_new_take_knows_its_question_before_anything_is_recorded(takes: Takes) -> None:
    take = takes.new(QUESTION, NOW)
    assert take.id.startswith("2026-03-04T18-04-09_angry-customer_")
    assert take.load().question == QUESTION
    assert take.load().state == "recording"
    assert not take.has_report


@pytest.mark.skipif(os.name == "nt", reason="Windows has no POSIX modes")
def test_nobody_else_may_read_a_take_whatever_the_umask(takes: Takes) -> None:
    before = os.umask(0)
    try:
        take = takes.new(None, NOW)
        take.save(answer_of(report_of(take)), report_of(take))
    finally:
        os.umask(before)
    assert stat.S_IMODE(take.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(takes.root.stat().st_mode) == 0o700
    assert {stat.S_IMODE(f.stat().st_mode) for f in take.folder.iterdir()} == {0o600}


@pytest.mark.parametrize("hostile", ["../../etc", "a/b", "x" * 300, "🙂", "", "con\n"])
def test_no_question_id_reaches_outside_the_folder(takes: Takes, hostile: str) -> None:
    take = takes.new(msgspec.structs.replace(QUESTION, id=hostile), NOW)
    assert take.folder.parent == takes.root
    assert len(take.id) < 80


def test_what_is_saved_is_read_back(takes: Takes) -> None:
    take = takes.new(QUESTION, NOW)
    report = report_of(take)
    take.record(report.recording)
    take.save(answer_of(report), report)
    assert take.load().state == "recorded"
    assert take.report() == report
    assert take.heard() == answer_of(report)
    assert sorted(f.name for f in take.folder.iterdir()) == [
        "reading.json", "report.json", "sound.json", "take.json", "transcript.json",
    ]  # fmt: skip


def test_corrections_are_lines_of_json_and_go_without_a_trace(takes: Takes) -> None:
    take = takes.new(QUESTION, NOW)
    before = sorted(take.folder.iterdir())
    assert take.corrections() == ()
    take.keep_corrections(CORRECTIONS)
    lines = (take.folder / "corrections.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["voice-interview/correction/1"] * 2
    assert take.corrections() == CORRECTIONS
    if os.name != "nt":
        assert stat.S_IMODE((take.folder / "corrections.jsonl").stat().st_mode) == 0o600
    take.keep_corrections(())
    assert sorted(take.folder.iterdir()) == before


@pytest.mark.parametrize("damage", [b"{", b"\xff", b"[]", b'{"what": "mend", "made_at": "t", "start": 1, "end": 2}'])
def test_a_damaged_correction_is_named_with_its_line(takes: Takes, damage: bytes) -> None:
    take = takes.new(QUESTION, NOW)
    take.keep_corrections(CORRECTIONS)
    with (take.folder / "corrections.jsonl").open("ab") as file:
        file.write(damage + b"\n")
    with pytest.raises(TakeError, match=r"Line 3 of .* is damaged"):
        take.corrections()


def test_finding(takes: Takes) -> None:
    first, second = takes.new(QUESTION, NOW), takes.new(None, NOW.replace(year=2027))
    assert takes.find(first.id).id == first.id
    assert takes.find(second.id[-4:]).id == second.id
    assert takes.find("last").id == second.id
    with pytest.raises(TakeError, match="could be 2 takes"):
        takes.find("20")
    for nothing in ("zzz", ""):
        with pytest.raises(TakeError, match="takes list"):
            takes.find(nothing)
    with pytest.raises(TakeError, match="There is no take 'last'"):
        Takes(takes.root / "nowhere").find("last")


def test_folders_that_are_no_takes_are_left_alone(takes: Takes) -> None:
    takes.new(None, NOW)
    (takes.root / "holiday").mkdir()
    (takes.root / ".gitignore").write_text("*")
    assert len(takes.all()) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema": 1}'])
def test_a_damaged_file_is_named_with_its_cure(takes: Takes, damage: bytes) -> None:
    take = takes.new(QUESTION, NOW)
    (take.folder / "report.json").write_bytes(damage)
    with pytest.raises(TakeError, match=r"report\.json is damaged.*analyze --again"):
        take.report()


def test_a_missing_report_names_the_command_that_makes_it(takes: Takes) -> None:
    with pytest.raises(TakeError, match=r"has no report\.json.*analyze --again"):
        takes.new(QUESTION, NOW).report()


def test_deleting_leaves_nothing(takes: Takes) -> None:
    take = takes.new(QUESTION, NOW)
    take.delete()
    assert list(takes.root.iterdir()) == []
    with pytest.raises(TakeError, match="Cannot delete"):
        take.delete()


def test_a_deletion_that_is_cut_off_leaves_a_take_that_can_be_deleted(
    takes: Takes, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = takes.new(QUESTION, NOW)
    take.save_report(report_of(take))
    (take.folder / "more").mkdir()
    monkeypatch.setattr("shutil.rmtree", lambda path: (_ for _ in ()).throw(OSError(5, f"no more: {path}")))
    with pytest.raises(TakeError, match="Cannot delete"):
        take.delete()
    monkeypatch.undo()
    assert takes.all()[0].id == take.id
    take.delete()
    assert not take.folder.exists()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TakeError, match="Cannot create"):
        Takes(tmp_path / "file" / "recordings").new(None, NOW)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_says_so(takes: Takes, monkeypatch: pytest.MonkeyPatch) -> None:
    take = takes.new(QUESTION, NOW)

    def full(_: Path, data: bytes) -> None:
        with open("/dev/full", "wb", buffering=0) as device:  # noqa: PTH123
            device.write(data)

    monkeypatch.setattr("voice_interview.takes.take.write_whole", full)
    with pytest.raises(TakeError, match=r"No space left.*Free some space"):
        take.save(answer_of(report_of(take)), report_of(take))
