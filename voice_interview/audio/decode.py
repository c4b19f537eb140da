"""Sound files of every usual kind to mono float32, as a stream.

PyAV (FFmpeg's libraries) decodes; soxr resamples, and not FFmpeg's own resampler, so that a file and a take recorded by
this program pass through the same filter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from voice_interview.audio.mono import Mono
from voice_interview.errors import UnreadableAudioError
from voice_interview.files import ordinary
from voice_interview.model import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voice_interview.plugins import Samples

FORMATS = "wav,w64,aiff,au,caf,flac,mp3,aac,amr,ogg,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,asf,avi"
"""The containers that are tried. A playlist or a text that names other files or addresses is none of them, so opening a
file never reads another one and never touches the network."""

LOWEST_RATE, HIGHEST_RATE = 1_000, 1_000_000
"""Samples a second. Telephones take 8,000, and the fastest converters 768,000; a header that says 1 makes hours of a
few kilobytes."""

KINDS = "wav, flac, mp3, m4a, ogg, opus, webm or mp4"


def blocks(path: Path, *, seconds: float = 0.5) -> Iterator[Samples]:
    """The sound of a file, or of a video's first audio track, in blocks of `seconds` (the last is shorter): mono
    float32 at 16 kHz. One block is in memory at a time.

    A truncated or damaged file gives what can be decoded. Raises UnreadableAudioError where nothing can.
    """
    return resampled(path, SAMPLE_RATE, seconds=seconds)


def resampled(path: Path, rate: int, *, seconds: float = 0.5) -> Iterator[Samples]:
    """The same at any rate: what a loudspeaker asks for."""
    import numpy as np

    size = max(1, round(seconds * rate))
    held: list[Samples] = []
    count = 0
    for piece in _pieces(path, rate):
        held.append(piece)
        count += len(piece)
        if count >= size:
            sound = np.concatenate(held)
            whole = count - count % size
            yield from np.split(sound[:whole], whole // size)
            held, count = [sound[whole:]], count - whole
    if count:
        yield np.concatenate(held)


def read(path: Path) -> Samples:
    """All of a file at once, for short prompts: mono float32 at 16 kHz. Raises UnreadableAudioError."""
    import numpy as np

    return np.concatenate(list(blocks(path, seconds=10.0)))


def duration(path: Path) -> float | None:
    """How long the file says it is, in seconds; None where it does not say. A damaged file may lie.

    Raises UnreadableAudioError where the file is no sound file.
    """
    import av

    with _open(path) as container:
        stream = container.streams.audio[0]
        if stream.duration is not None and stream.time_base is not None:
            said = float(stream.duration * stream.time_base)
        elif container.duration is not None:
            said = container.duration / av.time_base
        else:
            return None
    return said if said > 0 else None


def sample_rate(path: Path) -> int:
    """Samples a second in the file itself. Raises UnreadableAudioError where the file is no sound file."""
    with _open(path) as container:
        return _checked(path, int(container.streams.audio[0].rate))


def _checked(path: Path, rate: int) -> int:
    if not LOWEST_RATE <= rate <= HIGHEST_RATE:
        raise UnreadableAudioError(
            f"{path} says that it holds {rate:,} samples a second; {LOWEST_RATE:,} to {HIGHEST_RATE:,} can be speech.",
            f"Save it anew as {KINDS}.",
        )
    return rate


def _pieces(path: Path, rate: int) -> Iterator[Samples]:
    mono: Mono | None = None
    heard = False
    for frames, source_rate in _frames(path):
        if mono is None or mono.source_rate != source_rate:
            if mono is not None:
                yield mono.flush()
            mono = Mono(source_rate, rate)
        heard = heard or len(frames) > 0
        yield mono.feed(frames)
    if mono is None or not heard:
        raise UnreadableAudioError(f"{path} holds no sound.", "Choose a recording with something in it.")
    yield mono.flush()


def _frames(path: Path) -> Iterator[tuple[NDArray[np.float32], int]]:
    """Decoded frames as (n, channels) of float32, each with its sample rate; what cannot be decoded is passed over."""
    import av

    with _open(path) as container:
        stream = container.streams.audio[0]
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except av.error.FFmpegError:  # the container ends in the middle: what came before is good
                return
            except OSError as error:  # the disk, in its own words: what PyAV calls to read raises it, not FFmpeg
                raise _unread(path, error) from error
            try:
                decoded = packet.decode()
            except av.error.FFmpegError:  # one damaged packet
                continue
            for frame in decoded:
                try:
                    yield _to_float(frame), _checked(path, frame.sample_rate)
                except ValueError as error:  # a form of samples that is not known here, such as 64-bit whole numbers
                    raise _undecodable(path) from error


def _to_float(frame: Any) -> NDArray[np.float32]:
    import numpy as np

    values = frame.to_ndarray()
    channels = frame.layout.nb_channels
    values = values.T if frame.format.is_planar else values.reshape(-1, channels)
    if values.dtype == np.uint8:
        return np.asarray((values.astype(np.float32) - 128) / 128, dtype=np.float32)
    if np.issubdtype(values.dtype, np.integer):
        return np.asarray(values / -float(np.iinfo(values.dtype).min), dtype=np.float32)
    with np.errstate(over="ignore"):
        return np.asarray(values, dtype=np.float32)


@contextmanager
def _open(path: Path) -> Iterator[Any]:
    """The file as a PyAV container with an audio stream. It is handed over open, never by name: FFmpeg would take a
    name such as `concat:...` for an order."""
    import av

    with _file(path) as file:
        try:
            container = av.open(file, options={"format_whitelist": FORMATS}, metadata_errors="replace")
        except (av.error.FFmpegError, ValueError) as error:
            raise UnreadableAudioError(
                f"{path} is no sound file that can be read.", f"Give a recording as {KINDS}."
            ) from error
        except OSError as error:
            raise _unread(path, error) from error
        with container:
            if not container.streams.audio:
                raise UnreadableAudioError(f"{path} holds no audio track.", f"Give a recording with sound: {KINDS}.")
            if container.streams.audio[0].codec_context is None:
                raise _undecodable(path)
            yield container


def _undecodable(path: Path) -> UnreadableAudioError:
    return UnreadableAudioError(f"{path} holds sound in a form that is not read here.", f"Save it anew as {KINDS}.")


def _unread(path: Path, error: OSError) -> UnreadableAudioError:
    return UnreadableAudioError(f"{path} cannot be read: {error.strerror or error}.", "Check the disk it lies on.")


def _file(path: Path) -> BinaryIO:
    try:
        ordinary(path)
        file = path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableAudioError(f"{path} does not exist.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise _a_folder(path) from error
    except PermissionError as error:
        if path.is_dir():  # what Windows says of a folder
            raise _a_folder(path) from error
        raise UnreadableAudioError(f"{path} may not be read.", "Change its permissions or copy it.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadableAudioError(f"{path} cannot be opened: {why}.", "Check the name and the disk.") from error
    if path.stat().st_size == 0:
        file.close()
        raise UnreadableAudioError(f"{path} is empty.", "Choose a recording with something in it.")
    return file


def _a_folder(path: Path) -> UnreadableAudioError:
    return UnreadableAudioError(f"{path} is a folder.", "Name the recordings in it, one by one.")
