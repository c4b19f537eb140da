"""What a packet holds, and how its members are named."""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec import Struct

from voice_interview.model import Report

SCHEMA = "voice-interview/packet/1"

PACKET, RUBRIC = "packet.json", "rubric.toml"
PAGE, SOUND, TRANSCRIPT, REPORT, COMMENTS = (
    "page.html",
    "sound.mp3",
    "transcript.txt",
    "report.json",
    "comments.jsonl",
)

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
"""Names that Windows keeps for devices, with any ending."""


class PacketTake(NamedTuple):
    """One take: its report with the comments on it, and its sound as MP3, None where it was left out."""

    id: str
    report: Report
    sound: bytes | None


class Packet(NamedTuple):
    """A packet that was read: its takes, and the rubric as TOML."""

    takes: tuple[PacketTake, ...]
    rubric: str = ""
    redacted: bool = False


class PacketFile(Struct, frozen=True, kw_only=True):
    """`packet.json`: the ids of the takes, in order, and whether names and the like were taken out."""

    schema: str = SCHEMA
    takes: tuple[str, ...]
    redacted: bool = False


def is_id(text: str) -> bool:
    """Whether an id can be the name of a folder on every system: no path, nothing hidden, nothing reserved."""
    plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", text) is not None
    return plain and not text.endswith(".") and text.split(".")[0].lower() not in _RESERVED
