"""Single keys from the terminal, POSIX and Windows behind one role (`interview.roles.Keys`)."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, Protocol

from voice_interview.interview.roles import ENTER, QUIT, SUSPEND

CONTROL_C, CONTROL_D, CONTROL_Z, ESCAPE = "\x03", "\x04", "\x1a", "\x1b"


class KeyReader(Protocol):
    """`interview.roles.Keys`, spelled out here so that each reader can be checked against it."""

    def read(self, timeout: float) -> str | None: ...

    def clear(self) -> None: ...

    def suspend(self) -> None: ...


def names(typed: str) -> list[str]:
    """The keys in `typed`, which came at once: escape sequences (arrows, function keys) are no keys of ours, and must
    not be taken for the letters they contain."""
    keys = []
    for character in typed.split(ESCAPE)[0]:
        if character in "\r\n":
            keys.append(ENTER)
        elif character == CONTROL_D:
            keys.append(QUIT)
        elif character == CONTROL_Z:
            keys.append(SUSPEND)
        elif character.isprintable():
            keys.append(character.lower())
    return keys


@contextmanager
def reading(system: str = os.name) -> Iterator[KeyReader]:
    """The keys of this process's terminal, which is put back as it was whatever happens; where standard input is no
    terminal, keys that are never pressed."""
    if not sys.stdin.isatty():
        yield NoKeys()
    elif system == "nt":
        yield WindowsKeys()
    else:
        keys = PosixKeys(sys.stdin.fileno())
        with keys.raw():
            yield keys


class NoKeys:
    """Nobody is there to press a key."""

    def read(self, timeout: float) -> str | None:
        time.sleep(timeout)
        return None

    def clear(self) -> None:
        pass

    def suspend(self) -> None:
        pass


class PosixKeys:
    """Keys of the terminal `fd`: no echo, no waiting for a line. Ctrl-C stays a signal; Ctrl-Z comes as a key, so that
    a running recording can be paused before the program is suspended."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._found: list[Any] | None = None
        self._waiting: deque[str] = deque()

    @contextmanager
    def raw(self) -> Iterator[None]:
        """The terminal gives single keys for as long as this lasts; also when the program is stopped from outside."""
        import termios

        self._found = termios.tcgetattr(self._fd)
        self._set_raw()
        before = signal.signal(signal.SIGTSTP, self._stopped)
        try:
            yield
        finally:
            signal.signal(signal.SIGTSTP, before)
            self._restore()

    def read(self, timeout: float) -> str | None:
        import select

        if not self._waiting and select.select([self._fd], [], [], timeout)[0]:
            self._take_in()
        return self._waiting.popleft() if self._waiting else None

    def clear(self) -> None:
        import termios

        self._waiting.clear()
        with suppress(termios.error):
            termios.tcflush(self._fd, termios.TCIFLUSH)

    def suspend(self) -> None:
        self._stopped(signal.SIGTSTP, None)

    def _take_in(self) -> None:
        try:
            typed = os.read(self._fd, 1024)
        except OSError:  # the terminal window was closed
            typed = b""
        self._waiting.extend(names(typed.decode("utf-8", "ignore")) if typed else [QUIT])

    def _stopped(self, _signal: int, _frame: FrameType | None) -> None:
        """Give the terminal back before stopping, and take it again when the program goes on."""
        self._restore()
        os.kill(os.getpid(), signal.SIGSTOP)
        self._set_raw()

    def _set_raw(self) -> None:
        import termios

        if self._found is None:
            return
        wanted = [*self._found[:6], list(self._found[6])]
        wanted[3] &= ~(termios.ICANON | termios.ECHO)
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
        wanted[6][termios.VSUSP] = b"\x00"
        with suppress(termios.error):
            termios.tcsetattr(self._fd, termios.TCSADRAIN, wanted)

    def _restore(self) -> None:
        import termios

        if self._found is not None:
            with suppress(termios.error):
                termios.tcsetattr(self._fd, termios.TCSADRAIN, self._found)


class WindowsKeys:
    """Keys of the Windows console, which has no wait with a time limit: it is looked at fifty times a second."""

    LOOK_EVERY = 0.02

    def read(self, timeout: float) -> str | None:
        until = time.monotonic() + timeout
        while True:
            key = self._pressed()
            left = until - time.monotonic()
            if key or left <= 0:
                return key
            time.sleep(min(self.LOOK_EVERY, left))

    def clear(self) -> None:
        console = importlib.import_module("msvcrt")
        while console.kbhit():
            console.getwch()

    def suspend(self) -> None:
        """Windows does not suspend a program from its console."""

    def _pressed(self) -> str | None:
        console = importlib.import_module("msvcrt")
        if not console.kbhit():
            return None
        character = console.getwch()
        if character in ("\x00", "\xe0"):  # an arrow or function key: its code follows
            console.getwch()
            return None
        if character == CONTROL_C:
            raise KeyboardInterrupt
        found = [key for key in names(character) if key != SUSPEND]
        return found[0] if found else None
