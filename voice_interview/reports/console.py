"""Writing to a terminal that is only memory: what every section of the terminal report is laid out with.

Nothing of the surroundings is read: no environment, no real console.
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


GAP = 2
"""Blanks between two columns."""


def make_console(width: int, color: bool) -> Console:
    """A console that writes to memory and reads nothing of its surroundings."""
    from rich.console import Console

    return Console(
        file=StringIO(),
        width=max(NARROWEST, width),
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


def rows(console: Console, widths: Sequence[int], cells: Iterable[Sequence[Text]]) -> None:
    """Rows of short cells of fixed widths and a long one that is folded beside them: as `grid`, in a third of its time,
    which is felt where a transcript has hundreds of rows."""
    from rich.segment import Segment, Segments

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
    console.print(say(text.upper(), "bold"))
