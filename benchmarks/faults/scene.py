"""A candidate who answers in a terminal, and a witness who hears the same sound."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

from benchmarks.faults.disks import DISKS, Disk, faketime
from benchmarks.faults.plan import ANSWER, Case
from benchmarks.faults.program import Program
from benchmarks.log import CACHE, ROOT
from benchmarks.speech import answer

if TYPE_CHECKING:
    from benchmarks.faults.checks import Samples

sys.path.insert(0, str(ROOT / "tests"))
from soundcard import VirtualSoundCard as VirtualSoundCard  # it lies with the tests, which need it first

MODEL, QUESTION = "tiny.en", "angry-customer"
VOICES = 6
"""Different answers that are given."""

RATE = 16_000
NOW, EARLIER = "+0", "-7200"
"""Clocks: the right one, and one that was set back by two hours."""


class Witness:
    """Hears what the room hears, from the sound server itself."""

    def __init__(self, card: VirtualSoundCard) -> None:
        command = ["parec", "--device=room.monitor", "--raw", "--format=s16le", f"--rate={RATE}", "--channels=1"]
        self._child = card.popen([*command, "--latency-msec=20"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self._child.stdout is not None
        self._pipe: IO[bytes] = self._child.stdout
        self._heard = bytearray()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def now(self) -> float:
        """Seconds heard so far."""
        return len(self._heard) / 2 / RATE

    def heard(self) -> Samples:
        import numpy as np

        data = bytes(self._heard)
        return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float32) / np.float32(32_768)

    def close(self) -> None:
        self._child.kill()
        self._child.wait()

    def _listen(self) -> None:
        while block := os.read(self._pipe.fileno(), 4096):
            self._heard += block


class Scene:
    """Context manager: one run's folders, disk, sound and terminals. `moment` is what the witness had heard when
    something happened."""

    def __init__(self, case: Case, card: VirtualSoundCard) -> None:
        self.case = case
        self.card = card
        self.chance = random.Random(case.seed + 1)
        self.folder = Path(tempfile.mkdtemp(prefix="vi-faults-"))
        self.disk: Disk = DISKS[case.kind.disk](self.folder / "takes")
        self.sound, _ = answer(ANSWER, 1 + case.seed % VOICES)
        self.model = MODEL
        self.programs: list[Program] = []
        self.moment: dict[str, float] = {}
        self.env = card.env | {
            "XDG_CACHE_HOME": str(CACHE / "cache"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "VOICE_INTERVIEW_RECORDINGS": str(self.disk.folder),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "TERM": "xterm",
        }
        if case.kind.needs == "faketime":
            self._own_clock()
        self._speech: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Scene:
        self.disk.__enter__()
        self.witness = Witness(self.card)
        return self

    def __exit__(self, *_: object) -> None:
        self.fall_silent()
        self.witness.close()
        for program in self.programs:
            program.end()
        self.disk.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def program(self) -> Program:
        """The one that the fault meets."""
        return self.programs[0]

    def start(self) -> Program:
        """`practice`, or `analyze` of the answer as a file, in a terminal of its own."""
        if self.case.kind.subject == "analyze":
            words = ["analyze", "--keep", str(self.sound), "--model", self.model]
        else:
            words = ["practice", QUESTION, "--mute", "--think", "0", "--model", self.model]
        self.programs.append(Program([*self.disk.before, *self._command(words)], self.env, self.folder))
        return self.programs[-1]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command of the program, without a terminal; its stdout and stderr as text."""
        return subprocess.run(
            self._command(words),
            env=self.env,
            cwd=self.folder,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
            timeout=120,
            check=False,
        )

    def mark(self, what: str) -> None:
        self.moment.setdefault(what, self.witness.now)

    def speak(self) -> None:
        """Begin to answer."""
        self.mark("speech")
        self._speech = self.card.say_in_background(self.sound)

    @property
    def speaking(self) -> bool:
        return self._speech is not None and self._speech.poll() is None

    def fall_silent(self) -> None:
        if self._speech is not None and self._speech.poll() is None:
            self._speech.kill()
            self._speech.wait()

    def set_clock(self, to: str) -> None:
        (self.folder / "clock").write_text(to + "\n", encoding="ascii")

    def _own_clock(self) -> None:
        library = faketime()
        assert library is not None
        self.set_clock(NOW)
        self.env |= {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
        }

    def _command(self, words: list[str] | tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "voice_interview", *words]
