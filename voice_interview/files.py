"""Writing files so that they are either whole or not there, and readable by their owner alone."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

TEMPORARY = "voice-interview-check-"
"""How the names of folders begin that hold sound for minutes at most, in the system's temporary folder. What is found
there later is removed with the next take; what has to last bears another name."""


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
