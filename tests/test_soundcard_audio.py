"""Devices, recorder and player through a real PortAudio, on a virtual sound card."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from soundcard import VirtualSoundCard

from voice_interview.audio import decode
from voice_interview.audio.wav import repair

pytestmark = pytest.mark.soundcard

RATE = 16_000

RECORD = """
import json, sys, time
from pathlib import Path
from voice_interview.audio.devices import find_input
from voice_interview.audio.recorder import Recorder

take = Recorder(find_input(None), Path(sys.argv[1]))
take.start()
print(json.dumps({"live": take.wait_live(10)}), flush=True)
while line := sys.stdin.readline().strip():
    getattr(take, line)()
    print(json.dumps({"seconds": take.seconds, "lost": take.lost, "level": take.level_dbfs}), flush=True)
result = take.stop()
import msgspec
print(json.dumps(msgspec.to_builtins(result) | {"lost": take.lost, "error": str(take.error or "")}), flush=True)
"""
"""A take in a process of its own, steered by lines: pause, resume, wait (0.5 s), and an empty one to stop."""

PLAY = """
import sys
from pathlib import Path
from voice_interview.audio.devices import find_output
from voice_interview.audio.player import Player
from voice_interview.errors import VoiceInterviewError
try:
    Player(find_output(None)).play(Path(sys.argv[1]))
except VoiceInterviewError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


