"""Takes removed for good, with what was kept of them elsewhere.

A take is quoted, or heard, outside its folder in four places: the index of the search, the spoken question in the
cache, the report of a take that repeats it, and files that a killed program left in the system's temporary folder.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from voice_interview import search
from voice_interview.errors import TakeError
from voice_interview.files import TEMPORARY
from voice_interview.takes import Take, TakeFile, Takes
from voice_interview.voices import cache as spoken

LEFT_BEHIND = 3600.0
"""Seconds after which a temporary file belongs to a program that was killed: a check of the microphone takes ten, the
proof of `doctor --offline` some minutes."""


@dataclass(frozen=True)
class Removed:
    """The ids of takes that are gone, and why others are not, or not without a trace."""

    ids: tuple[str, ...]
    failed: tuple[TakeError, ...]


def older_than(takes: Takes, days: int, now: datetime) -> tuple[Take, ...]:
    """Takes made more than so many days before `now`, the oldest first. Where `take.json` is damaged the name of the
    folder tells the time; where that does not either, the take is not among them."""
    limit = now.astimezone() - timedelta(days=days)
    return tuple(take for take in takes.all() if (made := _made_at(take)) and made < limit)


def remove(takes: Takes, gone: Sequence[Take], cache: Path) -> Removed:
    """Delete these takes and all traces of them. One that cannot be deleted does not stop the rest; where this is cut
    off, what was deleted until then leaves no trace."""
    ids: list[str] = []
    failed: list[TakeError] = []
    texts: set[str] = set()
    try:
        for take in gone:
            asked = _asked(_known(take))
            try:
                take.delete()
            except TakeError as error:
                failed.append(error)
                continue
            ids.append(take.id)
            texts |= asked
    finally:
        search.forget(takes.root, cache)
        failed += _forget(takes, set(ids), texts, cache)
    return Removed(tuple(ids), tuple(failed))


def _forget(takes: Takes, ids: set[str], texts: set[str], cache: Path) -> list[TakeError]:
    failed = []
    for take in takes.all():
        file = _known(take)
        texts -= _asked(file)
        if file is not None and file.retake_of in ids:
            try:
                take.forget_earlier()
            except TakeError as error:
                failed.append(error)
    spoken.forget(texts, cache / spoken.FOLDER)
    _sweep((*_temporary_folders(), *(cache / spoken.FOLDER).glob(".*")))
    return failed


def _known(take: Take) -> TakeFile | None:
    with suppress(TakeError):
        return take.load()
    return None


def _asked(file: TakeFile | None) -> set[str]:
    """What the voice said for this take."""
    if file is None:
        return set()
    texts = {follow_up.text for follow_up in file.recording.follow_ups}
    return texts | ({file.question.text} if file.question else set())


def _made_at(take: Take) -> datetime | None:
    file = _known(take)
    with suppress(ValueError, OverflowError, OSError):  # of years that no clock knows
        if file is not None:
            return datetime.fromisoformat(file.created_at).astimezone()
        return datetime.strptime(take.id[:19], "%Y-%m-%dT%H-%M-%S").astimezone()
    return None


def _temporary_folders() -> Iterable[Path]:
    return Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*")


def _sweep(paths: Iterable[Path]) -> None:
    """Remove what killed programs left; what is another user's cannot be removed, and is not ours."""
    for path in paths:
        with suppress(OSError):
            if time.time() - path.lstat().st_mtime < LEFT_BEHIND:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
