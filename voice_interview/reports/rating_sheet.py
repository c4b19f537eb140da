"""A rubric to read: each criterion with what to ask oneself, and what an answer of each score does."""

from __future__ import annotations

from voice_interview.model import SCORES, Rubric
from voice_interview.reports.console import finish, grid, heading, make_console, say


def render(rubric: Rubric, *, width: int | None = 80, color: bool = False) -> str:
    """The whole rubric as lines of at most `width` columns (40 at least)."""
    console = make_console(width, color)
    console.print(say(rubric.title, "bold"))
    if rubric.description:
        console.print(say(rubric.description, "dim"))
    for one in rubric.criteria:
        heading(console, one.title)
        console.print(say(one.asks).append(f"  {one.id}=1 to {SCORES[-1]}", style="cyan"))
        table = grid(1, None)
        for score, anchor in zip(SCORES, one.anchors, strict=True):
            if anchor:
                table.add_row(say(score, "bold"), say(anchor))
        console.print(table)
        if one.source:
            console.print(say(f"Source: {one.source}", "dim"))
    return finish(console, color)
