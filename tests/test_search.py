"""Full text search over the takes: what is found, and what the index forgets."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from strategies import answer_of

from voice_interview import search as searching
from voice_interview.errors import TakeError
from voice_interview.model import Provenance, Report
from voice_interview.search import forget, index_file, search
from voice_interview.takes import Take, Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SAID = (
    "I gave her the refund at the counter, and she didn't complain any more.",
    "They got the wrong size. A refund was what they wanted, and I counted the money.",
    "Meine Großmutter backte Kuchen. The café was closed.",
)


def keep(takes: Takes, said: str, minutes: int = 0) -> Take:
    take = takes.new(None, NOW + timedelta(minutes=minutes))
    write(take, said)
    return take


def write(take: Take, said: str) -> None:
    answer = answer_of(said)
    take.save_report(
        Report(
            id=take.id,
            created_at=NOW.isoformat(),
            question=None,
            recording=answer.recording,
            transcript=answer.transcript,
            sound=None,
            reading=None,
            measures={},
            advice=(),
            provenance=Provenance(version="0"),
        )
    )
    later = (take.folder / "report.json").stat().st_mtime_ns + 10_000_000
    os.utime(take.folder / "report.json", ns=(later, later))


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    made = Takes(tmp_path / "takes")
    for minutes, said in enumerate(SAID):
        keep(made, said, minutes)
    return made


def found(takes: Takes, query: str, cache: Path) -> list[int]:
    """The numbers of the takes in which it was said."""
    ids = [take.id for take in takes.all()]
    return [ids.index(hit.id) for hit in search(takes, query, cache)]


CASES = [
    ("refund", [0, 1]),
    ("REFUND counter", [0]),
    ('"wrong size"', [1]),
    ('"size wrong"', []),
    ("didn't", [0]),
    ("count*", [0, 1]),
    ("großmutter", [2]),
    ("refund Kuchen", []),
]


@pytest.mark.parametrize(("query", "numbers"), [*CASES, ("complaining", [0]), ("cafe", [2]), ('counter" OR "size', [])])
def test_what_is_found(takes: Takes, tmp_path: Path, query: str, numbers: list[int]) -> None:
    assert found(takes, query, tmp_path) == numbers
    assert found(takes, query, tmp_path) == numbers, "and again, from the index"


@pytest.mark.parametrize(("query", "numbers"), CASES)
def test_without_fts5_all_takes_are_read(
    takes: Takes, tmp_path: Path, query: str, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_TABLES", "create virtual table said using no_such_module(words);")
    assert found(takes, query, tmp_path) == numbers
    (hit, *_) = search(takes, "refund", tmp_path)
    assert "the [refund] at the" in hit.excerpt


def test_the_excerpt_shows_where(takes: Takes, tmp_path: Path) -> None:
    (hit,) = search(takes, '"wrong size"', tmp_path)
    assert "the [wrong size]. A refund" in hit.excerpt or "the [wrong] [size]. A refund" in hit.excerpt


@pytest.mark.parametrize("query", ["", "  ", '""', "?!", "*"])
def test_without_a_word_there_is_nothing_to_search_for(takes: Takes, tmp_path: Path, query: str) -> None:
    with pytest.raises(TakeError, match="no word to search for"):
        search(takes, query, tmp_path)


@pytest.mark.parametrize(
    "query", ["a AND", "NEAR(a b)", "words:refund", "-refund", "^refund", "refund)", "'; drop table said"]
)
def test_no_query_breaks_the_index(takes: Takes, tmp_path: Path, query: str) -> None:
    search(takes, query, tmp_path)
    assert found(takes, "refund", tmp_path) == [0, 1]


def test_the_index_follows_the_takes(takes: Takes, tmp_path: Path) -> None:
    assert found(takes, "refund", tmp_path) == [0, 1]
    write(takes.all()[0], "I gave her a voucher.")
    assert found(takes, "refund", tmp_path) == [1]
    assert found(takes, "voucher", tmp_path) == [0]
    keep(takes, "One more refund.", 9)
    assert found(takes, "refund", tmp_path) == [1, 3]
    takes.all()[1].delete()
    assert found(takes, "refund", tmp_path) == [2]


def test_of_a_take_that_is_gone_no_word_stays(takes: Takes, tmp_path: Path) -> None:
    secret = keep(takes, "My colleague Zbigniewa was furious.", 9)
    assert found(takes, "Zbigniewa", tmp_path) == [3]
    place = index_file(takes.root, tmp_path)
    assert b"bigniew" in place.read_bytes()
    secret.delete()
    assert found(takes, "Zbigniewa", tmp_path) == []
    assert b"bigniew" not in place.read_bytes()
    forget(takes.root, tmp_path)
    assert not place.exists()
    forget(takes.root, tmp_path)


@pytest.mark.parametrize("spoil", [b"", b"no database", None])
def test_a_spoilt_index_is_made_anew(takes: Takes, tmp_path: Path, spoil: bytes | None) -> None:
    assert found(takes, "refund", tmp_path) == [0, 1]
    place = index_file(takes.root, tmp_path)
    if spoil is None:
        with sqlite3.connect(place) as index:
            index.execute("pragma user_version = 99")
        index.close()
    else:
        place.write_bytes(spoil)
    assert found(takes, "refund", tmp_path) == [0, 1]


def test_where_the_cache_cannot_be_written_it_is_searched_all_the_same(takes: Takes, tmp_path: Path) -> None:
    file = tmp_path / "a file"
    file.write_text("", encoding="utf-8")
    assert found(takes, "refund", file) == [0, 1]


def test_nobody_else_can_read_it(takes: Takes, tmp_path: Path) -> None:
    search(takes, "refund", tmp_path / "cache")
    place = index_file(takes.root, tmp_path / "cache")
    if os.name == "posix":
        assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert index_file(tmp_path / "other", tmp_path / "cache") != place


def test_a_damaged_report_hides_no_other(takes: Takes, tmp_path: Path) -> None:
    (takes.all()[0].folder / "report.json").write_text("{", encoding="utf-8")
    assert found(takes, "refund", tmp_path) == [1]


def test_only_what_changed_is_read_again(takes: Takes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    search(takes, "refund", tmp_path)
    read: list[str] = []
    monkeypatch.setattr(searching, "_words", lambda take: read.append(take.id) or "refund")
    search(takes, "refund", tmp_path)
    assert read == []
    late = keep(takes, "x", 9)
    search(takes, "refund", tmp_path)
    assert read == [late.id]
