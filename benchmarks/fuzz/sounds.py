"""Broken and odd sound files, made by rules: what a script writes, a disk damages, a person renames."""

from __future__ import annotations

import os
import struct
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

RATE = 16_000
SECONDS = 0.5
LARGEST = 1_000_000
"""Bytes of sound, however many channels it is said to have."""


class Odd(NamedTuple):
    """One file: `make` writes it into a folder and returns its path; `fit` says whether a report must come of it
    (True), a refusal (False), or either (None)."""

    name: str
    make: Callable[[Path], Path]
    fit: bool | None


def tone(rate: int = RATE, seconds: float = SECONDS) -> Any:
    """A falling tone, as float32."""
    import numpy as np

    t = np.arange(round(rate * seconds)) / rate
    return (0.4 * np.sin(2 * np.pi * (400 * t - 300 * t**2))).astype(np.float32)


def wav(
    data: bytes | None = None, *, code: int = 1, channels: int = 1, rate: int = RATE, bits: int = 16,
    claimed: int | None = None, riff: int | None = None, order: str = "<", sign: bytes = b"RIFF", extra: bytes = b"",
) -> bytes:  # fmt: skip
    """A WAV file with a header that says what it is told to."""
    if data is None:
        data = ((tone() * 32767).astype(f"{order}i2").tobytes() * channels)[:LARGEST]
    block = channels * bits // 8
    form = struct.pack(f"{order}HHIIHH", code, channels, rate, rate * block & 0xFFFFFFFF, block & 0xFFFF, bits) + extra
    size = len(data) if claimed is None else claimed
    chunks = b"WAVE" + b"fmt " + struct.pack(f"{order}I", len(form)) + form
    chunks += b"data" + struct.pack(f"{order}I", size)
    return sign + struct.pack(f"{order}I", len(chunks) + len(data) if riff is None else riff) + chunks + data


