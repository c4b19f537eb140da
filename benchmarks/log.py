"""Measurements as they were made: one JSON object a line, never changed. What is there is not measured again."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
CACHE = Path(__file__).parent / ".cache"
PACKAGES = ("faster-whisper", "ctranslate2", "openai-whisper", "torch", "pywhispercpp", "numpy")
QUIET = 12.0
"""Percent of the processor that others may use when a measurement begins; what it was is written beside it."""

DISTURBED = 0.1
"""Share of the processor that others may take during a measurement; one that they disturbed more is kept in the file,
counts for nothing, and is made again the next time."""

Row = dict[str, Any]


class Log:
    """The measurements of one run (one state of the program) in a file that may hold several."""

    def __init__(self, path: Path, run: str, *, disturbed: bool = False) -> None:
        self.path = path
        self.run = run
        self.disturbed = disturbed
        self._lock = threading.Lock()

    def rows(self, what: str | None = None, **case: Any) -> list[Row]:
        """The undisturbed rows of this run (all of them where `disturbed`), as they came; `what` and `case` choose."""
        if not self.path.exists():
            return []
        every = [json.loads(line) for line in self.path.read_text(encoding="utf-8").splitlines()]
        mine = [row for row in every if row["run"] == self.run and what in (None, row["what"])]
        mine = [row for row in mine if self.disturbed or share_of(row) <= DISTURBED]
        return [row for row in mine if all(row.get(name) == value for name, value in case.items())]

    def missing(self, wanted: int, what: str, **case: Any) -> range:
        """The numbers of the measurements that are still to be made of `wanted`."""
        return range(len(self.rows(what, **case)), wanted)

    def add(self, what: str, **values: Any) -> Row:
        """Append one measurement."""
        row = {"run": self.run, "what": what, "at": datetime.now().astimezone().isoformat(timespec="seconds"), **values}
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(f"{row['at'][11:19]} {what} " + _short(values), flush=True)
        return row


def share_of(row: Row) -> float:
    """What others took when it mattered: of a practice, in the seconds before and after Enter."""
    return float(row["others_late"] if "others_late" in row else row.get("others", 0.0))


def _short(values: Row) -> str:
    shown = {name: round(value, 3) if isinstance(value, float) else value for name, value in values.items()}
    return " ".join(
        f"{name}={value}" for name, value in shown.items() if not (isinstance(value, str) and len(value) > 60)
    )


def version() -> str:
    """The version and the commit that is measured: "0.1.0-1a2b3c4", with a plus where files differ from it."""
    from voice_interview import __file__ as code
    from voice_interview import __version__

    folder = Path(code).parent
    commit = _git(folder, "log", "-1", "--format=%h", "--", ".")
    changed = "+" if commit and _git(folder, "status", "--porcelain", "--", ".") else ""
    return f"{__version__}-{commit}{changed}" if commit else __version__


def _git(folder: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def machine() -> str:
    """This machine in general words."""
    import psutil

    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB of memory, {platform.system()}"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or platform.machine()
    lines = info.read_text(encoding="utf-8").splitlines()
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def versions() -> str:
    """The packages that decide the figures."""
    from importlib import metadata

    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"no {name}")
    return f"Python {platform.python_version()}, " + ", ".join(found)


class Others:
    """What everybody else takes of the processor: other programs, and other machines on the same host."""

    def __init__(self) -> None:
        self._seen = _used()

    def lap(self) -> float:
        """Their share since the last lap, 0 to 1."""
        before, self._seen = self._seen, _used()
        return share_of_others(before, self._seen, os.cpu_count() or 1)


class Used(NamedTuple):
    """Seconds at one moment: on the clock, of the processor in use, of those our own, and what the host of a virtual
    machine gave to others while this one had work."""

    clock: float
    busy: float
    own: float
    stolen: float = 0.0


def share_of_others(before: Used, now: Used, cores: int) -> float:
    """What others took between two moments, 0 to 1: programs of all cores, or the host of what was asked for, which is
    more. A host takes only where there is work, so its share of all cores would be small however long we wait for it.
    """
    clock, busy, own, stolen = (after - first for after, first in zip(now, before, strict=True))
    programs = max(0.0, busy - own) / (clock * cores)
    return max(programs, stolen / (busy + stolen) if stolen > 0 else 0.0)


def _used() -> Used:
    """This moment; our own is this process and all its children."""
    import psutil

    times = psutil.cpu_times()
    busy = times.user + times.nice + times.system
    own = sum(os.times()[:4])
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            own += sum(child.cpu_times()[:4])
    return Used(time.monotonic(), busy, own, getattr(times, "steal", 0.0))


def wait_until_quiet(patience: float) -> float:
    """Wait up to `patience` seconds until others leave the processor alone; returns the percent that is in use."""
    import psutil

    deadline = time.monotonic() + patience
    while (busy := float(psutil.cpu_percent(1.0))) > QUIET and time.monotonic() < deadline:
        time.sleep(0.5)
    return busy
