"""The takes as the pages read them: what was read once is remembered for as long as its file stays the same.

Of five hundred takes a list would otherwise read five hundred reports again for each visitor.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from voice_interview import earlier, listing
from voice_interview.errors import TakeError
from voice_interview.likeness import Index, Telling
from voice_interview.web.answers import NotFoundError

if TYPE_CHECKING:
    from voice_interview.history.summary import Summary
    from voice_interview.listing import Listed, Practised, Wanted
    from voice_interview.model import Comment, Likeness, Report
    from voice_interview.takes import Take, TakeFile, Takes

_T = TypeVar("_T")

REMEMBERED = 200
"""Pages that are remembered: one of ten minutes with its charts is 300 kB."""

FILES = ("take.json", "report.json", "comments.jsonl")
"""What the pages show of a take, its sound aside."""

REPORT = ("report.json",)
"""All that is compared: over weeks, side by side, and with what was said in earlier takes."""


class Shelf:
    """The takes in one folder; safe for several threads. `cache` is where the index of the search lies."""

    def __init__(self, takes: Takes, cache: Path) -> None:
        self.takes = takes
        self._cache = cache
        self._known: dict[tuple[str, str], tuple[object, Any]] = {}
        self._pages: OrderedDict[object, Any] = OrderedDict()
        self._index: tuple[object, Index] | None = None
        self._likenesses: dict[str, tuple[object, tuple[Likeness, ...]]] = {}
        self._alone = threading.RLock()
        self.writing = threading.Lock()
        """Held by who takes in a packet: one that comes twice at once is kept once, and no reader is kept waiting."""

    def find(self, take_id: str) -> Take:
        """The take of this very id. Raises NotFoundError where the folder has none, or where a link leads out of it."""
        for take in self.takes.all():
            if take.id == take_id and self._lies_inside(take):
                return take
        raise NotFoundError(f"There is no take {take_id!r} here.", "See those that there are.")

    def listed(self, wanted: Wanted) -> Listed:
        """The takes that are wanted, with their figures. Raises MeasureError, TakeError."""
        return listing.find(self.takes, wanted, self._cache, self._read, figures=True)

    def practised(self, wanted: Wanted) -> Practised:
        return listing.practised(self.takes, wanted, self._read)

    def report(self, take: Take) -> Report:
        """The report of a take, with what its answer has in common with earlier ones. Raises TakeError."""
        report = take.report()
        return report if report.recording.faults else msgspec.structs.replace(report, alike=self._alike(take))

    def page(self, key: Hashable, make: Callable[[], _T], files: Sequence[str] = FILES) -> _T:
        """What `make` gives, made anew only where one of these files of any take has changed."""
        return self._kept((key, self._state(files)), make)

    def page_of(self, take: Take, make: Callable[[], _T]) -> _T:
        """The same for the page of one take, which shows nothing of others but what its answer has in common with
        theirs. Raises TakeError."""
        own = tuple(_stamp(path) for path in (take.answer, *(take.folder / name for name in FILES)))
        return self._kept((take.id, own, self._alike(take)), make)

    def comments(self, take: Take) -> int:
        """How many comments there are on a take; none where they cannot be read."""
        try:
            return self._remembered(take, "comments.jsonl", lambda: len(take.comments()))
        except TakeError:
            return 0

    def add_comment(self, take: Take, comment: Comment) -> None:
        """Keep a comment beside those that are there. Raises TakeError."""
        from voice_interview.comments import merge

        with take.commenting():
            take.keep_comments(merge(take.comments(), [comment]).comments)

    def _read(self, take: Take, _figures: bool) -> tuple[TakeFile, Summary | None]:
        """What the list needs of a take: the `Reader` that remembers."""
        if not self._lies_inside(take):
            raise TakeError(f"{take.id} is a link that leads out of the folder.", "It is not shown.")
        file = self._remembered(take, "take.json", take.load)
        summary = self._remembered(take, "report.json", lambda: listing.summary(take)) if take.has_report else None
        return file, summary

    def _remembered(self, take: Take, name: str, read: Callable[[], _T], kind: str = "") -> _T:
        stamp = _stamp(take.folder / name)
        key = (take.id, kind or name)
        known = self._known.get(key)
        if known is None or known[0] != stamp:
            known = self._known[key] = (stamp, read())
        found: _T = known[1]
        return found

    def _kept(self, key: Hashable, make: Callable[[], _T]) -> _T:
        with self._alone:
            if key in self._pages:
                self._pages.move_to_end(key)
                found: _T = self._pages[key]
                return found
        made = make()
        with self._alone:
            self._pages[key] = made
            while len(self._pages) > REMEMBERED:
                self._pages.popitem(last=False)
        return made

    def _alike(self, take: Take) -> tuple[Likeness, ...]:
        """What the answer of a take has in common with earlier ones."""
        said = self._said(take)
        if said is None:
            return ()
        state = self._state(REPORT)
        found: tuple[Likeness, ...]
        known, found = self._likenesses.get(take.id, (None, ()))
        if known != state:
            found = self._all_said(state).alike(said)
            self._likenesses[take.id] = state, found
        return found

    def _state(self, names: Sequence[str]) -> tuple[object, ...]:
        """Another one whenever such a file of any take was written, added or removed."""
        return tuple((take.id, *(_stamp(take.folder / name) for name in names)) for take in self.takes.all())

    def _all_said(self, state: object) -> Index:
        """What was said in all takes, as it is now."""
        with self._alone:
            if self._index is None or self._index[0] != state:
                said = (self._said(take) for take in self.takes.all() if self._lies_inside(take))
                self._index = state, Index(one for one in said if one is not None)
            return self._index[1]

    def _said(self, take: Take) -> Telling | None:
        return self._remembered(take, "report.json", lambda: earlier.telling(take), "said")

    def _lies_inside(self, take: Take) -> bool:
        """Whether the take is a folder of this one, and no file that is read in it a link to somewhere else."""
        names = ("", "take.json", "report.json", "comments.jsonl", "answer.wav", "answer.mp3")
        return not any((take.folder / name).is_symlink() for name in names)


def _stamp(path: Path) -> tuple[int, int] | None:
    """Another one whenever the file was written anew; None where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
