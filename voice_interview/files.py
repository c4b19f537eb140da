"""Files written so that they are either whole or not there, and readable by their owner alone; and read within
bounds."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from voice_interview.errors import HomeError

TEMPORARY = "voice-interview-check-"
"""How the names of folders begin that hold sound for minutes at most, in the system's temporary folder. What is found
there later is removed with the next take; what has to last bears another name."""


LARGEST = 50_000_000
"""Bytes of a file of values that is read at all: the report of an hour has 12 million."""


def read_whole(path: Path, largest: int = LARGEST) -> bytes:
    """All of an ordinary file. Raises OSError, also for a pipe or a device, which may never end, and for a file of more
    than `largest` bytes."""
    ordinary(path)
    with path.open("rb") as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"it is larger than {largest:,} bytes", str(path))
    return data


def ordinary(path: Path) -> None:
    """Raises OSError where `path` is neither a file nor a link to one: whoever opens a pipe waits for another program,
    and a device may never end."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is no ordinary file", str(path))


def expanded(path: Path) -> Path:
    """The path with the folder in place of a `~` at its beginning. Raises HomeError where there is none."""
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise HomeError(
            f"{path} cannot be found: nobody here has the home folder {path.parts[0]}.", "Write the whole path."
        ) from error


def in_unicode(name: str) -> str:
    """The name of a file as text that every file and screen can hold: what is no UTF-8 in it becomes U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def write_whole(path: Path, data: bytes) -> None:
    """Write `data` to `path` at once: a temporary file beside it (mode 0600), flushed to disk, then renamed over it.
    Raises OSError and leaves the old file as it was if anything fails."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def new_private(path: Path) -> BinaryIO:
    """A new file to read and write, unbuffered, mode 0600 whatever the umask; an existing one is never overwritten.
    Raises OSError."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    return cast(BinaryIO, os.fdopen(handle, "w+b", buffering=0))


def private_folder(path: Path) -> Path:
    """Make `path` and what is missing above it, mode 0700 whatever the umask, and return it."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
            folder.chmod(0o700)
    return path
