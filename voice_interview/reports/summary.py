"""Several answers side by side: one row each, for the end of a practice with several questions."""

from __future__ import annotations

from collections.abc import Sequence

from voice_interview.model import Report
from voice_interview.reports import content
from voice_interview.reports.console import finish, grid, heads, make_console, say

COLUMNS = {
    "length": ("Length", 9), "pace": ("Words/min", 9), "fillers": ("Fill./min", 9), "star": ("STAR", 6),
}  # fmt: skip
"""The figures that are shown, where any report has them: name and width of the column."""


def summary(reports: Sequence[Report], *, width: int | None = 80, color: bool = False) -> str:
    """A short table over `reports`, in their order; "" where there is none. Undefined figures are dashes."""
    if not reports:
        return ""
    console = make_console(width, color)
    shown = [name for name in COLUMNS if any(name in report.measures for report in reports)]
    table = grid(None, *(COLUMNS[name][1] for name in shown), 16)
    heads(table, "Question", *(COLUMNS[name][0] for name in shown), "Next")
    for report in reports:
        name = report.question.text if report.question else content.file_name(report.recording.path)
        cells = [say(_short(report, column)) for column in shown]
        table.add_row(say(name), *cells, say(_next(report), "bold red" if report.recording.faults else ""))
    console.print(table)
    return finish(console, color)


def _short(report: Report, name: str) -> str:
    measure = report.measures.get(name)
    if measure is None or measure.value is None:
        return content.DASH
    symbol, _ = content.BANDS[measure.band]
    if name == "length":
        return f"{content.moment(measure.value)} {symbol}".strip()
    shown = content.value(name, measure) if name == "star" else content.number(measure.value)
    return f"{shown} {symbol}".strip() if name != "star" else shown.replace(" of ", "/")


def _next(report: Report) -> str:
    if report.recording.faults:
        return "not fit to judge"
    return report.advice[0].title if report.advice else content.DASH
