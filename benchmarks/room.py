"""A candidate in a room: `practice` in a pseudo terminal on a virtual sound card, answered by a sound file.

The clock begins when Enter is sent and stops when the last line of the report has come through the terminal.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.log import CACHE, ROOT, Others

if TYPE_CHECKING:
    import pexpect
    import psutil

sys.path.insert(0, str(ROOT / "tests"))
from soundcard import VirtualSoundCard  # it lies with the tests, which need it first

REPORT_ENDS = r"voice-interview \d[^\n]*\n"
"""The footer of a report: the program's name and version."""

QUESTION = "angry-customer"
LONGEST = "7200"
LATE = 10.0
"""Seconds of an answer before its end from which others can make its report late: what they take then is told apart."""

TREMBLE = 0.01
"""Seconds between two looks at the terminal while the answer is playing: it must be read, or its buffer fills."""


class Room:
    """Context manager: a sound card, and folders for takes and settings that go when it closes; the cache stays, as
    it does on a person's machine."""

    def __enter__(self) -> Room:
        self.folder = Path(tempfile.mkdtemp(prefix="vi-bench-"))
        self.card = VirtualSoundCard().__enter__()
        self.env = self.card.env | {
            "XDG_CACHE_HOME": str(CACHE / "cache"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "VOICE_INTERVIEW_RECORDINGS": str(self.folder / "takes"),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "TERM": "xterm",
        }
        return self

    def __exit__(self, *_: object) -> None:
        self.card.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def practise(
        self, answer: Path, *, pause: float, look_every: float | None = None, traced: bool = False
    ) -> dict[str, Any]:
        """Give one answer, press Enter `pause` seconds after its end, and leave when the report is there; look at the
        memory every so many seconds, or not."""
        trace = self.folder / "trace.jsonl"
        trace.unlink(missing_ok=True)
        terminal = self._open(trace if traced else None)
        try:
            _expect(terminal, "Speak now")
            memory = Memory(terminal.pid, look_every or 0.0)
            with memory if look_every else nullcontext():
                others = self._say(terminal, answer)
                _drain(terminal, pause)
                pressed = time.monotonic()
                terminal.send("\r")
                _expect(terminal, REPORT_ENDS)
                printed, late = time.monotonic(), others.lap()
                _expect(terminal, "leave")
            found = {"seconds_to_report": printed - pressed, "others_late": late, "peak_of_each_mb": memory.peaks()}
            terminal.send("q")
            terminal.expect(_end_of_file())
            terminal.close()
        finally:
            terminal.close(force=True)
        found |= {"peak_mb": memory.peak, "memory": memory.seen} if look_every else {}
        found |= {"trace": _trace(trace, pressed, printed)} if traced else {}
        return found | {"exit": terminal.exitstatus} | self._take()

    def seconds_to_first_sample(self) -> float:
        """From the typed command to the first sample of a question that was spoken before (call it twice)."""
        import subprocess

        command = ["parec", "--device=speaker.monitor", "--raw", "--format=s16le", "--rate=48000", "--channels=1"]
        ear = self.card.popen([*command, "--latency-msec=10"], stdout=subprocess.PIPE)
        assert ear.stdout is not None
        sound = ear.stdout
        sound.read(9600)  # a tenth of a second: it listens
        heard: list[float] = []

        def listen() -> None:
            while block := sound.read(480):  # 5 ms
                if any(block):
                    heard.append(time.monotonic())
                    return

        ears = threading.Thread(target=listen, daemon=True)
        ears.start()
        typed = time.monotonic()
        terminal = self._spawn(program(), ["practice", QUESTION])
        try:
            terminal.expect("Listen")
            ears.join(120)
            terminal.expect("Think|Speak now")
            terminal.send("q")
            terminal.expect(_end_of_file())
        finally:
            terminal.close(force=True)
            ear.terminate()
        if not heard:
            raise RuntimeError("the question was not heard")
        return heard[0] - typed

    def _open(self, trace: Path | None) -> pexpect.spawn:
        arguments = ["practice", QUESTION, "--mute", "--think", "0", "--limit", LONGEST]
        if trace is None:
            return self._spawn(program(), arguments)
        self.env["BENCHMARK_TRACE"] = str(trace)
        return self._spawn([sys.executable, "-m", "benchmarks.traced"], arguments)

    def _spawn(self, command: list[str], arguments: list[str]) -> pexpect.spawn:
        import pexpect

        terminal = pexpect.spawn(
            command[0],
            [*command[1:], *arguments],
            env=self.env,
            cwd=str(self.folder),
            encoding="utf-8",
            timeout=1800,
            dimensions=(50, 100),
        )
        terminal.delaybeforesend = terminal.delayafterread = None
        terminal.logfile_read = io.StringIO()
        return terminal

    def _say(self, terminal: pexpect.spawn, answer: Path) -> Others:
        """Say it to its end; returns what others take of the processor from its last `LATE` seconds on."""
        import soundfile

        child, others = self.card.say_in_background(answer), None
        late = time.monotonic() + max(0.0, soundfile.info(answer).duration - LATE)
        while child.poll() is None:
            _drain(terminal, TREMBLE)
            if others is None and time.monotonic() >= late:
                others = Others()
        if child.returncode:
            raise RuntimeError(f"paplay failed on {answer}")
        return others or Others()

    def _take(self) -> dict[str, Any]:
        """What the last take says of itself. `silence` is what really lay between the voice and Enter."""
        take = max((self.folder / "takes").glob("*/report.json"), key=lambda path: path.stat().st_mtime)
        report = json.loads(take.read_text(encoding="utf-8"))
        shutil.rmtree(take.parent)
        recording, voiced = report["recording"], report["sound"]["voiced"]
        return {
            "recorded": recording["seconds"],
            "silence": recording["seconds"] - voiced[-1][1] if voiced else None,
            "overflows": recording["overflows"],
            "faults": [fault["code"] for fault in recording["faults"]],
            "text": report["transcript"]["text"],
        }


class Memory:
    """Memory of a process and all its children: shares of what is shared (PSS) while the context lasts, and the most
    that each process ever held (RSS, an upper bound) at any time."""

    def __init__(self, pid: int, look_every: float) -> None:
        import psutil

        self._process = psutil.Process(pid)
        self._look_every = look_every
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._begun = time.monotonic()
        self.seen: list[tuple[float, float]] = []

    @property
    def peak(self) -> float:
        return max(megabytes for _, megabytes in self.seen)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def peaks(self) -> dict[str, float]:
        """The most that each living process ever held, in megabytes, by its number in the family."""
        found = {}
        for number, process in enumerate(self._family()):
            with suppress(OSError, StopIteration):
                lines = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8").splitlines()
                kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
                found[f"{number} {_role(process)}"] = int(kilobytes) * 1024 / 1e6
        return found

    def _family(self) -> list[psutil.Process]:
        return [self._process, *self._process.children(recursive=True)]

    def _watch(self) -> None:
        import psutil

        while not self._stop.wait(self._look_every):
            total = 0.0
            for process in self._family():
                with suppress(psutil.NoSuchProcess):
                    total += process.memory_full_info().pss / 1e6
            self.seen.append((round(time.monotonic() - self._begun, 1), round(total, 1)))


def _role(process: psutil.Process) -> str:
    line = " ".join(process.cmdline())
    return next((name for name in ("resource_tracker", "spawn_main", "practice") if name in line), "other")


def program() -> list[str]:
    """The installed command, as a person types it."""
    command = Path(sys.executable).with_name("voice-interview")
    return [str(command)] if command.exists() else [sys.executable, "-m", "voice_interview"]


def _drain(terminal: pexpect.spawn, seconds: float) -> None:
    """Read the terminal for so long."""
    import pexpect

    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        try:
            terminal.read_nonblocking(65536, left)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            raise _ended(terminal) from None


def _expect(terminal: pexpect.spawn, pattern: str) -> None:
    """Wait for it in the terminal."""
    import pexpect

    try:
        terminal.expect(pattern)
    except pexpect.EOF:
        raise _ended(terminal) from None


def _ended(terminal: pexpect.spawn) -> RuntimeError:
    """The error for a practice that is gone, with all that is known of its end."""
    shown = terminal.logfile_read.getvalue()[-2000:]
    terminal.close(force=True)
    how = f"code {terminal.exitstatus}, signal {terminal.signalstatus}"
    return RuntimeError(f"the practice ended by itself ({how}): {shown!r}")


def _end_of_file() -> Any:
    import pexpect

    return pexpect.EOF


def _trace(path: Path, pressed: float, printed: float) -> list[dict[str, Any]]:
    """What happened between Enter and the report, in seconds after Enter."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        {"step": line["step"], "begin": line["begin"] - pressed, "end": line["end"] - pressed}
        for line in sorted(lines, key=lambda line: float(line["begin"]))
        if line["end"] >= pressed and line["begin"] <= printed
    ]
