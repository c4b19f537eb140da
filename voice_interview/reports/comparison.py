"""Takes of one question side by side, on a terminal: figures, shares of the story, and the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voice_interview.reports import content, figure_words
from voice_interview.reports.console import finish, grid, heading, heads, make_console, rows, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console
    from rich.text import Text

    from voice_interview.history.alignment import Aligned
    from voice_interview.history.comparison import Comparison, Next, Step
    from voice_interview.model import Passage

STEPS: dict[Step, str] = {
    "higher": "higher", "lower": "lower", "within": "=", "unknown": "", "tool": "", "unfit": "",
}  # fmt: skip
LEGEND = (
    "higher, lower: surely other than in the take before; the ranges (95 %) do not overlap. = within the range:"
    " no change can be told. A figure without a range is shown and not judged."
)
AGAIN = "No figure is compared across tools. To compare them: voice-interview analyze --again"
WORDS = "Cut and added mean: not found in the other take. Kept words, [-cut-], {+added+}; hesitations are left out."
SHARES = {"yes": "", "implied": "implied", "no": "no", "unclear": "not clear"}
STYLES = {"kept": "dim", "changed": "", "retold": "", "cut": "red", "added": "green"}


def render(found: Comparison, *, width: int | None = 80, color: bool = False) -> str:
    """The comparison as text of at most `width` columns."""
    console = make_console(width, color)
    if found.question:
        console.print(say(found.question.text, "bold"))
    for number, side in enumerate(found.takes, 1):
        fault = f" Cannot be judged: {side.fault}" if side.fault else ""
        mended = f" {side.corrections} corrected by a person." if side.corrections else ""
        console.print(say(f"{number}  {side.id}{mended}{fault}"))
    _tools(console, found)
    _figures(console, found)
    _parts(console, found)
    for number, step in enumerate(found.steps, 1):
        _words(console, step, number)
    return finish(console, color)


def _tools(console: Console, found: Comparison) -> None:
    told = list(dict.fromkeys(step.tool for step in found.steps if step.tool))
    if told:
        console.print()
        for line in told:
            console.print(say(line, "yellow"))
        console.print(say(f"{AGAIN} {' '.join(side.id for side in found.takes)}", "yellow"))


def _figures(console: Console, found: Comparison) -> None:
    heading(console, "Figures")
    table = grid(17, *([None] * len(found.takes)))
    heads(table, "", *range(1, len(found.takes) + 1), style="dim")
    for row in sorted(found.figures, key=lambda one: figure_words.place(one.name)):
        cells = [figure_words.ranged(row.unit, one) for one in row.figures]
        marks = ["", *(STEPS[step] for step in row.steps)]
        shown = (
            say(f"{cell}  {mark}", "bold" if len(mark) > 1 else "") for cell, mark in zip(cells, marks, strict=True)
        )
        table.add_row(say(figure_words.title(row.name, row.unit)), *shown)
    console.print(table)
    console.print(say(LEGEND, "dim"))


def _parts(console: Console, found: Comparison) -> None:
    if not found.parts:
        return
    heading(console, "Shares of the story")
    table = grid(17, *([None] * len(found.takes)))
    for row in found.parts:
        cells = zip(row.present, row.seconds, row.shares, strict=True)
        table.add_row(say(row.name.capitalize()), *(say(share(*cell)) for cell in cells))
    console.print(table)
    for number, step in enumerate(found.steps, 1):
        for part in step.parts:
            had = "" if part.change == "new" else f"; {number} had"
            quote = f"{had}: “{part.quote}”" if part.quote else "."
            console.print(say(f"{part.part.capitalize()} is {part.change} in {number + 1}{quote}"))


def share(present: str | None, seconds: float | None, part: float | None) -> str:
    """Time and share of a part of the story, or whether it is there at all."""
    if not part:
        return {"yes": "within other sentences"}.get(present or "", SHARES.get(present or "", "") or content.DASH)
    time = f"{content.number(round(seconds, 1))} s, " if seconds else ""
    return f"{time}{100 * part:.0f} %"


def _words(console: Console, step: Next, number: int) -> None:
    heading(console, f"Words, {number} and {number + 1}")
    if not step.words:
        console.print(say("Nothing was said in either."))
        return
    counts = {what: sum(one.what == what for one in step.words) for what in STYLES}
    console.print(say(", ".join(f"{count} {what}" for what, count in counts.items() if count) + "."))
    cells = (line for place, one in enumerate(step.words, 1) for line in _lines(place, one))
    rows(console, (3, 7, 6, 6), cells)
    console.print(say(WORDS, "dim"))


def _lines(place: int, one: Aligned) -> Iterator[tuple[Text, Text, Text, Text, Text]]:
    """The rows of one sentence: number, what became of it, when in each, the words."""
    style = STYLES[one.what]
    head = say(place, "dim"), say("moved" if one.moved and one.what == "kept" else one.what, style)
    times = say(_time(one.before), "dim"), say(_time(one.now), "dim")
    moved = "(at another place) " if one.moved else ""
    if one.what == "retold" and one.before and one.now:
        yield *head, *times, say(f"{moved}{one.before.text}", "dim")
        yield say(""), say(""), say(""), say(""), say(f"now: {one.now.text}")
        return
    if one.what == "changed":
        yield *head, *times, _pieces(moved, one)
        return
    shown = one.now or one.before
    yield *head, *times, say(f"{moved}{shown.text if shown else ''}", style)


def _pieces(moved: str, one: Aligned) -> Text:
    from rich.text import Text

    shapes = {"kept": "{}", "cut": "[-{}-]", "added": "{{+{}+}}"}
    line = Text(moved, overflow="fold")
    for place, piece in enumerate(one.pieces):
        line.append(" " if place else "")
        line.append(
            shapes[piece.what].format(content.clean(piece.text)), STYLES[piece.what] if piece.what != "kept" else ""
        )
    return line


def _time(passage: Passage | None) -> str:
    return content.moment(passage.start) if passage else ""
