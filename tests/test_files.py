"""Whole files or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interview.files import private_folder, write_whole


def test_the_old_file_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    write_whole(target, b"old")
    with pytest.raises(TypeError):
        write_whole(target, "not bytes")  # type: ignore[arg-type]
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_replaces_and_leaves_no_temporary_file(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    for data in (b"one", b"two"):
        write_whole(target, data)
    assert target.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [target]


def test_private_folder_makes_what_is_missing_and_keeps_what_is_there(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made = private_folder(tmp_path / "a" / "b")
    assert made.is_dir()
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    assert private_folder(made) == made
