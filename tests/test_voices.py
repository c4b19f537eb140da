"""The voices and the cache of what they have said."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

from voice_interview.errors import VoiceError
from voice_interview.voices import pcm
from voice_interview.voices.cache import rendered
from voice_interview.voices.hibari import HibariVoice
from voice_interview.voices.system import PROGRAMS, SystemVoice

RATE = 24_000


class FakeVoice:
    """Says every text as half a second of tone, with a second of silence on both sides."""

    name = "fake"

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.said: list[str] = []

    def speak(self, text: str, to: Path) -> Path:
        self.said.append(text)
        tone = 0.5 * np.sin(np.arange(RATE // 2) * 0.1).astype(np.float32)
        silence = np.zeros(RATE, np.float32)
        return pcm.write(np.concatenate([silence, tone, silence]), RATE, to)


class BrokenVoice(FakeVoice):
    def speak(self, text: str, to: Path) -> Path:
        self.said.append(text)
        to.write_bytes(b"RIFF")
        raise VoiceError("It broke.", "Choose another.")


def test_a_text_is_rendered_once(tmp_path: Path) -> None:
    voice = FakeVoice()
    first = rendered(voice, "Why?", tmp_path)
    assert rendered(voice, "Why?", tmp_path) == first
    assert rendered(FakeVoice(), "Why?", tmp_path) == first
    assert voice.said == ["Why?"]


def test_each_text_voice_and_version_has_its_own_file(tmp_path: Path) -> None:
    other = FakeVoice()
    other.name = "other"
    files = {
        rendered(FakeVoice(), "Why?", tmp_path),
        rendered(FakeVoice(), "Why not?", tmp_path),
        rendered(FakeVoice("2"), "Why?", tmp_path),
        rendered(other, "Why?", tmp_path),
    }
    assert len(files) == 4


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "gone", "proof gone", "proof cut"])
def test_a_damaged_file_is_rendered_again(damage: str, tmp_path: Path) -> None:
    voice = FakeVoice()
    sound = rendered(voice, "Why?", tmp_path)
    proof = sound.with_suffix(".sha256")
    whole = sound.read_bytes()
    {
        "cut": lambda: sound.write_bytes(whole[:5000]),
        "bit": lambda: sound.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]),
        "empty": lambda: sound.write_bytes(b""),
        "gone": sound.unlink,
        "proof gone": proof.unlink,
        "proof cut": lambda: proof.write_bytes(b"abc"),
    }[damage]()
    assert rendered(voice, "Why?", tmp_path) == sound
    assert sound.read_bytes() == whole and voice.said == ["Why?", "Why?"]


def test_the_silence_around_a_sentence_is_small(tmp_path: Path) -> None:
    samples, rate = pcm.read(rendered(FakeVoice(), "Why?", tmp_path))
    loud = np.flatnonzero(np.abs(samples) > pcm.QUIET)
    assert loud[0] / rate <= pcm.BEFORE + 1e-3
    assert (len(samples) - loud[-1]) / rate <= pcm.AFTER + 1e-3
    assert len(samples) / rate == pytest.approx(0.5 + pcm.BEFORE + pcm.AFTER, abs=0.01)


def test_files_belong_to_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "spoken"
    rendered(FakeVoice(), "Why?", folder)
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 2


def test_a_voice_that_fails_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="It broke"):
        rendered(BrokenVoice(), "Why?", tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(VoiceError, match="could not be"):
        rendered(FakeVoice(), "Why?", tmp_path / "file" / "spoken")


def test_a_silent_text_stays_as_long_as_it_is() -> None:
    assert len(pcm.trimmed(np.zeros(1000, np.float32), RATE)) == 1000


@pytest.mark.parametrize(("width", "kind", "middle"), [(1, "u1", 128), (2, "<i2", 0), (4, "<i4", 0)])
def test_wav_files_of_every_width_are_read(width: int, kind: str, middle: int, tmp_path: Path) -> None:
    full = 1 << (8 * width - 1)
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setparams((2, width, 8000, 0, "NONE", ""))
        file.writeframes(np.array([[middle + full // 2, middle], [middle, middle - full // 2]]).astype(kind).tobytes())
    samples, rate = pcm.read(tmp_path / "a.wav")
    assert rate == 8000 and samples.tolist() == [0.25, -0.25]


@pytest.mark.parametrize("data", [b"", b"not a wav", b"RIFF\x24\0\0\0WAVEfmt "])
def test_what_is_no_wav_is_a_voice_error(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(data)
    with pytest.raises(VoiceError, match="wrote no sound"):
        pcm.read(tmp_path / "a.wav")


def test_hibari_speaks_and_says_the_same_the_same_way(tmp_path: Path) -> None:
    voice = HibariVoice()
    one = voice.speak("What does customer service mean to you?", tmp_path / "1.wav")
    two = HibariVoice().speak("What does customer service mean to you?", tmp_path / "2.wav")
    samples, rate = pcm.read(one)
    assert rate == 24_000 and 1.0 < len(samples) / rate < 5.0 and np.abs(samples).max() > 0.1
    assert one.read_bytes() == two.read_bytes()
    assert voice.version != "missing"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_hibari_has_nothing_to_say(text: str, tmp_path: Path) -> None:
    with pytest.raises(VoiceError):
        HibariVoice().speak(text, tmp_path / "a.wav")
    assert not list(tmp_path.iterdir())


def test_hibari_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "hibari", None)
    with pytest.raises(VoiceError, match="could not be loaded") as caught:
        HibariVoice().speak("Why?", tmp_path / "a.wav")
    assert "--mute" in caught.value.fix


def stand_in(folder: Path, name: str, script: str) -> dict[str, str]:
    """A program called `name` that is found before any other; gives the environment in which it is."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


