"""A packet for a coach, as the bytes of one zip file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from voice_interview import json_lines
from voice_interview.errors import PacketError
from voice_interview.packets.archive import LARGEST_PACKET
from voice_interview.packets.contents import (
    COMMENTS,
    PACKET,
    PAGE,
    REPORT,
    RUBRIC,
    SOUND,
    TRANSCRIPT,
    Packet,
    PacketFile,
    PacketTake,
    is_id,
)
from voice_interview.reports import content, json_report
from voice_interview.reports.page import page

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every member, the earliest that a zip file knows: when a packet was made is nobody's business."""


def write(packet: Packet) -> bytes:
    """The whole zip file. The same packet gives the same bytes. Raises PacketError for an id that names no folder,
    and for more than anybody could read."""
    for one in packet.takes:
        if not is_id(one.id):
            raise PacketError(f"{one.id!r} cannot name a folder.", "Give the take's folder a plain name.")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as members:
        listed = PacketFile(takes=tuple(one.id for one in packet.takes), redacted=packet.redacted)
        _put(members, PACKET, msgspec.json.format(msgspec.json.encode(listed), indent=1) + b"\n")
        _put(members, RUBRIC, packet.rubric.encode())
        for one in packet.takes:
            for name, data in _files(one):
                _put(members, f"{one.id}/{name}", data)
    data = file.getvalue()
    if len(data) > LARGEST_PACKET:
        raise PacketError(
            f"The packet would have {len(data):,} bytes, and {LARGEST_PACKET:,} are read.", "Share fewer takes at once."
        )
    return data


def _files(take: PacketTake) -> Iterable[tuple[str, bytes]]:
    """Name and content of each file of a take. The comments are in a file of their own, and on the page."""
    report = take.report
    yield PAGE, (page(report) if take.sound is None else page.with_sound(report, take.sound)).encode()
    if take.sound is not None:
        yield SOUND, take.sound
    lines = [content.clean(one.text) for one in report.transcript.sentences]
    yield TRANSCRIPT, "".join(f"{line}\n" for line in lines).encode()
    yield REPORT, json_report.render(replace(report, comments=())).encode()
    yield COMMENTS, json_lines.encode(report.comments)


def _put(members: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, LONG_AGO)
    info.create_system, info.external_attr = 3, 0o600 << 16  # Unix, whatever this is: for its owner to read and write
    info.compress_type = zipfile.ZIP_STORED if name.endswith(SOUND) else zipfile.ZIP_DEFLATED
    members.writestr(info, data)
