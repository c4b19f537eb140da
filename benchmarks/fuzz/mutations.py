"""Valid examples, broken in the ways in which files break, and in those that an attacker would choose.

Every function takes a `random.Random`, so that a number makes the same file again, and Hypothesis may hand in its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

LONG = 100_000
"""Characters of a long text: more than any buffer that somebody thought enough."""

DEEP = 30_000
"""Brackets inside each other: every parser that calls itself for each runs out of stack before."""

MOST = 2_000_000
"""Characters and nodes that doubling may make: two hundred times two hundred texts of `LONG` leave no memory."""

NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2, 5, 0.5, -0.0, 1e-300, 5e-324, 86_400, 1e9, 2**31, 2**53 + 1, 2**63, 2**64, 10**400, 1e308, -1e308,
    float("nan"), float("inf"), float("-inf"),
)  # fmt: skip
TEXTS: tuple[str, ...] = (
    "", " ", "\0", "\n", "\ud800", "\udcff", "‮txt.exe", "\x1b[2J\x1b]0;x\x07", "../../etc/passwd", "/dev/zero", "C:\\x",
    "nan", "1e999", "<script>alert(1)</script>", "]]>", "{{7*7}}", "%s%n", "=1+1", "e" + "̈" * 500, "­" * 9, "😀" * 3,
    "2026-11-21T21:30:00+99:99", "0000-00-00", "９", "a" * LONG, "<" * LONG, "a.b " * (LONG // 4), "((((" * (LONG // 4),
)  # fmt: skip
OTHERS: tuple[Any, ...] = (None, True, False, [], {}, [[]], [None], {"": {}}, [0, 1, 2])
BYTES: tuple[bytes, ...] = (
    b"\0", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    b"\x1a",
    b"\r", b"\n", b"\x1b[31m", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\xff\xff\xff\xff", b"\xff" * 8, b"\0" * 4096,
)  # fmt: skip
_HOLE = "\ue000deep\ue000"

Bytes = Callable[[bytes, Random], bytes]


def broken(data: bytes, draw: Random) -> bytes:
    """Bytes with up to four of: bits flipped, a stretch cut out, doubled, moved or overwritten, the end cut off."""
    made = bytearray(data)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        at = draw.randrange(len(made) + 1)
        end = min(len(made), at + draw.choice((1, 2, 4, 16, 256, len(made) // 4 + 1)))
        deed = draw.randrange(6)
        if deed == 0 and at < len(made):
            made[at] ^= 1 << draw.randrange(8)
        elif deed == 1:
            del made[at:end]
        elif deed == 2:
            made[at:at] = made[at:end] * draw.choice((1, 3))
        elif deed == 3:
            made[at:at] = draw.choice(BYTES)
        elif deed == 4:
            put = draw.choice((*BYTES, draw.randbytes(8)))
            made[at : at + len(put)] = put
        else:
            del made[at:]
    return bytes(made)


def rewritten(text: str, draw: Random) -> str:
    """Text whose lines and tokens are left out, doubled, exchanged, or hostile ones in their place."""
    for _ in range(draw.choice((1, 1, 2, 3))):
        tokens = re.findall(r"\w+|\s+|[^\w\s]", text)
        parts = text.splitlines(keepends=True) if draw.random() < 0.4 else tokens
        if not parts:
            return draw.choice(TEXTS)
        at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
        deed = draw.randrange(7)
        if deed == 0:
            del parts[at]
        elif deed == 1:
            parts.insert(other, parts[at])
        elif deed == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif deed == 3:
            parts[at] = draw.choice(TEXTS)
        elif deed == 4:
            parts[at] = str(draw.choice(NUMBERS))[:5000]
        elif deed == 5:
            parts.insert(
                at,
                draw.choice(("[", "{", '"', "'", '"""', "]", "}", "=", "-->", "\n\n", "#", "."))
                * draw.choice((1, 2, DEEP)),
            )
        else:
            parts = parts[:at]
        text = "".join(parts)
    return text


