"""`answer.wav` while it grows, and after its writer was killed at any byte."""

from __future__ import annotations

import io
import threading
import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from voice_interview.audio import decode
from voice_interview.audio.wav import HEADER, LARGEST, WavWriter, header, quantised, repair
from voice_interview.errors import UnreadableAudioError

RATE = 16_000
SOUND = (0.5 * np.sin(np.arange(RATE) * 0.1)).astype(np.float32)


def written(path: Path, *blocks: np.ndarray) -> bytes:
    with path.open("xb") as file:
        wav = WavWriter(file)
        for block in blocks:
            wav.write(block)
        wav.close()
    return path.read_bytes()


def test_a_closed_file_is_16_khz_mono_16_bit(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    written(path, SOUND[:1000], SOUND[1000:])
    with wave.open(str(path), "rb") as file:
        assert file.getparams()[:4] == (1, 2, RATE, len(SOUND))
    assert np.array_equal(decode.read(path), quantised(SOUND))


def test_the_header_is_the_one_that_the_standard_library_writes(tmp_path: Path) -> None:
    for count in (0, 1, 5000):
        assert written(tmp_path / f"{count}.wav", SOUND[:count])[:HEADER] == header(2 * count)


def test_the_file_is_whole_after_every_block(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    with path.open("xb") as file:
        wav = WavWriter(file)
        assert path.read_bytes() == header(0)
        for count in range(1, 20):
            wav.write(SOUND[:100])
            with wave.open(str(path), "rb") as reader:
                assert reader.getnframes() == 100 * count
            assert path.stat().st_size == HEADER + 200 * count
        wav.close()


@settings(max_examples=100, deadline=None)
@given(arrays(np.float32, st.integers(0, 300), elements=st.floats(-1, 1, width=32)))
def test_what_is_heard_live_is_what_is_read_later(samples: np.ndarray) -> None:
    class Kept(io.BytesIO):
        def close(self) -> None:
            self.kept = self.getvalue()
            super().close()

    file = Kept()
    wav = WavWriter(file)
    wav.write(samples)
    wav.close()
    values = np.frombuffer(file.kept[HEADER:], "<i2")
    assert np.array_equal(values / np.float32(32768), quantised(samples))
    assert np.abs(quantised(samples) - samples).max(initial=0) <= 1 / 32768


def test_it_reaches_the_disk_about_once_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now, synced = [0.0], []
    monkeypatch.setattr("os.fsync", lambda _handle: synced.append(now[0]))
    with (tmp_path / "answer.wav").open("xb") as file:
        wav = WavWriter(file, clock=lambda: now[0])
        for step in range(100):
            now[0] = step * 0.1
            wav.write(SOUND[:1600])
            reach_the_disk()
        assert 9 <= len(synced) <= 10
        wav.close()


def reach_the_disk() -> None:
    for thread in threading.enumerate():
        if thread.name == "recording-sync":
            thread.join(60)


def test_a_disk_that_is_slow_keeps_no_sound_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, done, now = tmp_path / "answer.wav", threading.Event(), [0.0]
    monkeypatch.setattr("os.fsync", lambda _handle: done.wait(60))
    with path.open("xb") as file:
        wav = WavWriter(file, clock=lambda: now[0])
        for step in range(1, 40):
            now[0] = step * 0.1
            wav.write(SOUND[:1600])
            with wave.open(str(path), "rb") as reader:  # as it is found after a kill
                assert reader.getnframes() == 1600 * step
        assert not done.is_set()
        done.set()
        wav.close()


def test_a_disk_that_fails_later_is_told_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", fail)
    now = [0.0]
    with (tmp_path / "answer.wav").open("xb") as file:
        wav = WavWriter(file, clock=lambda: now[0])
        now[0] = 1.5
        wav.write(SOUND[:1600])
        reach_the_disk()
        now[0] = 3.0
        with pytest.raises(OSError, match="Input/output error"):
            wav.write(SOUND[:1600])


@pytest.mark.parametrize("kept", [*range(HEADER + 5), HEADER + 999, HEADER + 1000])
@pytest.mark.parametrize("stale", [0, 700, 1998])
def test_killed_at_any_byte_of_the_header_or_after(kept: int, stale: int, tmp_path: Path) -> None:
    """The header may have been written for fewer samples than there are, the last of them half."""
    path = tmp_path / "answer.wav"
    whole = written(path, SOUND[:999])
    path.write_bytes((header(stale) + whole[HEADER:])[:kept])
    there = max(0, kept - HEADER) // 2
    assert repair(path) == there / RATE
    assert path.read_bytes() == header(2 * there) + whole[HEADER : HEADER + 2 * there]
    with wave.open(str(path), "rb") as file:
        assert file.getnframes() == there


@settings(max_examples=50, deadline=None)
@given(kept=st.integers(0, HEADER + 2 * RATE), stale=st.integers(0, 2**32 - 37))
def test_killed_anywhere_loses_nothing_that_was_written(
    tmp_path_factory: pytest.TempPathFactory, kept: int, stale: int
) -> None:
    path = tmp_path_factory.mktemp("killed") / "answer.wav"
    path.write_bytes((header(stale) + (SOUND * 32768).astype("<i2").tobytes())[:kept])
    assert repair(path) == max(0, kept - HEADER) // 2 / RATE
    assert repair(path) == max(0, kept - HEADER) // 2 / RATE


def test_a_whole_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    before = written(path, SOUND)
    path.chmod(0o600)
    stamp = path.stat().st_mtime_ns
    assert repair(path) == 1.0
    assert path.read_bytes() == before and path.stat().st_mtime_ns == stamp


def test_zeros_where_the_header_should_be(tmp_path: Path) -> None:
    """After a crash of the machine a file can have its length and not its content."""
    path = tmp_path / "answer.wav"
    path.write_bytes(bytes(HEADER + 3200))
    assert repair(path) == 0.1


@pytest.mark.parametrize("data", [b"I led the team." * 20, b"fLaC" + bytes(100), b"RIFF\0\0\0\0AVI LIST" + bytes(90)])
def test_what_this_program_did_not_write_is_not_touched(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    path.write_bytes(data)
    with pytest.raises(UnreadableAudioError, match="no take"):
        repair(path)
    assert path.read_bytes() == data


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableAudioError, match="cannot be mended"):
        repair(tmp_path / "answer.wav")


@pytest.mark.parametrize("begins", [b"", header(0)])
def test_a_file_larger_than_any_wav_is_not_mended(begins: bytes, tmp_path: Path) -> None:
    path = tmp_path / "answer.wav"
    with path.open("wb") as file:
        file.write(begins)
        file.truncate(HEADER + LARGEST + 3)  # takes no room on the disk
    with pytest.raises(UnreadableAudioError, match="larger than any WAV"):
        repair(path)
    assert path.stat().st_size == HEADER + LARGEST + 3
