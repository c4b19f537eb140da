"""Packets: written, read back, refused where they may harm, and their takes kept in a folder."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from test_reports import sample as made_sample

from voice_interview import json_lines, packets, rubric
from voice_interview.errors import PacketError
from voice_interview.model import Comment, Report
from voice_interview.packets import Packet, PacketTake, archive, contents
from voice_interview.recovery import Machine, unfinished
from voice_interview.takes import Takes

NOW = datetime(2026, 3, 4, 18, 4, 9, tzinfo=UTC)
SOUND = b"\xff\xf3\x48\xc4" + bytes(400)
SAMPLE = msgspec.json.decode(msgspec.json.encode(made_sample()), type=Report)
RUBRIC = rubric.shipped_file().read_text(encoding="utf-8")


def comment(number: int, **fields: object) -> Comment:
    made = Comment(id=f"{number:016x}", take=SAMPLE.id, author="Ana", made_at=NOW.isoformat(), text="Good.")
    return replace(made, **fields)


def packet(sound: bytes | None = SOUND, *comments: Comment) -> Packet:
    report = replace(SAMPLE, comments=comments)
    return Packet((PacketTake(report.id, report, sound),), RUBRIC)


GOOD = packets.write(packet(SOUND, comment(1)))


def read(data: bytes) -> Packet:
    return packets.read(io.BytesIO(data))


def rewritten(change: Callable[[zipfile.ZipFile], None], without: tuple[str, ...] = ()) -> bytes:
    """A good packet with other members besides, or in the place of some."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as good, zipfile.ZipFile(made, "w") as other:
        for one in good.infolist():
            if not one.filename.endswith(without or ("\0",)):
                other.writestr(one, good.read(one))
        change(other)
    return made.getvalue()


# Written


@pytest.mark.parametrize("sound", [SOUND, None])
def test_what_is_written_is_read_back(sound: bytes | None) -> None:
    made = packet(sound, comment(1), comment(2, text="<b>", at=3.5))
    data = packets.write(made)
    assert read(data) == made
    assert packets.write(made) == data
    with zipfile.ZipFile(io.BytesIO(data)) as members:
        names = {name.rpartition("/")[2] for name in members.namelist()}
        assert members.testzip() is None
        page = members.read(f"{SAMPLE.id}/page.html").decode()
    expected = {"packet.json", "rubric.toml", "page.html", "transcript.txt", "report.json", "comments.jsonl"}
    assert names == expected | ({"sound.mp3"} if sound else set())
    assert ("data:audio/mpeg" in page) == (sound is not None)
    assert "&lt;b&gt;" in page