class Take:
    """A recording in a child process that sees `card`."""

    def __init__(self, card: VirtualSoundCard, path: Path) -> None:
        code = RECORD.replace("getattr(take, line)()", "time.sleep(0.5) if line == 'wait' else getattr(take, line)()")
        self.errors = path.with_suffix(".err")
        with self.errors.open("wb") as errors:
            options: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": errors}
            self.process = card.popen([sys.executable, "-c", code, str(path)], text=True, **options)
        self.live = self._answer()["live"]

    def tell(self, line: str) -> dict[str, Any]:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self._answer()

    def stop(self) -> dict[str, Any]:
        result = self.tell("")
        assert self.process.wait(20) == 0
        # Whatever happened to the device, ALSA and PortAudio have printed nothing over the screen.
        assert self.errors.read_text(encoding="utf-8") == ""
        return result

    def _answer(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        assert line, f"the recording process ended: {self.process.wait(5)}"
        return json.loads(line)


def chirp(seconds: float, rate: int = RATE, level: float = 0.4) -> np.ndarray:
    """From 200 to 2,000 Hz: every moment differs from every other."""
    t = np.arange(round(rate * seconds)) / rate
    return (level * np.sin(2 * np.pi * (200 * t + 900 / seconds * t**2))).astype(np.float32)


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    path = tmp_path / "spoken.wav"
    soundfile.write(path, chirp(2.0), RATE)
    return path


def found(heard: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    """Where in `heard` (seconds) `said` lies, and how alike the two are there (1: the same but for the level)."""
    from scipy.signal import correlate

    against = correlate(np.concatenate([heard, np.zeros_like(said)]), said, "valid")
    at = int(np.abs(against).argmax())
    part = heard[at : at + len(said)]
    alike = float(np.abs(against[at]) / (np.linalg.norm(said) * np.linalg.norm(part) + 1e-9))
    return at / RATE, alike


def until(true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 15
    while not true():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.02)


def test_the_devices_are_listed(sound_card: VirtualSoundCard) -> None:
    code = """
import msgspec
from voice_interview.audio import devices
print(msgspec.json.encode([devices.inputs(), devices.outputs(), devices.find_input("default")]).decode())
"""
    done = sound_card.python(code)
    assert done.returncode == 0 and not done.stderr, done.stderr  # no ALSA chatter either
    inputs, outputs, chosen = json.loads(done.stdout)
    assert [d["name"] for d in inputs] == [d["name"] for d in outputs] == ["pulse", "default"]
    assert [d["default"] for d in inputs] == [False, True]
    assert {d["host_api"] for d in inputs} == {"ALSA"} and chosen["name"] == "default"
    assert all(d["sample_rate"] >= 8000 and d["channels"] > 0 for d in inputs)


def test_what_is_said_in_the_room_is_in_the_file(sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path) -> None:
    take = Take(sound_card, tmp_path / "answer.wav")
    assert take.live
    sound_card.say(spoken)
    take.tell("wait")
    result = take.stop()
    heard = decode.read(tmp_path / "answer.wav")
    assert len(heard) / RATE == pytest.approx(result["seconds"])
    at, alike = found(heard, chirp(2.0))
    assert alike > 0.95 and at < 1.5
    part = heard[round(at * RATE) : round((at + 2) * RATE)]
    assert np.sqrt(np.mean(part**2)) == pytest.approx(0.4 / np.sqrt(2), rel=0.05)
    assert result["overflows"] == 0 and not result["lost"] and not result["error"]


def test_a_pause_is_left_out(sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path) -> None:
    take = Take(sound_card, tmp_path / "answer.wav")
    take.tell("wait")
    before = take.tell("pause")["seconds"]
    sound_card.say(spoken)
    take.tell("wait")  # what was played reaches the recorder a little later, on a busy machine some tenths of a second
    take.tell("resume")
    take.tell("wait")
    take.tell("wait")
    result = take.stop()
    heard = decode.read(tmp_path / "answer.wav")
    assert len(result["cuts"]) == 1 and result["cuts"][0] == pytest.approx(before, abs=0.2)
    assert result["seconds"] == pytest.approx(result["cuts"][0] + 1.0, abs=0.6)
    assert np.abs(heard).max() < 0.05  # the chirp fell into the pause


def test_what_is_said_while_the_program_is_suspended_is_left_out(
    sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path
) -> None:
    """The sound server keeps it for the program, and hands it out when that goes on."""
    take = Take(sound_card, tmp_path / "answer.wav")
    take.tell("wait")
    before = take.tell("pause")["seconds"]
    take.process.send_signal(signal.SIGSTOP)
    sound_card.say(spoken)
    time.sleep(4.0)
    take.process.send_signal(signal.SIGCONT)
    take.tell("resume")
    take.tell("wait")
    take.tell("wait")
    result = take.stop()
    assert len(result["cuts"]) == 1 and result["cuts"][0] == pytest.approx(before, abs=0.2)
    assert result["seconds"] == pytest.approx(result["cuts"][0] + 1.0, abs=0.6)
    assert np.abs(decode.read(tmp_path / "answer.wav")).max() < 0.05  # the chirp fell into the suspension
    assert result["overflows"] == 0 and not result["lost"]


def test_the_player_is_heard_to_its_end(sound_card: VirtualSoundCard, tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.wav"
    soundfile.write(prompt, chirp(2.0, 24_000), 24_000)
    with sound_card.record_speaker(tmp_path / "speaker.wav") as heard_file:
        done = sound_card.python(PLAY, str(prompt))
        assert done.returncode == 0, done.stderr
    heard = decode.read(heard_file)
    at, alike = found(heard, chirp(2.0))
    assert alike > 0.95
    assert at + 2.0 < len(heard) / RATE
    part = heard[round(at * RATE) : round((at + 2) * RATE)]
    assert np.sqrt(np.mean(part**2)) == pytest.approx(0.4 / np.sqrt(2), rel=0.05)


def test_the_player_stops_when_told(sound_card: VirtualSoundCard, tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.wav"
    soundfile.write(prompt, chirp(30.0), RATE)
    code = """
import sys, threading
from pathlib import Path
from voice_interview.audio.devices import find_output
from voice_interview.audio.player import Player
stop = threading.Event()
threading.Timer(1.0, stop.set).start()
Player(find_output(None)).play(Path(sys.argv[1]), stop)
"""
    with sound_card.record_speaker(tmp_path / "speaker.wav") as heard_file:
        assert sound_card.python(code, str(prompt), timeout=20).returncode == 0
    loud = np.flatnonzero(np.abs(decode.read(heard_file)) > 0.1)
    assert 0.1 < (loud[-1] - loud[0]) / RATE < 5


def test_a_microphone_that_goes_away_leaves_a_whole_file(
    sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path
) -> None:
    take = Take(sound_card, tmp_path / "answer.wav")
    sound_card.say(spoken)
    before = take.tell("wait")
    assert not before["lost"]
    sound_card.unplug_microphone()
    until(lambda: take.tell("wait")["lost"], "the loss was noticed")
    result = take.stop()
    assert result["lost"] and result["seconds"] >= before["seconds"] - 0.1
    heard = decode.read(tmp_path / "answer.wav")
    assert len(heard) / RATE == pytest.approx(result["seconds"])
    assert found(heard, chirp(2.0))[1] > 0.95


def test_a_microphone_that_falls_silent_without_a_word_is_lost(
    sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path
) -> None:
    take = Take(sound_card, tmp_path / "answer.wav")
    sound_card.say(spoken)
    assert not take.tell("wait")["lost"]
    sound_card.freeze_microphone()
    until(lambda: take.tell("wait")["lost"], "the loss was noticed")
    assert take.stop()["lost"]
    assert found(decode.read(tmp_path / "answer.wav"), chirp(2.0))[1] > 0.95


def test_a_sound_server_that_hangs_leaves_a_whole_file_and_lets_the_program_end(
    sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path
) -> None:
    take = Take(sound_card, tmp_path / "answer.wav")
    sound_card.say(spoken)
    assert not take.tell("wait")["lost"]
    sound_card.hang_daemon()
    try:
        until(lambda: take.tell("wait")["lost"], "the loss was noticed")
        assert take.stop()["lost"]
    finally:
        sound_card.hang_daemon(False)
    assert found(decode.read(tmp_path / "answer.wav"), chirp(2.0))[1] > 0.95


def test_a_sound_server_that_dies_leaves_a_whole_file(
    sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path
) -> None:
    take = Take(sound_card, tmp_path / "answer.wav")
    sound_card.say(spoken)
    take.tell("wait")
    sound_card.stop_daemon()
    until(lambda: take.tell("wait")["lost"], "the loss was noticed")
    take.stop()
    assert found(decode.read(tmp_path / "answer.wav"), chirp(2.0))[1] > 0.95


def test_a_loudspeaker_that_goes_away_is_an_error_and_no_hang(sound_card: VirtualSoundCard, tmp_path: Path) -> None:
    prompt = tmp_path / "prompt.wav"
    soundfile.write(prompt, chirp(20.0), RATE)
    child = sound_card.popen([sys.executable, "-c", PLAY, str(prompt)], stderr=subprocess.PIPE, text=True)
    until(lambda: len(sound_card.pactl("list", "short", "sink-inputs").splitlines()) > 1, "it plays")  # beside the air
    time.sleep(0.5)
    sound_card.unplug_speaker()
    _, said = child.communicate(timeout=30)
    assert child.returncode == 1 and "DeviceError" in said and "--mute" in said, said


def test_a_hanging_sound_server_does_not_hang_the_program(sound_card: VirtualSoundCard) -> None:
    code = """
import voice_interview.audio.system as system
system.PATIENCE = 2.0
from voice_interview.audio import devices
from voice_interview.errors import NoAudioSystemError
try:
    devices.inputs()
except NoAudioSystemError as error:
    print("told:", error)
"""
    sound_card.hang_daemon()
    try:
        done = sound_card.python(code, timeout=30)
    finally:
        sound_card.hang_daemon(False)
    assert done.returncode == 0 and "does not answer" in done.stdout, done


def test_a_muted_microphone_is_silent(sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path) -> None:
    sound_card.mute_microphone()
    take = Take(sound_card, tmp_path / "answer.wav")
    sound_card.say(spoken)
    take.stop()
    assert not decode.read(tmp_path / "answer.wav").any()


def test_two_sound_cards_do_not_hear_each_other(sound_card: VirtualSoundCard, spoken: Path, tmp_path: Path) -> None:
    with VirtualSoundCard() as other:
        here, there = Take(sound_card, tmp_path / "here.wav"), Take(other, tmp_path / "there.wav")
        sound_card.say(spoken)
        here.tell("wait")
        here.stop()
        there.stop()
    assert found(decode.read(tmp_path / "here.wav"), chirp(2.0))[1] > 0.95
    assert np.abs(decode.read(tmp_path / "there.wav")).max() < 0.05


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_a_random_moment_less_than_a_second_is_lost(
    seed: int, sound_card: VirtualSoundCard, tmp_path: Path
) -> None:
    """The chirp tells by itself which moment the file ends with."""
    long = tmp_path / "long.wav"
    soundfile.write(long, chirp(10.0), RATE)
    path = tmp_path / "answer.wav"
    take = Take(sound_card, path)
    player = sound_card.say_in_background(long)
    time.sleep(0.5 + 2.5 * random.Random(seed).random())
    expected = take.tell("wait")["seconds"]  # what the recorder itself says it has; sound goes on after it
    begun = time.monotonic()
    take.process.send_signal(signal.SIGKILL)
    take.process.wait(10)
    late = time.monotonic() - begun
    player.terminate()
    kept = repair(path)
    assert expected <= kept + 1e-6
    assert kept < expected + late + 1.0
    assert len(decode.read(path)) / RATE == pytest.approx(kept)