needs_shell = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")
HOSTILE = (
    "-f /etc/passwd",
    "$(touch owned)",
    "`touch owned`; touch owned",
    "--help",
    "a \"quoted\" 'text' \\ |",
    "naïve 面接",
)


@needs_shell
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("platform", ["darwin", "linux", "win32"])
def test_text_goes_in_on_stdin_and_is_never_an_order(text: str, platform: str, tmp_path: Path) -> None:
    script = (
        'cat > "$SEEN"; for a in "$@"; do echo "$a" >> "$SEEN.args"; done; printf sound > "$VOICE_INTERVIEW_SPEAK_TO"'
    )
    environ = stand_in(tmp_path, PROGRAMS[platform][0].name, script) | {"SEEN": str(tmp_path / "seen")}
    to = tmp_path / "a b.wav"
    assert SystemVoice(platform=platform, environ=environ).speak(text, to) == to
    assert (tmp_path / "seen").read_text(encoding="utf-8") == text
    arguments = (tmp_path / "seen.args").read_text(encoding="utf-8")
    assert text not in arguments
    assert platform == "win32" or str(to) in arguments
    assert not Path("owned").exists() and not (tmp_path / "owned").exists()


@needs_shell
@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("sleep 30", "did not end within 0.3 s"),
        ("echo no voice >&2; exit 3", "failed: no voice"),
        ("true", "it wrote no sound"),
    ],
)
def test_a_system_voice_that_fails(script: str, words: str, tmp_path: Path) -> None:
    environ = stand_in(tmp_path, "espeak-ng", f"exec {script}" if script.startswith("sleep") else script)
    with pytest.raises(VoiceError, match=words) as caught:
        SystemVoice(platform="linux", environ=environ, time_limit=0.3).speak("Why?", tmp_path / "a.wav")
    assert "--mute" in caught.value.fix


@pytest.mark.parametrize(
    ("platform", "words"), [("linux", "espeak-ng"), ("freebsd14", "espeak-ng"), ("win32", "hibari")]
)
def test_a_system_without_a_voice(platform: str, words: str, tmp_path: Path) -> None:
    voice = SystemVoice(platform=platform, environ={"PATH": str(tmp_path)})
    with pytest.raises(VoiceError, match="no voice of its own") as caught:
        voice.speak("Why?", tmp_path / "a.wav")
    assert words in caught.value.fix and voice.version == "missing"


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is missing: apt install espeak-ng")
def test_the_voice_of_this_system_speaks(tmp_path: Path) -> None:
    sound = rendered(SystemVoice(), "--help is what I give to customers.", tmp_path)
    samples, rate = pcm.read(sound)
    assert 1.0 < len(samples) / rate < 6.0 and np.abs(samples).max() > 0.1


def test_loading_the_voices_loads_nothing_heavy() -> None:
    code = (
        "import sys; import voice_interview.voices.hibari, voice_interview.voices.system, voice_interview.voices.cache;"
    )
    code += "print({'numpy', 'hibari', 'onnxruntime', 'wave'} & set(sys.modules) - {'wave'})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
