"""The recorder on a stand-in for PortAudio that delivers when it is told to. (On a real one: test_soundcard_audio.)"""

from __future__ import annotations

import io
import os
import threading
import time
import wave
from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interview.audio import decode
from voice_interview.audio.delivered import Delivered
from voice_interview.audio.devices import Device
from voice_interview.audio.recorder import Recorder
from voice_interview.audio.system import TimedOutError
from voice_interview.errors import DeviceError, TakeError

RATE = 16_000
OK = SimpleNamespace(input_overflow=False)
OVERFLOW = SimpleNamespace(input_overflow=True)


class FakeInput:
    """A microphone at `rate`; `say` delivers what PortAudio's thread would."""

    def __init__(self, rate: int = RATE, channels: int = 1, *, stop: Callable[[], None] = lambda: None) -> None:
        self.rate = rate
        self.device = Device(index=3, name="Fake", host_api="None", channels=channels, sample_rate=rate)
        self.shapes: list[tuple[int, int]] = []
        self.closed = 0
        self._stop = stop

    def open(
        self,
        device: Device,
        direction: str,
        shapes: Sequence[tuple[int, int]],
        callback: Callable[..., None],
        finished: Callable[[], None],
    ) -> tuple[Any, int]:
        assert (device, direction) == (self.device, "input")
        self.shapes, self.callback, self.finished = list(shapes), callback, finished
        return self, self.rate

    def stop(self, ignore_errors: bool) -> None:
        assert ignore_errors
        self._stop()
        self.finished()

    def close(self, ignore_errors: bool) -> None:
        assert ignore_errors
        self.closed += 1

    def say(self, samples: np.ndarray, size: int = 160, status: Any = OK) -> None:
        frames = samples if samples.ndim == 2 else samples[:, None]
        for first in range(0, len(frames), size):
            buffer = frames[first : first + size].copy()
            self.callback(buffer, len(buffer), None, status)
            buffer[:] = 9  # PortAudio uses its buffer again


def recorder(path: Path, fake: FakeInput, **options: Any) -> Recorder:
    return Recorder(fake.device, path, opener=fake.open, **options)


def tone(seconds: float, level: float = 0.5, rate: int = RATE) -> np.ndarray:
    return (level * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.002)


def test_what_is_said_is_in_the_file_and_in_the_blocks(tmp_path: Path) -> None:
    fake, heard = FakeInput(), []
    take = recorder(tmp_path / "answer.wav", fake, on_block=heard.append)
    take.start()
    fake.say(tone(1.0))
    result = take.stop()
    assert (result.seconds, result.sample_rate, result.overflows, result.cuts) == (1.0, RATE, 0, ())
    assert not take.lost
    file = decode.read(tmp_path / "answer.wav")
    assert np.abs(file - tone(1.0)).max() <= 1 / 32768
    assert np.array_equal(np.concatenate(heard), file)
    assert fake.closed == 1


@pytest.mark.parametrize(("rate", "channels"), [(48_000, 2), (44_100, 1), (8_000, 1), (24_000, 4)])
def test_the_device_keeps_its_own_rate_and_channels(rate: int, channels: int, tmp_path: Path) -> None:
    fake = FakeInput(rate, channels)
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    assert fake.shapes[0] == (rate, channels)
    fake.say(np.tile(tone(1.0, rate=rate)[:, None], (1, channels)), size=441)
    result = take.stop()
    assert result.sample_rate == rate and result.seconds == pytest.approx(1.0, abs=1e-4)
    with wave.open(str(tmp_path / "answer.wav"), "rb") as file:
        assert file.getparams()[:3] == (1, 2, RATE)


def test_a_device_with_invented_channels_is_opened_in_stereo(tmp_path: Path) -> None:
    fake = FakeInput(44_100, 2)
    device = Device(index=3, name="pulse", host_api="ALSA", channels=32, sample_rate=44_100)
    fake.device = device
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    take.stop()
    assert fake.shapes[:2] == [(44_100, 2), (44_100, 1)] and len(fake.shapes) == len(set(fake.shapes))