def test_when_and_where_it_was_made_is_not_told() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as members:
        assert {one.date_time for one in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {(one.create_system, one.extra, one.comment) for one in members.infolist()} == {(3, b"", b"")}


@pytest.mark.parametrize("id", ["../x", "a/b", "a\\b", "CON", "nul.txt", ".hidden", "x.", "", "a" * 129, "C:x", "ü"])
def test_an_id_that_names_no_folder_is_refused_both_ways(id: str) -> None:
    one = PacketTake(id, replace(SAMPLE, id=id), None)
    with pytest.raises(PacketError):
        packets.write(Packet((one,), RUBRIC))
    listed = msgspec.json.encode(contents.PacketFile(takes=(id,)))
    with pytest.raises(PacketError):
        read(rewritten(lambda file: file.writestr("packet.json", listed), ("packet.json",)))


# Refused


def linked(file: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo(f"{SAMPLE.id}/link")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    file.writestr(info, "/etc/passwd")


def twice(file: zipfile.ZipFile) -> None:
    file.writestr("a.txt", b"")
    with pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("a.txt", b"")


def packed_otherwise(file: zipfile.ZipFile) -> None:
    file.writestr("a.txt", b"x" * 100, zipfile.ZIP_LZMA)


def named(name: str) -> Callable[[zipfile.ZipFile], None]:
    return lambda file: file.writestr(name, b"x")


EVIL: dict[str, tuple[Callable[[zipfile.ZipFile], None], str]] = {
    "parent": (named("../../evil.sh"), "leads out"),
    "parent inside": (named("a/../../evil.sh"), "leads out"),
    "absolute": (named("/etc/cron.d/evil"), "leads out"),
    "windows": (named("..\\..\\evil.bat"), "leads out"),
    "drive": (named("C:/evil.bat"), "leads out"),
    "network path": (named("//server/share/evil"), "leads out"),
    "stream": (named("page.html:evil"), "leads out"),
    "link": (linked, "a link"),
    "twice": (twice, "two files of one name"),
    "other case": (named("PACKET.json"), "two files of one name"),
    "lzma": (packed_otherwise, "not read here"),
}


@pytest.mark.parametrize("case", EVIL)
def test_a_member_that_may_harm_refuses_the_packet(case: str) -> None:
    change, why = EVIL[case]
    with pytest.raises(PacketError, match=why):
        read(rewritten(change))


def test_what_systems_add_of_their_own_is_passed_over() -> None:
    def add(file: zipfile.ZipFile) -> None:
        file.writestr("__MACOSX/._packet.json", b"x")
        file.writestr(".DS_Store", b"x")
        file.writestr("folder/", b"")

    assert read(rewritten(add)) == packet(SOUND, comment(1))


def test_encrypted() -> None:
    data = bytearray(GOOD)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(PacketError, match="encrypted"):
        read(bytes(data))


def test_a_bomb_is_counted_and_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_TEXT", 2_000_000)
    monkeypatch.setattr(archive.Archive.read, "__defaults__", (2_000_000,))
    bomb = msgspec.json.encode(SAMPLE)[:-1] + b" " * 3_000_000 + b"}"

    def report(file: zipfile.ZipFile) -> None:
        file.writestr(f"{SAMPLE.id}/report.json", bomb, zipfile.ZIP_DEFLATED)

    data = rewritten(report, ("report.json",))
    assert len(data) < 600_000
    with pytest.raises(PacketError, match="larger than 2,000,000 bytes"):
        read(data)
    told = bytearray(data)  # the same, with a lie about its size
    at = told.rindex(b"PK\x01\x02")
    told[at + 24 : at + 28] = struct.pack("<L", 1000)
    with pytest.raises(PacketError):
        read(bytes(told))


def test_all_members_together_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 10_000)
    with pytest.raises(PacketError, match="larger than"):
        read(GOOD)


def test_too_many_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_MEMBERS", 20)

    def many(file: zipfile.ZipFile) -> None:
        for number in range(20):
            file.writestr(f"{number}.txt", b"")

    with pytest.raises(PacketError, match="more than 20 files"):
        read(rewritten(many))


def test_a_table_of_contents_that_would_fill_the_memory_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", None)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 10, 10, 900_000_000, 0, 0)
    with pytest.raises(PacketError, match="more than"):
        read(end)
    with pytest.raises(PacketError, match="more than"):  # with 64-bit sizes, which no packet needs
        read(b"PK\x06\x07" + bytes(16) + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 1, 0, 0))


