"""A lock that the system itself takes back when its process ends, however it ends: no number of a process that another
one may have been given since, no clock that may have been set back."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


class Lock:
    """A small file that one process at a time can hold."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def make(self) -> bool:
        """Make the file, readable by its owner alone, and hold it; False, with no file left, where the file system
        knows no locks. Raises OSError where the file cannot be made."""
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _hold(handle)
        except OSError:
            os.close(handle)
            self.path.unlink(missing_ok=True)
            return False
        self._handle = handle
        return True

    def take(self) -> bool:
        """Hold the file that is there; False where another process holds it, or it cannot be held. Raises
        FileNotFoundError where there is none."""
        try:
            handle = os.open(self.path, os.O_RDWR)
        except FileNotFoundError:
            raise
        except OSError:
            return False
        try:
            _hold(handle)
        except OSError:
            os.close(handle)
            return False
        self._handle = handle
        return True

    def let_go(self) -> None:
        """Hold it no more; the file stays."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def remove(self) -> None:
        """Hold it no more, and take the file away; a file that cannot be removed is left."""
        self.let_go()  # before: Windows removes no file that is open
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def __del__(self) -> None:
        self.let_go()


if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
