"""`doctor`: what it finds, what it advises, and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import soundfile
from soundcard import VirtualSoundCard

from voice_interview.cli.doctor import Health

NAMES = ["microphone", "loudspeaker", "voice", "weights", "meaning", "recordings", "cache", "settings"]


def doctor(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "voice_interview", "doctor", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def examine(env: dict[str, str], *arguments: str) -> Health:
    done = doctor(env, "--json", *arguments)
    assert len(done.stdout.splitlines()) == 1, done.stderr
    health = msgspec.json.decode(done.stdout, type=Health)
    assert done.returncode == (0 if health.ok else 1)
    assert health.ok == all(check.state != "failed" for check in health.checks)
    assert [check.name for check in health.checks] == NAMES
    assert all((check.state == "ok") == (not check.fix) for check in health.checks)
    return health


def state(health: Health, name: str) -> tuple[str, str]:
    check = next(check for check in health.checks if check.name == name)
    return check.state, f"{check.message} {check.fix}"


@pytest.fixture
def deaf(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without any sound device."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".asoundrc").write_text("pcm.!default { type nothing }\n", encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "XDG_", "VOICE_"))}
    return kept | {"HOME": str(home), "XDG_RUNTIME_DIR": str(home), "PULSE_SERVER": "unix:/nonexistent"}


@pytest.fixture
def talking(sound_card: VirtualSoundCard, tmp_path: Path) -> VirtualSoundCard:
    """A sound card in whose room somebody speaks without end."""
    import numpy as np

    rng = np.random.default_rng(5)
    soundfile.write(tmp_path / "talk.wav", (0.05 * rng.standard_normal(16_000 * 60)).astype(np.float32), 16_000)
    sound_card.say_in_background(tmp_path / "talk.wav")
    return sound_card


def test_help() -> None:
    done = doctor(dict(os.environ), "--help")
    assert done.returncode == 0 and "Exit code 1" in done.stdout


def test_misuse() -> None:
    assert doctor(dict(os.environ), "--nonsense").returncode == 2


def test_a_machine_without_sound_is_told_and_gets_a_1(deaf: dict[str, str]) -> None:
    health = examine(deaf)
    assert not health.ok and health.microphone is None
    assert state(health, "microphone")[0] == "failed"
    assert state(health, "loudspeaker")[0] == "warning"
    assert state(health, "voice")[0] == "ok"  # the rest is looked at all the same


@pytest.mark.soundcard
def test_a_machine_on_which_all_is_well(talking: VirtualSoundCard) -> None:
    done = doctor(talking.env)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "* " in done.stdout and "(ALSA, 44100 Hz)" in done.stdout
    assert "The microphone works." in done.stdout and "All is ready" in done.stdout
    assert "FAIL" not in done.stdout and "Say something" in done.stderr
    assert "ALSA lib" not in done.stderr


@pytest.mark.soundcard
def test_as_json(talking: VirtualSoundCard) -> None:
    health = examine(talking.env, "--device", "pulse")
    assert health.ok and health.microphone is not None and health.microphone.code == "fine"
    assert health.microphone.level_dbfs == pytest.approx(-26, abs=2)
    assert [device.name for device in health.inputs] == ["pulse", "default"]
    assert health.versions["sounddevice"]


@pytest.mark.soundcard
def test_a_muted_microphone_is_told(talking: VirtualSoundCard) -> None:
    talking.mute_microphone()
    health = examine(talking.env)
    assert not health.ok and health.microphone is not None and health.microphone.code == "all-zero"
    assert "Privacy & Security" in state(health, "microphone")[1]


@pytest.mark.soundcard
def test_a_silent_room_is_a_warning(sound_card: VirtualSoundCard) -> None:
    health = examine(sound_card.env)
    assert health.microphone is not None and health.microphone.code == "too-quiet"
    assert state(health, "microphone")[0] == "warning" and health.ok


@pytest.mark.soundcard
def test_a_microphone_that_is_not_there(sound_card: VirtualSoundCard) -> None:
    health = examine(sound_card.env, "--device", "radio")
    assert not health.ok
    assert "There is no microphone 'radio'. Choose one of: 0 pulse (ALSA); 1 default (ALSA)." in state(
        health, "microphone"
    )


def test_weights_that_are_not_there(deaf: dict[str, str], tmp_path: Path) -> None:
    health = examine(deaf, "--model", str(tmp_path))
    assert state(health, "weights")[0] == "failed" and state(health, "weights")[1].strip()


def test_folders_that_cannot_be_written(deaf: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    health = examine(deaf, "--recordings", str(tmp_path / "file" / "takes"))
    assert state(health, "recordings")[0] == "failed" and "--recordings DIR" in state(health, "recordings")[1]


def test_looking_leaves_nothing_behind(deaf: dict[str, str], tmp_path: Path) -> None:
    health = examine(deaf, "--recordings", str(tmp_path / "new" / "takes"))
    assert state(health, "recordings")[0] == "ok"
    assert not (tmp_path / "new").exists()
