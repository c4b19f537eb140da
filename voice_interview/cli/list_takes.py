"""`takes list`: which takes there are, filtered, sorted, searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from voice_interview.cli.completion import question_ids
from voice_interview.cli.places import cache_folder, recordings_folder, recordings_option
from voice_interview.cli.tidying import tidy

if TYPE_CHECKING:
    from voice_interview.listing import Row
    from voice_interview.takes import Takes


def dates(command: Callable[..., None]) -> Callable[..., None]:
    """The options `--since` and `--until`."""
    day = click.DateTime(formats=["%Y-%m-%d"])
    until = click.option("--until", type=day, metavar="DATE", help="Only takes of that day (2026-03-31) and before.")
    since = click.option("--since", type=day, metavar="DATE", help="Only takes of that day (2026-03-01) and later.")
    return since(until(command))


def iso_day(moment: datetime | None) -> str | None:
    """The day of `--since` or `--until` as dates are written in takes."""
    return f"{moment:%Y-%m-%d}" if moment else None


@click.command("list")
@click.option(
    "--question", "question_id", metavar="ID", shell_complete=question_ids, help="Only takes of this question."
)
@click.option("--kind", metavar="KIND", help="Only questions of this kind: behavioural, philosophy ...")
@dates
@click.option(
    "--text", "query", metavar="WORDS", help='Only takes in which all of this was said: refund* "wrong size".'
)
@click.option("--over", type=(str, float), multiple=True, metavar="MEASURE N", help="Only with more: --over fillers 4.")
@click.option(
    "--under", type=(str, float), multiple=True, metavar="MEASURE N", help="Only with less: --under length 90."
)
@click.option(
    "--sort", "order", default="date", show_default=True, metavar="BY", help="By date, question, kind or a measure."
)
@click.option("--reverse", is_flag=True, help="The other way round.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of takes.")
@recordings_option
def list_takes(
    question_id: str | None,
    kind: str | None,
    since: datetime | None,
    until: datetime | None,
    query: str | None,
    over: tuple[tuple[str, float], ...],
    under: tuple[tuple[str, float], ...],
    order: str,
    reverse: bool,
    recordings: Path | None,
    as_json: bool,
) -> None:
    """List the takes, the newest last."""
    from voice_interview import listing
    from voice_interview.takes import Takes

    takes = Takes(recordings_folder(recordings))
    tidy(takes)
    wanted = listing.Wanted(
        question=question_id,
        kind=kind,
        since=iso_day(since),
        until=iso_day(until),
        text=query,
        limits=(*(listing.Limit(*one, 1) for one in over), *(listing.Limit(*one, -1) for one in under)),
        order=order,
        reverse=reverse,
    )
    try:
        found = listing.find(takes, wanted, cache_folder())
    except listing.MeasureError as error:
        raise click.UsageError(str(error)) from None
    for damaged in found.damaged:
        click.echo(f"voice-interview: {damaged}", err=True)
    rows, names = found.rows, wanted.measures
    if as_json:
        _print_json(rows, names)
        return
    if not rows:
        _say_none(takes)
    for row in rows:
        click.echo("\t".join(_cells(row, names)))


def _print_json(rows: Sequence[Row], names: Sequence[str]) -> None:
    import msgspec

    shown = []
    for row in rows:
        figures = {"figures": {name: row.figure(name) for name in names}} if names else {}
        excerpt = {"excerpt": row.excerpt} if row.excerpt is not None else {}
        shown.append(msgspec.to_builtins(row.file) | figures | excerpt)
    click.echo(msgspec.json.encode(shown))


def _say_none(takes: Takes) -> None:
    if takes.all():
        click.echo("No take is like that. See all of them: voice-interview takes list.", err=True)
    else:
        click.echo(f"There are no takes in {takes.root} yet. Record one: voice-interview practice.", err=True)


def _cells(row: Row, names: Sequence[str]) -> list[str]:
    from voice_interview.reports.content import DASH, clean, number

    seconds = row.file.recording.seconds
    length = "unfinished" if seconds is None else f"{seconds:.0f} s"
    asked = row.file.question.text if row.file.question else "(no question)"
    values = ((name, row.figure(name)) for name in names)
    figures = [f"{name} {DASH if value is None else number(value)}" for name, value in values]
    said = [row.excerpt] if row.excerpt is not None else []
    cells = [row.take.id, length, "report" if row.take.has_report else "no report", asked, *figures, *said]
    return [clean(cell) for cell in cells]