def test_a_file_that_is_no_packet(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("Hello.", encoding="utf-8")
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    (tmp_path / "empty.zip").write_bytes(empty.getvalue())
    for name, why in (
        ("text.zip", "text.zip is no zip file"),
        ("none.zip", "does not exist"),
        ("", "is a folder"),
        ("empty.zip", "has no packet.json"),
    ):
        with pytest.raises(PacketError, match=why):
            packets.read(tmp_path / name)


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "no JSON": ("report.json", b"{", "is damaged"),
    "deep JSON": ("report.json", b'{"measures": {"x": {"details": ' + b"[" * 100_000, "is damaged"),
    "of another take": ("report.json", msgspec.json.encode(replace(SAMPLE, id="other")), "not the report of"),
    "of a later kind": ("packet.json", b'{"schema": "voice-interview/packet/9", "takes": ["x"]}', "does not read"),
    "no takes": ("packet.json", b'{"takes": []}', "lists 0 takes"),
    "a take twice": ("packet.json", b'{"takes": ["x", "X"]}', "a take twice"),
    "a take that is not there": ("packet.json", b'{"takes": ["x"]}', "has no x/report.json"),
    "no comments": ("comments.jsonl", b'{"text": 1}\n', "is no comment"),
    "no text": ("rubric.toml", b"\xff\xfe", "not UTF-8"),
    "no MP3": ("sound.mp3", b"<html>", "no MP3"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_member_is_named(case: str) -> None:
    name, data, why = BROKEN[case]
    place = name if name in ("packet.json", "rubric.toml") else f"{SAMPLE.id}/{name}"
    with pytest.raises(PacketError, match=why):
        read(rewritten(lambda file: file.writestr(place, data), (name,)))


@given(st.integers(0, len(GOOD)))
def test_a_truncated_packet_is_refused(length: int) -> None:
    if length < len(GOOD):
        with pytest.raises(PacketError):
            read(GOOD[:length])


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_damage_is_told_or_does_no_harm(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    try:
        assert len(read(bytes(data)).takes) == 1
    except PacketError as error:
        assert error.message.isprintable() and error.fix


# Adopted


def test_a_take_of_a_packet_becomes_one_of_the_folder(tmp_path: Path) -> None:
    takes = Takes(tmp_path / "new")
    sent = packet(SOUND, comment(1)).takes[0]
    first = packets.adopt(sent, takes)
    (take,) = takes.all()
    assert (first.new, first.comments.added, first.take.id) == (True, 1, take.id)
    assert take.answer.read_bytes() == SOUND
    report = take.report()
    assert report == replace(sent.report, recording=replace(sent.report.recording, path="answer.mp3"))
    assert take.heard().transcript == sent.report.transcript
    assert unfinished(takes, Machine(now=1e12, runs=lambda _: False)) == ()
    assert {path.stat().st_mode & 0o777 for path in take.folder.iterdir()} == {0o600}
    assert take.folder.stat().st_mode & 0o777 == 0o700


def test_adopting_twice_changes_nothing_and_merges_comments(tmp_path: Path) -> None:
    takes = Takes(tmp_path)
    packets.adopt(packet(None, comment(1)).takes[0], takes)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = packets.adopt(packet(None, comment(1)).takes[0], takes)
    assert (again.new, again.comments.added) == (False, 0)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    other = packet(SOUND, comment(2, author="Ben")).takes[0]
    merged = packets.adopt(other._replace(report=replace(other.report, created_at="2030-01-01")), takes)
    assert (merged.new, merged.comments.added) == (False, 1)
    (take,) = takes.all()
    assert [one.author for one in take.comments()] == ["Ana", "Ben"]
    changed = {path.name for path, data in before.items() if path.read_bytes() != data}
    assert changed == {"comments.jsonl"} and not take.answer.exists()


def test_comments_on_a_take_without_its_names_find_it(tmp_path: Path) -> None:
    takes = Takes(tmp_path)
    packets.adopt(packet(None).takes[0], takes)
    id = SAMPLE.id.replace("pear", "redacted")
    report = replace(SAMPLE, id=id, comments=(comment(1, take=id),))
    adopted = packets.adopt(PacketTake(id, report, None), takes)
    (take,) = takes.all()
    assert (adopted.new, adopted.comments.added, take.comments()) == (False, 1, (comment(1),))


def test_a_comment_says_of_which_take_it_is() -> None:
    """A line of another take's in a take's file belongs to the take in whose folder it is."""
    lines = json_lines.encode([comment(1, take="another")])
    place = f"{SAMPLE.id}/comments.jsonl"
    found = read(rewritten(lambda file: file.writestr(place, lines), ("comments.jsonl",)))
    assert found.takes[0].report.comments == (comment(1),)
