"""Writing to a terminal that is only memory: what every section of the terminal report is laid out with.

Nothing of the surroundings is read: no environment, no real console. Where no width is given, what is laid out in
columns comes as lines instead (`lines`), for a screen reader.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from voice_interview.reports import content

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

NARROWEST = 40
"""Columns below which nothing readable fits; narrower terminals get lines of this width."""


HEIGHT = 25
"""Lines of a console that is only memory: without a number the real terminal would be asked, a thousand times."""

GAP = 2
"""Blanks between two columns."""

UNFOLDED = 1_000_000
"""Columns of a console that folds no line: more than any answer has letters."""


def make_console(width: int | None, color: bool) -> Console:
    """A console that writes to memory and reads nothing of its surroundings; without a width it writes plain lines."""
    from rich.console import Console

    from voice_interview.reports.lines import Lines

    return (Console if width else Lines)(
        file=StringIO(),
        width=max(NARROWEST, width) if width else UNFOLDED,
        height=HEIGHT,
        force_terminal=color,
        force_jupyter=False,
        force_interactive=False,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


def is_plain(console: Console) -> bool:
    """Whether it writes lines for a screen reader: no pictures, no marks that a word can replace."""
    return console.width == UNFOLDED


def finish(console: Console, color: bool) -> str:
    """What was written; without the blanks that pad lines to the full width."""
    assert isinstance(console.file, StringIO)
    text = console.file.getvalue()
    return text if color else "\n".join(line.rstrip() for line in text.split("\n"))


def say(text: object, style: str = "") -> Text:
    """Text shown as it is: cleaned, never read as markup."""
    from rich.text import Text

    return Text(content.clean(text), style=style, overflow="fold")


def grid(*widths: int | None) -> Table:
    """Columns of fixed width, or filling the rest where None; long words are folded."""
    from rich.table import Table

    table = Table.grid(padding=(0, GAP, 0, 0), expand=True)
    for wide in widths:
        table.add_column(width=wide, ratio=None if wide else 1, overflow="fold")
    return table


def heads(table: Table, *names: object, style: str = "bold") -> None:
    """What the columns are called, above the first row; on plain lines the names stand before each cell."""
    for column, name in zip(table.columns, names, strict=True):
        column.header = say(name, style)
    table.show_header, table.header_style = True, ""


def rows(console: Console, widths: Sequence[int], cells: Iterable[Sequence[Text]]) -> None:
    """Rows of short cells of fixed widths and a long one that is folded beside them: as `grid`, in a third of its time,
    which is felt where a transcript has hundreds of rows."""
    from rich.segment import Segment, Segments

    from voice_interview.reports.lines import joined

    if is_plain(console):
        for row in cells:
            console.print(joined([cell.plain for cell in row]))
        return
    left = sum(wide + GAP for wide in widths)
    shown: list[Segment] = []

    def styled(text: Text) -> Iterable[Segment]:
        return Segment.apply_style(text.render(console), console.get_style(text.style))

    for *short, long in cells:
        for cell, wide in zip(short, widths, strict=True):
            cell.truncate(wide, pad=True)
            shown += [*styled(cell), Segment(" " * GAP)]
        for place, line in enumerate(long.wrap(console, console.width - left, overflow="fold")):
            shown += [*([Segment(" " * left)] if place else ()), *styled(line), Segment.line()]
    console.print(Segments(shown), end="")


def heading(console: Console, text: str) -> None:
    console.print()
    console.print(say(f"{text}:" if is_plain(console) else text.upper(), "bold"))
