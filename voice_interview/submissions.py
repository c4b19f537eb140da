"""Recordings that people hand in, in folders, and which of them have been analysed already.

What is made of a recording is a take beside it, with one file more in its folder, `source.json`: which content it was
made of, and by which settings. So nothing else need be remembered: a run that was stopped goes on, a recording that
was changed or renamed is known by its content, and a take that was deleted is made again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import msgspec

from voice_interview import folders, holding
from voice_interview.errors import TakeError
from voice_interview.files import in_unicode, ordinary, read_whole, write_whole
from voice_interview.takes import Take

ENDINGS = (".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".webm", ".mp4", ".mov", ".mkv", ".wma", ".aiff")
"""Of the files that are taken for recordings; others are left alone."""

SOURCE = "source.json"
MARK = 4
"""Hex digits by which takes of one second and question are told apart; more where that is not enough."""


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
    """A recording to be analysed: the mark of its take, which is the same for whoever makes it, and the take that was
    made of it before with other settings, None where there is none."""

    path: Path
    source: Source
    again: Path | None
    mark: str

    @property
    def home(self) -> Path:
        """The folder that its take belongs in."""
        return self.path.parent


class Submissions:
    """The recordings in `root`, and the takes that were made of them."""

    def __init__(self, root: Path, runs: Callable[[int], bool]) -> None:
        self.recordings: list[Path] = []
        self.unlisted: list[tuple[Path, str]] = []
        self._runs = runs
        self._homes: list[Path] = []
        self._marks: dict[Path, dict[str, str]] = {}
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
            ordinary(path)
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
        return Wanted(path, source, take, self._mark(home, sha256))

    def clear(self) -> None:
        """Remove what runs that are over had begun."""
        holding.clear(self._homes, self._runs)

    def _mark(self, home: Path, sha256: str) -> str:
        """The first digits of it that no take of another content in that folder has for a mark."""
        marks = self._marks.setdefault(home, {})
        length = MARK
        while marks.setdefault(sha256[:length], sha256) != sha256:
            length += 1
        return sha256[:length]

    def _know(self, folder: Path) -> None:
        source = source_of(folder)
        mark = folder.name.rpartition("_")[2]
        self._marks.setdefault(folder.parent, {})[mark] = source.sha256 if source else ""
        if source is None:
            return
        self._made[folder.parent, source.sha256] = (folder, source)
        self._at[folder.parent, source.name, source.size, source.mtime_ns] = source.sha256


def source_of(folder: Path) -> Source | None:
    """What a take was made of; None where it is not whole, or not known."""
    try:
        source = msgspec.json.decode(read_whole(folder / SOURCE), type=Source)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return source if Take(folder).has_report else None


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
    return path.parent, in_unicode(path.name), found.st_size, found.st_mtime_ns
