"""Who is at work in a folder of recordings: one run at a time, whose processes may be on many machines.

A run holds a folder by a file in it, its lock, and its processes make takes in folders named after it. So a process
that was taken for dead, or whose run was stopped, knows by the lock that nobody wants its work any more.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import msgspec

from voice_interview.errors import TakeError
from voice_interview.files import write_whole

STAGING = ".analyzing-"
"""How a folder begins in which a take is made, before its name is final; the run follows."""

LOCK = f"{STAGING}here"

SEEN = 10.0
"""Seconds until a file that one machine has written is seen by the others: NFS looks anew when a folder is listed."""


class Lock(msgspec.Struct, frozen=True, kw_only=True):
    """The run that holds a folder, and the process that it ends with."""

    run: str
    pid: int
    host: str


class Hold(NamedTuple):
    """A run that holds the folder `root`, as long as the lock says so."""

    root: Path
    run: str

    @property
    def lasts(self) -> bool:
        lock = _read(self.root)
        return lock is not None and lock.run == self.run

    def check(self) -> None:
        """Raises TakeError where the run is over."""
        if not self.lasts:
            raise TakeError(f"The work in {self.root} was stopped.", "The same command goes on from there.")

    def reach(self, sleep: Callable[[float], None] = time.sleep) -> None:
        """Raises TakeError where this process, on whatever machine, does not see the folder or cannot write in it."""
        for _ in range(round(SEEN)):
            if _listed(self.root) and self.lasts:
                break
            if not self.root.is_dir():
                raise self._unseen()
            sleep(1.0)
        else:
            raise self._unseen()
        with self.staging(self.root):
            pass

    def _unseen(self) -> TakeError:
        return TakeError(
            f"{platform.node()} does not see {self.root} as it is here.", "Mount the same storage at the same path."
        )

    @contextmanager
    def staging(self, home: Path) -> Iterator[Path]:
        """A folder of its own in `home`, so that a take stands among the others only when it is whole."""
        try:
            staging = Path(tempfile.mkdtemp(prefix=f"{STAGING}{self.run}-", dir=home))
        except OSError as error:
            raise TakeError(f"Cannot write in {home}: {error.strerror}.", "Check its permissions.") from None
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def alone(root: Path, runs: Callable[[int], bool]) -> Iterator[Hold]:
    """Hold a folder. Raises TakeError where another run is at work in it: both would do the same work. `runs` tells
    whether a process of this machine is there; of another machine's nobody knows."""
    lock = _read(root)
    if lock is not None and lock.host != platform.node():
        raise TakeError(
            f"Process {lock.pid} on {lock.host} is at work in {root} already, or was cut off.",
            f"Wait until it is done; if it is gone, remove {root / LOCK}.",
        )
    if lock is not None and lock.pid != os.getpid() and runs(lock.pid):
        raise TakeError(f"Process {lock.pid} is at work in {root} already.", "Wait until it is done, or end it.")
    own = Lock(run=uuid.uuid4().hex[:12], pid=os.getpid(), host=platform.node())
    try:
        write_whole(root / LOCK, msgspec.json.encode(own))
    except OSError as error:
        raise TakeError(
            f"Cannot write in {root}: {error.strerror}.", "Its takes are kept in there; check its permissions."
        ) from None
    hold = Hold(root, own.run)
    try:
        yield hold
    finally:
        if hold.lasts:
            (root / LOCK).unlink(missing_ok=True)


def clear(homes: Iterable[Path], runs: Callable[[int], bool]) -> None:
    """Remove what runs had begun in these folders that hold them no more."""
    known: dict[tuple[Path, str], bool] = {}
    for home in homes:
        for staging in home.glob(f"{STAGING}*-*"):
            run = staging.name.removeprefix(STAGING).partition("-")[0]
            if not any(_holds(folder, run, runs, known) for folder in (home, *home.parents)):
                _remove(staging)


def _remove(staging: Path) -> None:
    """Out of reach first, in one step: a process of the run that is over may be about to move a take out of it, and
    gets it whole or not at all."""
    gone = staging.with_name(f"{STAGING}{uuid.uuid4().hex[:12]}-gone")
    with suppress(OSError):  # its process was quicker
        staging.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _holds(folder: Path, run: str, runs: Callable[[int], bool], known: dict[tuple[Path, str], bool]) -> bool:
    if (folder, run) not in known:
        lock = _read(folder)
        there = lock is not None and (lock.host != platform.node() or runs(lock.pid))
        known[folder, run] = lock is not None and lock.run == run and there
    return known[folder, run]


def _read(root: Path) -> Lock | None:
    try:
        return msgspec.json.decode((root / LOCK).read_bytes(), type=Lock)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _listed(root: Path) -> bool:
    try:
        return any(one.name == LOCK for one in root.iterdir())
    except OSError:
        return False
