"""`doctor`: would an interview work on this machine, and if not, what is the cure?"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct

from voice_interview import __version__
from voice_interview.audio.check import Verdict
from voice_interview.audio.devices import Device
from voice_interview.cli import settings
from voice_interview.cli.completion import model_names
from voice_interview.cli.places import cache_folder, config_folder, recordings_folder, recordings_option
from voice_interview.cli.plain import moves, tell
from voice_interview.errors import NoSpeakerError, VoiceInterviewError
from voice_interview.files import TEMPORARY

if TYPE_CHECKING:
    from voice_interview.plugins import Samples

State = Literal["ok", "warning", "failed"]

TEST_SECONDS = 3.0
OPENING = 10.0
"""Seconds until the first buffer; a Bluetooth headset needs up to 3, and macOS may ask for permission meanwhile."""

ROOM = 200 * 2**20
"""Bytes: an hour and a half of answers at 32,000 bytes a second, or the joined weights and a little."""

PACKAGES = (
    *("sounddevice", "av", "soxr", "numpy", "faster-whisper", "ctranslate2"),
    *("hibari-tts", "onnxruntime", "textstat", "openai-whisper"),
)
SAMPLE_TEXT = "Ready."


class Check(Struct, frozen=True, kw_only=True):
    """One thing that was looked at. `fix` is empty where `state` is ok; a warning does not stop an interview."""

    name: str
    state: State
    message: str
    fix: str = ""


class Health(Struct, frozen=True, kw_only=True):
    """What `doctor --json` prints. `ok` is false, and the exit code 1, where one of `checks` has failed. `microphone`
    is None where it could not be tested, `versions` has the installed packages alone."""

    schema: str = "voice-interview/doctor/1"
    ok: bool
    version: str
    python: str
    platform: str
    versions: dict[str, str]
    inputs: tuple[Device, ...]
    outputs: tuple[Device, ...]
    microphone: Verdict | None
    checks: tuple[Check, ...]


@click.command()
@click.option("--device", metavar="NAME|INDEX", help="Microphone to test.  [default: the one of last time]")
@click.option(
    "--model",
    metavar="NAME|FOLDER",
    envvar="VOICE_INTERVIEW_MODEL",
    default="base",
    show_default=True,
    help="Whisper model.",
    shell_complete=model_names,
)
@click.option(
    "--offline", is_flag=True, help="Prove that nothing asks for the network, and check nothing else (Linux)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@recordings_option
def doctor(device: str | None, model: str, offline: bool, as_json: bool, recordings: Path | None) -> None:
    """Check everything that an interview needs, and say what to do where something is wrong.

    Listens to the microphone for 3 seconds: say something. Exit code 1 if an interview could not work.
    """
    if offline:
        from voice_interview.cli.offline_proof import prove
        from voice_interview.cli.offline_proof import show as show_proof

        proof = prove()
        show_proof(proof, as_json)
        raise click.exceptions.Exit(0 if proof.proved else 1)
    health = _examine(device, model, recordings)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(health))
    else:
        for line in _lines(health):
            tell(line)
    if not health.ok:
        raise click.exceptions.Exit(1)


def _examine(choice: str | None, model: str, recordings: Path | None) -> Health:
    import platform

    inputs, outputs = _devices()
    heard, microphone = _microphone(choice)
    checks = (
        microphone,
        _loudspeaker(),
        _voice(),
        _weights(model),
        _meaning(),
        _folder("recordings", recordings_folder(recordings)),
        _folder("cache", cache_folder()),
        _folder("settings", config_folder()),
    )
    return Health(
        ok=all(check.state != "failed" for check in checks),
        version=__version__,
        python=platform.python_version(),
        platform=platform.platform(),
        versions=_versions(),
        inputs=inputs,
        outputs=outputs,
        microphone=heard,
        checks=checks,
    )


def _devices() -> tuple[tuple[Device, ...], tuple[Device, ...]]:
    from voice_interview.audio import devices
    from voice_interview.errors import NoAudioSystemError

    try:
        return devices.inputs(), devices.outputs()
    except NoAudioSystemError:  # told by the microphone's check
        return (), ()


def _microphone(choice: str | None) -> tuple[Verdict | None, Check]:
    from voice_interview.audio.check import verdict
    from voice_interview.audio.devices import find_input

    try:
        device = find_input(choice or settings.current().text("device"))
        found = verdict(_listen(device))
    except VoiceInterviewError as error:
        return None, Check(name="microphone", state="failed", message=error.message, fix=error.fix)
    state: State = "ok" if found.code == "fine" else "warning"
    if found.code in ("no-sound", "all-zero", "muted"):
        state = "failed"
    level = "" if found.level_dbfs is None else f" Loudest {found.level_dbfs:.0f} dBFS."
    return found, Check(name="microphone", state=state, message=f"{device.name}: {found.message}{level}", fix=found.fix)


def _listen(device: Device) -> Samples:
    """Three seconds of the microphone, with a meter where somebody watches."""
    import numpy as np

    from voice_interview.audio.recorder import Recorder

    heard: list[Samples] = [np.zeros(0, dtype=np.float32)]
    with tempfile.TemporaryDirectory(prefix=TEMPORARY) as folder:
        take = Recorder(device, Path(folder) / "test.wav", on_block=heard.append)
        take.start()
        try:
            if take.wait_live(OPENING):
                click.echo(f"Say something: {device.name} is open for {TEST_SECONDS:.0f} seconds.", err=True)
                _meter(lambda: take.level_dbfs)
        finally:
            take.stop()
    return np.concatenate(heard)


def _meter(level: Callable[[], float | None]) -> None:
    end = time.monotonic() + TEST_SECONDS
    while (left := end - time.monotonic()) > 0:
        if moves(sys.stderr):
            now = level()
            bar = "#" * round(max(0.0, 60 + (-60 if now is None else now)) / 2)
            click.echo(f"\r{left:3.0f} s  [{bar:30}]", err=True, nl=False)
        time.sleep(0.1)
    if moves(sys.stderr):
        click.echo("\r" + " " * 40 + "\r", err=True, nl=False)


def _loudspeaker() -> Check:
    from voice_interview.audio.devices import find_output

    try:
        return Check(name="loudspeaker", state="ok", message=f"{find_output(None).name}.")
    except NoSpeakerError as error:
        return Check(name="loudspeaker", state="warning", message=error.message, fix="Questions are printed only.")
    except VoiceInterviewError as error:
        return Check(name="loudspeaker", state="warning", message=error.message, fix=error.fix)


def _voice() -> Check:
    from voice_interview import plugins

    try:
        with tempfile.TemporaryDirectory(prefix=TEMPORARY) as folder:
            voice = plugins.load("voices", "hibari")()
            voice.speak(SAMPLE_TEXT, Path(folder) / "voice.wav")
    except VoiceInterviewError as error:
        return Check(name="voice", state="warning", message=error.message, fix=error.fix)
    return Check(name="voice", state="ok", message=f"{voice.name} {voice.version} speaks.")


def _weights(model: str) -> Check:
    from voice_interview.whisper import weights

    try:
        found = weights.find(model, cache=cache_folder())
    except VoiceInterviewError as error:
        return Check(name="weights", state="failed", message=error.message, fix=error.fix)
    return Check(name="weights", state="ok", message=f"Whisper {found.name}, sha256 {found.sha256[:12]}... verified.")


def _meaning() -> Check:
    from voice_interview.meaning import minilm, qualities

    try:
        minilm.load()
        known = len(qualities.weights().bias)
    except VoiceInterviewError as error:
        return Check(name="meaning", state="warning", message=error.message, fix=error.fix)
    return Check(name="meaning", state="ok", message=f"all-MiniLM-L6-v2 is there, and knows {known} qualities.")


def _folder(name: str, folder: Path) -> Check:
    """Whether files can be made in `folder`, or in the nearest folder above it where it is not there yet."""
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            room = shutil.disk_usage(there).free
    except OSError as error:
        message = f"{folder} cannot be written ({error.strerror})."
        fix = "Change its permissions" + (", or choose another: --recordings DIR." if name == "recordings" else ".")
        return Check(name=name, state="failed" if name != "settings" else "warning", message=message, fix=fix)
    if room < ROOM:
        message = f"{folder} has {room // 2**20} MB left."
        return Check(name=name, state="warning", message=message, fix="Free some space; takes need 2 MB a minute.")
    return Check(name=name, state="ok", message=f"{folder}")


def _versions() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _lines(health: Health) -> Iterator[str]:
    yield f"voice-interview {health.version}, Python {health.python}, {health.platform}"
    yield from _table("Microphones", health.inputs)
    yield from _table("Loudspeakers", health.outputs)
    yield ""
    marks: dict[State, str] = {"ok": "ok  ", "warning": "look", "failed": "FAIL"}
    for check in health.checks:
        yield f"{marks[check.state]} {check.name:12} {check.message}"
        if check.fix:
            yield f"{'':17} {check.fix}"
    yield ""
    yield "Versions: " + ", ".join(f"{name} {version}" for name, version in health.versions.items())
    yield "All is ready: voice-interview practice" if health.ok else "An interview would not work yet; see FAIL above."


def _table(title: str, devices: tuple[Device, ...]) -> Iterator[str]:
    yield ""
    yield f"{title}:" if devices else f"{title}: none"
    for device in devices:
        mark = "*" if device.default else " "
        yield f" {mark} {device.index:2} {device.name} ({device.host_api}, {device.sample_rate} Hz)"
