"""Packets as nobody should send them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random

from benchmarks.fuzz import mutations
from benchmarks.fuzz.bounds import Step
from benchmarks.fuzz.folders import COMMENTS, replaced, shown
from benchmarks.fuzz.target import FROZEN, Target

SOUND = b"\xff\xf3\x48\xc4" + bytes(400)
NAMES = (
    "../../evil", "/etc/cron.d/x", "C:\\x", "a\\..\\b", "x\0.json", "./x", "a//b", "", ".", "..", "con", "packet.json",
    "PACKET.JSON", "rubric.toml/", "\u202ex", "n" * 60_000, "😀", "-rf", "__MACOSX/../x", "x:y",
)  # fmt: skip
BOMB = bytes(120_000_000)


@cache
def valid() -> bytes:
    """A packet of one take, with comments and sound."""
    import msgspec

    from voice_interview import comments, packets, rubric
    from voice_interview.model import Report

    report = msgspec.json.decode((sorted(FROZEN.glob("*/report.json"))[-1]).read_bytes(), type=Report)
    report = msgspec.structs.replace(report, comments=comments.read(COMMENTS, "x"))
    text = rubric.shipped_file().read_text(encoding="utf-8")
    return packets.write(packets.Packet((packets.PacketTake(report.id, report, SOUND),), text))


def _members(draw: Random) -> bytes:
    """The same members, some of them broken, renamed, doubled, linked, packed in bombs."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(valid())) as good, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as other:
        infos = good.infolist()
        wanted = draw.choice(
            ("", "report.json", "report.json", "report.json", "packet.json", "comments.jsonl", "rubric")
        )
        for one in infos:
            data = good.read(one)
            if one.filename.endswith(wanted) and wanted and draw.random() < 0.9:
                change = mutations.json_lines if wanted == "comments.jsonl" else mutations.json_file
                change = mutations.text_file if wanted == "rubric" else change
                data = change(data, draw)
            if one.filename.endswith(".html"):
                continue
            other.writestr(one, data, zipfile.ZIP_DEFLATED)
        for _ in range(draw.choice((0, 0, 1, 1, 3))):
            _stranger(other, [one.filename for one in infos], draw)
    return made.getvalue()


def _stranger(packet: zipfile.ZipFile, names: list[str], draw: Random) -> None:
    import warnings

    info = zipfile.ZipInfo(draw.choice((*NAMES, *names)) or "e")
    info.external_attr = draw.choice((0, 0o100644, 0o120777, 0o020666, 0o010666, 0o060666)) << 16
    data = draw.choice((b"", b"../../etc/passwd", valid(), b"{}"))
    if draw.random() < 0.04:
        data = BOMB
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packet.writestr(
            info, data, draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
        )


FIELDS = {
    b"PK\x01\x02": (("<H", 8), ("<H", 10), ("<L", 16), ("<L", 20), ("<L", 24), ("<H", 28), ("<H", 30), ("<L", 42)),
    b"PK\x03\x04": (("<H", 6), ("<H", 8), ("<L", 14), ("<L", 18), ("<L", 22), ("<H", 26), ("<H", 28)),
    b"PK\x05\x06": (("<H", 8), ("<H", 10), ("<L", 12), ("<L", 16), ("<H", 20)),
}
"""Of the headers of a zip file (APPNOTE 4.3): form and place of flags, ways of packing, checksums, sizes and places."""


def _lying(data: bytes, draw: Random) -> bytes:
    """One field of one header says something else."""
    made = bytearray(data)
    sign = draw.choice(sorted(FIELDS))
    places = [at for at in range(len(data)) if data.startswith(sign, at)]
    form, field = draw.choice(FIELDS[sign])
    most = 0xFFFF if form == "<H" else 0xFFFFFFFF
    struct.pack_into(form, made, draw.choice(places) + field, draw.choice((0, 1, 8, 12, 99, most, most - 1, 50_000)))
    return bytes(made)


def _packet(folder: Path, draw: Random) -> None:
    path = folder / "packet.zip"
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: _members(draw),
        lambda: _members(draw),
        lambda: _lying(valid(), draw),
        lambda: mutations.broken(valid(), draw),
    )
    path.write_bytes(draw.choice(ways)())
    if draw.random() < 0.03:
        replaced(path, draw)


def _packet_read(folder: Path) -> Iterator[Step]:
    from voice_interview import packets
    from voice_interview.cli import comments
    from voice_interview.takes import Takes

    takes = Takes(folder / "takes")

    def adopted() -> None:
        for sent in packets.read(folder / "packet.zip").takes:
            packets.adopt(sent, takes)
            packets.adopt(sent, takes)

    def written_again() -> None:
        packets.write(packets.read(folder / "packet.zip"))

    yield adopted
    yield written_again
    yield lambda: comments._read(folder / "packet.zip")
    for take in takes.all():
        yield from shown(take)
    assert {one.name for one in folder.iterdir()} <= {"packet.zip", "takes"}, "something was written elsewhere"


TARGETS = (Target("packets", "packets (zip) of takes", _packet, _packet_read),)
