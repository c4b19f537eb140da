"""The user's own fillers: `fillers.toml` in the configuration folder, a table for each language.

[en]
count = ["at the end of the day", "to be fair"]
never = ["basically"]
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, NoReturn

from voice_interview.cli.settings import SettingsError
from voice_interview.files import read_whole
from voice_interview.model import FillerList

if TYPE_CHECKING:
    from pathlib import Path

NAME = "fillers.toml"

LARGEST = 64 * 1024
"""Bytes: room for thousands of phrases; a larger file is something else."""

_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def load(folder: Path) -> dict[str, FillerList]:
    """The lists in `folder` by the code of their language, none where there is no file. Raises SettingsError that names
    the line of the first mistake."""
    path = folder / NAME
    try:
        data = read_whole(path)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.", "Mend it, or move it away.") from None
    return _File(path, data).lists()


class _File:
    """One file while it is read: every mistake is told with its line."""

    def __init__(self, path: Path, data: bytes) -> None:
        self._path = path
        if len(data) > LARGEST:
            self._refuse(1, f"The file is larger than {LARGEST // 1024} KB.", "Keep a few hundred phrases.")
        try:
            self._text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            self._refuse(data.count(b"\n", 0, error.start) + 1, "This is not UTF-8 text.", "Save the file as UTF-8.")

    def lists(self) -> dict[str, FillerList]:
        from voice_interview.metrics.filler_words import TABLES

        languages = " or ".join(f"[{code}]" for code in TABLES)
        found = {}
        for code, table in self._tables().items():
            if not isinstance(table, dict):
                self._refuse(self._line(code), f'"{code}" belongs to no language.', f"Put {languages} above it.")
            if code not in TABLES:
                problem = f'Fillers of the language "{code}" are not counted yet.'
                self._refuse(self._line(f"[{code}]"), problem, f"Write {languages}.")
            found[code] = self._list(code, table)
        return found

    def _tables(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except RecursionError:
            self._refuse(1, "The brackets are nested too deep.", 'Write count = ["phrase", "phrase"].')
        except ValueError as error:  # TOMLDecodeError, or a number with more digits than Python reads
            at = _AT.search(str(error))
            line = int(at[1]) if at and at[1] else self._text.rstrip().count("\n") + 1
            self._refuse(line, f"{_AT.sub('', str(error)).rstrip('.')}.", 'Write count = ["phrase", "phrase"].')

    def _list(self, code: str, table: dict[str, Any]) -> FillerList:
        for key in table:
            if key not in ("count", "never"):
                self._refuse(self._line(f"[{code}]", key), f'"{key}" is not known here.', "Write count or never.")
        count, never = (self._phrases(code, key, table.get(key, [])) for key in ("count", "never"))
        if both := [phrase for phrase in count if phrase in never]:
            line = self._line(f"[{code}]", "never", both[0])
            self._refuse(line, f'"{both[0]}" stands in count and in never.', "Keep one of them.")
        return FillerList(count=count, never=never)

    def _phrases(self, code: str, key: str, value: Any) -> tuple[str, ...]:
        from voice_interview.text import is_hesitation
        from voice_interview.text import key as word_key

        if not isinstance(value, list) or not all(isinstance(phrase, str) for phrase in value):
            line = self._line(f"[{code}]", key)
            self._refuse(line, f"{key} is not a list of phrases.", f'Write {key} = ["phrase", "phrase"].')
        for phrase in value:
            line = self._line(f"[{code}]", key, phrase)
            if not any(word_key(token) for token in phrase.split()):
                self._refuse(line, f'"{phrase}" holds no word.', "Take it out.")
            if key == "count" and any(is_hesitation(token) for token in phrase.split()):
                self._refuse(line, f'"{phrase}" holds a sound that is counted already.', "Take it out.")
        return tuple(dict.fromkeys(" ".join(phrase.lower().split()) for phrase in value))

    def _line(self, *parts: str) -> int:
        """The line that shows the last of these parts, each looked for from where the one before it stands."""
        lines = [line.split("#")[0].lower().replace(" ]", "]") for line in self._text.split("\n")]
        at = 0
        for part in parts:
            at = next((n for n in range(at, len(lines)) if part.lower() in lines[n]), at)
        return at + 1

    def _refuse(self, line: int, problem: str, fix: str) -> NoReturn:
        raise SettingsError(f"{self._path}, line {line}: {problem}", fix)