def _written(name: str, data: bytes | Callable[[], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data if isinstance(data, bytes) else data())
        return path

    return make


def _cut_headers() -> Iterator[Odd]:
    for size in range(1, 45):
        yield Odd(f"wav cut after {size} bytes", _written("a.wav", wav()[:size]), False)
    for size in (46, 47, 100):
        yield Odd(f"wav cut after {size} bytes", _written("a.wav", wav()[:size]), True)


def _lying_headers() -> Iterator[Odd]:
    for claimed in (0, 1, 100, 15_999, 16_002, 2**31 - 1, 2**31, 2**32 - 1):
        fit = None if claimed < 100 else True
        yield Odd(f"wav that claims {claimed} bytes", _written("a.wav", partial(wav, claimed=claimed)), fit)
    for riff in (0, 4, 2**32 - 1):
        yield Odd(f"wav in a RIFF of {riff} bytes", _written("a.wav", partial(wav, riff=riff)), None)
    for channels in (0, 2, 3, 6, 8, 64, 255, 513, 65_535):
        fit = True if 0 < channels <= 8 else None
        yield Odd(f"wav that claims {channels} channels", _written("a.wav", partial(wav, channels=channels)), fit)
    for rate in (0, 1, 50, 1_000, 8_000, 11_025, 96_000, 192_000, 768_000, 2**31 - 1, 2**31, 2**32 - 1):
        fit = True if 1_000 <= rate <= 768_000 else None
        yield Odd(f"wav that claims {rate} Hz", _written("a.wav", partial(wav, rate=rate)), fit)
    for bits in (0, 1, 7, 12, 17, 33, 64, 255, 65_535):
        yield Odd(f"wav that claims {bits} bits", _written("a.wav", partial(wav, bits=bits)), None)
    for code in (0, 2, 17, 49, 85, 0x161, 0xFFFE, 0xFFFF):
        yield Odd(f"wav of code {code:#x}", _written("a.wav", partial(wav, code=code)), None)
    for size in (0, 1, 2):
        yield Odd(f"wav with {size} bytes of sound", _written("a.wav", partial(wav, bytes(size))), size == 2)


def _other_forms() -> Iterator[Odd]:
    import numpy as np

    floats = {
        "of NaN": np.full(8_000, np.nan, np.float32), "of infinity": np.full(8_000, np.inf, np.float32),
        "of 1e38": np.full(8_000, 1e38, np.float32),
        "with a NaN in it": np.where(np.arange(8_000) == 9, np.nan, tone()),
        "of denormals": np.full(8_000, 1e-42, np.float32),
    }  # fmt: skip
    for what, samples in floats.items():
        for bits in (32, 64):
            data = samples.astype(f"<f{bits // 8}").tobytes()
            made = wav(data, code=3, bits=bits)
            yield Odd(f"float wav {bits} bits {what}", _written("a.wav", made), True)
    whole = {8: ((tone() + 1) * 127).astype(np.uint8).tobytes(), 32: (tone() * 2e9).astype("<i4").tobytes()}
    whole[24] = b"".join(one[1:] for one in (tone() * 2e9).astype("<i4").reshape(-1, 1).view("V4").ravel().tolist())
    for bits, data in whole.items():
        yield Odd(f"wav of {bits} bits", _written("a.wav", wav(data, bits=bits)), True)
    for code, name in ((6, "A-law"), (7, "mu-law")):
        yield Odd(f"{name} wav", _written("a.wav", wav(bytes(range(256)) * 16, code=code, bits=8, rate=8_000)), True)
    yield Odd("RIFX", _written("a.wav", lambda: wav(order=">", sign=b"RIFX")), None)
    ds64 = b"ds64" + struct.pack("<IQQQI", 28, 16_000 + 72, 16_000, 8_000, 0)
    rf64 = wav(sign=b"RF64", riff=2**32 - 1, claimed=2**32 - 1)
    yield Odd("RF64", _written("a.wav", rf64[:12] + ds64 + rf64[12:]), True)
    for lie in (0, 2**63, 2**64 - 1):
        part = b"ds64" + struct.pack("<IQQQI", 28, lie, lie, lie, 0)
        yield Odd(f"RF64 that claims {lie}", _written("a.wav", rf64[:12] + part + rf64[12:]), None)
    for subtype, form in (("PCM_16", "W64"), ("PCM_16", "AIFF"), ("PCM_16", "CAF"), ("ULAW", "AU"), ("DOUBLE", "WAV")):
        yield Odd(f"{form} {subtype}", _by_soundfile(f"a.{form.lower()}", subtype, form), True)
    for channels, rate in ((2, 44_100), (6, 48_000), (8, 192_000), (1, 8_000)):
        yield Odd(f"wav {channels} channels {rate} Hz", _by_soundfile("a.wav", "PCM_24", "WAV", channels, rate), True)


def _by_soundfile(name: str, subtype: str, form: str, channels: int = 1, rate: int = RATE) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        import numpy as np
        import soundfile

        path = folder / name
        soundfile.write(path, np.tile(tone(rate)[:, None], (1, channels)), rate, subtype=subtype, format=form)
        return path

    return make


def encoded(
    name: str, codec: str, rate: int = 48_000, video: bool = False, sound: bool = True
) -> Callable[[Path], Path]:
    """A file as telephones and browsers write it, made by PyAV."""

    def make(folder: Path) -> Path:
        import av
        import numpy as np

        path = folder / name
        with av.open(str(path), "w") as file:
            pictures: Any = file.add_stream("mpeg4", rate=10) if video else None
            stream: Any = file.add_stream(codec, rate=rate, layout="mono") if sound else None
            if pictures:
                pictures.width = pictures.height = 64
                pictures.pix_fmt = "yuv420p"
                for _ in range(5):
                    file.mux(
                        pictures.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24"))
                    )
                file.mux(pictures.encode(None))
            if stream:
                frame = av.AudioFrame.from_ndarray(tone(rate)[None], format="fltp", layout="mono")
                frame.sample_rate, frame.pts = rate, 0
                fitted = av.AudioResampler(stream.format, "mono", rate, stream.codec_context.frame_size or 1024)
                for piece in (*fitted.resample(frame), *fitted.resample(None)):
                    file.mux(stream.encode(piece))
                file.mux(stream.encode(None))
        return path

    return make


CONTAINERS: dict[str, Callable[[Path], Path]] = {
    "wav": _written("a.wav", lambda: wav()),
    "flac": _by_soundfile("a.flac", "PCM_16", "FLAC"),
    "ogg": _by_soundfile("a.ogg", "VORBIS", "OGG"),
    "aiff": _by_soundfile("a.aiff", "PCM_16", "AIFF"),
    "mp3": encoded("a.mp3", "libmp3lame"),
    "m4a": encoded("a.m4a", "aac"),
    "opus": encoded("a.opus", "libopus"),
    "webm": encoded("a.webm", "libopus"),
    "film": encoded("film.mp4", "aac", video=True),
}
"""Half a second of sound in every container that has an encoder here."""


def _damaged_containers() -> Iterator[Odd]:
    """Each of them whole, cut, with flipped bytes, without its beginning, twice in a row."""
    damage: dict[str, Callable[[bytes], bytes]] = {
        "cut after a tenth": lambda data: data[: len(data) // 10],
        "cut in the middle": lambda data: data[: len(data) // 2],
        "without its last 20 bytes": lambda data: data[:-20],
        "with every 97th byte flipped": lambda data: bytes(one ^ 255 * (n % 97 == 96) for n, one in enumerate(data)),
        "with 16 zeros at its beginning": lambda data: bytes(16) + data[16:],
        "twice in a row": lambda data: data * 2,
    }
    for kind, make in list(CONTAINERS.items())[1:]:
        yield Odd(f"{kind} whole", make, True)
        for what, hurt in damage.items():
            yield Odd(f"{kind} {what}", _hurt(make, hurt), None)


def _hurt(make: Callable[[Path], Path], hurt: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def hurt_one(folder: Path) -> Path:
        path = make(folder)
        path.write_bytes(hurt(path.read_bytes()))
        return path

    return hurt_one


TEXT = b"So, one day a customer called, and I listened to her. "
NO_SOUND = {
    "nothing.wav": b"",
    "text.wav": TEXT * 100,
    "text.mp3": TEXT * 100,
    "zeros.wav": bytes(100_000),
    "zeros.mp3": bytes(100_000),
    "page.m4a": b"<!DOCTYPE html><html><body>Not found</body></html>",
    "list.m3u": b"#EXTM3U\n/etc/passwd\nhttp://127.0.0.1:1/x.ts\n",
    "list.wav": b"#EXTM3U\n#EXTINF:1,\n/etc/passwd\n",
    "concat.wav": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "packet.wav": b"PK\x05\x06" + bytes(18),
    "riff.wav": b"RIFF\x04\0\0\0AVI ",
}
NAMES = (
    b"two\nlines.wav", b"\xe2\x80\xaegnp.wav", b"not utf-8 \xff\xfe.wav", b"-rf.wav", b"--help", b"\x1b[2J.wav",
    b" .wav", "\u00fc \u4e2d\u6587 \U0001f600.wav".encode(), b"concat:a.wav", b"100%s{}.wav", b"n" * 250 + b".wav",
)  # fmt: skip


def _names() -> Iterator[Odd]:
    """A good file, and one that is none, under names that say too much."""
    for name in NAMES:
        for data in (wav(), b"no sound"):
            yield Odd(f"{name!r}{'' if len(data) > 99 else ' without sound'}", _named(name, data), len(data) > 99)


def _named(name: bytes, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / os.fsdecode(name)
        path.write_bytes(data)
        return path

    return make


def _no_files() -> Iterator[Odd]:
    def linked(to: str) -> Callable[[Path], Path]:
        def make(folder: Path) -> Path:
            (folder / "x.wav").symlink_to(to)
            return folder / "x.wav"

        return make

    def folder_of(folder: Path) -> Path:
        (folder / "x.wav").mkdir()
        return folder / "x.wav"

    def pipe(folder: Path) -> Path:
        os.mkfifo(folder / "x.wav")
        return folder / "x.wav"

    yield Odd("a folder named x.wav", folder_of, False)
    yield Odd("a name with nothing behind it", lambda folder: folder / "x.wav", False)
    yield Odd("a pipe", pipe, False)
    for to in ("/dev/zero", "/dev/null", "/dev/urandom", "x.wav", "gone.wav", "."):
        yield Odd(f"a link to {to}", linked(to), False)
    yield Odd("a device", lambda _: Path("/dev/zero"), False)


def _hours(seconds: int, rate: int, channels: int) -> Callable[[Path], Path]:
    """Silence that takes no room on the disk."""

    def make(folder: Path) -> Path:
        path, size = folder / "long.wav", seconds * rate * channels * 2
        path.write_bytes(wav(b"", claimed=size, riff=size + 36, rate=rate, channels=channels))
        os.truncate(path, 44 + size)
        return path

    return make


def odd_files() -> tuple[Odd, ...]:
    """All of them."""
    made = [*_cut_headers(), *_lying_headers(), *_other_forms(), *_damaged_containers(), *_names(), *_no_files()]
    made += [Odd(f"{name} holds no sound", _written(name, data), False) for name, data in NO_SOUND.items()]
    made.append(Odd("a film without sound", encoded("film.mp4", "aac", video=True, sound=False), False))
    made.append(Odd("three hours of silence", _hours(3 * 3600, RATE, 1), True))
    made.append(Odd("an hour of six silent channels", _hours(3600, 44_100, 6), True))
    return tuple(made)
