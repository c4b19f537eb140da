"""A command of the program in a terminal of its own: what it shows, whether it moves, and when it is over."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pexpect

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\r")
LOOK = 0.05
"""Seconds between two looks."""

SAMPLE_EVERY = 0.3


class Program:
    """A command in a pseudo terminal, as a person sees it; `text` is all that it has shown so far."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], folder: Path) -> None:
        import pexpect

        self.terminal: pexpect.spawn = pexpect.spawn(
            command[0],
            list(command[1:]),
            env=dict(env),
            cwd=str(folder),
            encoding="utf-8",
            codec_errors="replace",
            dimensions=(50, 100),
        )
        self.terminal.delaybeforesend = self.terminal.delayafterread = None
        self.pid = int(self.terminal.pid)
        self.text = ""
        self.over = False
        self.window_closed = False

    def look(self) -> None:
        """Read for a moment what it shows."""
        import pexpect

        if self.window_closed:
            time.sleep(LOOK)
            self.over = self.over or not self.terminal.isalive()
            return
        if self.over:
            time.sleep(LOOK)
            return
        try:
            self.text += ESCAPES.sub("", self.terminal.read_nonblocking(65536, LOOK))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            self.over = True

    def press(self, key: str) -> None:
        if not self.over and not self.window_closed:
            with suppress(OSError):
                self.terminal.send(key)

    def close_window(self) -> None:
        """The window of the terminal is gone: the program is told by SIGHUP, and can neither read nor write."""
        self.window_closed = True
        os.close(self.terminal.child_fd)
        self.terminal.ptyproc.fd = self.terminal.child_fd = -1

    def family(self) -> list[int]:
        """The processes of this terminal that are there: it is their session."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, ValueError):
                if os.getsid(int(path.name)) == self.pid and "\nState:\tZ" not in (path / "status").read_text():
                    found.append(int(path.name))
        return found

    def end(self) -> tuple[int | None, int | None]:
        """Its exit code and the signal that ended it; all that is left of it is killed."""
        with suppress(Exception):
            if self.over and not self.window_closed:
                self.terminal.wait()
        for pid in self.family():
            with suppress(OSError):
                os.kill(pid, 9)
        with suppress(Exception):
            self.terminal.isalive()
        if not self.window_closed:
            self.terminal.close(force=True)
        return self.terminal.exitstatus, self.terminal.signalstatus


class Stopwatch:
    """How long the program lets wait, and why: `starved` are the seconds in which one of its threads was ready to go on
    and no processor was free, or waited for the disk that all share; `stopped` those in which somebody else had stopped
    it (SIGSTOP). Both as far as `look` was called."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._begun = self._looked = time.monotonic()
        self._threads = _threads(program)
        self.starved = 0.0
        self.stopped = 0.0

    @property
    def seconds(self) -> float:
        """On the clock."""
        return time.monotonic() - self._begun

    def look(self) -> None:
        """Look from time to time what was waited for since: where threads wait for each other, now this one is delayed
        and now that one."""
        since = time.monotonic() - self._looked
        if since < SAMPLE_EVERY:
            return
        self._looked += since
        before, self._threads = self._threads, _threads(self._program)
        if any(one.state in "Tt" for one in self._threads.values()):
            self.stopped += since
        elif any(one.state == "D" for one in self._threads.values()):
            self.starved += since
        else:
            delays = (one.delay - before[task].delay for task, one in self._threads.items() if task in before)
            self.starved += min(since, max(delays, default=0.0))


class Thread(NamedTuple):
    """What the system says of a thread: its state (R, S, D, T ...) and the seconds it has waited for a processor."""

    state: str
    delay: float


def _threads(program: Program) -> dict[str, Thread]:
    """Every thread of every process of the program: `stat` and the second figure of `schedstat`."""
    found = {}
    for pid in program.family():
        for path in Path(f"/proc/{pid}/task").glob("*"):
            with suppress(OSError, IndexError, ValueError):
                state = (path / "stat").read_text(encoding="utf-8").rpartition(") ")[2][0]
                delay = (path / "schedstat").read_text(encoding="ascii").split()[1]
                found[str(path)] = Thread(state, int(delay) / 1e9)
    return found
