"""Answers that come as text: plain, captions (WebVTT, SubRip), or the program's own JSON."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from voice_interview.errors import TranscriptError
from voice_interview.files import read_whole
from voice_interview.model import LATEST, Report, Transcript, Word
from voice_interview.text import UNKNOWN_LANGUAGE, join, key, sentences

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 5_000_000
"""Bytes; speech of ten hours is about half a million characters."""


ENGLISH, ENOUGH = 0.75, 8
"""Share of the words from which a text is taken for English: those that the CMU Pronouncing Dictionary has. Of 4,669
English answers (`scripts/star/corpus`) the least have .94, of texts in eight other languages the most .61. Fewer words
than `ENOUGH` are taken for English."""

_MARK = re.compile(r"<[^<>]*>|{[^{}]*}")
"""Of WebVTT, and of SubStation, which SubRip files hold too."""


def read(path: Path) -> Transcript:
    """The transcript in `path`, by its suffix: .txt, .vtt, .srt, .json. Captions keep their times. Raises
    TranscriptError."""
    readers: dict[str, Callable[[str], Transcript]] = {
        ".txt": _plain,
        ".vtt": _captions,
        ".srt": _captions,
        ".json": _own,
    }
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise TranscriptError(
            f"{path.name} is not a transcript this program reads.", f"Give one of: {', '.join(readers)}."
        )
    transcript = reader(_text(path))
    if not transcript.words:
        raise TranscriptError(f"{path.name} holds no words.", "Give a file with the text of an answer.")
    return transcript


def _text(path: Path) -> str:
    try:
        return read_whole(path, LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TranscriptError(f"{path.name} is not UTF-8 text.", "Save it as UTF-8 and try again.") from None
    except OSError as error:
        raise TranscriptError(f"{path.name} cannot be read: {error.strerror}.", "Give the text of an answer.") from None


def _plain(text: str) -> Transcript:
    return _of_words(tuple(Word(text=w) for w in _visible(text).split()))


def _captions(text: str) -> Transcript:
    import pysubs2

    form = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"  # of other formats it reads, some expand themselves
    try:
        # Its own patterns for marks take an hour for a megabyte of "<", and one for line ends as long.
        cues = pysubs2.SSAFile.from_string(re.sub(r"\n{3,}", "\n\n", text), form, keep_html_tags=True)
    except (pysubs2.Pysubs2Error, ValueError, IndexError) as error:
        raise TranscriptError(
            f"These captions cannot be read: {error}.", "Export them again as WebVTT or SRT."
        ) from None
    if any(max(cue.start, cue.end) / 1000 > LATEST for cue in cues):
        raise TranscriptError(
            f"A caption stands more than {LATEST / 86_400:.0f} days after the beginning.",
            "Mend its time, or export them again as WebVTT or SRT.",
        )
    cues.sort()
    words: list[Word] = []
    for cue in cues:
        said = re.sub(r"\\[Nnh]", " ", _MARK.sub("", cue.text))
        said = html.unescape(said)  # WebVTT writes & and < as HTML does
        words += _spread(_visible(said).split(), cue.start / 1000, cue.end / 1000)
    return _of_words(tuple(words))


def _spread(texts: list[str], start: float, end: float) -> list[Word]:
    """The words of one caption over its time, each by its share of the letters: captions say no more than that."""
    total, at = sum(map(len, texts)), 0
    start, end = max(0.0, start), max(0.0, start, end)
    words = []
    for text in texts:
        first, at = at, at + len(text)
        span = end - start
        words.append(Word(text=text, start=start + span * first / total, end=start + span * at / total))
    return words


def _own(text: str) -> Transcript:
    """A transcript or a whole report, as this program writes them."""
    try:
        whole = msgspec.json.decode(text)
        if isinstance(whole, dict) and "transcript" in whole:
            own = msgspec.convert(whole, Report).transcript
        else:
            own = msgspec.convert(whole, Transcript)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise TranscriptError(
            f"This is not a transcript or report of this program: {error}.", "See: voice-interview schema."
        ) from None
    return own if own.sentences else msgspec.structs.replace(own, sentences=sentences(own.words))


def _visible(text: str) -> str:
    """Without control characters, which have no sound and could steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _of_words(words: tuple[Word, ...]) -> Transcript:
    return Transcript(
        language=_language(words),
        engine="text",
        model="none",
        text=join(words),
        words=words,
        sentences=sentences(words),
    )


def _language(words: tuple[Word, ...]) -> str:
    from textstat.backend.utils import get_cmudict

    known = get_cmudict("en_US")
    said = [said for word in words if (said := key(word.text).partition("'")[0]).isalpha()]
    return "en" if len(said) < ENOUGH or sum(one in known for one in said) >= ENGLISH * len(said) else UNKNOWN_LANGUAGE
