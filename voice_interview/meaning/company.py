"""A company's own text, a mission statement or a job advertisement, cut into what it states: sentences and values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from voice_interview.errors import CompanyError
from voice_interview.meaning.qualities import named
from voice_interview.model import Company, Statement, Word
from voice_interview.text import key, sentences

LONGEST_TEXT = 20_000
"""Characters: six printed pages, four times a long job advertisement. More is a whole website, most of it no value."""

MOST_STATEMENTS = 120
"""Statements that are looked at: as many as six pages hold. Each takes about 5 ms once."""

WRAPPED, WRAPPED_SMALL = 50, 25
"""Characters from which a line that ends without a stop may go on in the next: files are wrapped at 60 to 80, narrow
columns at 30, where a small letter shows it. Values in a list are shorter."""

_BULLET = re.compile(r"^\s*(?:[-*•·–—▪◦‣>✓✔]+|\d{1,2}[.)])\s+")
_MARKUP = re.compile(r"[*_`#|]+|\[|\]\([^)]*\)")
_ADDRESS = re.compile(r"^\S*(?:@|://|www\.)\S*$")


def read(name: str, text: str) -> Company:
    """The statements of `text`, in order and each once. Raises CompanyError where it holds none, or is no such text."""
    if len(text) > LONGEST_TEXT:
        raise CompanyError(
            f"{name} has {len(text):,} characters; {LONGEST_TEXT:,} can be compared.",
            "Keep the part that says what the company stands for and whom it looks for.",
        )
    found = dict.fromkeys(statement for line in _lines(text) for statement in _statements(line))
    if not found:
        raise CompanyError(f"{name} holds no words.", "Give a mission statement or a job advertisement as plain text.")
    kept = list(found)[:MOST_STATEMENTS]
    return Company(name=name, statements=tuple(Statement(text=one, quality=named(_head(one))) for one in kept))


def _lines(text: str) -> Iterator[str]:
    """The lines as they were meant: those that were wrapped are joined again, and headings are left out."""
    line = ""
    for raw in text.splitlines():
        raw = "" if raw.lstrip().startswith("#") else raw
        bare = _MARKUP.sub("", _BULLET.sub("", raw)).strip()
        enough = WRAPPED_SMALL if bare[:1].islower() else WRAPPED
        goes_on = not _BULLET.match(raw) and len(_last_line(line)) > enough
        if line and bare and goes_on and line[-1] not in ".!?:;":
            line = f"{line}\n{bare}"
            continue
        if line:
            yield line.replace("\n", " ")
        line = bare
    if line:
        yield line.replace("\n", " ")


def _last_line(text: str) -> str:
    return text.rpartition("\n")[2]


def _statements(line: str) -> Iterator[str]:
    words = tuple(Word(text=word) for word in line.split() if not _ADDRESS.match(word))
    if any(letter.isalpha() for word in words for letter in word.text):
        yield from (sentence.text for sentence in sentences(words) if key(sentence.text))


def _head(statement: str) -> str:
    """What stands before a colon or a dash ("Integrity: we do what we say"), else all of it."""
    return re.split(r":| [-–—] ", statement, maxsplit=1)[0]
