"""The choice of a device, the verdict on a microphone, cues, and the player on a stand-in for PortAudio."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from itertools import chain, count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voice_interview.audio import check, cues, system
from voice_interview.audio.devices import Device, choose
from voice_interview.audio.player import LEAD_IN, STALLED, Player
from voice_interview.errors import DeviceError, NoMicrophoneError, UnreadableAudioError
from voice_interview.hearing import faults

RATE = 16_000
WORDS = ("microphone", "Plug one in.")


def device(index: int, name: str, api: str = "MME", default: bool = False) -> Device:
    return Device(index=index, name=name, host_api=api, channels=2, sample_rate=48_000, default=default)


DEVICES = (
    device(0, "Built-in Microphone"),
    device(1, "Headset", "MME", default=True),
    device(2, "Headset", "WASAPI"),
    device(4, "Headset (Hands-Free)", "WASAPI"),
    device(7, "2 Inputs"),
)


@pytest.mark.parametrize(
    ("choice", "index"),
    [
        (None, 1),
        ("0", 0),
        ("4", 4),
        (" 7 ", 7),
        ("2", 2),
        ("built", 0),
        ("BUILT-IN microphone", 0),
        ("hands-free", 4),
        ("Headset, MME", 1),
        ("headset, wasapi", 2),
        ("inputs", 7),
    ],
)
def test_the_right_device_is_chosen(choice: str | None, index: int) -> None:
    assert choose(DEVICES, choice, NoMicrophoneError, WORDS).index == index


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("headset", "fits more than one microphone. Choose by number: 1 Headset (MME); 2 Headset (WASAPI)."),
        ("wasapi", "more than one"),
        ("3", "There is no microphone '3'"),
        ("radio", "Choose one of: 0 Built-in Microphone (MME); 1 Headset (MME)"),
        ("", "There is no microphone"),
        ("-1", "There is no microphone"),
        ("²", "There is no microphone"),
    ],
)
def test_a_wrong_choice_lists_the_right_ones(choice: str, words: str) -> None:
    with pytest.raises(NoMicrophoneError) as caught:
        choose(DEVICES, choice, NoMicrophoneError, WORDS)
    assert words in str(caught.value)


def test_without_a_default_the_first_is_taken_and_without_any_none() -> None:
    assert choose(DEVICES[:1], None, NoMicrophoneError, WORDS).index == 0
    with pytest.raises(NoMicrophoneError, match="No microphone was found"):
        choose((), None, NoMicrophoneError, WORDS)


@given(st.text(max_size=20) | st.sampled_from(["u", "U", "mme", "headset", "s", "in", ", w"]))
def test_any_choice_is_a_device_or_a_sentence_that_names_those_it_fits_or_all(choice: str) -> None:
    try:
        assert choose(DEVICES, choice, NoMicrophoneError, WORDS) in DEVICES
    except NoMicrophoneError as error:
        named = [one for one in DEVICES if f"{one.index} {one.name} ({one.host_api})" in error.fix]
        wanted = choice.strip().casefold()
        fits = [one for one in DEVICES if wanted and wanted in f"{one.name}, {one.host_api}".casefold()]
        exact = [one for one in fits if wanted == one.name.casefold()]
        assert named == (exact or fits or list(DEVICES))


def speech(level: float) -> np.ndarray:
    rng = np.random.default_rng(3)
    return (level * rng.standard_normal(3 * RATE) * (np.arange(3 * RATE) % 8000 < 4000)).astype(np.float32)


def square(count: int) -> np.ndarray:
    samples = speech(0.01)
    for at in range(count):
        samples[1000 + 500 * at : 1010 + 500 * at] = 1.0
    return samples


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (np.zeros(0, np.float32), "no-sound"),
        (np.zeros(3 * RATE, np.float32), "all-zero"),
        (np.full(3 * RATE, 4e-7, np.float32), "all-zero"),
        (np.sign(speech(1.0)) / np.float32(32768), "muted"),
        (speech(0.001), "too-quiet"),
        (speech(0.01), "fine"),
        (speech(0.1), "fine"),
        (speech(0.001) + np.float32(0.3), "too-quiet"),  # a constant offset is no loudness
        (square(2), "fine"),
        (square(3), "clipping"),
        (-square(3), "clipping"),
        (np.array([0.1], np.float32), "too-quiet"),
    ],
)
def test_the_verdict_on_a_microphone(samples: np.ndarray, code: str) -> None:
    found = check.verdict(samples)
    assert found.code == code
    assert bool(found.fix) == (code != "fine")
    assert (found.level_dbfs is None) == (code in ("no-sound", "all-zero"))


def test_a_microphone_that_passes_is_loud_enough_for_a_recording() -> None:
    """Speech that just passes has its median 9.8 dB below its loudest tenth of a second."""
    assert check.QUIET - 9.8 >= faults.QUIET


def test_the_level_is_that_of_the_loudest_tenth_of_a_second() -> None:
    samples = np.zeros(3 * RATE, np.float32)
    samples[16_000:17_600] = 0.1 * np.sin(np.arange(1600) * 2 * np.pi * 440 / RATE)
    found = check.verdict(samples)
    assert found.level_dbfs == pytest.approx(-23.0, abs=0.1) and found.peak_dbfs == pytest.approx(-20.0, abs=0.1)


@pytest.mark.parametrize("cue", ["speak", "soon", "end"])
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_cues_are_soft_and_do_not_click(cue: cues.Cue, rate: int) -> None:
    sound = cues.soft_cue(cue, rate)
    assert sound.dtype == np.float32 and len(sound) / rate == pytest.approx(0.4, abs=0.01)
    assert 0.05 < np.abs(sound).max() <= cues.LEVEL
    assert abs(sound[0]) < 1e-4 and abs(sound[-1]) < 1e-3
    steepest = 2 * np.pi * 660 / rate * cues.LEVEL  # of the tone itself
    assert np.abs(np.diff(sound)).max() < 1.2 * steepest


def test_cues_can_be_told_apart() -> None:
    speak, end = cues.soft_cue("speak"), cues.soft_cue("end")
    pitch = [np.abs(np.fft.rfft(half)).argmax() for sound in (speak, end) for half in np.array_split(sound, 2)]
    assert pitch[0] < pitch[1] and pitch[2] > pitch[3]


class FakeOutput:
    """A loudspeaker that asks for sound as fast as it can; `frozen` stops asking, `dead` ends by itself, `asks` is told
    how often it asked."""

    latency = 0.1

    def __init__(
        self,
        rate: int = RATE,
        channels: int = 2,
        *,
        frozen: bool = False,
        dead: bool = False,
        asks: Callable[[int], None] = lambda _: None,
    ) -> None:
        self.device = Device(index=0, name="Fake", host_api="None", channels=channels, sample_rate=rate)
        self.rate, self.channels, self.frozen, self.dead = rate, channels, frozen, dead
        self.asks = asks
        self.heard: list[np.ndarray] = []
        self.closed = threading.Event()

    def open(
        self,
        _device: Device,
        direction: str,
        shapes: Sequence[tuple[int, int]],
        callback: Callable[..., None],
        finished: Callable[[], None],
    ) -> tuple[Any, int]:
        assert direction == "output" and shapes[0] == (self.device.sample_rate, min(2, self.device.channels))

        def ask() -> None:
            while not self.closed.is_set() and not self.frozen:
                if self.dead and len(self.heard) > 5:
                    break
                self.asks(len(self.heard))
                out = np.full((256, self.channels), 9, np.float32)
                try:
                    callback(out, 256, None, None)
                except Exception as stop:
                    assert type(stop).__name__ == "CallbackStop"
                    self.heard.append(out)
                    break
                self.heard.append(out)
                time.sleep(0.0005)
            if not self.frozen:
                finished()

        threading.Thread(target=ask, daemon=True).start()
        return self, self.rate

    def abort(self, ignore_errors: bool) -> None:
        assert ignore_errors
        self.closed.set()

    close = abort


needs_portaudio = pytest.mark.skipif(
    subprocess.run([sys.executable, "-c", "import sounddevice"], capture_output=True, check=False).returncode != 0,
    reason="PortAudio is missing: apt install libportaudio2",
)


@needs_portaudio
@pytest.mark.parametrize("channels", [1, 2])
def test_the_player_plays_all_of_a_file_on_every_channel(channels: int, tmp_path: Path) -> None:
    sound = (0.3 * np.sin(np.arange(RATE) * 0.1)).astype(np.float32)
    soundfile.write(tmp_path / "a.wav", sound, RATE, subtype="FLOAT")
    fake = FakeOutput(channels=channels)
    Player(fake.device, opener=fake.open).play(tmp_path / "a.wav")
    heard = np.concatenate(fake.heard)
    assert fake.closed.is_set() and (heard == heard[:, :1]).all()
    loud = np.flatnonzero(heard[:, 0])
    assert loud[0] >= LEAD_IN * RATE  # silence first, whatever waits for a slow decoder
    assert np.array_equal(heard[loud, 0], sound[sound != 0])
    assert len(heard) - loud[-1] > 0.1 * RATE  # and silence after it, for the device's buffers


@needs_portaudio
def test_the_player_stops_and_closes_when_told(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(60 * RATE), RATE)
    fake, stop = FakeOutput(), threading.Event()
    stop.set()
    Player(fake.device, opener=fake.open).play(tmp_path / "a.wav", stop)
    assert fake.closed.is_set()


@needs_portaudio
@pytest.mark.parametrize("how", ["frozen", "dead"])
def test_a_loudspeaker_that_goes_away_is_told(how: str, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.zeros(60 * RATE), RATE)
    fake = FakeOutput(frozen=how == "frozen", dead=how == "dead")
    ticks = iter(range(10_000))
    player = Player(fake.device, opener=fake.open, clock=(lambda: next(ticks)) if how == "frozen" else time.monotonic)
    with pytest.raises(DeviceError, match="went away"):
        player.play(tmp_path / "a.wav")
    assert fake.closed.is_set()


@needs_portaudio
@pytest.mark.parametrize("how", ["stopped while it plays", "slow to open"])
def test_a_loudspeaker_that_could_not_be_heard_for_long_has_not_gone_away(how: str) -> None:
    """The player looks before the loudspeaker asks again, and the clock has gone on by 40 s."""
    now, jump = [0.0], 50 if how == "stopped while it plays" else 0

    def asks(times: int) -> None:
        if times == jump:
            now[0] = 40.0
            time.sleep(0.3)

    def slow(*given: Any) -> tuple[Any, int]:
        opened = fake.open(*given)
        while not jump and not now[0]:
            time.sleep(0.001)
        return opened

    fake = FakeOutput(asks=asks)
    sound = np.full(RATE, 0.5, np.float32)
    Player(fake.device, opener=slow, clock=lambda: now[0]).play_samples(sound, RATE)
    assert np.count_nonzero(np.concatenate(fake.heard)[:, 0]) == RATE


@needs_portaudio
def test_a_loudspeaker_that_is_gone_after_a_sleep_is_told() -> None:
    fake, ticks = FakeOutput(frozen=True), chain([0.0, 0.0, 0.0], count(40.0, 0.5))
    with pytest.raises(DeviceError, match="went away"):
        Player(fake.device, opener=fake.open, clock=lambda: next(ticks)).play_samples(np.zeros(RATE, np.float32), RATE)
    assert next(ticks) > 40.0 + STALLED


def test_an_unreadable_file_fails_before_the_device_is_opened(tmp_path: Path) -> None:
    def refuse(*_: object) -> Any:
        raise AssertionError("opened")

    with pytest.raises(UnreadableAudioError):
        Player(device(0, "Fake"), opener=refuse).play(tmp_path / "none.wav")


@needs_portaudio
def test_samples_in_memory_are_played_at_the_device_s_rate() -> None:
    fake = FakeOutput(48_000)
    Player(fake.device, opener=fake.open).play_samples(np.full(RATE, 0.5, np.float32), RATE)
    heard = np.concatenate(fake.heard)[:, 0]
    assert np.count_nonzero(np.abs(heard) > 0.4) == pytest.approx(48_000, rel=0.01)


def test_a_call_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "_leave_portaudio_alone", lambda: None)
    go = threading.Event()
    with pytest.raises(system.TimedOutError):
        system.within(0.05, go.wait)
    go.set()
    assert system.within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        system.within(5, lambda: 1 // 0)


def test_without_portaudio_the_package_is_named() -> None:
    code = """
import ctypes.util, sys
ctypes.util.find_library = lambda name: None
from voice_interview.audio import devices
from voice_interview.errors import NoAudioSystemError
try:
    devices.inputs()
except NoAudioSystemError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    if sys.platform.startswith("linux"):
        assert "libportaudio2" in done.stdout and "voice-interview analyze FILE" in done.stdout, done
    assert done.returncode == 0 and not done.stderr
