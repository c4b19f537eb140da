"""What was really said in the recordings of a set: its manifest, verbatim texts, TextGrids and tables of events.

A manifest is a table (tab-separated, with a head) with the columns

    wav         the recording, relative to the manifest
    reference   its verbatim text; [noise] and <marks> in it are ignored
    group       what kind of recording it is
    events      optional: a TextGrid, or a table with the columns label, start, end
    pauses      optional: a table of every silence between the first and the last sound, columns start, end
    onset       optional: seconds to the first voiced sound

and further ones (voice, room), by which figures are told apart as well. Without `events`, a TextGrid beside the
recording with its stem is taken: the words of its tier "words" (else its first tier), their times, and the silences
between them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from voice_interview.model import Span

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("um", re.compile(r"u+m+|u+h+m+|e+h+m+|e+r+m+|a+h+m+")),
    ("uh", re.compile(r"u+h+|e+h+")),
    ("er", re.compile(r"e+r+")),
    ("ah", re.compile(r"a+h+")),
    ("hm", re.compile(r"h+m+|m+h*m+")),
)
"""Filler sounds by what they are called, in any spelling; any other label is a filler word ("you know")."""

WORD = "word"
KNOWN = ("wav", "reference", "group", "events", "pauses", "onset")


class ManifestError(Exception):
    """A set cannot be read; says where and why."""


class Said(Struct, frozen=True):
    """One filler that was said; `at` None where its time is not known."""

    label: str
    at: Span | None = None

    @property
    def kind(self) -> str:
        return kind(self.label)


class Clip(Struct, frozen=True, kw_only=True):
    """One recording and the truth about it. `words` are without fillers; `silences` and `onset` None where unknown;
    `all_said` tells that filler words are among `said`, not sounds alone."""

    name: str
    wav: Path
    groups: dict[str, str]
    words: tuple[str, ...]
    said: tuple[Said, ...]
    timed: bool
    all_said: bool = False
    silences: tuple[Span, ...] | None = None
    onset: float | None = None


def kind(label: str) -> str:
    """um, uh, er, ah or hm for a sound, "word" for anything else."""
    bare = re.sub(r"[^a-z']", "", label.lower())
    return next((name for name, pattern in KINDS if pattern.fullmatch(bare)), WORD)


def plain_words(text: str) -> tuple[str, ...]:
    """The words that word errors are counted on: lower case, letters, digits and apostrophes, without [noise], <marks>
    and filler sounds. Reference and transcript are treated alike; spellings are not ("alright", "all right")."""
    return tuple(word for word in _tokens(text) if kind(word) == WORD)


def read(manifest: Path) -> tuple[Clip, ...]:
    """The clips of a set, in order. Raises ManifestError."""
    try:
        with manifest.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t"))
    except OSError as error:
        raise ManifestError(f"{manifest.name}: {error.strerror}") from error
    if not rows or not {"wav", "reference", "group"} <= rows[0].keys():
        raise ManifestError(f"{manifest.name} has no rows with the columns wav, reference, group")
    clips = tuple(_clip(row, manifest.parent) for row in rows)
    if len({clip.name for clip in clips}) < len(clips):
        raise ManifestError(f"{manifest.name} names a recording twice")
    return clips


def name_of(manifest: Path) -> str:
    """What results call a set: its file, or its folder where the file is only called manifest."""
    return manifest.resolve().parent.name if manifest.stem == "manifest" else manifest.stem


def _clip(row: dict[str, str], folder: Path) -> Clip:
    wav = folder / row["wav"]
    if not wav.exists():
        raise ManifestError(f"no recording {row['wav']}")
    text = (folder / row["reference"]).read_text(encoding="utf-8")
    said = tuple(Said(word) for word in _tokens(text) if kind(word) != WORD)
    beside = wav.with_suffix(".TextGrid")
    events = folder / row["events"] if row.get("events") else beside if beside.exists() else None
    silences = _silences(folder / row["pauses"]) if row.get("pauses") else None
    onset = float(row["onset"]) if row.get("onset") else None
    if events is not None and events.suffix == ".TextGrid":
        words = textgrid_words(events)
        said = tuple(Said(label, at) for label, at in words if kind(label) != WORD)
        spans = [at for _, at in words]
        silences = silences if silences is not None else _between(spans)
        onset = onset if onset is not None else spans[0].start if spans else None
    elif events is not None:
        said = _events(events)
    return Clip(
        name=wav.stem if Path(row["wav"]).is_absolute() else Path(row["wav"]).with_suffix("").as_posix(),
        wav=wav,
        groups={"group": row["group"], **{name: value for name, value in row.items() if name not in KNOWN}},
        words=plain_words(text),
        said=said,
        timed=events is not None,
        all_said=events is not None and events.suffix != ".TextGrid",
        silences=silences,
        onset=onset,
    )


def textgrid_words(path: Path) -> list[tuple[str, Span]]:
    """Every labelled interval of a TextGrid's words, noises among them, in order. Raises ManifestError."""
    from praatio import textgrid
    from praatio.utilities.errors import PraatioException

    try:
        grid = textgrid.openTextgrid(str(path), includeEmptyIntervals=False, reportingMode="silence")
    except (PraatioException, ValueError, IndexError) as error:
        raise ManifestError(f"{path.name}: {error}") from error
    tiers = [grid.getTier(name) for name in grid.tierNames]
    tiers = [tier for tier in tiers if isinstance(tier, textgrid.IntervalTier)]
    if not tiers:
        raise ManifestError(f"{path.name} has no tier of intervals")
    words = next((tier for tier in tiers if "words" in tier.name.lower()), tiers[0])
    return [(label, Span(float(start), float(end))) for start, end, label in words.entries if label.strip()]


def _events(path: Path) -> tuple[Said, ...]:
    return tuple(Said(row["label"], Span(float(row["start"]), float(row["end"]))) for row in _table(path))


def _silences(path: Path) -> tuple[Span, ...]:
    return tuple(Span(float(row["start"]), float(row["end"])) for row in _table(path))


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _between(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(Span(a.end, b.start) for a, b in pairwise(spans) if b.start > a.end)


def _tokens(text: str) -> list[str]:
    plain = re.sub(r"\[[^\]]*\]|<[^>]*>", " ", text.lower().replace("’", "'"))
    return re.findall(r"[a-z0-9']+", plain)
