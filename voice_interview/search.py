"""Full text search over what was said in all takes: an index in the cache folder, which can be deleted at any time.

The folders of the takes are the truth. Before each search the index takes in the reports that are new or were written
anew, and forgets those that are gone: of a deleted take no word stays in it.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from msgspec import Struct

from voice_interview import text
from voice_interview.errors import TakeError
from voice_interview.files import private_folder
from voice_interview.takes import Take, Takes

FORM = 1
"""Number of the tables below; an index of another form is made anew."""

AROUND = 12
"""Words of an excerpt."""

WAIT = 5.0
"""Seconds for which another search, which may be taking in takes, is waited for."""

_DAMAGED = (sqlite3.Error, OSError, UnicodeDecodeError)
"""What a damaged index raises; SQLite does not look at whether texts are UTF-8."""

_TABLES = """
create table takes(number integer primary key, id text unique, stamp text);
create virtual table said using fts5(words, tokenize = 'porter unicode61 remove_diacritics 2');
"""


class Hit(Struct, frozen=True, kw_only=True):
    """A take in which the words were said, and the words around the first of them, which stand in [brackets]."""

    id: str
    excerpt: str


class _Text(Struct, frozen=True):
    text: str


class _Said(Struct, frozen=True):
    """The text of a report."""

    transcript: _Text


def search(takes: Takes, query: str, cache: Path) -> tuple[Hit, ...]:
    """The takes in which all words of `query` were said, the oldest first: whole words, in any of their regular forms
    ("complaint" finds "complaints"); words in "quotation marks" stand in a row, and refund* finds all that begin so.
    Raises TakeError where the query holds no word."""
    terms = _terms(query)
    if not terms:
        raise TakeError("There is no word to search for.", "Give some: --text refund, or --text '\"wrong size\"'.")
    place = index_file(takes.root, cache)
    with suppress(*_DAMAGED):
        return _ask(place, takes, terms)
    with suppress(*_DAMAGED):
        place.unlink(missing_ok=True)
        return _ask(place, takes, terms)
    try:
        return _ask(None, takes, terms)
    except sqlite3.Error:  # This Python's SQLite comes without FTS5.
        return tuple(_read_all(takes, terms))


def forget(root: Path, cache: Path) -> None:
    """Throw the index of a folder of takes away, if there is one."""
    place = index_file(root, cache)
    for part in ("", "-journal", "-wal", "-shm"):  # what SQLite leaves beside it where a program is killed
        with suppress(OSError):
            place.with_name(place.name + part).unlink(missing_ok=True)


def index_file(root: Path, cache: Path) -> Path:
    """Where the index of a folder of takes lies."""
    return cache / "search" / f"{hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]}.sqlite"


def _terms(query: str) -> list[tuple[str, bool]]:
    """Words and phrases, and whether what follows their last letter is free; what holds no letter or digit is left
    out."""
    found = re.findall(r'"([^"]*)"|([^\s"]+)', query)
    terms = [(phrase or word, bool(word) and word.endswith("*")) for phrase, word in found]
    return [(term, free) for term, free in terms if re.search(r"\w", term)]


def _ask(place: Path | None, takes: Takes, terms: Iterable[tuple[str, bool]]) -> tuple[Hit, ...]:
    """Bring the index up to date and ask it; with no place in memory alone."""
    wanted = " AND ".join(f'"{term}"{"*" if free else ""}' for term, free in terms)
    with closing(_open(place)) as index, index:
        _bring_up_to_date(index, takes)
        found = index.execute(
            "select takes.id, snippet(said, 0, '[', ']', '…', ?) from said join takes on takes.number = said.rowid"
            " where said match ? order by takes.id",
            (AROUND, wanted),
        )
        return tuple(Hit(id=id_, excerpt=excerpt) for id_, excerpt in found)


def _open(place: Path | None) -> sqlite3.Connection:
    if place is not None:
        private_folder(place.parent)
        place.touch(mode=0o600)
    index = sqlite3.connect(place or ":memory:", timeout=WAIT)
    try:
        # What is deleted is overwritten, so that nothing of it stays on the disk.
        index.execute("pragma secure_delete = on")
        (form,) = index.execute("pragma user_version").fetchone()
        if form not in (0, FORM):
            raise sqlite3.DatabaseError("another form")
        if form == 0:
            index.executescript(f"begin immediate; {_TABLES} pragma user_version = {FORM}; commit;")
    except sqlite3.Error:
        index.close()
        raise
    return index


def _bring_up_to_date(index: sqlite3.Connection, takes: Takes) -> None:
    now = {take.id: (take, stamp) for take in takes.all() if (stamp := take.report_stamp)}
    index.execute("begin immediate")
    known = {id_: (number, stamp) for number, id_, stamp in index.execute("select number, id, stamp from takes")}
    stale = [number for id_, (number, stamp) in known.items() if id_ not in now or now[id_][1] != stamp]
    for table, column in (("takes", "number"), ("said", "rowid")):
        gone = f"delete from {table} where {column} = ?"  # nosec B608 # names of ours, from the line above
        index.executemany(gone, [(number,) for number in stale])
    for id_, (take, stamp) in now.items():
        if id_ in known and known[id_][1] == stamp:
            continue
        row = index.execute("insert into takes(id, stamp) values (?, ?)", (id_, stamp))
        index.execute("insert into said(rowid, words) values (?, ?)", (row.lastrowid, _words(take)))
    if stale:
        # FTS5 keeps deleted words until its parts are merged.
        index.execute("insert into said(said) values ('optimize')")


def _words(take: Take) -> str:
    """What was said in a take; "" where its report cannot be read, which `takes show` tells."""
    with suppress(TakeError):
        return take.report_as(_Said).transcript.text
    return ""


def _read_all(takes: Takes, terms: Iterable[tuple[str, bool]]) -> Iterator[Hit]:
    """The same without an index, by the words as they stand."""
    wanted = [([text.key(word) for word in term.split()], free) for term, free in terms]
    for take in takes.all():
        words = _words(take).split()
        keys = [text.key(word) for word in words]
        places = [_place(keys, term, free) for term, free in wanted]
        if all(place is not None for place in places):
            first = min(place for place in places if place is not None)
            near = [*words[max(0, first - AROUND // 2) : first], f"[{words[first]}]"]
            yield Hit(id=take.id, excerpt=" ".join([*near, *words[first + 1 : first + AROUND // 2]]))


def _place(keys: list[str], term: list[str], free: bool) -> int | None:
    """Where the words of a term begin to stand in a row."""
    for place in range(len(keys) - len(term) + 1):
        here = keys[place : place + len(term)]
        if here[:-1] == term[:-1] and (here[-1] == term[-1] or (free and here[-1].startswith(term[-1]))):
            return place
    return None
