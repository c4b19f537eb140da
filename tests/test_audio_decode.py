"""Every kind of sound file, whole, odd, damaged and false."""

from __future__ import annotations

import io
import re
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from voice_interview.audio import decode, replay
from voice_interview.errors import UnreadableAudioError

RATE = 16_000
SECONDS = 3.0


def chirp(rate: int, seconds: float = SECONDS, level: float = 0.4) -> np.ndarray:
    """From 200 to 2,000 Hz: sound whose every moment is different, inside what 8 kHz can hold."""
    t = np.arange(round(rate * seconds)) / rate
    return (level * np.sin(2 * np.pi * (200 * t + 900 / seconds * t**2))).astype(np.float32)


def encode(path: Path, codec: str, rate: int, *, layout: str = "mono") -> Path:
    """A file as phones, browsers and meeting programs write it, made by the codec itself."""
    sound = chirp(rate)
    if codec == "vorbis":  # PyAV carries no usable encoder for it
        # A little noise makes it more than one page, as any real recording is.
        sound = sound + 0.02 * np.random.default_rng(1).standard_normal(len(sound)).astype(np.float32)
        soundfile.write(path, np.tile(sound[:, None], (1, 2 if layout == "stereo" else 1)), rate, subtype="VORBIS")
        return path
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=rate, layout=layout)
        stream.bit_rate = 96_000
        size = stream.codec_context.frame_size or 1024
        for first in range(0, len(sound), size):
            piece = sound[first : first + size]
            planes = np.tile(piece, (stream.layout.nb_channels, 1))
            frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout=layout)
            frame.sample_rate, frame.pts = rate, first
            for resampled in av.AudioResampler(stream.format, layout, rate, size).resample(frame):
                file.mux(stream.encode(resampled))
        file.mux(stream.encode(None))
    return path


def likeness(heard: np.ndarray, rate: int = RATE) -> float:
    """Correlation with the chirp, whatever delay the codec adds (up to 0.1 s)."""
    said = chirp(rate)
    count = min(len(said), len(heard))
    room = np.zeros(round(0.1 * rate), dtype=np.float32)
    padded = np.concatenate([room, heard[:count], room])
    against = np.correlate(padded, said[:count], "valid")
    return float(np.abs(against).max() / (np.linalg.norm(said[:count]) * np.linalg.norm(heard[:count])))


ENCODED = {
    "mp3": ("libmp3lame", 44_100, "a.mp3"),
    "m4a": ("aac", 44_100, "a.m4a"),
    "mp4": ("aac", 48_000, "a.mp4"),
    "ogg": ("vorbis", 44_100, "a.ogg"),
    "opus": ("libopus", 48_000, "a.opus"),
    "webm": ("libopus", 48_000, "a.webm"),
    "flac": ("flac", 48_000, "a.flac"),
}


@pytest.mark.parametrize("kind", ENCODED)
@pytest.mark.parametrize("layout", ["mono", "stereo"])
def test_every_kind_of_file_gives_its_sound(kind: str, layout: str, tmp_path: Path) -> None:
    codec, rate, name = ENCODED[kind]
    path = encode(tmp_path / name, codec, rate, layout=layout)
    heard = decode.read(path)
    assert heard.dtype == np.float32 and heard.ndim == 1
    assert len(heard) / RATE == pytest.approx(SECONDS, abs=0.1)
    assert likeness(heard) > 0.98
    assert decode.duration(path) == pytest.approx(SECONDS, abs=0.1)


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000])
@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
def test_every_rate_and_width_of_wav(rate: int, subtype: str, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, chirp(rate), rate, subtype=subtype)
    heard = decode.read(path)
    assert len(heard) == pytest.approx(SECONDS * RATE, abs=2)
    assert likeness(heard) > 0.999


def test_a_16_bit_file_at_16_khz_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    values = np.array([-32768, -1, 0, 1, 32767], dtype=np.int16)
    soundfile.write(path, values, RATE)
    assert np.array_equal(decode.read(path), values / np.float32(32768))