@pytest.mark.parametrize("rate", [RATE, 44_100])
def test_a_recording_that_is_held_has_handed_on_all_and_goes_on_exactly_there(rate: int, tmp_path: Path) -> None:
    fake, heard = FakeInput(rate), []
    take = recorder(tmp_path / "answer.wav", fake, on_block=heard.append)
    take.start()
    fake.say(tone(1.03, rate=rate))
    held = take.hold()
    assert sum(map(len, heard)) == round(held.seconds * RATE) == round(decode.duration(take.path) * RATE)
    assert held.seconds == pytest.approx(1.03, abs=0.001) and held.cuts == ()
    fake.say(tone(2.0, rate=rate))
    assert take.seconds == held.seconds
    take.resume()
    fake.say(tone(0.5, 0.25, rate=rate))
    result = take.stop()
    assert result.cuts == (held.seconds,) and result.seconds == pytest.approx(held.seconds + 0.5, abs=0.001)
    after = decode.read(take.path)[round(held.seconds * RATE) :]
    assert np.abs(after).max() == pytest.approx(0.25, abs=0.02)
    assert np.array_equal(np.concatenate(heard), decode.read(take.path))


def test_a_block_that_comes_with_the_hold_belongs_to_neither_answer(tmp_path: Path) -> None:
    fake, heard = FakeInput(), []
    take = recorder(tmp_path / "answer.wav", fake, on_block=heard.append)
    take.start()
    fake.say(tone(1.0))
    held = take.hold()
    take._captured.put((tone(0.01)[:, None], 0))  # PortAudio's thread was past its look at the pause
    take.resume()
    fake.say(tone(0.5))
    result = take.stop()
    assert (held.seconds, result.seconds, result.cuts) == (1.0, 1.5, (1.0,))
    assert sum(map(len, heard)) == 1.5 * RATE


def test_a_hold_that_nothing_follows_leaves_the_recording_as_it_was(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(1.0))
    held = take.hold()
    fake.say(tone(3.0))
    assert take.stop() == held and decode.duration(take.path) == 1.0


def test_holding_a_recording_that_a_full_disk_ended_does_not_wait(tmp_path: Path, monkeypatch: Any) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(0.5))
    until(lambda: take.seconds >= 0.4)
    monkeypatch.setattr("voice_interview.audio.wav.WavWriter.write", full)
    fake.say(tone(0.5))
    until(lambda: take.error is not None)
    assert take.hold().seconds == take.stop().seconds


def test_pausing_leaves_out_and_joins_without_a_gap(tmp_path: Path) -> None:
    fake = FakeInput(48_000)
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(1.0, rate=48_000))
    take.pause()
    fake.say(tone(5.0, rate=48_000))
    take.resume()
    fake.say(tone(0.5, rate=48_000))
    for _ in range(2):  # no block comes in these, and none between them: one cut
        take.pause()
        take.resume()
    fake.say(tone(0.25, rate=48_000))
    take.pause()
    fake.say(tone(1.0, rate=48_000))
    result = take.stop()
    assert result.cuts == pytest.approx((1.0, 1.5), abs=1e-3)
    assert result.seconds == pytest.approx(1.75, abs=1e-3)


def test_a_pause_before_the_first_word_is_no_cut(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    take.pause()
    fake.say(tone(1.0))
    take.resume()
    fake.say(tone(1.0))
    result = take.stop()
    assert (result.cuts, result.seconds) == ((), 1.0)


@settings(max_examples=30, deadline=None)
@given(parts=st.lists(st.tuples(st.booleans(), st.integers(1, 3000)), min_size=1, max_size=8))
def test_the_file_holds_what_was_said_outside_the_pauses(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[bool, int]]
) -> None:
    path = tmp_path_factory.mktemp("pauses") / "answer.wav"
    fake, said, cuts = FakeInput(), [], []
    take = recorder(path, fake)
    take.start()
    left_out = False
    rng = np.random.default_rng(7)
    for paused, count in parts:
        (take.pause if paused else take.resume)()
        part = rng.uniform(-1, 1, count).astype(np.float32)
        fake.say(part)
        if paused:
            left_out = True
            continue
        if left_out and said:
            cuts.append(sum(map(len, said)) / RATE)
        said.append(part)
        left_out = False
    result = take.stop()
    assert result.cuts == tuple(cuts)
    expected = np.concatenate(said) if said else np.zeros(0, np.float32)
    with wave.open(str(path), "rb") as file:
        values = np.frombuffer(file.readframes(file.getnframes()), "<i2") / np.float32(32768)
    assert len(values) == len(expected) and np.abs(values - expected).max(initial=0) <= 1 / 32768


def test_overflows_are_counted(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(0.02), status=OVERFLOW)
    fake.say(tone(0.05))
    assert take.stop().overflows == 2


