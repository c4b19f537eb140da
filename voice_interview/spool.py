"""Where a server keeps what it was sent until that is a take: a folder that is gone with it, however it ends.

Recordings are speech, so what a killed server left is removed by the next one. Which folder is still in use the system
itself tells: each has a lock beside it that its process holds (`locks`). Where the file system knows no locks, only
folders that nobody has touched for a day are removed.
"""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from voice_interview.errors import TakeError
from voice_interview.files import private_folder
from voice_interview.locks import Lock

FOLDER = "uploads"
"""Name of the folder within the cache."""

ENDING = ".lock"

UNTOUCHED = 24 * 3600.0
"""Seconds after which a folder without a lock is nobody's: twelve times the longest analysis."""


@contextmanager
def spool(root: Path) -> Iterator[Path]:
    """A new folder in `root`, of its owner's alone. Raises TakeError where it cannot be made."""
    folder = root / secrets.token_hex(8)
    lock = Lock(folder.with_suffix(ENDING))
    try:
        private_folder(root)
        sweep(root)
        lock.make()  # before the folder: who sweeps meanwhile must find it held
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)
    except OSError as error:
        lock.remove()
        raise TakeError(
            f"Cannot write in {root}: {error.strerror}.", "Name another cache folder with VOICE_INTERVIEW_CACHE."
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.remove()


def sweep(root: Path) -> None:
    """Remove what servers left that are gone. What cannot be removed is tried again by the next."""
    for folder in list(root.iterdir()):
        if folder.suffix == ENDING or folder.is_symlink() or not folder.is_dir():
            continue
        lock = Lock(folder.with_suffix(ENDING))
        with suppress(OSError):
            if _is_left(folder, lock):
                shutil.rmtree(folder, ignore_errors=True)
                lock.remove()
    for path in root.glob(f"*{ENDING}"):
        lock = Lock(path)
        with suppress(OSError):
            if not path.with_suffix("").exists() and lock.take():
                lock.remove()


def _is_left(folder: Path, lock: Lock) -> bool:
    if lock.path.exists():
        return lock.take()
    return time.time() - folder.stat().st_mtime > UNTOUCHED
