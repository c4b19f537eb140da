"""Microphones and loudspeakers, and the choice among them."""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct

from voice_interview.audio.system import portaudio
from voice_interview.errors import AudioError, NoMicrophoneError, NoSpeakerError

Direction = Literal["input", "output"]


class Device(Struct, frozen=True, kw_only=True):
    """One way in or out. `channels` in that direction, `sample_rate` its own (frames a second), `default` where the
    system would choose it. `index` is PortAudio's and changes when something is plugged in."""

    index: int
    name: str
    host_api: str
    channels: int
    sample_rate: int
    default: bool = False


def inputs() -> tuple[Device, ...]:
    """Every microphone, in the system's order; empty where there is none. Raises NoAudioSystemError."""
    return _devices("input")


def outputs() -> tuple[Device, ...]:
    """Every loudspeaker, in the system's order; empty where there is none. Raises NoAudioSystemError."""
    return _devices("output")


def find_input(choice: str | None) -> Device:
    """The microphone with this index, this name or this part of a name; None: the system's default.

    Raises NoMicrophoneError, which lists what there is, and NoAudioSystemError.
    """
    fix = "Plug one in, or analyse a recording: voice-interview analyze FILE."
    return choose(inputs(), choice, NoMicrophoneError, ("microphone", fix))


def find_output(choice: str | None) -> Device:
    """The loudspeaker with this index, this name or this part of a name; None: the system's default.

    Raises NoSpeakerError, which lists what there is, and NoAudioSystemError.
    """
    fix = "Plug one in, or go on without sound: --mute."
    return choose(outputs(), choice, NoSpeakerError, ("loudspeaker", fix))


def choose(devices: tuple[Device, ...], choice: str | None, error: type[AudioError], words: tuple[str, str]) -> Device:
    """One of `devices`, or `error` in the `words` for what is looked for and what to do where there is none."""
    what, fix = words
    if not devices:
        raise error(f"No {what} was found.", fix)
    if choice is None:
        return next((device for device in devices if device.default), devices[0])
    if choice.strip().isdecimal():
        for device in devices:
            if device.index == int(choice):
                return device
    found = _named(devices, choice)
    if len(found) == 1:
        return found[0]
    if found:
        raise error(f"{choice!r} fits more than one {what}.", f"Choose by number: {_listed(found)}.")
    raise error(f"There is no {what} {choice!r}.", f"Choose one of: {_listed(devices)}.")


def _named(devices: tuple[Device, ...], choice: str) -> tuple[Device, ...]:
    """Devices of exactly this name, else those with it as a part, whatever the case.

    The host API may follow after a comma: Windows lists a device once for each, and the names are the same.
    """
    wanted = choice.strip().casefold()
    exact = tuple(d for d in devices if wanted in (d.name.casefold(), _full_name(d)))
    return exact or tuple(d for d in devices if wanted and wanted in _full_name(d))


def _full_name(device: Device) -> str:
    return f"{device.name}, {device.host_api}".casefold()


def _listed(devices: tuple[Device, ...]) -> str:
    return "; ".join(f"{device.index} {device.name} ({device.host_api})" for device in devices)


def _devices(direction: Direction) -> tuple[Device, ...]:
    sd = portaudio()
    try:
        rows, apis = list(sd.query_devices()), sd.query_hostapis()
    except sd.PortAudioError:  # "Error querying device -1": there is none at all
        return ()
    default = _default(sd, direction)
    return tuple(
        _to_device(row, apis[row["hostapi"]]["name"], direction, default)
        for row in rows
        if row[f"max_{direction}_channels"] > 0
    )


def _default(sd: Any, direction: Direction) -> int:
    try:
        return int(sd.query_devices(kind=direction)["index"])
    except (sd.PortAudioError, ValueError):
        return -1


def _to_device(row: Any, host_api: str, direction: Direction, default: int) -> Device:
    return Device(
        index=row["index"],
        name=row["name"],
        host_api=host_api,
        channels=row[f"max_{direction}_channels"],
        sample_rate=round(row["default_samplerate"]) or 48_000,
        default=row["index"] == default,
    )
