"""Which recordings are to be analysed: each content once with the same settings, whatever it is called."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from voice_interview import submissions
from voice_interview.submissions import Submissions, Wanted
from voice_interview.takes import Take

IDS = ("angry-customer", "angry", "best-service")


def runs(number: int) -> bool:
    return number == os.getpid()


def recording(path: Path, content: str = "sound") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def made(wanted: Wanted | None, name: str = "take") -> Take:
    """A take as a worker leaves it."""
    assert wanted is not None
    take = Take(wanted.again or wanted.home / name)
    take.folder.mkdir(exist_ok=True)
    for file in ("take.json", "report.json"):
        (take.folder / file).write_text("{}", encoding="utf-8")
    submissions.keep(take, wanted.source)
    return take


def test_what_was_made_by_the_same_settings_is_known_by_its_content(tmp_path: Path) -> None:
    path = recording(tmp_path / "anna" / "one.WAV")
    found = Submissions(tmp_path, runs)
    assert found.recordings == [path] and not found.done(path, "base")
    take = made(found.wanted(path, "base"))
    again = Submissions(tmp_path, runs)
    assert again.recordings == [path] and again.done(path, "base") and again.wanted(path, "base") is None

    renamed = path.rename(tmp_path / "anna" / "two.wav")
    again = Submissions(tmp_path, runs)
    assert not again.done(renamed, "base") and again.wanted(renamed, "base") is None

    other = again.wanted(renamed, "tiny.en")
    assert other is not None and other.again == take.folder, "the same take, by other settings"
    made(other)
    assert Submissions(tmp_path, runs).done(renamed, "tiny.en")

    recording(renamed, "other sound")
    changed = Submissions(tmp_path, runs).wanted(renamed, "tiny.en")
    assert changed is not None and changed.again is None

    shutil.rmtree(take.folder)
    recording(renamed)
    assert Submissions(tmp_path, runs).wanted(renamed, "tiny.en") is not None, "a take that was deleted is made again"


def test_two_files_of_one_content_are_one_recording_of_the_same_person_only(tmp_path: Path) -> None:
    one, copy, theirs = (recording(tmp_path / name) for name in ("anna/one.wav", "anna/copy.wav", "ben/one.wav"))
    found = Submissions(tmp_path, runs)
    assert found.wanted(one, "base") is not None
    assert found.wanted(copy, "base") is None
    assert found.wanted(theirs, "base") is not None


def test_a_take_that_is_not_whole_or_is_damaged_counts_for_nothing(tmp_path: Path) -> None:
    path = recording(tmp_path / "one.wav")
    take = made(Submissions(tmp_path, runs).wanted(path, "base"))
    (take.folder / "report.json").unlink()
    assert not Submissions(tmp_path, runs).done(path, "base")
    (take.folder / "report.json").write_text("{}", encoding="utf-8")
    (take.folder / "source.json").write_text("{", encoding="utf-8")
    assert not Submissions(tmp_path, runs).done(path, "base")


def test_what_is_no_recording_is_left_alone(tmp_path: Path) -> None:
    for name in ("notes.txt", ".hidden.wav", ".hidden/one.wav", "take/answer.wav", "x-pages/sound.mp3"):
        recording(tmp_path / name)
    for name in ("take/take.json", "x-pages/pages.json"):
        recording(tmp_path / name, "{}")
    assert Submissions(tmp_path, runs).recordings == []


def test_a_mark_is_the_same_for_whoever_makes_the_take_and_another_one_for_other_content(tmp_path: Path) -> None:
    path = recording(tmp_path / "one.wav")
    first, again = (Submissions(tmp_path, runs).wanted(path, "base") for _ in range(2))
    assert first is not None and again is not None
    assert first.mark == again.mark == first.source.sha256[:4]
    (tmp_path / f"2026-01-01T00-00-00_answer_{first.mark}").mkdir()
    recording(tmp_path / f"2026-01-01T00-00-00_answer_{first.mark}" / "take.json", "{}")
    longer = Submissions(tmp_path, runs).wanted(path, "base")
    assert longer is not None and longer.mark == first.source.sha256[:5]


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("angry-customer", "angry-customer"),
        ("Angry-Customer 2", "angry-customer"),
        ("angry-customer-2", "angry-customer"),
        ("angry_1", "angry"),
        ("angrycustomer", None),
        ("my angry-customer", None),
        ("", None),
    ],
)
def test_the_question_in_a_name(name: str, id_: str | None) -> None:
    assert submissions.question_in(name, IDS) == id_
