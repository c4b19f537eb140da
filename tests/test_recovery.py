"""Takes that were cut off: found when nobody records into them any more, and never before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result
from strategies import question_of

from voice_interview.audio.wav import repair
from voice_interview.cli import cli
from voice_interview.errors import TakeError
from voice_interview.model import Recording
from voice_interview.recovery import LONGEST_PAUSE, STILL_BEING_WRITTEN, Machine, is_being_recorded, recover, unfinished
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SECOND = 32_000
"""Bytes."""


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    return Takes(tmp_path / "recordings")


def begun(takes: Takes, seconds: float = 2.0) -> Take:
    """A take that is being recorded here, its file as a killed writer leaves it: with no lengths in its header."""
    take = takes.new(question_of("behavioural"), NOW)
    header = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0\x80\x3e\0\0\0\x7d\0\0\2\0\x10\0data\0\0\0\0"
    take.answer.write_bytes(header + bytes(int(seconds * SECOND)))
    return take


def end(take: Take) -> None:
    """As the system does when the process ends."""
    take.lock.let_go()


def never(_: int) -> bool:
    return False


def at(now: float = 0.0, runs: Callable[[int], bool] = never) -> Machine:
    return Machine(now, runs)


def seconds_of(_: Path) -> float:
    return 12.5


def test_a_take_whose_process_ended_is_brought_back_whatever_the_clock_says(takes: Takes) -> None:
    take, empty = begun(takes), takes.new(None, NOW)
    end(take)
    end(empty)
    found = recover(takes, at(now=-1e9, runs=lambda _: True), seconds_of)
    assert [(one.id, seconds) for one, seconds in found.kept] == [(take.id, 12.5)]
    assert (take.load().state, take.load().recording.seconds, take.load().pid) == ("recorded", 12.5, None)
    assert found.empty == (empty.id,) and not empty.folder.exists()
    assert sorted(path.name for path in take.folder.iterdir()) == ["answer.wav", "take.json"]
    assert recover(takes, at(now=-1e9), seconds_of).kept == ()


def test_a_take_that_is_being_recorded_is_never_touched(takes: Takes) -> None:
    take = begun(takes)
    os.utime(take.answer, (0, 0))
    machine = at(now=time.time() + 1e6)  # paused for eleven days, its number now another's
    assert is_being_recorded(take, machine) and not unfinished(takes, machine)
    assert recover(takes, machine, seconds_of).kept == ()
    assert take.load().state == "recording"
    take.record(Recording(path="answer.wav", seconds=2.0))
    assert not is_being_recorded(take, machine)
    assert sorted(path.name for path in take.folder.iterdir()) == ["answer.wav", "take.json"]


@contextmanager
def recording_elsewhere(takes: Takes) -> Iterator[tuple[subprocess.Popen[str], Take]]:
    """A take that another process records into until it is killed."""
    program = (
        "import sys, time; from datetime import datetime; from pathlib import Path\n"
        "from voice_interview.takes import Takes\n"
        f"take = Takes(Path({str(takes.root)!r})).new(None, datetime.now())\n"
        "print(take.id, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        take = Take(takes.root / process.stdout.readline().strip())
        take.answer.write_bytes(b"RIFF")
        try:
            yield process, take
        finally:
            process.kill()


def test_another_process_keeps_its_take_until_it_is_killed(takes: Takes) -> None:
    with recording_elsewhere(takes) as (process, take):
        assert recover(takes, at(now=time.time() + 1e6), seconds_of).kept == ()
        assert take.load().state == "recording"
        process.kill()
        process.wait()
        assert len(recover(takes, at(), seconds_of).kept) == 1


def test_two_programs_do_not_mend_one_take(takes: Takes) -> None:
    take = begun(takes)
    end(take)

    def other(_: Path) -> float:
        assert recover(takes, at(), repair).kept == ()
        return 2.0

    assert len(recover(takes, at(), other).kept) == 1


def test_a_take_that_was_closed_since_it_was_found_stays_as_it_is(
    takes: Takes, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = begun(takes)
    end(take)
    found = unfinished(takes, at())
    Take(take.folder).record(Recording(path="answer.wav", seconds=1.75, device="the microphone"))
    monkeypatch.setattr("voice_interview.recovery.unfinished", lambda *_: found)
    assert recover(takes, at(), seconds_of).kept == ()
    assert take.load().recording.device == "the microphone"


def without_lock(takes: Takes) -> tuple[Take, float]:
    """A take of a version, or on a file system, that knew no locks, and when it was last written."""
    take = begun(takes)
    take.lock.remove()
    return take, take.answer.stat().st_mtime


def test_without_a_lock_the_process_and_the_time_tell(takes: Takes) -> None:
    _, written = without_lock(takes)
    mine = os.getpid().__eq__
    assert not unfinished(takes, at(written + STILL_BEING_WRITTEN - 1))
    assert not unfinished(takes, at(written + LONGEST_PAUSE - 1, mine))
    assert unfinished(takes, at(written + LONGEST_PAUSE + 1, mine))
    assert unfinished(takes, at(written + STILL_BEING_WRITTEN + 1))
    assert len(recover(takes, at(written + STILL_BEING_WRITTEN + 1), seconds_of).kept) == 1


def test_what_cannot_be_mended_is_told_and_stops_nothing(takes: Takes) -> None:
    broken, whole = begun(takes), begun(takes)
    broken.answer.write_bytes(b"something else, longer than the header of any recording of ours")
    end(broken)
    end(whole)
    found = recover(takes, at(), repair)
    assert [take.id for take, _ in found.kept] == [whole.id]
    ((named, error),) = found.failed
    assert named == broken.id and "no take of this program" in str(error)
    assert broken.load().state == "recording" and len(unfinished(takes, at())) == 1


@pytest.mark.parametrize("content", [b"", b"{", b'{"state": "recording"}'])
def test_a_damaged_take_is_left_to_be_told_of(takes: Takes, content: bytes) -> None:
    take = begun(takes)
    end(take)
    (take.folder / "take.json").write_bytes(content)
    assert not is_being_recorded(take, at())
    assert recover(takes, at(), seconds_of) == recover(Takes(takes.root / "none"), at(), seconds_of)


def test_a_lock_that_the_file_system_refuses_is_no_lock(takes: Takes, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("voice_interview.locks._hold", refuse)
    take = takes.new(None, NOW)
    assert [path.name for path in take.folder.iterdir()] == ["take.json"] and take.load().pid == os.getpid()


def test_no_take_is_begun_where_its_lock_cannot_be_made(takes: Takes, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("voice_interview.locks.Lock.make", full)
    with pytest.raises(TakeError, match="No space left"):
        takes.new(None, NOW)
    assert list(takes.root.iterdir()) == []


def test_a_number_that_no_process_has_is_none_that_runs(takes: Takes) -> None:
    take, _ = without_lock(takes)
    file = take.folder / "take.json"
    file.write_text(file.read_text(encoding="utf-8").replace(str(os.getpid()), "9" * 18), encoding="utf-8")
    os.utime(take.answer, (0, 0))
    assert run(takes, "takes", "recover").stdout.startswith(take.id)


def run(takes: Takes, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--recordings", str(takes.root)])


@pytest.mark.parametrize(
    "command",
    [
        ("takes", "list", "--json"),
        ("progress", "--json"),
        ("takes", "show", "last", "--json"),
        ("analyze", "--again", "--json", "nothing-like-it"),
        ("practice", "--retake", "nothing-like-it", "--auto-stop", "2"),
    ],
    ids=" ".join,
)
def test_it_begins_by_itself_and_says_so_beside_the_results(takes: Takes, command: tuple[str, ...]) -> None:
    take = begun(takes)
    end(take)
    done = run(takes, *command)
    said = f"Brought back a take that had been cut off (2.0 s): voice-interview analyze --again {take.id}"
    assert done.stderr.splitlines()[0] == said
    assert take.load().recording.seconds == 2.0
    assert "Brought back" not in done.stdout
    if done.stdout:
        json.loads(done.stdout)
    assert "Brought back" not in run(takes, *command).stderr


def test_several_are_told_in_two_lines(takes: Takes) -> None:
    made = [begun(takes, seconds) for seconds in (1.0, 2.5)]
    nothing = begun(takes, 0)
    for take in (*made, nothing):
        end(take)
    first, second = run(takes, "takes", "list", "--json").stderr.splitlines()
    ids = [take.id for take in takes.all()]
    assert "2 takes that had been cut off" in first and all(take_id in first for take_id in ids)
    assert second == f"Removed a take in which nothing had been recorded: {nothing.id}."


def test_what_cannot_be_mended_does_not_stop_the_list(takes: Takes) -> None:
    take = begun(takes)
    take.answer.write_bytes(b"something else, longer than the header of any recording of ours")
    end(take)
    listed = run(takes, "takes", "list", "--json")
    assert listed.exit_code == 0 and len(json.loads(listed.stdout)) == 1
    assert "cannot be brought back" in listed.stderr
    assert run(takes, "takes", "recover").exit_code == 1


def test_a_take_of_another_form_is_read_in_full(takes: Takes) -> None:
    """The state is looked for at the beginning alone; where it does not stand there, nothing is assumed."""
    take = begun(takes)
    end(take)
    file = take.folder / "take.json"
    file.write_bytes(msgspec.json.encode(take.load()))  # without a space after its colons
    assert len(unfinished(takes, at())) == 1
    take.record(Recording(path="answer.wav", seconds=2.0))
    file.write_bytes(msgspec.json.encode(take.load()))
    assert not unfinished(takes, at())


def test_of_closed_takes_only_the_head_is_read(takes: Takes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which keeps the look at a folder of hundreds of takes cheap."""
    for hours in range(3):
        closed = takes.new(question_of("behavioural"), NOW + timedelta(hours=hours))
        closed.record(Recording(path="answer.wav", seconds=2.0))
    left = begun(takes)
    end(left)
    read: list[str] = []
    load = Take.load
    monkeypatch.setattr(Take, "load", lambda take: read.append(take.id) or load(take))
    unfinished(takes, at())
    assert read == [left.id]
