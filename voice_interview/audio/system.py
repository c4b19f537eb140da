"""PortAudio, started late and never waited for without end."""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from voice_interview.errors import DeviceError, NoAudioSystemError

if TYPE_CHECKING:
    from voice_interview.audio.devices import Device, Direction

T = TypeVar("T")

LATENCY = 0.1
"""Seconds of sound that PortAudio may hold: a busy machine needs slack, and nobody hears the difference."""

PATIENCE = 10.0
"""Seconds that a call into the sound system may take. Opening a Bluetooth headset takes up to 3 s; a sound server that
hangs (WSL without one, a stopped PulseAudio) never answers."""


class TimedOutError(Exception):
    """A call into the sound system did not come back."""


def within(seconds: float, call: Callable[[], T], platform: str = sys.platform) -> T:
    """What `call` returns or raises, or TimedOutError after `seconds`.

    On Linux only, where sound servers hang; elsewhere the call is made in place, because WASAPI and CoreAudio objects
    belong to the thread that made them. A call that was given up is left behind on a daemon thread.
    """
    if not platform.startswith("linux"):
        return call()
    done: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            done.append(call())
        except BaseException as error:
            failed.append(error)

    worker = threading.Thread(target=work, name="audio-call", daemon=True)
    worker.start()
    worker.join(seconds)
    if worker.is_alive():
        _leave_portaudio_alone()
        raise TimedOutError
    if failed:
        raise failed[0]
    return done[0]


def portaudio() -> Any:
    """The module sounddevice, imported on first use; it silences ALSA's chatter itself while PortAudio starts, and what
    both would print later is not printed either.

    Raises NoAudioSystemError where the PortAudio library is missing, or hangs.
    """

    def start() -> Any:
        first = "sounddevice" not in sys.modules
        import sounddevice

        if first:
            _hush()
        return sounddevice

    try:
        return within(PATIENCE, start)
    except TimedOutError as error:
        raise NoAudioSystemError(
            "The sound system does not answer.",
            "Restart the sound server (PulseAudio, PipeWire or WSL), or analyse a file: voice-interview analyze FILE.",
        ) from error
    except OSError as error:
        raise NoAudioSystemError(f"The sound library PortAudio was not found ({error}).", _cure()) from error
    except Exception as error:
        if type(error).__name__ != "PortAudioError":
            raise
        raise NoAudioSystemError(f"The sound system did not start ({error}).", _cure()) from error


def call(what: str, action: Callable[[], T], *, patience: float = PATIENCE) -> T:
    """Run one call into PortAudio; DeviceError, beginning with `what`, where it fails or hangs."""
    sd = portaudio()
    try:
        return within(patience, action)
    except TimedOutError as error:
        raise DeviceError(
            f"{what}: the device does not answer.", "Unplug it and plug it in, or choose another."
        ) from error
    except sd.PortAudioError as error:
        raise DeviceError(
            f"{what}: {_reason(error)}.", "Close other programs that use it, or choose another."
        ) from error


class Opener(Protocol):
    """Opens and starts a stream: `open_stream`, or a stand-in for it."""

    def __call__(
        self,
        device: Device,
        direction: Direction,
        shapes: Sequence[tuple[int, int]],
        callback: Callable[..., None],
        finished: Callable[[], None],
    ) -> tuple[Any, int]: ...


def open_stream(
    device: Device,
    direction: Direction,
    shapes: Sequence[tuple[int, int]],
    callback: Callable[..., None],
    finished: Callable[[], None],
) -> tuple[Any, int]:
    """A started stream of float32 in the first of `shapes` (rate, channels) that the device takes, and its rate.

    Raises DeviceError in PortAudio's words for the first refusal, or where the device does not answer.
    """
    sd = portaudio()
    kind = sd.InputStream if direction == "input" else sd.OutputStream
    refusals: list[DeviceError] = []
    for rate, channels in shapes:

        def start(rate: int = rate, channels: int = channels) -> Any:
            stream = kind(
                samplerate=rate,
                device=device.index,
                channels=channels,
                dtype="float32",
                latency=LATENCY,
                callback=callback,
                finished_callback=finished,
            )
            try:
                stream.start()
            except BaseException:
                stream.close(ignore_errors=True)
                raise
            return stream

        try:
            return call(f"{device.name!r} could not be opened", start), rate
        except DeviceError as error:
            refusals.append(error)
            if isinstance(error.__cause__, TimedOutError):
                break
    raise refusals[0]


def _hush() -> None:
    """Keep ALSA and PortAudio from printing dozens of lines over the screen when a device goes away or refuses.

    ALSA can be given a function to call in place of printing. It must not be a Python one, which ALSA's threads could
    call after the interpreter has ended: C's `getpid` takes no notice of arguments and does nothing. PortAudio prints
    to C's `stderr`, which is pointed elsewhere; Python and everything that writes to file descriptor 2 is unaffected.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes
    import ctypes.util

    libc = ctypes.CDLL(None)
    # Another libc or ALSA may lack these names; then it prints.
    with suppress(OSError, AttributeError, TypeError):
        alsa = ctypes.CDLL(ctypes.util.find_library("asound"))
        alsa.snd_lib_error_set_handler(ctypes.cast(libc.getpid, ctypes.c_void_p))
    with suppress(AttributeError, ValueError):
        libc.fopen.restype = ctypes.c_void_p
        if nowhere := libc.fopen(b"/dev/null", b"w"):
            ctypes.c_void_p.in_dll(libc, "stderr").value = nowhere


def _reason(error: Exception) -> str:
    """PortAudio's own words, without its numbers."""
    return str(error.args[0] if error.args else error).split(" [PaErrorCode")[0].rstrip(".")


def _leave_portaudio_alone() -> None:
    """sounddevice ends PortAudio when the program exits; after a call that hangs, that would hang too."""
    module = sys.modules.get("sounddevice")
    if handler := getattr(module, "_exit_handler", None):
        atexit.unregister(handler)


def _cure(platform: str = sys.platform) -> str:
    """Only on Linux PortAudio is a package of the system; elsewhere sounddevice brings it."""
    install = "Install it (Debian, Ubuntu: sudo apt install libportaudio2)" if platform.startswith("linux") else ""
    install = install or "Install sounddevice again: pip install --force-reinstall sounddevice"
    return f"{install}. Recordings can be analysed without it: voice-interview analyze FILE."
