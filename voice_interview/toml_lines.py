"""TOML that people write by hand, read with the line of every key, and with more than the first mistake.

`tomllib` stops at the first error and keeps no positions, and no TOML library for Python gives the position of a key
(tomlkit has been asked for it since 2019). The scan below finds the lines in a text that tomllib has already accepted,
so it only has to know where strings, comments and brackets end.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

LARGEST = 256 * 1024
"""Bytes. The largest pack that comes with the program has under 20,000; tomllib needs seconds for hostile megabytes."""

ROUNDS = 20
"""Syntax errors that are looked for in one file before giving up on it."""

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\\n])*"' r"|'[^'\n]*'" r"|#[^\n]*" r"|[\[\]{}\n]",
    re.DOTALL,
)
_DOTTED = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""")
"""A key of so many parts has no use here, and tomllib's memory grows with its square: 256 KB of "a.a.a" kill it."""
_KEY = re.compile(r"""\s*("(?:\\.|[^"\\\n])*"|'[^'\n]*'|[\w-]+)""", re.ASCII)
_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


class Mistake(Struct, frozen=True, kw_only=True):
    """Something wrong in a file: `line` counts from 1, `key` may be empty, `problem` says what is wrong and `fix` shows
    the right form."""

    line: int
    key: str = ""
    problem: str
    fix: str

    def __str__(self) -> str:
        where = f"line {self.line}, {self.key}" if self.key else f"line {self.line}"
        return f"{where}: {self.problem} {self.fix}"


class Document:
    """A parsed file: `tables` is what tomllib made of it, `mistakes` the syntax errors that were stepped over."""

    def __init__(self, text: str, tables: dict[str, Any], mistakes: tuple[Mistake, ...], repeated: str) -> None:
        self.text = text
        self.tables = tables
        self.mistakes = mistakes
        self._repeated = repeated

    @cached_property
    def _places(self) -> dict[tuple[int, str], tuple[int, str]]:
        return _statements(self.text, self._repeated)

    @cached_property
    def _headers(self) -> list[int]:
        return sorted(line for (_, key), (line, _) in self._places.items() if not key)

    def line(self, table: int, key: str = "", item: str = "") -> int:
        """The line of `key` in the nth repeated table (-1: the top of the file), of its header where `key` is missing
        or empty; where the value runs over several lines, the one that shows `item`."""
        top = self._places.get((-1, self._repeated), (1, ""))
        first, statement = self._places.get((table, key)) or self._places.get((table, "")) or top
        found = statement.find(item) if item else -1
        return first + statement.count("\n", 0, max(found, 0))

    def is_whole(self, table: int) -> bool:
        """False where a line of this table was stepped over, so that nothing can be said to be missing from it."""
        return all(bisect_right(self._headers, mistake.line) - 1 != table for mistake in self.mistakes)


def read(path: Path, repeated: str) -> Document | tuple[Mistake, ...]:
    """The document, or every mistake that stops it from being read at all; `repeated` names its `[[table]]`. Never
    raises for anything that a file may hold."""
    text = _text(path)
    return (text,) if isinstance(text, Mistake) else _parse(text, repeated)


def _text(path: Path) -> str | Mistake:
    def refuse(problem: str, fix: str, line: int = 1) -> Mistake:
        return Mistake(line=line, problem=problem, fix=fix)

    try:
        if path.is_dir():
            return refuse("This is a folder.", "Name the .toml file inside it.")
        if not path.exists():
            return refuse("There is no such file.", "Look at its name and folder.")
        if not path.is_file():  # a pipe would block, a device would never end
            return refuse("This is not an ordinary file.", "Name a .toml file.")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:  # also from the questions above: no permission, a name too long
        return refuse(f"The file cannot be read: {error.strerror}.", "Check its name, and that you may open it.")
    if len(data) > LARGEST:
        return refuse(f"The file is larger than {LARGEST // 1024} KB.", "Split it into several files.")
    data = data.removeprefix(b"\xef\xbb\xbf")  # Notepad's mark for UTF-8, harmless
    save_as = "Save it as plain text in UTF-8 (in Notepad: Save as, Encoding: UTF-8)."
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data:
        return refuse("The file is not UTF-8 text; it looks like UTF-16 or no text at all.", save_as)
    try:
        return data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        sign = data[error.start : error.start + 1].decode("latin-1")
        shown = repr(sign) if sign.isprintable() else f"byte {ord(sign)}"
        problem = f"The file is not UTF-8 text; this line has a {shown} from another encoding."
        return refuse(problem, save_as, data.count(b"\n", 0, error.start) + 1)


