"""The members of a zip file from outside, in memory and within limits.

Nothing is unpacked: a member is only ever looked up by a name that this program expects. Sizes that the file states of
itself are not believed, what comes out is counted (a bomb of 42 kB can unpack to 4.5 PB; overlapping members, which
need no nesting, are described by Fifield 2019, "A better zip bomb").
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from voice_interview.errors import PacketError
from voice_interview.files import ordinary

LARGEST_PACKET = 300_000_000
"""Bytes of the file: 200 answers of two minutes, each with its sound twice, alone and in its page."""

LARGEST_DIRECTORY = 1_000_000
"""Bytes of its table of contents: 10,000 members. It is read whole before anything else can be known."""

MOST_MEMBERS = 5_000

LARGEST_TEXT = 50_000_000
"""Bytes of a member that is no sound. The page of an hour is 30 MB, its report 12."""

LARGEST_SOUND = 100_000_000
"""Bytes of an MP3: four hours and a half."""

LARGEST_UNPACKED = 2 * LARGEST_PACKET
"""Bytes of all that is read from one packet."""

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH, _END_64_LENGTH, _LONGEST_REMARK = 22, 20, 0xFFFF

DAMAGED = "Ask for it again, or make it anew: voice-interview share ID -o packet.zip."


class Archive:
    """An open zip file whose names have been looked at; `read` gives one member."""

    def __init__(self, file: zipfile.ZipFile, name: str) -> None:
        self._file = file
        self._name = name
        self._left = LARGEST_UNPACKED
        self._members = _checked(file, name)

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def read(self, member: str, largest: int = LARGEST_TEXT) -> bytes:
        """The bytes of a member. Raises PacketError where there is none, it is damaged, or larger than `largest`."""
        found = self._members.get(member)
        if found is None:
            raise PacketError(f"{self._name} has no {member} in it.", DAMAGED)
        limit = min(largest, self._left)
        with _damage(self._name, member), self._file.open(found) as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise PacketError(f"{member} in {self._name} is larger than {limit:,} bytes.", "No packet needs that much.")
        self._left -= len(data)
        return data


@contextmanager
def opened(file: Path | BinaryIO) -> Iterator[Archive]:
    """The packet in a file, or in an open one that can seek. Raises PacketError for all that is no packet, or may harm
    (links, paths that lead out, two members of one name, encrypted members, more than any packet holds)."""
    name = file.name if isinstance(file, Path) else "The packet"
    stream = _opened(file, name)
    try:
        _look_at_the_end(stream, name)
        with _damage(name), zipfile.ZipFile(stream) as found:
            yield Archive(found, name)
    finally:
        if isinstance(file, Path):
            stream.close()


def _opened(file: Path | BinaryIO, name: str) -> BinaryIO:
    if not isinstance(file, Path):
        return file
    try:
        ordinary(file)
        return file.open("rb")
    except FileNotFoundError:
        raise PacketError(f"{file} does not exist.", "Check the name and the folder.") from None
    except OSError as error:
        raise PacketError(
            f"{name} cannot be opened: {error.strerror}.", "Name a packet, as `share` writes it."
        ) from None


def _look_at_the_end(stream: BinaryIO, name: str) -> None:
    """Refuse what is no zip file, and one whose table of contents alone would fill the memory."""
    size = stream.seek(0, 2)
    if size > LARGEST_PACKET:
        raise PacketError(f"{name} is larger than any packet ({LARGEST_PACKET:,} bytes).", "Share fewer takes at once.")
    stream.seek(max(0, size - _LONGEST_REMARK - _END_LENGTH - _END_64_LENGTH))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise PacketError(f"{name} is no zip file, or its end is missing.", DAMAGED)
    _, members, directory = struct.unpack_from("<HHL", tail, at + 8)
    zip64 = at >= _END_64_LENGTH and tail[at - _END_64_LENGTH :].startswith(_END_64)
    if zip64 or members > MOST_MEMBERS or directory > LARGEST_DIRECTORY:
        raise PacketError(f"{name} holds more than {MOST_MEMBERS:,} files.", "Share fewer takes at once.")


def _checked(file: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
    """The members by name, once none of them can do harm. Folders and what a system adds of its own are left out."""
    members: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for one in file.infolist():
        # `orig_filename` is the name as it is written; zipfile cuts it at a NUL and turns a "\\" on Windows.
        written = one.orig_filename
        shown = ascii(written)[:80]
        if _leads_out(written):
            raise PacketError(f"{name} holds a file whose name leads out of it: {shown}.", "Do not trust this packet.")
        if stat.S_IFMT(one.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise PacketError(f"{name} holds a link or a device: {shown}.", "Do not trust this packet.")
        if one.flag_bits & 0x1:
            raise PacketError(f"{name} is encrypted.", "Ask for it without a password.")
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PacketError(f"{shown} in {name} is packed in a way that is not read here.", DAMAGED)
        if written.casefold() in seen:
            raise PacketError(f"{name} holds two files of one name: {shown}.", "Do not trust this packet.")
        seen.add(written.casefold())
        if not one.is_dir() and not written.startswith("__MACOSX/"):
            members[written] = one
    return members


def _leads_out(name: str) -> bool:
    """Whether a name is more than a plain path below the packet: absolute, with a drive, a backslash, a NUL or ".."."""
    parts = name.removesuffix("/").split("/")
    return any(part in ("", ".", "..") for part in parts) or any(sign in name for sign in "\\:\0")


@contextmanager
def _damage(name: str, member: str = "") -> Iterator[None]:
    """Turn what zipfile says of a damaged file into a sentence."""
    where = f"{member} in {name}" if member else name
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, struct.error, RuntimeError) as error:
        raise PacketError(f"{where} is damaged ({error}).", DAMAGED) from None
    except (OSError, ValueError, OverflowError, UnicodeDecodeError) as error:
        raise PacketError(f"{where} cannot be read ({error}).", DAMAGED) from None