def test_a_listener_that_fails_does_not_hurt_the_recording(tmp_path: Path) -> None:
    calls = []

    def fail(block: np.ndarray) -> None:
        calls.append(len(block))
        raise RuntimeError("no")

    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, on_block=fail)
    take.start()
    fake.say(tone(1.0))
    assert take.stop().seconds == 1.0
    assert take.error is None and len(calls) == 1


def test_a_slow_listener_does_not_keep_sound_from_the_disk(tmp_path: Path) -> None:
    go, got, fake, path = threading.Event(), [], FakeInput(), tmp_path / "answer.wav"

    def slow(block: np.ndarray) -> None:
        go.wait(10)
        got.append(block)

    take = recorder(path, fake, on_block=slow)
    take.start()
    fake.say(tone(2.0))
    until(lambda: path.stat().st_size == 44 + 2 * 2 * RATE)
    assert not got
    go.set()
    take.stop()
    assert sum(map(len, got)) == 2 * RATE  # nothing is kept from it in the end


def test_the_listener_has_all_of_it_while_the_disk_is_still_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended, heard, fake = threading.Event(), [], FakeInput()
    waited: list[bool] = []
    monkeypatch.setattr(os, "fsync", lambda _: waited.append(ended.wait(10)))
    take = recorder(tmp_path / "answer.wav", fake, on_block=heard.append, on_end=ended.set)
    take.start()
    fake.say(tone(0.5))
    assert not ended.is_set()
    take.stop()
    assert waited == [True] and sum(map(len, heard)) == RATE // 2


def test_no_block_for_five_seconds_is_a_lost_device(tmp_path: Path) -> None:
    now = [0.0]
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    now[0] = 60.0
    assert not take.lost  # it has not begun: the user may be asked for permission
    fake.say(tone(1.0))
    now[0] = 65.0
    assert not take.lost
    now[0] = 65.1
    assert take.lost
    fake.say(tone(1.0))
    assert take.lost  # once lost it stays so: sound is missing
    result = take.stop()
    assert take.lost and result.seconds == 2.0
    assert len(decode.read(tmp_path / "answer.wav")) == 2 * RATE


def test_a_paused_device_can_be_lost_too(tmp_path: Path) -> None:
    now = [0.0]
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    fake.say(tone(0.1))
    take.pause()
    now[0] = 1.0
    fake.say(tone(0.1))
    now[0] = 5.9
    assert not take.lost
    now[0] = 6.1
    assert take.lost
    take.stop()


def test_a_stream_that_ends_by_itself_is_lost_at_once(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(0.1))
    fake.finished()
    assert take.lost
    take.stop()
    assert take.lost


def test_ending_is_no_loss(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(0.1))
    take.stop()
    assert not take.lost


def test_stopping_twice_gives_the_same(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(0.1))
    assert take.stop() is take.stop()
    fake.say(tone(0.1))
    assert fake.closed == 1 and take.seconds == 0.1


def test_stopping_what_never_started(tmp_path: Path) -> None:
    assert recorder(tmp_path / "answer.wav", FakeInput()).stop().seconds == 0


def test_an_interrupted_stop_can_be_finished(tmp_path: Path) -> None:
    interrupts = iter([True])

    def interrupt() -> None:
        if next(interrupts, False):
            raise KeyboardInterrupt

    fake = FakeInput(stop=interrupt)
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(1.0))
    with pytest.raises(KeyboardInterrupt):
        take.stop()
    assert take.stop().seconds == 1.0
    assert len(decode.read(tmp_path / "answer.wav")) == RATE


def test_a_device_that_does_not_let_go_does_not_keep_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(_seconds: float, _call: object) -> None:
        raise TimedOutError

    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(1.0))
    monkeypatch.setattr("voice_interview.audio.recorder.within", hang)
    assert take.stop().seconds == 1.0


def test_level_is_that_of_the_last_tenth_of_a_second(tmp_path: Path) -> None:
    fake, path = FakeInput(), tmp_path / "answer.wav"
    take = recorder(path, fake)
    assert take.level_dbfs is None
    take.start()
    fake.say(tone(1.0, level=1.0))
    until(lambda: take.seconds == 1.0)
    assert take.level_dbfs == pytest.approx(-3.0, abs=0.1)  # a sine lies 3 dB under its peak
    fake.say(tone(0.1, level=0.1))
    until(lambda: take.seconds == 1.1)
    assert take.level_dbfs == pytest.approx(-23.0, abs=0.1)
    fake.say(np.zeros(1600, np.float32))
    until(lambda: take.seconds == 1.2)
    assert take.level_dbfs is None
    take.stop()


