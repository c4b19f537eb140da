"""JSON Lines: one value a line, in UTF-8; a line that holds none is named by its number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

_T = TypeVar("_T")


class LineError(ValueError):
    """The line `number`, from 1, holds no such value; `why` says what is wrong with it."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"line {number}: {why}")
        self.number = number
        self.why = why


def decode(data: bytes, kind: type[_T]) -> tuple[_T, ...]:
    """The values of all lines that are not empty. Raises LineError."""
    found = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise LineError(number, str(error)) from None
    return tuple(found)


def encode(values: Iterable[object]) -> bytes:
    """One line for each, with a line end after the last."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in values)