def as_bytes(text: str, draw: Random) -> bytes:
    """Text in UTF-8, and now and then in an encoding that is not expected; surrogates as they are."""
    encoding = draw.choice(("utf-8",) * 9 + ("utf-16", "utf-8-sig", "latin-1", "utf-32"))
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


def text_file(data: bytes, draw: Random) -> bytes:
    """A file that people write by hand."""
    if draw.random() < 0.2:
        return broken(data, draw)
    return as_bytes(rewritten(data.decode("utf-8"), draw), draw)


def changed(tree: Any, draw: Random) -> Any:
    """A JSON value, with one to three of its nodes taken out, doubled, exchanged with another node, of another type,
    or hostile."""
    tree = {"": deepcopy(tree)}
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        places = _places(tree)
        owner, key = draw.choice(places)
        deed = draw.randrange(8)
        if deed == 0 and owner is not tree:
            del owner[key]
        elif deed == 1 and isinstance(owner, list):
            owner[key:key] = _copies(owner[key], draw.choice((1, 5, 200)))
        elif deed == 2:
            source, at = draw.choice(places)
            if at in source if isinstance(source, dict) else at < len(source):
                owner[key] = deepcopy(source[at])
        elif deed == 3:
            owner[key] = draw.choice((str, lambda one: [one], lambda one: {"x": one}, bool))(owner[key])
        elif deed == 4:
            owner[key] = _HOLE
        elif isinstance(owner[key], (int, float)) and deed < 7:
            owner[key] = draw.choice(NUMBERS)
        elif isinstance(owner[key], str) and deed < 7:
            owner[key] = draw.choice(TEXTS)
        else:
            owner[key] = deepcopy(draw.choice((*NUMBERS, *TEXTS, *OTHERS)))
    return tree[""]


def _places(tree: Any) -> list[tuple[Any, Any]]:
    """Every node but the root, as what holds it and where; long lists are looked into at their ends."""
    found: list[tuple[Any, Any]] = []
    todo = [tree]
    while todo:
        one = todo.pop()
        keys: Sequence[Any] = list(one) if isinstance(one, dict) else [*range(min(8, len(one)))]
        for key in keys:
            found.append((one, key))
            if isinstance(one[key], (dict, list)):
                todo.append(one[key])
    return found


def _copies(tree: Any, times: int) -> list[Any]:
    """So many copies of a node, none where they would be too large."""
    size, todo = 0, [tree]
    while todo:
        one = todo.pop()
        size += len(one) if isinstance(one, str) else 1
        todo += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return [deepcopy(tree) for _ in range(times)] if size * times <= MOST else []


def json_of(tree: Any, draw: Random) -> bytes:
    """A value as JSON as others may write it: NaN and numbers without end, surrogates, doubled keys, deep nesting."""
    text = json.dumps(tree, ensure_ascii=draw.random() < 0.7, indent=draw.choice((None, 1)))
    for hole in (json.dumps(_HOLE), json.dumps(_HOLE, ensure_ascii=False)):
        opened, closed = draw.choice((("[", "]"), ('{"a":', "}")))
        text = text.replace(hole, opened * DEEP + "0" + closed * DEEP)
    if draw.random() < 0.05:
        text = text.replace("{", '{"schema":"x","schema":"y",', 1)
    return text.encode("utf-8", "surrogatepass")


def json_file(data: bytes, draw: Random) -> bytes:
    """A file that programs write: one JSON value."""
    if draw.random() < 0.15:
        return broken(data, draw)
    return json_of(changed(json.loads(data), draw), draw)


def json_lines(data: bytes, draw: Random) -> bytes:
    """A file with one JSON value a line."""
    lines = data.splitlines() or [b"{}"]
    for at, line in enumerate(lines):
        if draw.random() < 0.6:
            lines[at] = json_of(changed(json.loads(line), draw), draw).replace(b"\n", b" ")
    if draw.random() < 0.1:
        lines *= draw.choice((2, 50))
    data = draw.choice((b"\n",) * 8 + (b"\r\n", b"")).join(lines)
    return broken(data, draw) if draw.random() < 0.15 else data
