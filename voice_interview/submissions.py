"""Recordings that people hand in, in folders, and which of them have been analysed already.

What is made of a recording is a take beside it, with one file more in its folder, `source.json`: which content it was
made of, and by which settings. So nothing else need be remembered: a run that was stopped goes on, a recording that
was changed or renamed is known by its content, and a take that was deleted is made again.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from voice_interview import folders
from voice_interview.errors import TakeError
from voice_interview.files import write_whole
from voice_interview.takes import Take

ENDINGS = (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".webm", ".mp4", ".mov", ".mkv", ".wma", ".aiff")
"""Of the files that are taken for recordings; others are left alone."""

SOURCE = "source.json"
STAGING = ".analyzing-"
"""How a folder begins in which a take is made, before its name is final; the number of the process follows."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """`source.json`: the recording that a take was made of, by name, bytes, time of its last change (ns) and content,
    and `made_by`, which is another one for every other engine, model, version, setting or question."""

    schema: str = "voice-interview/source/1"
    name: str
    size: int
    mtime_ns: int
    sha256: str
    made_by: str


class Wanted(NamedTuple):
    """A recording to be analysed: the folder that its take belongs in, and the take that was made of it before with
    other settings, None where there is none."""

    path: Path
    source: Source
    again: Path | None

    @property
    def home(self) -> Path:
        return self.path.parent


class Submissions:
    """The recordings in `root`, and the takes that were made of them."""

    def __init__(self, root: Path, runs: Callable[[int], bool]) -> None:
        self.recordings: list[Path] = []
        self.unlisted: list[tuple[Path, str]] = []
        self._runs = runs
        self._homes: list[Path] = []
        self._made: dict[tuple[Path, str], tuple[Path, Source]] = {}
        self._at: dict[tuple[Path, str, int, int], str] = {}
        for folder, files in folders.walk(root, lambda path, why: self.unlisted.append((path, why))):
            if folders.TAKE in files:
                self._know(folder)
                continue
            self.recordings += (folder / one for one in files if one.lower().endswith(ENDINGS))
            self._homes.append(folder)
        self.clear()

    def done(self, path: Path, made_by: str) -> bool:
        """Whether a take was made of it by these settings, as far as its name, size and time tell."""
        try:
            sha256 = self._at.get(_stat(path))
        except OSError:
            return False
        return sha256 is not None and self._made[path.parent, sha256][1].made_by == made_by

    def wanted(self, path: Path, made_by: str) -> Wanted | None:
        """What is to be done with it, by its content; None where a take was made of it by these settings, or another
        file of the same content in its folder was asked about before. Raises TakeError where it cannot be read."""
        try:
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            home, name, size, mtime = _stat(path)
        except OSError as error:
            raise TakeError(f"It cannot be read: {error.strerror}.", "Check its permissions.") from None
        take, before = self._made.get((home, sha256), (None, None))
        if before is not None and before.made_by == made_by:
            return None
        source = Source(name=name, size=size, mtime_ns=mtime, sha256=sha256, made_by=made_by)
        self._made[home, sha256] = (take or home, source)
        return Wanted(path, source, take)

    def clear(self) -> None:
        """Remove what processes that are gone had begun."""
        for home in self._homes:
            for staging in home.glob(f"{STAGING}*"):
                number = staging.name.removeprefix(STAGING)
                if number.isdigit() and not self._runs(int(number)):
                    shutil.rmtree(staging, ignore_errors=True)

    def _know(self, folder: Path) -> None:
        try:
            source = msgspec.json.decode((folder / SOURCE).read_bytes(), type=Source)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return
        if not Take(folder).has_report:
            return
        self._made[folder.parent, source.sha256] = (folder, source)
        self._at[folder.parent, source.name, source.size, source.mtime_ns] = source.sha256


@contextmanager
def alone(root: Path, runs: Callable[[int], bool]) -> Iterator[None]:
    """Raises TakeError where another process is at work in this folder: both would do the same work."""
    lock = root / f"{STAGING}here"
    try:
        number = lock.read_text(encoding="ascii") if lock.exists() else ""
        if number.isdigit() and int(number) != os.getpid() and runs(int(number)):
            raise TakeError(f"Process {number} is at work in {root} already.", "Wait until it is done, or end it.")
        write_whole(lock, str(os.getpid()).encode("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise TakeError(
            f"Cannot write in {root}: {error}.", "Its takes are kept in there; check its permissions."
        ) from None
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def keep(take: Take, source: Source) -> None:
    """Write down what a take was made of; last of all, for it says that the take is whole."""
    path = take.folder / SOURCE
    try:
        write_whole(path, msgspec.json.format(msgspec.json.encode(source), indent=1) + b"\n")
    except OSError as error:
        raise TakeError(f"Cannot write {path}: {error.strerror}.", "Free some space.") from None


def question_in(name: str, ids: Iterable[str]) -> str | None:
    """The id that the name of a recording begins with ("angry-customer 2.m4a"), the longest of `ids`; None for none."""
    return max((one for one in ids if re.match(rf"{re.escape(one)}(?![a-z0-9])", name, re.I)), key=len, default=None)


def _stat(path: Path) -> tuple[Path, str, int, int]:
    found = path.stat()
    return path.parent, path.name, found.st_size, found.st_mtime_ns
