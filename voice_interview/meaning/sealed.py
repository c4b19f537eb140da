"""The files that read meaning, each known by its checksum: a damaged one is never computed with, for it could crash
what runs it, ask for any memory, or read something else without a word."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from voice_interview.errors import MeaningError

FOLDER = Path(__file__).parent / "weights"
LIST = Path(__file__).parent / "weights.sha256"
"""In the form of `sha256sum`: 64 hex digits, two spaces, a name."""

CURE = "Install voice-interview anew."


def whole(file: Path) -> Path:
    """The same path, once the file is known to be the one of that name that was shipped. Raises MeaningError."""
    try:
        found, expected = _sha256(file), _sums().get(file.name)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "its list of checksums is no text"
        raise MeaningError(f"{file} cannot be read: {why}.", CURE) from None
    if found != expected:
        raise MeaningError(f"{file} is damaged: its checksum is wrong.", CURE)
    return file


def seal(folder: Path = FOLDER, to: Path = LIST) -> None:
    """Write down the checksums of all files in the folder: last of all, where weights were made anew."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    lines = [f"{_sha256(path)}  {path.name}\n" for path in files]
    to.write_text("".join(lines), encoding="ascii", newline="\n")
    _sums.cache_clear()


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@cache
def _sums() -> dict[str, str]:
    lines = LIST.read_text(encoding="ascii").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
