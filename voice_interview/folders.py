"""Folders of people's work, walked: one folder a person, or folders of such folders."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from voice_interview.errors import TakeError

DEEPEST = 6
"""Folders below the one given that are looked into: school, year, course, candidate, recordings, one more."""

TAKE, PAGES = "take.json", "pages.json"
"""What tells that a folder is a take, or holds pages that this program wrote."""


def walk(root: Path, unlisted: Callable[[Path, str], None]) -> Iterator[tuple[Path, list[str]]]:
    """Every folder with the names of its files, in order. Links are not followed, hidden folders and folders of pages
    are left out, and what lies in a take is not looked at. `unlisted` is told of a folder that cannot be read, and why;
    where that is `root` itself, TakeError is raised."""

    def failed(error: OSError) -> None:
        why = error.strerror or str(error)
        if Path(error.filename) == root:
            raise TakeError(f"{root} cannot be read: {why}.", "Check its name and its permissions.") from None
        unlisted(Path(error.filename), why)

    for folder, below, files in os.walk(root, onerror=failed):
        here = Path(folder)
        whole = TAKE in files or PAGES in files or len(here.relative_to(root).parts) > DEEPEST
        below[:] = [] if whole else sorted(one for one in below if not one.startswith("."))
        if PAGES not in files:
            yield here, sorted(one for one in files if not one.startswith("."))
