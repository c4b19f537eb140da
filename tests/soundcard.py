"""A sound card for a machine without one: a private PulseAudio daemon that PortAudio sees as a real device.

    speaker   a null sink: what the person hears; its monitor can be recorded
    room      a null sink: what is played into it is what the microphone `mic` hears

Each `VirtualSoundCard` has its own daemon, runtime folder and home, so several run side by side. Everything that uses
it is a child process started with `card.env`: PortAudio reads the environment when it starts, once in a process.
"""

from __future__ import annotations

import array
import contextlib
import ctypes.util
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

RIG = """\
load-module module-native-protocol-unix auth-anonymous=1
load-module module-null-sink sink_name=speaker rate=48000 channels=2 sink_properties=device.description=Speaker
load-module module-null-sink sink_name=room rate=48000 channels=2 sink_properties=device.description=Room
load-module module-remap-source source_name=mic master=room.monitor source_properties=device.description=Microphone
set-default-sink speaker
set-default-source mic
"""
ASOUNDRC = """\
pcm.!default { type pulse }
ctl.!default { type pulse }
"""
TOOLS = ("pulseaudio", "pactl", "paplay", "pacat", "parec")


def missing() -> str | None:
    """Why there can be no virtual sound card here, naming what to install; None where there can."""
    if not sys.platform.startswith("linux"):
        return "the virtual sound card needs Linux (PulseAudio and ALSA)"
    if lacking := [tool for tool in TOOLS if shutil.which(tool) is None]:
        return f"{', '.join(lacking)} not found: apt install pulseaudio pulseaudio-utils"
    if ctypes.util.find_library("portaudio") is None:
        return "PortAudio not found: apt install libportaudio2"
    if not any(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")):
        return "ALSA's PulseAudio plug-in not found: apt install libasound2-plugins"
    return None


class VirtualSoundCard:
    """Context manager: a sound card of one's own. `env` is the environment for child processes that should see it."""

    def __init__(self, *, room_noise: bool = True) -> None:
        self._room_noise = room_noise
        self._keepers = 0
        self.folder = Path(tempfile.mkdtemp(prefix="vi-card-"))
        self.home = self.folder / "home"
        self.runtime = self.folder / "run"
        self._daemon: subprocess.Popen[bytes] | None = None
        self._children: list[subprocess.Popen[bytes]] = []
        self.env = self._environment()

    def _environment(self) -> dict[str, str]:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("PULSE_", "ALSA_", "XDG_"))}
        env.pop("DBUS_SESSION_BUS_ADDRESS", None)
        return env | {
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.runtime),
            "PULSE_RUNTIME_PATH": str(self.runtime / "pulse"),
            "PULSE_STATE_PATH": str(self.home / "pulse-state"),
            "PULSE_SERVER": f"unix:{self.runtime}/pulse/native",
            "PULSE_COOKIE": str(self.home / "pulse-cookie"),
        }

    def __enter__(self) -> VirtualSoundCard:
        for folder in (self.home, self.runtime, self.runtime / "pulse"):
            folder.mkdir(mode=0o700)
        (self.home / ".asoundrc").write_text(ASOUNDRC, encoding="utf-8")
        rig = self.home / "rig.pa"
        rig.write_text(RIG, encoding="utf-8")
        try:
            self._start(rig)
            self._keep_awake()
            if self._room_noise:
                self._make_noise()
        except BaseException:
            self.close()
            raise
        return self

    def _start(self, rig: Path) -> None:
        log = self.folder / "pulseaudio.log"
        command = ["pulseaudio", "-n", "-F", str(rig), "--exit-idle-time=-1", "--daemonize=no", "--use-pid-file=no"]
        with log.open("wb") as sink:
            self._daemon = subprocess.Popen(command, env=self.env, stdout=sink, stderr=sink, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and self._daemon.poll() is None:
            if self._pactl_quietly("get-default-source").strip() == "mic":
                return
            time.sleep(0.05)
        raise RuntimeError(f"PulseAudio did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")

    def _keep_awake(self) -> None:
        """Null sinks hand out 2 s at a time unless somebody asks for less; a real device begins at once."""
        for source in ("mic", "speaker.monitor"):
            self.popen(
                ["parec", f"--device={source}", "--latency-msec=20"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            self._wait_for("source-outputs", source)
        for sink in ("room", "speaker"):  # the 2 s that they are already asleep for
            self.pactl("suspend-sink", sink, "1")
            self.pactl("suspend-sink", sink, "0")
        self._keepers = len(self.pactl("list", "short", "source-outputs").splitlines())

    def _make_noise(self) -> None:
        """The air of a quiet room, -75 dBFS: without it the microphone hears digital zeros, which no room has."""
        noise = array.array("h", random.Random(1).choices((-9, -3, 3, 9), k=16_000)).tobytes()
        command = ["pacat", "--device=room", "--raw", "--rate=16000", "--channels=1", "--format=s16le"]
        child = self.popen([*command, "--latency-msec=30"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)

        def blow() -> None:
            with contextlib.suppress(OSError, ValueError):
                while child.poll() is None:
                    child.stdin.write(noise)

        threading.Thread(target=blow, daemon=True).start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop everything that was started and remove the folder."""
        for child in (*self._children, *([self._daemon] if self._daemon else [])):
            if child.poll() is None:
                child.terminate()
                try:
                    child.wait(5)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        self._children, self._daemon = [], None
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- what happens around the candidate ------------------------------------------------------------------------

    def say(self, sound: Path) -> None:
        """Play a WAV file into the room, where the microphone hears it; returns when it has been heard to its end."""
        child = self.say_in_background(sound)
        if child.wait() != 0:
            raise RuntimeError(f"paplay failed on {sound}")

    def say_in_background(self, sound: Path) -> subprocess.Popen[bytes]:
        """The same without waiting; `.wait()` on what it returns, `.terminate()` it to fall silent."""
        child = subprocess.Popen(["paplay", "--device=room", str(sound)], env=self.env, stdin=subprocess.DEVNULL)
        self._children.append(child)
        return child

    @contextlib.contextmanager
    def record_speaker(self, path: Path) -> Iterator[Path]:
        """Record what the speaker plays, 16 kHz mono WAV, as long as the context lasts."""
        command = ["parec", "--device=speaker.monitor", "--rate=16000", "--channels=1", "--format=s16le"]
        command += ["--file-format=wav", "--latency-msec=20", str(path)]
        child = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL)
        self._children.append(child)
        self._wait_for("source-outputs", "speaker.monitor")
        try:
            yield path
        finally:
            time.sleep(0.3)  # what is still on its way through the monitor
            child.terminate()
            child.wait(5)

    def mute_microphone(self, muted: bool = True) -> None:
        """What a muted microphone delivers: zeros."""
        self.pactl("set-source-mute", "mic", "1" if muted else "0")

    def set_microphone_volume(self, percent: float) -> None:
        """Software gain of the microphone; 100 leaves the sound as it is."""
        self.pactl("set-source-volume", "mic", f"{percent}%")

    def unplug_microphone(self) -> None:
        """The headset is pulled out while it is open, microphone and loudspeaker at once.

        PulseAudio moves a stream whose device goes to any other one (even the monitor of a loudspeaker), so a stream is
        lost only when nothing is left.
        """
        self._unload("module-null-sink", "sink_name=speaker")
        self._unload("module-remap-source", "source_name=mic")
        self._unload("module-null-sink", "sink_name=room")

    unplug_speaker = unplug_microphone

    def freeze_microphone(self, frozen: bool = True) -> None:
        """The microphone stops delivering without any event, as many an unplugged one does; it can come back."""
        self.pactl("suspend-source", "mic", "1" if frozen else "0")

    def stop_daemon(self) -> None:
        """The sound server itself dies."""
        if self._daemon and self._daemon.poll() is None:
            self._daemon.kill()
            self._daemon.wait()

    def hang_daemon(self, hanging: bool = True) -> None:
        """The sound server stops answering, as on a machine that woke up badly."""
        if self._daemon and self._daemon.poll() is None:
            self._daemon.send_signal(signal.SIGSTOP if hanging else signal.SIGCONT)

    # -- for tests ------------------------------------------------------------------------------------------------

    def python(self, code: str, *arguments: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
        """Run Python code in a child process that sees this sound card; its output is text."""
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(command, env=self.env, capture_output=True, text=True, timeout=timeout, check=False)

    def popen(self, command: Sequence[str], **options: Any) -> subprocess.Popen[Any]:
        """Start a child process that sees this sound card and is ended with it."""
        child: subprocess.Popen[Any] = subprocess.Popen(list(command), env=self.env, **options)
        self._children.append(child)
        return child

    def pactl(self, *arguments: str) -> str:
        """The output of one `pactl` command."""
        done = subprocess.run(
            ["pactl", *arguments], env=self.env, capture_output=True, text=True, timeout=20, check=True
        )
        return done.stdout

    def is_recording(self) -> bool:
        """Whether somebody has the microphone open."""
        return len(self._pactl_quietly("list", "short", "source-outputs").splitlines()) > self._keepers

    def _pactl_quietly(self, *arguments: str) -> str:
        try:
            return self.pactl(*arguments)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            return ""

    def _unload(self, module: str, argument: str) -> None:
        for line in self.pactl("list", "short", "modules").splitlines():
            if module in line and argument in line:
                self.pactl("unload-module", line.split("\t")[0])

    def _wait_for(self, what: str, source: str) -> None:
        wanted = next(
            line.split("\t")[0] for line in self.pactl("list", "short", "sources").splitlines() if source in line
        )
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            lines = self.pactl("list", "short", what).splitlines()
            if any(line.split("\t")[1] == wanted for line in lines):
                return
            time.sleep(0.02)
        raise RuntimeError(f"nobody reads {source}")
