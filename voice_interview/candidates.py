"""A folder of candidates on disk: their folders of takes, and their packets.

A candidate is the folder that holds takes, or the packet; both are named by their path below the folder that was given,
a packet without its ending. So `anna/` and `anna.zip` are one candidate, and a take that lies in both counts once.
Reports are read in part, as far as a table needs them; a take or a packet that cannot be read never stops the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from voice_interview import folders, packets
from voice_interview.cohort import brief
from voice_interview.cohort.brief import Brief
from voice_interview.cohort.table import Unread
from voice_interview.errors import TakeError, VoiceInterviewError
from voice_interview.files import in_unicode
from voice_interview.takes import Take


class Packed(NamedTuple):
    """A take in a packet."""

    packet: Path
    id: str


class Found(NamedTuple):
    """One take of a candidate, and where it lies."""

    candidate: str
    brief: Brief
    place: Take | Packed


class Candidates:
    """The takes in a folder, read as they are asked for; afterwards `unread` tells what could not be read, and `demos`
    how many takes of the demo, whose voice is nobody's, were left out."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.unread: list[Unread] = []
        self.demos = 0

    @property
    def name(self) -> str:
        """The name of the folder itself."""
        return in_unicode(self.root.resolve().name)

    def read(self) -> Iterator[Found]:
        """Each take once, candidate by candidate. Raises TakeError where the folder cannot be listed."""
        seen: set[tuple[str, str]] = set()
        for path in self._places():
            for found in self._takes(path):
                key = (found.candidate, found.brief.id)
                if key in seen:
                    continue
                seen.add(key)
                if found.brief.recording.is_bundled:
                    self.demos += 1
                else:
                    yield found

    def _takes(self, path: Path) -> Iterator[Found]:
        try:
            if path.suffix == ".zip":
                yield from self._packet(path)
            else:
                yield self._take(Take(path))
        except VoiceInterviewError as error:
            self.unread.append(Unread(path=self._below(path), why=str(error)))
        except RecursionError:
            self.unread.append(Unread(path=self._below(path), why="Its report is no report of this program."))

    def _take(self, take: Take) -> Found:
        if not take.has_report:
            again = f"voice-interview analyze --again {take.id} --recordings {take.folder.parent}"
            raise TakeError("It has no report yet.", f"Analyse it: {again}")
        return Found(self._below(take.folder.parent), take.report_as(Brief), take)

    def _packet(self, path: Path) -> Iterator[Found]:
        name = self._below(path.with_suffix(""))
        for one in packets.read(path).takes:
            yield Found(name, brief.of(one.report), Packed(path, one.id))

    def _below(self, path: Path) -> str:
        """A path as it is told: below the folder, with slashes; the folder itself by its own name."""
        below = path.relative_to(self.root).as_posix()
        return in_unicode(below) if below != "." else self.name

    def _places(self) -> Iterator[Path]:
        """The folder of every take, and after these every packet: of a take that lies in both, the folder knows
        more."""
        zips: list[Path] = []
        for folder, files in folders.walk(self.root, self._unlisted):
            if folders.TAKE in files:
                yield folder
            else:
                zips += (folder / one for one in files if one.endswith(".zip"))
        yield from zips

    def _unlisted(self, folder: Path, why: str) -> None:
        self.unread.append(Unread(path=self._below(folder), why=f"It cannot be read: {why}."))