def test_a_microphone_on_one_of_two_channels_keeps_its_level(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound = chirp(RATE)
    soundfile.write(path, np.stack([sound, np.zeros_like(sound)], axis=1), RATE, subtype="FLOAT")
    assert np.abs(decode.read(path) - sound).max() < 1e-6


def test_six_channels_with_speech_in_one(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    frames = np.zeros((len(chirp(RATE)), 6), dtype=np.float32)
    frames[:, 2] = chirp(RATE)
    soundfile.write(path, frames, RATE, subtype="FLOAT")
    assert np.abs(decode.read(path) - chirp(RATE)).max() < 1e-6


def test_nan_and_infinity_become_silence_and_full_scale(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound = chirp(RATE)
    sound[100:200], sound[300], sound[301], sound[302] = np.nan, np.inf, -np.inf, 7.0
    soundfile.write(path, sound, RATE, subtype="FLOAT")
    heard = decode.read(path)
    assert not heard[100:200].any()
    assert heard[300:303].tolist() == [1.0, -1.0, 1.0]
    rest = np.r_[0:100, 200:300, 303 : len(sound)]
    assert np.array_equal(heard[rest], sound[rest])


def test_nan_does_not_spread_through_the_resampler(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    sound = chirp(44_100)
    sound[1000:1010] = np.nan
    soundfile.write(path, sound, 44_100, subtype="FLOAT")
    heard = decode.read(path)
    assert np.isfinite(heard).all() and np.abs(heard).max() <= 1
    assert likeness(heard) > 0.99


@pytest.mark.parametrize("seconds", [0.03, 0.5, 1.0, 10.0])
@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_blocks_have_one_size_and_join_to_the_same_sound(seconds: float, rate: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, chirp(rate), rate)
    blocks = list(decode.blocks(path, seconds=seconds))
    assert {len(block) for block in blocks[:-1]} <= {round(seconds * RATE)}
    assert 0 < len(blocks[-1]) <= round(seconds * RATE)
    assert np.array_equal(np.concatenate(blocks), decode.read(path))


def test_a_video_gives_its_sound(tmp_path: Path) -> None:
    path = tmp_path / "call.mp4"
    with av.open(str(path), "w") as file:
        picture: Any = file.add_stream("mpeg4", rate=10)
        picture.width = picture.height = 64
        picture.pix_fmt = "yuv420p"
        voice: Any = file.add_stream("aac", rate=48_000, layout="mono")
        for _ in range(30):
            file.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        file.mux(picture.encode(None))
        sound = chirp(48_000)
        for first in range(0, len(sound), 1024):
            frame = av.AudioFrame.from_ndarray(sound[None, first : first + 1024], format="fltp", layout="mono")
            frame.sample_rate, frame.pts = 48_000, first
            file.mux(voice.encode(frame))
        file.mux(voice.encode(None))
    assert likeness(decode.read(path)) > 0.98


@pytest.mark.parametrize("claimed", [0, 100, 1_000_000, 0xFFFFFFFF])
def test_a_wav_whose_header_lies_gives_the_samples_that_are_there(claimed: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, chirp(RATE), RATE)
    whole = path.read_bytes()
    at = whole.index(b"data") + 4
    path.write_bytes(
        whole[:4]
        + struct.pack("<I", min(claimed + 36, 0xFFFFFFFF))
        + whole[8:at]
        + struct.pack("<I", claimed)
        + whole[at + 4 :]
    )
    expected = 50 if claimed == 100 else len(chirp(RATE))  # a length that fits the file is believed
    assert len(decode.read(path)) == expected


@pytest.mark.parametrize("kind", [*ENCODED, "wav"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_a_truncated_file_gives_what_it_holds(kind: str, kept: float, tmp_path: Path) -> None:
    if kind == "wav":
        path = tmp_path / "a.wav"
        soundfile.write(path, chirp(RATE), RATE)
    else:
        codec, rate, name = ENCODED[kind]
        path = encode(tmp_path / name, codec, rate)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    if kind in ("m4a", "mp4"):  # the index stands at the end of the file: without it there is no way in
        with pytest.raises(UnreadableAudioError):
            decode.read(path)
        return
    heard = decode.read(path)
    assert (kept - 0.25) * SECONDS < len(heard) / RATE <= SECONDS
    assert likeness(heard) > 0.95


def test_damage_in_the_middle_costs_the_damaged_part_only(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.mp3", "libmp3lame", 44_100)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 500] = b"\x5a" * 500
    path.write_bytes(data)
    assert len(decode.read(path)) / RATE > SECONDS - 0.5


def bare_wav(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))


def silent_film(path: Path) -> None:
    with av.open(str(path), "w") as file:
        picture: Any = file.add_stream("mpeg4", rate=10)
        picture.width = picture.height = 64
        picture.pix_fmt = "yuv420p"
        file.mux(picture.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")))
        file.mux(picture.encode(None))


def playlist(path: Path) -> None:
    soundfile.write(path.parent / "other.wav", chirp(RATE), RATE)
    path.write_text(f"#EXTM3U\n#EXTINF:3,\n{path.parent / 'other.wav'}\n#EXT-X-ENDLIST\n", encoding="utf-8")


def concat(path: Path) -> None:
    soundfile.write(path.parent / "other.wav", chirp(RATE), RATE)
    path.write_text("ffconcat version 1.0\nfile other.wav\n", encoding="utf-8")


FALSE: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing.wav": (lambda _path: None, "does not exist"),
    "folder.wav": (lambda path: path.mkdir(), "is a folder"),
    "empty.wav": (lambda path: path.write_bytes(b""), "is empty"),
    "text.wav": (lambda path: path.write_text("I always put the customer first.\n" * 50, encoding="utf-8"), "no sound"),
    "zeros.wav": (lambda path: path.write_bytes(bytes(50_000)), "no sound"),
    "bare.wav": (bare_wav, "holds no sound"),
    "header.wav": (lambda path: path.write_bytes(b"RIFF$\0\0\0WAVEfmt "), "no "),
    "film.mp4": (silent_film, "no audio track"),
    "list.m3u8": (playlist, "no sound file"),
    "list.wav": (playlist, "no sound file"),
    "list.ffconcat": (concat, "no sound file"),
    "page.mp3": (lambda path: path.write_text("<html><p>404 Not Found</html>" * 40, encoding="utf-8"), "no sound"),
    "image.ogg": (lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(300)), "no sound file"),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_what_is_no_sound_is_refused_in_one_clear_sentence(name: str, tmp_path: Path) -> None:
    make, words = FALSE[name]
    path = tmp_path / name
    make(path)
    with pytest.raises(UnreadableAudioError, match=words) as caught:
        list(decode.blocks(path))
    assert str(path) in caught.value.message and caught.value.fix.endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing.wav", "folder.wav", "text.wav", "film.mp4"])
def test_asking_for_the_duration_refuses_the_same(name: str, tmp_path: Path) -> None:
    FALSE[name][0](tmp_path / name)
    with pytest.raises(UnreadableAudioError):
        decode.duration(tmp_path / name)


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.wav").touch()
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(UnreadableAudioError, match="may not be read"):
        decode.read(tmp_path / "a.wav")
    with pytest.raises(UnreadableAudioError, match="is a folder"):  # what Windows answers for a folder
        decode.read(tmp_path)


class Unplugged(io.BytesIO):
    """A disk that goes away in the middle of a file."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() >= self.leaves_at:
            raise OSError(5, "Input/output error")
        return super().read(size)


@pytest.mark.parametrize("leaves_at", [0, 200_000])
def test_a_disk_that_goes_away_is_named(leaves_at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not the disk that a copy is written to."""
    path = tmp_path / "a.wav"
    soundfile.write(path, chirp(RATE, 20.0), RATE)
    monkeypatch.setattr(Unplugged, "leaves_at", leaves_at, raising=False)
    monkeypatch.setattr(decode, "_file", lambda path: Unplugged(path.read_bytes()))
    said = f"{re.escape(str(path))} cannot be read: Input/output error"
    with pytest.raises(UnreadableAudioError, match=said):
        list(decode.blocks(path))
    with pytest.raises(UnreadableAudioError, match=said):
        replay.copy(path, tmp_path / "answer.wav")


@pytest.mark.parametrize("name", ["concat:a.wav|b.wav", "-", "file with spaces äöü 面接.wav", "pipe:0"])
def test_a_name_is_a_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    try:
        soundfile.write(path, chirp(RATE), RATE, format="WAV")
    except (OSError, soundfile.LibsndfileError):
        pytest.skip("this file system has no such names")
    assert likeness(decode.read(path)) > 0.999


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=3000), st.sampled_from(["wav", "mp3", "ogg", "flac", "webm", "mp4"]))
def test_any_bytes_are_sound_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str) -> None:
    path = tmp_path_factory.mktemp("any") / f"a.{ending}"
    path.write_bytes(data)
    try:
        heard = decode.read(path)
    except UnreadableAudioError:
        return
    assert np.isfinite(heard).all() and np.abs(heard).max() <= 1


def test_a_long_file_never_sits_in_memory(tmp_path: Path) -> None:
    """Ten minutes are 38 MB as float at 16 kHz; a pass over them allocates a small part of that at a time."""
    import tracemalloc

    path = tmp_path / "long.wav"
    soundfile.write(path, np.tile(chirp(RATE, 10.0), 60), RATE)
    list(decode.blocks(path.with_name("long.wav"), seconds=60))[:0]  # imports are not what is measured
    tracemalloc.start()
    try:
        heard = sum(len(block) for block in decode.blocks(path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert heard == 600 * RATE
    assert peak < 4_000_000
