"""Lines in place of columns: what a screen reader can follow, from the first word of a row to its last.

A table that is read aloud line by line mixes its columns wherever a cell is folded, and blanks that line up columns say
nothing. So each row is one line, however long: its cells one after the other, each under the name of its column.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from voice_interview.reports import content

UNKNOWN = "not known"
"""What is read in place of the dash of an undefined figure."""

STOPS = (".", "!", "?", ":", ";", ",", "”", "]")
"""What a cell ends with that needs no comma after it."""


class Lines(Console):
    """A console that writes each row of a table as one line, and folds none."""

    def print(self, *objects: Any, **options: Any) -> None:
        for one in objects or ("",):
            if isinstance(one, Table):
                for line in table_lines(one):
                    super().print(Text(line), soft_wrap=True)
            else:
                super().print(one, **{**options, "soft_wrap": True})


def table_lines(table: Table) -> list[str]:
    """The rows of a table of texts, each as one line; rows in which nothing stands are left out."""
    names = [_plain(column.header) for column in table.columns]
    rows = zip(*(map(_plain, column.cells) for column in table.columns), strict=True)
    lines = (joined(map(_named, names, row)) for row in rows)
    return [line for line in lines if line]


def _named(name: str, cell: str) -> str:
    """A cell under the name of its column, where it has one and is not empty."""
    return f"{name} {_said(cell)}" if name and cell else cell


def _plain(cell: object) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)


def _said(cell: str) -> str:
    said = "; ".join(" ".join(part.split()) for part in cell.splitlines() if part.strip())
    return UNKNOWN if said == content.DASH else said


def joined(cells: Iterable[str]) -> str:
    """The cells of a row as one line; empty ones are left out, and lines within one become parts of a sentence."""
    line = ""
    for cell in cells:
        if said := _said(cell):
            line += ("" if not line else " " if line.endswith(STOPS) else ", ") + said
    return line
