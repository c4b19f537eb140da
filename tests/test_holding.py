"""One run at a time in a folder, on whatever machine its processes are."""

from __future__ import annotations

import os
import platform
import shutil
from pathlib import Path

import msgspec
import pytest

from voice_interview import holding
from voice_interview.errors import TakeError
from voice_interview.holding import LOCK, STAGING, Hold, Lock


def runs(number: int) -> bool:
    return number == os.getpid()


def locked(root: Path, run: str = "r", pid: int = 4321, host: str = platform.node()) -> Path:
    lock = root / LOCK
    lock.write_bytes(msgspec.json.encode(Lock(run=run, pid=pid, host=host)))
    return lock


def test_a_run_holds_a_folder_until_it_is_over(tmp_path: Path) -> None:
    with holding.alone(tmp_path, runs) as hold:
        assert hold.lasts and (tmp_path / LOCK).stat().st_mode & 0o777 == 0o600
        hold.check()
        hold.reach()
    assert not hold.lasts and not any(tmp_path.iterdir())
    with pytest.raises(TakeError, match="was stopped"):
        hold.check()


def test_another_run_is_not_disturbed(tmp_path: Path) -> None:
    locked(tmp_path)
    with pytest.raises(TakeError, match="Process 4321 is at work"), holding.alone(tmp_path, lambda _: True):
        pass
    locked(tmp_path, host="elsewhere")
    with pytest.raises(TakeError, match=r"on elsewhere .* or was cut off. .* remove"), holding.alone(tmp_path, runs):
        pass


@pytest.mark.parametrize("content", [b"", b"{", b"4321", b"\xff", None])
def test_what_a_run_left_that_was_killed_holds_nobody_up(tmp_path: Path, content: bytes | None) -> None:
    lock = locked(tmp_path)
    if content is not None:
        lock.write_bytes(content)
    with holding.alone(tmp_path, runs) as hold:
        assert hold.lasts
    assert not lock.exists()


def test_who_lost_the_folder_to_another_run_leaves_its_lock(tmp_path: Path) -> None:
    with holding.alone(tmp_path, runs) as hold:
        locked(tmp_path, run="another")
        assert not hold.lasts
    assert (tmp_path / LOCK).exists()


def test_a_folder_that_is_not_the_same_or_not_there_is_out_of_reach(tmp_path: Path) -> None:
    slept: list[float] = []
    with pytest.raises(TakeError, match="Mount the same storage"):
        Hold(tmp_path / "missing", "r").reach(slept.append)
    assert not slept, "what is not there at all is not waited for"
    with pytest.raises(TakeError, match="Mount the same storage"):
        Hold(tmp_path, "r").reach(slept.append)
    locked(tmp_path, run="another")
    with pytest.raises(TakeError, match="Mount the same storage"):
        Hold(tmp_path, "r").reach(slept.append)

    def written(_: float) -> None:
        locked(tmp_path)

    Hold(tmp_path, "r").reach(written)  # what another machine wrote is seen a moment later


def test_what_runs_left_that_are_over_is_removed(tmp_path: Path) -> None:
    """Also where they held a folder above or below; what others are making stays."""
    inner = tmp_path / "anna" / "today"
    inner.mkdir(parents=True)
    kept = []
    for folder, run, pid, host in (
        (tmp_path, "outer", os.getpid(), platform.node()),
        (inner, "inner", os.getpid(), platform.node()),
        (tmp_path / "anna", "remote", 1, "elsewhere"),
    ):
        locked(folder, run, pid, host)
        kept.append(Path(inner / f"{STAGING}{run}-abc"))
    gone = [inner / f"{STAGING}{name}" for name in ("over-abc", "over-def")]
    for staging in (*kept, *gone):
        (staging / "take").mkdir(parents=True)
    holding.clear([inner], runs)
    assert [one.exists() for one in (*kept, *gone)] == [True, True, True, False, False]
    locked(tmp_path, "outer", pid=4321)
    holding.clear([inner], runs)
    assert [one.exists() for one in kept] == [False, True, True]


def test_what_is_removed_is_moved_away_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process whose run is over finishes its take while another run removes what it had begun."""
    staging = tmp_path / f"{STAGING}over-abc"
    (staging / "take").mkdir(parents=True)
    remove = shutil.rmtree

    def meanwhile(folder: Path, **how: bool) -> None:
        with pytest.raises(FileNotFoundError):
            (staging / "take").rename(tmp_path / "take")
        remove(folder, **how)

    monkeypatch.setattr(shutil, "rmtree", meanwhile)
    holding.clear([tmp_path], runs)
    assert not list(tmp_path.iterdir())


def test_a_staging_folder_is_ones_own_and_goes(tmp_path: Path) -> None:
    hold = Hold(tmp_path, "r")
    with hold.staging(tmp_path) as one, hold.staging(tmp_path) as other:
        assert one != other and one.stat().st_mode & 0o777 == 0o700
        (one / "x").write_bytes(b"x")
    assert not any(tmp_path.iterdir())
    with pytest.raises(TakeError, match="Cannot write"), hold.staging(tmp_path / "missing"):
        pass