def test_live_is_the_first_sound(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    assert not take.wait_live(0.01)
    fake.say(tone(0.1, level=1e-3))
    assert take.wait_live(10)
    take.stop()


def test_zeros_are_live_in_the_end(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(np.zeros(1600, np.float32))
    until(lambda: take.seconds > 0)
    assert take.wait_live(0.05)
    take.stop()


class FullDisk(io.BytesIO):
    """Room for `room` bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, data: Any) -> int:
        fits = bytes(data[: max(0, self.room - self.tell())])
        if data and not fits:
            raise OSError(28, "No space left on device")
        return super().write(fits)  # the last write that fits in part is a short one

    def close(self) -> None:
        if not self.closed:
            self.kept = self.getvalue()
        super().close()


@pytest.mark.parametrize("room", [0, 20, 44, 45, 5_000, 10_000])
def test_a_full_disk_ends_the_recording_and_keeps_what_fitted(
    room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk, fake = FullDisk(room), FakeInput()
    monkeypatch.setattr("voice_interview.audio.recorder._create", lambda _path: disk)
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    fake.say(tone(1.0))
    until(lambda: take.error is not None)
    fake.say(tone(1.0))
    result = take.stop()
    assert isinstance(take.error, TakeError) and "No space left" in take.error.message
    assert disk.kept[:4] == b"RIFF"[: room and 4] and len(disk.kept) <= room
    if room >= 44:
        with wave.open(io.BytesIO(disk.kept), "rb") as file:
            assert file.getnframes() == round(result.seconds * RATE)
    assert disk.closed and take._captured.qsize() <= 1 + 200  # what came later is not piled up


def test_a_disk_that_is_full_from_the_beginning_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voice_interview.audio.recorder._create", lambda _path: FullDisk(0))
    take, begun = recorder(tmp_path / "answer.wav", FakeInput()), time.monotonic()
    take.start()
    assert not take.wait_live(60.0) and isinstance(take.error, TakeError)
    assert time.monotonic() - begun < 30
    take.stop()


def test_an_existing_recording_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    path.write_bytes(b"an answer")
    with pytest.raises(TakeError, match="could not be made"):
        recorder(path, FakeInput()).start()
    assert path.read_bytes() == b"an answer"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(TakeError, match="could not be made"):
        recorder(tmp_path / "none" / "answer.wav", FakeInput()).start()


def test_a_device_that_refuses_leaves_no_file(tmp_path: Path) -> None:
    def refuse(*_: object) -> Any:
        raise DeviceError("It could not be opened.", "Choose another.")

    fake = FakeInput()
    with pytest.raises(DeviceError):
        Recorder(fake.device, tmp_path / "answer.wav", opener=refuse).start()
    assert not list(tmp_path.iterdir())


def test_the_file_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    fake = FakeInput()
    take = recorder(tmp_path / "answer.wav", fake)
    take.start()
    take.stop()
    assert (tmp_path / "answer.wav").stat().st_mode & 0o077 == 0


def test_what_was_said_before_the_end_and_is_still_on_its_way_is_waited_for(tmp_path):
    """A busy machine: two seconds of sound wait in the sound server when Enter is pressed."""
    now, fake = [0.0], FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    fake.say(tone(0.01))
    now[0] = 2.01
    late = threading.Timer(0.1, lambda: fake.say(tone(2.0)))
    late.start()
    assert take.stop().seconds == pytest.approx(2.01)
    late.join()


def test_what_comes_no_more_is_not_waited_for_without_end(tmp_path):
    now, fake = [0.0], FakeInput()
    take = recorder(tmp_path / "answer.wav", fake, clock=lambda: now[0])
    take.start()
    fake.say(tone(0.01))
    now[0] = 2.01
    assert take.stop().seconds == pytest.approx(0.01)


def test_what_was_lost_long_ago_is_not_waited_for(monkeypatch):
    """The machine slept for a minute; the microphone goes on as ever."""
    now = [0.0]
    delivered = Delivered(lambda: now[0])
    delivered.block(160)
    now[0] = 60.0

    def sleep(seconds: float) -> None:
        now[0] += seconds
        delivered.block(round(seconds * RATE))

    monkeypatch.setattr("voice_interview.audio.delivered.time.sleep", sleep)
    delivered.catch_up(RATE, lambda: False)
    assert now[0] < 60.5 and delivered.hole(RATE)
