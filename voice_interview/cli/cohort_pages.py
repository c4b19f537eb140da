"""The pages of the takes of a cohort, in a folder beside the table; each plays its sound from where that lies.

Written anew is only what has changed since; what a take that is gone left there is removed. Drawing a page takes most
of 0.1 s, so many of them are shared among processes.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import msgspec

from voice_interview import __version__
from voice_interview.candidates import Found, Packed
from voice_interview.errors import TakeError, VoiceInterviewError
from voice_interview.files import private_folder, read_whole, write_whole
from voice_interview.interrupts import left_to_the_program, withheld
from voice_interview.model import Report
from voice_interview.processors import cores
from voice_interview.takes import Take

MANY = 24
"""Pages from which on processes pay for their start, of about a second."""

LIST = "pages.json"
SOUND = "'self' file:"
"""Where a page may play sound from: the folder that it was opened from."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """`pages.json`: what was written, and what each page was made from."""

    schema: str = "voice-interview/pages/1"
    pages: dict[str, str] = {}


class Page(NamedTuple):
    """A page to write: its name without ending, the take's id, and the address of the sound, "" where it has none."""

    name: str
    id: str
    sound: str


class Job(NamedTuple):
    """The pages of a take, or of a packet, which is read once."""

    place: Take | Path
    folder: Path
    pages: tuple[Page, ...]


class Pages:
    """The pages beside `output`: `links` to them by candidate and id, and what was done with them."""

    def __init__(self, output: Path, found: Sequence[Found]) -> None:
        self.folder = output.with_name(f"{output.stem}-pages")
        self.wanted = {_name(one): one for one in found}
        self.links = {
            (one.candidate, one.brief.id): quote(f"{self.folder.name}/{name}.html") for name, one in self.wanted.items()
        }
        self.written = 0

    def write(self) -> Iterator[str | None]:
        """Write what is new, and yield for each page None, or why it could not be written. Raises TakeError where none
        can be."""
        try:
            private_folder(self.folder)
            before = self._before()
            stamps = {name: self._stamp(one) for name, one in self.wanted.items()}
            made = {name: before[name] for name, stamp in stamps.items() if before.get(name) == stamp}
            for gone in before.keys() - self.wanted.keys():
                self._remove(gone)
            yield from (None for _ in made)
            try:
                for name, failure in _done(self._jobs([name for name in stamps if name not in made])):
                    if failure is None:
                        made[name] = stamps[name]
                        self.written += 1
                    yield failure
            finally:
                write_whole(self.folder / LIST, msgspec.json.encode(Written(pages=made)) + b"\n")
        except OSError as error:
            raise TakeError(f"Cannot write {self.folder}: {error.strerror}.", "Choose another place with -o.") from None

    def _before(self) -> dict[str, str]:
        """What was written before and is still there."""
        try:
            found = msgspec.json.decode(read_whole(self.folder / LIST), type=Written).pages
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return {}
        return {name: stamp for name, stamp in found.items() if _is_name(name) and self._html(name).is_file()}

    def _html(self, name: str) -> Path:
        return self.folder / f"{name}.html"

    def _remove(self, name: str) -> None:
        for ending in (".html", ".mp3"):
            (self.folder / f"{name}{ending}").unlink(missing_ok=True)

    def _stamp(self, one: Found) -> str:
        """Another one whenever the page would be."""
        place = one.place
        if isinstance(place, Packed):
            files = [place.packet]
        else:
            files = [place.folder / "report.json", place.folder / "comments.jsonl", place.answer]
        told = [__version__, self._sound(one)]
        for file in files:
            with suppress(FileNotFoundError):
                found = file.stat()
                told.append(f"{file.name} {found.st_mtime_ns} {found.st_size}")
        return " ".join(told)

    def _sound(self, one: Found) -> str:
        """Where the page of a take finds its sound; that of a packet's take is told when it has been read."""
        if isinstance(one.place, Packed) or not one.place.answer.exists():
            return ""
        try:
            return quote(Path(os.path.relpath(one.place.answer.resolve(), self.folder.resolve())).as_posix())
        except ValueError:  # on another drive of Windows
            return ""

    def _jobs(self, names: Sequence[str]) -> Iterator[Job]:
        packed: dict[Path, list[Page]] = {}
        for name in names:
            one = self.wanted[name]
            page = Page(name, one.brief.id, self._sound(one))
            if isinstance(one.place, Packed):
                packed.setdefault(one.place.packet, []).append(page)
            else:
                yield Job(one.place, self.folder, (page,))
        yield from (Job(packet, self.folder, tuple(pages)) for packet, pages in packed.items())


def _name(one: Found) -> str:
    """The same for the same take of the same candidate, another for any other, and a plain name on every system."""
    told = f"{one.candidate}/{one.brief.id}"
    plain = re.sub(r"[^a-z0-9]+", "-", told.lower()).strip("-")[-80:].strip("-")
    return f"{plain or 'take'}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[a-z0-9-]{1,100}", name) is not None


Done = list[tuple[str, str | None]]
"""The pages of a job by name, with why one could not be written."""


def _done(jobs: Iterator[Job]) -> Iterator[tuple[str, str | None]]:
    """Work through the jobs, in processes where there are many."""
    first = [job for _, job in zip(range(MANY), jobs, strict=False)]
    if len(first) < MANY or cores() == 1:
        yield from chain.from_iterable(map(_work, chain(first, jobs)))
        return
    with ProcessPoolExecutor(cores(), get_context("spawn"), initializer=left_to_the_program) as workers:
        try:
            with withheld():
                done = workers.map(_work, chain(first, jobs), chunksize=4)
            yield from chain.from_iterable(done)
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)
            raise


def _work(job: Job) -> Done:
    try:
        if isinstance(job.place, Take):
            (page,) = job.pages
            _write(job.folder, page, job.place.report())
        else:
            _write_packet(job.place, job)
    except VoiceInterviewError as error:
        return [(page.name, str(error)) for page in job.pages]
    except OSError as error:
        return [(page.name, f"Cannot write {job.folder / page.name}.html: {error.strerror}.") for page in job.pages]
    return [(page.name, None) for page in job.pages]


def _write_packet(packet: Path, job: Job) -> None:
    from voice_interview import packets

    takes = {take.id: take for take in packets.read(packet).takes}
    for page in job.pages:
        take = takes[page.id]
        sound = f"{page.name}.mp3" if take.sound else ""
        if take.sound:
            write_whole(job.folder / sound, take.sound)
        _write(job.folder, page._replace(sound=sound), take.report)


def _write(folder: Path, page: Page, report: Report) -> None:
    from voice_interview.reports.page import base, values
    from voice_interview.reports.page import page as silent

    if page.sound:
        text = base.render("page.html", values(report, page.sound), "page.js", media_src=SOUND)
    else:
        text = silent(report)
    write_whole(folder / f"{page.name}.html", text.encode())
