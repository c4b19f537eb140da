"""The operating system's own voice, as a program with a time limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from voice_interview.errors import VoiceError

TIME_LIMIT = 30.0
"""Seconds for one question. Voices render many times faster than they speak; one that waits for a sound server or for
a dialog never ends."""

POWERSHELL = """\
[Console]::InputEncoding = [System.Text.Encoding]::UTF8
$text = [Console]::In.ReadToEnd()
Add-Type -AssemblyName System.Speech
$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer
$voice.SetOutputToWaveFile($env:VOICE_INTERVIEW_SPEAK_TO)
$voice.Speak($text)
$voice.Dispose()
"""


class Program(Struct, frozen=True):
    """One synthesizer: the text goes in on stdin, never on a command line, where it could be taken for an option."""

    name: str
    arguments: tuple[str, ...]
    """`{to}` stands for the WAV file to write."""


PROGRAMS: dict[str, tuple[Program, ...]] = {
    "darwin": (Program("say", ("-o", "{to}", "--file-format=WAVE", "--data-format=LEI16@22050", "-f", "-")),),
    "win32": (
        Program("powershell", ("-NoProfile", "-NonInteractive", "-Command", POWERSHELL)),
        Program("pwsh", ("-NoProfile", "-NonInteractive", "-Command", POWERSHELL)),
    ),
    "linux": (
        Program("espeak-ng", ("-v", "en", "--stdin", "-w", "{to}")),
        Program("espeak", ("-v", "en", "--stdin", "-w", "{to}")),
        Program("flite", ("-f", "/dev/stdin", "-o", "{to}")),
    ),
}
"""By `sys.platform`, in order of preference. spd-say is not among them: it speaks by itself and writes no file."""


class SystemVoice:
    """The voice of macOS (say), Windows (System.Speech) or Linux (espeak-ng, espeak, flite)."""

    name = "system"

    def __init__(
        self,
        *,
        platform: str = sys.platform,
        environ: Mapping[str, str] | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._environ = dict(os.environ if environ is None else environ)
        self._platform = platform
        self._time_limit = time_limit

    @property
    def version(self) -> str:
        """The program's path: another one sounds different."""
        found = self._find()
        return found[1] if found else "missing"

    def speak(self, text: str, to: Path) -> Path:
        """Write `text` as speech to the WAV file `to` and return it; raises VoiceError after 30 s at the latest."""
        found = self._find()
        if found is None:
            raise VoiceError("This system has no voice of its own.", _cure(self._platform))
        program, path = found
        command = [path, *(argument.replace("{to}", str(to)) for argument in program.arguments)]
        environ = self._environ | {"VOICE_INTERVIEW_SPEAK_TO": str(to)}
        try:
            done = subprocess.run(  # nosec B603 # one of PROGRAMS, no shell, and the text goes in on stdin
                command, input=text.encode(), env=environ, capture_output=True, timeout=self._time_limit, check=False
            )
        except subprocess.TimeoutExpired as error:
            message = f"The system's voice ({program.name}) did not end within {self._time_limit:g} s."
            raise VoiceError(message, "Try --voice hibari, or --mute.") from error
        except OSError as error:
            message = f"The system's voice ({program.name}) did not start ({error.strerror})."
            raise VoiceError(message, "Try --voice hibari, or --mute.") from error
        if done.returncode or not to.is_file() or not to.stat().st_size:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise VoiceError(
                f"The system's voice ({program.name}) failed: {said[-1] if said else 'it wrote no sound'}.",
                "Try --voice hibari, or --mute.",
            )
        return to

    def _find(self) -> tuple[Program, str] | None:
        for program in PROGRAMS.get(self._platform, PROGRAMS["linux"]):
            if path := shutil.which(program.name, path=self._environ.get("PATH")):
                return program, path
        return None


def _cure(platform: str) -> str:
    if platform in ("darwin", "win32"):
        return "Use --voice hibari, or --mute."
    return "Install one (Debian, Ubuntu: sudo apt install espeak-ng), or use --voice hibari, or --mute."