def _parse(text: str, repeated: str) -> Document | tuple[Mistake, ...]:
    """Step over broken lines that can be told from their neighbours, so that one look shows every mistake."""
    if endless := _DOTTED.search(text):
        at_line = text.count("\n", 0, endless.start()) + 1
        return (Mistake(line=at_line, problem="Too many dots in a row.", fix='Write keys without dots: id = "x".'),)
    mistakes: list[Mistake] = []
    lines = text.split("\n")
    while len(mistakes) < ROUNDS:
        text = "\n".join(lines)
        try:
            return Document(text, tomllib.loads(text), tuple(mistakes), repeated)
        except RecursionError:
            return (*mistakes, Mistake(line=1, problem="The brackets are nested too deep.", fix="Use plain lists."))
        except ValueError as error:  # TOMLDecodeError, or a number with more digits than Python reads
            at = _AT.search(str(error))
            problem = _AT.sub("", str(error)).rstrip(".")
            number = int(at[1]) if at and at[1] else _last_opened(text, problem)
            line = lines[number - 1]
            mistakes.append(_syntax(number, line, problem, repeated))
            if at is None or not at[1] or not (problem.startswith("Cannot overwrite") or not _parses(line)):
                break  # the fault lies above this line: whatever is found below would be its echo
            lines[number - 1] = f"[[{repeated}]]" if line.lstrip().startswith("[") else ""
    return tuple(mistakes)


def _last_opened(text: str, problem: str) -> int:
    """The line to blame when a text ends too early: where its long string began, which swallowed all the rest."""
    opened = max(text.rfind('"""'), text.rfind("'''")) if re.search("string|'''", problem) else -1
    return text.count("\n", 0, opened if opened >= 0 else len(text.rstrip())) + 1


def _parses(line: str) -> bool:
    try:
        tomllib.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _syntax(number: int, line: str, problem: str, repeated: str) -> Mistake:
    named = re.match(r"\s*([\w-]+)\s*[=:]", line)
    if problem.startswith("Exceeds"):
        problem, fix = "This number is endless", "Write a shorter one."
    elif problem.startswith("Cannot overwrite"):
        problem, fix = "This key stands here twice", f"Keep one, or put [[{repeated}]] above the next {repeated}."
    elif re.search("[“”„‘’]", line) and '"' not in line:
        fix = 'Use straight quotes: key = "text".'
    elif re.match(r"\s*[\w-]+\s*:", line):
        fix = 'Write an equals sign, not a colon: key = "text".'
    elif line.lstrip().startswith("["):
        fix = f"Begin with [[{repeated}]], alone on its line."
    elif re.match(r"\s*[\w-]+\s*=\s*[^\W\d]", line):
        fix = 'Put text in double quotes: key = "text".'
    elif re.search("unclosed|unterminated|expected", problem, re.IGNORECASE):
        fix = "Look here and on the lines above for a quote, a comma or a bracket that is missing."
    else:
        fix = 'Write key = "text", key = 60 or key = ["one", "two"], each on its own line.'
    return Mistake(line=number, key=named[1] if named else "", problem=f"{problem}.", fix=fix)


def _statements(text: str, repeated: str) -> dict[tuple[int, str], tuple[int, str]]:
    """Where each key of a valid text begins: (table, key) -> (line, statement); headers under the empty key."""
    places: dict[tuple[int, str], tuple[int, str]] = {}
    table, line, start, start_line, depth = -1, 1, 0, 1, 0
    scope: int | None = -1
    ends = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    for token, at, after in [*ends, ("\n", len(text), len(text))]:
        line += token.count("\n")
        depth += (token in "[{") - (token in "]}") if len(token) == 1 else 0
        if token != "\n" or depth:
            continue
        statement = text[start:at]
        if re.match(r"\s*\[\[\s*[\"']?" + re.escape(repeated) + r"[\"']?\s*\]\]", statement):
            table += 1
            scope = table
            places[table, ""] = (start_line, statement)
        elif header := re.match(r"\s*\[+\s*[\"']?([^\"'\].]+)[\"']?(?:\.[\"']?([^\"'\].]+))?", statement):
            inside = header[1].strip() == repeated and header[2] is not None
            places.setdefault((table, header[2]) if inside else (-1, header[1].strip()), (start_line, statement))
            scope = None
        elif scope is not None and (key := _KEY.match(statement)):
            name = next(iter(tomllib.loads(f"{key[1]} = 0"))) if key[1][0] in "\"'" else key[1]
            places.setdefault((scope, name), (start_line, statement))
        start, start_line = after, line
    return places
