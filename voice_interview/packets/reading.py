"""A packet from outside, read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from voice_interview import comments
from voice_interview.errors import CommentError, PacketError
from voice_interview.model import REPORT_SCHEMA, Report
from voice_interview.packets import archive
from voice_interview.packets.contents import (
    COMMENTS,
    PACKET,
    REPORT,
    RUBRIC,
    SCHEMA,
    SOUND,
    Packet,
    PacketFile,
    PacketTake,
    is_id,
)

MOST_TAKES = 500


def read(file: Path | BinaryIO) -> Packet:
    """The packet in `file`, or in an open file that can seek. Raises PacketError for whatever is no packet."""
    with archive.opened(file) as members:
        listed: PacketFile = _value(members, PACKET, PacketFile)
        if listed.schema != SCHEMA:
            raise PacketError(
                f"The packet is of a kind that this version does not read ({ascii(listed.schema)[:60]}).",
                "Update voice-interview.",
            )
        _check_ids(listed.takes)
        rubric = _text(members, RUBRIC) if RUBRIC in members else ""
        return Packet(tuple(_take(members, take) for take in listed.takes), rubric, listed.redacted)


def _check_ids(takes: tuple[str, ...]) -> None:
    if not takes or len(takes) > MOST_TAKES:
        raise PacketError(f"The packet lists {len(takes):,} takes; 1 to {MOST_TAKES} are read.", archive.DAMAGED)
    for take in takes:
        if not is_id(take):
            raise PacketError(f"The packet names a take that cannot be one: {ascii(take)[:80]}.", archive.DAMAGED)
    if len({take.casefold() for take in takes}) < len(takes):
        raise PacketError("The packet lists a take twice.", archive.DAMAGED)


def _take(members: archive.Archive, take: str) -> PacketTake:
    report: Report = _value(members, f"{take}/{REPORT}", Report)
    if report.id != take or report.schema != REPORT_SCHEMA:
        raise PacketError(f"{take}/{REPORT} in the packet is not the report of that take.", archive.DAMAGED)
    name = f"{take}/{COMMENTS}"
    if name in members:
        try:
            said = comments.read(members.read(name), name)
        except CommentError as error:
            raise PacketError(error.message, archive.DAMAGED) from None
        report = replace(report, comments=tuple(replace(one, take=take) for one in said))
    name = f"{take}/{SOUND}"
    sound = members.read(name, archive.LARGEST_SOUND) if name in members else None
    if sound is not None and not _is_mp3(sound):
        raise PacketError(f"{name} in the packet is no MP3.", archive.DAMAGED)
    return PacketTake(take, report, sound)


def _is_mp3(sound: bytes) -> bool:
    """Whether it begins as one: with a frame, or with tags."""
    return sound.startswith(b"ID3") or (len(sound) > 1 and sound[0] == 0xFF and sound[1] & 0xE0 == 0xE0)


def _value(members: archive.Archive, name: str, kind: Any) -> Any:
    try:
        return msgspec.json.decode(members.read(name), type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise PacketError(f"{name} in the packet is damaged: {ascii(str(error))[1:200]}.", archive.DAMAGED) from None


def _text(members: archive.Archive, name: str) -> str:
    try:
        return members.read(name).decode("utf-8")
    except UnicodeDecodeError:
        raise PacketError(f"{name} in the packet is not UTF-8 text.", archive.DAMAGED) from None
